import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SwapProposal } from '#kernel/assembly';
import { useIssueText } from '../../app/problem-state.tsx';
import {
  type Board,
  begin,
  type Cell,
  carry,
  type Draft,
  draftOf,
  dutyAt,
  newFaults,
  type Post,
  placeFor,
  postsOf,
  problemOf,
  put,
  redo,
  step,
  undo,
} from './draft.ts';
import type { Names } from './words.ts';

/** The draft with its history and every way to change it; a change that breaks a hard rule is refused by the name of the rule. */
export function useEdits(board: Board, names: Names) {
  const { t, i18n } = useTranslation('roster');
  const say = useIssueText();
  const [history, setHistory] = useState(() => begin(draftOf(board)));
  const draft = history.now;
  const [selected, setSelected] = useState<Cell | null>(null);
  const [held, setHeld] = useState<Cell | null>(null);
  const [said, setMessage] = useState<{ readonly text: string; readonly refused: boolean; readonly lang: string } | null>(null);
  // A sentence about the last step is not said again in another language.
  const message = said?.lang === i18n.language ? said : null;
  const lang = i18n.language;
  const posts = useMemo(() => postsOf(board), [board]);
  const problem = useMemo(() => problemOf(board, draft), [board, draft]);
  const tell = (text: string) => setMessage({ text, refused: false, lang });
  const change = (next: Draft, done: string) => {
    const broken = newFaults(problemOf(board, next), draft.duties, next.duties);
    setHeld(null);
    if (broken.length > 0 && next.duties !== draft.duties) {
      const said = broken.map((issue) => say({ code: issue.code, params: names.params(issue.params) }));
      setMessage({ text: t('board-refused', { reason: [...new Set(said)].join(t('board-semicolon')) }), refused: true, lang });
      return;
    }
    setHistory((now) => step(now, next));
    setMessage({ text: done, refused: false, lang });
  };
  const onPut = (cell: Cell, post: Post | null) => {
    const { person, day } = cell;
    const shift = post && placeFor(problem, draft.duties, post, person, day);
    const words = { person: names.person(person), day: names.day(day), shift: post ? names.shift(post.key) : '' };
    if ((dutyAt(draft.duties, person, day)?.shift ?? null) === shift) return;
    change({ ...draft, duties: put(draft.duties, person, day, shift) }, t(post ? 'board-done-put' : 'board-done-free', words));
  };
  const onCarry = (from: Cell, to: Cell) => {
    const duties = carry(draft.duties, from, to);
    setHeld(null);
    if (!duties) return;
    const words = { person: names.person(to.person), day: names.day(to.day) };
    setSelected(to);
    change({ ...draft, duties: fitted(duties) }, t('board-done-carry', words));
  };
  /** After a move the places within a post are given anew to those who fit them. */
  const fitted = (duties: Draft['duties']): Draft['duties'] => {
    let out: Draft['duties'] = duties;
    for (const duty of duties) {
      if (draft.duties.includes(duty)) continue;
      const post = posts.find((one) => one.places.includes(duty.shift));
      if (post) out = put(out, duty.person, duty.day, placeFor(problem, out, post, duty.person, duty.day));
    }
    return out;
  };
  const onFix = (cell: Cell) => {
    const duty = dutyAt(draft.duties, cell.person, cell.day);
    if (!duty) return;
    const duties = draft.duties.map((one) => (one === duty ? { ...one, fixed: !one.fixed } : one));
    setHistory((now) => step(now, { ...draft, duties }));
    setMessage({ text: t(duty.fixed ? 'board-done-loose' : 'board-done-fixed'), refused: false, lang });
  };
  const onSwap = (cell: Cell, swap: SwapProposal) => {
    const mine = dutyAt(draft.duties, cell.person, cell.day);
    if (!mine) return;
    let duties = put(draft.duties, cell.person, cell.day, null);
    if (swap.back) duties = put(put(duties, swap.with, swap.back.day, null), cell.person, swap.back.day, swap.back.shift);
    change(
      { ...draft, duties: put(duties, swap.with, cell.day, mine.shift) },
      t('board-done-swap', { person: names.person(cell.person), other: names.person(swap.with) }),
    );
  };
  const onUndo = (again: boolean) => {
    setHistory((now) => (again ? redo(now) : undo(now)));
    setMessage({ text: t(again ? 'board-done-redo' : 'board-done-undo'), refused: false, lang });
  };

  const onHold = (cell: Cell | null) => {
    const takes = cell !== null && dutyAt(draft.duties, cell.person, cell.day) !== undefined;
    setHeld(takes ? cell : null);
    if (takes) tell(t('board-done-held'));
  };
  const onOff = (day: string) => {
    const offDays = draft.offDays.includes(day) ? draft.offDays.filter((one) => one !== day) : [...draft.offDays, day];
    change({ ...draft, offDays }, t('board-done-off', { day: names.day(day) }));
  };
  /** A whole new set of duties, as one step; fixed ones stay marked. */
  const take = (duties: readonly Omit<Draft['duties'][number], 'fixed'>[], done: string) => {
    const fixed = new Set(draft.duties.filter((one) => one.fixed).map((one) => `${one.person} ${one.day}`));
    const next = duties.map((one) => ({ ...one, fixed: fixed.has(`${one.person} ${one.day}`) }));
    setHistory((now) => step(now, { ...now.now, duties: next }));
    tell(done);
  };
  /** Begins again with what is kept now. */
  const restart = (kept: Board, done: string | null) => {
    setHistory(begin(draftOf(kept)));
    setMessage(done === null ? null : { text: done, refused: false, lang });
  };
  return {
    ...{ draft, problem, posts, selected, held, message },
    canUndo: history.before.length > 0,
    canRedo: history.after.length > 0,
    ...{ change, onSelect: setSelected, onHold, onPut, onCarry, onFix, onSwap, onOff, onUndo, take, restart },
  };
}
