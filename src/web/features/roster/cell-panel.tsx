import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { proposeSwaps, type RosterProblem, type SwapProposal } from '#kernel/assembly';
import type { Day } from '#kernel/lib';
import { Button } from '../../ui/button.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { type Board, type Cell, type Draft, dutyAt, type Post, postOf } from './draft.ts';
import { type Names, windowOf } from './words.ts';

const KINDS = ['rest', 'serve', 'leave', 'make-up'] as const;
export type Kind = (typeof KINDS)[number];

/** One day of one person: shifts to choose, what was said about the day, and with whom it could be exchanged. */
export function CellPanel(props: {
  readonly board: Board;
  readonly draft: Draft;
  readonly problem: RosterProblem;
  readonly posts: readonly Post[];
  readonly names: Names;
  readonly cell: Cell;
  readonly onPut: (cell: Cell, post: Post | null) => void;
  readonly onFix: (cell: Cell) => void;
  readonly onSwap: (cell: Cell, swap: SwapProposal) => void;
  readonly onKind: (cell: Cell, kind: Kind | null) => void;
  readonly saying: boolean;
}) {
  const { board, draft, problem, posts, names, cell } = props;
  const { t } = useTranslation('roster');
  const duty = dutyAt(draft.duties, cell.person, cell.day);
  const person = board.people.find((one) => one.id === cell.person);
  const swaps = useMemo(
    () =>
      duty
        ? proposeSwaps(
            problem,
            draft.duties.map((one) => ({ person: one.person, day: one.day as Day, shift: one.shift })),
            { person: duty.person, day: duty.day as Day, shift: duty.shift },
            MOST,
          )
        : [],
    [problem, draft, duty],
  );
  if (!person) return null;
  const wish = person.wishes.find((one) => one.day === cell.day);
  const kind: Kind | null = person.makeUp.includes(cell.day)
    ? 'make-up'
    : person.said.includes(cell.day)
      ? 'leave'
      : wish
        ? wish.want
          ? 'serve'
          : 'rest'
        : null;
  const registered = person.leave.includes(cell.day) && !person.said.includes(cell.day);
  const past = person.past.shifts > 0 ? t('board-past', { ...person.past }) : null;
  return (
    <Sheet
      title={
        <>
          <Masked name={names.person(cell.person)} /> {names.day(cell.day)} {names.weekday(cell.day)}
        </>
      }
      note={person.unitName ?? undefined}
    >
      <div className="r-panel">
        <div className="r-choices" role="group" aria-label={t('board-choose')}>
          {posts.map((post, p) => (
            <Button
              key={post.key}
              size="row"
              pressed={duty !== undefined && postOf(duty.shift) === post.key}
              label={t('board-choice', { no: p + 1, shift: names.shift(post.key), window: windowOf(post.shift) })}
              onClick={() => props.onPut(cell, post)}
            >
              {names.shift(post.key)}
            </Button>
          ))}
          <Button size="row" pressed={duty === undefined} onClick={() => props.onPut(cell, null)}>
            {t('board-free')}
          </Button>
        </div>
        {duty ? (
          <label className="r-check">
            <input type="checkbox" checked={duty.fixed} onChange={() => props.onFix(cell)} /> {t('board-fix')}
          </label>
        ) : null}
        <p className="second ink2">{t('board-said')}</p>
        <div className="r-choices" role="group" aria-label={t('board-said')}>
          {registered ? (
            <span className="second">{t('board-leave-registered')}</span>
          ) : (
            KINDS.map((one) => (
              <Button
                key={one}
                size="row"
                pressed={kind === one}
                disabled={props.saying}
                onClick={() => props.onKind(cell, kind === one ? null : one)}
              >
                {t(`board-kind-${one}`)}
              </Button>
            ))
          )}
        </div>
        {person.likes && person.likes.length > 0 ? (
          <p className="second ink2">{t('board-likes', { shifts: names.liked(cell.person) })}</p>
        ) : null}
        {past ? <p className="second ink2">{past}</p> : null}
        {duty ? (
          <>
            <h3 className="r-h3">{t('board-swaps')}</h3>
            {swaps.length === 0 ? (
              <p className="second ink2">{t('board-swaps-none')}</p>
            ) : (
              <ul className="r-swaps">
                {swaps.map((swap) => (
                  <li key={`${swap.with} ${swap.back?.day ?? ''} ${swap.back?.shift ?? ''}`}>
                    <span>
                      {t(
                        swap.back ? (swap.back.day === cell.day ? 'board-swap-same-day' : 'board-swap-back') : 'board-swap-over',
                        {
                          person: names.person(swap.with),
                          ...(swap.back ? { day: names.day(swap.back.day), shift: names.shift(swap.back.shift) } : {}),
                        },
                      )}{' '}
                      <span className="second ink2">
                        {swap.breaks.length > 0
                          ? swap.breaks.map((one) => t(one.code, names.params(one.params))).join(t('board-semicolon'))
                          : t(swap.difference < 0 ? 'board-swap-better' : 'board-swap-free')}
                      </span>
                    </span>
                    <Button size="row" onClick={() => props.onSwap(cell, swap)}>
                      {t('board-swap')}
                    </Button>
                  </li>
                ))}
              </ul>
            )}
          </>
        ) : null}
      </div>
    </Sheet>
  );
}

/** Swaps shown: more would be a list to search in. */
const MOST = 5;
