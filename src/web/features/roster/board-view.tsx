import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAnswer } from '#contract/client';
import { rosterFile, rosterNames, rosterSave, rosterWish } from '#contract/rosters';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { NamesFile } from '../../ui/names-file.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panes } from '../../ui/panes.tsx';
import { ProofLine } from '../../ui/proof-line.tsx';
import { Reveal } from '../../ui/reveal.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Conflict, Working } from '../../ui/states.tsx';
import { Broken } from './broken.tsx';
import { CellPanel, type Kind } from './cell-panel.tsx';
import { type Board, type Cell, distanceOf, draftOf, faultsOf, mostWithRest, same, weigh } from './draft.ts';
import { Grid } from './grid.tsx';
import { Rules } from './rules.tsx';
import { useEdits } from './use-edits.ts';
import { useProposal } from './use-proposal.ts';
import { useNames, windowOf } from './words.ts';

interface Loaded {
  readonly board: Board;
  readonly etag: string | null;
}

/** The board with its draft: every change is weighed at once, a hard rule refuses by name, everything can be taken back. */
export function BoardView(
  props: Loaded & {
    readonly reload: () => Promise<Loaded | undefined>;
    readonly onPeriod: (from: string, days: number | null) => void;
  },
) {
  const { t } = useTranslation('roster');
  const [loaded, setLoaded] = useState<Loaded>({ board: props.board, etag: props.etag });
  const { board } = loaded;
  const [bound, setBound] = useState<{ readonly value: number; readonly key: string; readonly seconds: number } | null>(null);
  const [full, setFull] = useState<Readonly<Record<string, string>> | null>(null);
  const names = useNames(board, full);
  const edits = useEdits(board, names);
  const compute = useProposal(board);
  const { proposal } = compute;
  const { draft, problem, posts, selected, message } = edits;
  // A bound speaks of days off, rules, people and wishes, not of who serves: it holds while these are the same.
  const about = JSON.stringify([draft.offDays, draft.rules, board.people]);
  const known = bound?.key === about ? bound : null;
  const roster = useMemo(() => weigh(problem, draft, known?.value ?? 0), [problem, draft, known]);
  const faults = useMemo(() => faultsOf(problem, draft.duties), [problem, draft]);
  // While the search goes on the board shows its best so far; the draft stays until it is over.
  const best = compute.working ? proposal?.best : undefined;
  const shown = best ? { ...draft, duties: best.duties.map((one) => ({ ...one, fixed: false })) } : draft;
  const kept = useMemo(() => draftOf(board), [board]);
  const changed = !same(kept, draft);
  // What the running computation is about: the draft may move on meanwhile.
  const asked = useRef('');

  const onCompute = () => {
    asked.current = about;
    compute.begin(draft);
  };
  // The best so far is shown while the search goes on; it becomes the draft, in one step, when the search is over.
  const over = proposal && proposal.state !== 'working' ? proposal : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each computation that ends
  useEffect(() => {
    if (!over?.best) return;
    const { best } = over;
    edits.take(best.duties, t(over.state === 'stopped' ? 'board-done-stopped' : 'board-done-computed'));
    if (over.state === 'ready' || best.bound > 0) setBound({ value: best.bound, key: asked.current, seconds: over.seconds });
    compute.forget();
  }, [over]);

  const wish = useMutation({
    mutationFn: async ({ cell, kind }: { cell: Cell; kind: Kind | null }) => {
      const params = { taskId: board.taskId, orgId: board.orgId };
      await client.call(rosterWish, { params, body: { personId: cell.person, day: cell.day, kind } });
      return props.reload();
    },
    // Only people are read anew: the draft and the version it began with stay.
    onSuccess: (fresh) => fresh && setLoaded((now) => ({ etag: now.etag, board: { ...now.board, people: fresh.board.people } })),
  });
  const save = useMutation({
    mutationFn: async (etag: string | null) => {
      await client.call(
        rosterSave,
        {
          params: { taskId: board.taskId, orgId: board.orgId },
          body: {
            from: board.from,
            to: board.to,
            offDays: [...draft.offDays],
            rules: draft.rules,
            duties: draft.duties.map((one) => ({ ...one })),
          },
        },
        { ifMatch: etag },
      );
      return props.reload();
    },
    onSuccess: (fresh) => {
      if (!fresh) return;
      setLoaded(fresh);
      edits.restart(fresh.board, t('board-done-saved'));
    },
  });
  const conflict = save.error instanceof ProblemAnswer && save.error.problem.status === 412;
  const theirs = () =>
    props.reload().then((fresh) => {
      if (!fresh) return;
      save.reset();
      setLoaded(fresh);
      edits.restart(fresh.board, null);
    });
  const mine = () =>
    props.reload().then((fresh) => {
      if (!fresh) return;
      setLoaded(fresh);
      save.mutate(fresh.etag);
    });
  const gaps = roster.breaches
    .filter((one) => one.code === 'roster-gap')
    .reduce((sum, one) => sum + Number(one.params.missing), 0);
  // Places beyond what the group can serve with its days of rest stay open: no want of planning, so it is said apart.
  const places = problem.need.flat().reduce((sum, count) => sum + count, 0);
  const able = mostWithRest(problem);
  const resting = Math.min(gaps, places - able);
  const nobody = roster.breaches.filter((one) => one.code === 'roster-empty').length;
  const how = (gap: number) => {
    const { key, count } = distanceOf(gap);
    return t(key, { count });
  };
  // What was never planned is not kept as planned; a kept roster may be emptied on purpose.
  const nothing = draft.duties.length === 0 && !board.kept;
  const reason = faults.length > 0 ? t('board-save-faults', { count: faults.length }) : undefined;
  const mayEdit = board.mayEdit;
  const letters = posts.map((post) =>
    t('board-letter', { letter: names.letter(post.shift.id), shift: `${names.shift(post.key)} ${windowOf(post.shift)}` }),
  );
  const wishes = board.people.some((one) => one.likes !== null) ? [t('board-letters-wish')] : [];
  const legend = t('board-letters', { letters: [...letters, ...wishes].join(t('board-semicolon')) });
  return (
    <div className="r-page q-stack">
      <PageHead
        path={[
          { label: t('board-tasks'), to: '/tasks' },
          { label: board.taskTitle, to: `/tasks/${board.taskId}/running` },
          { label: t('board-title') },
        ]}
        title={board.orgName}
        state={t(board.kept ? (changed ? 'board-state-changed' : 'board-state-kept') : 'board-state-new', {
          version: board.version,
        })}
        lead={
          <p>
            {compute.working ? t('board-lead-working') : gaps > 0 ? t('board-lead-gaps', { count: gaps }) : t('board-lead-full')}{' '}
            {!compute.working && draft.duties.length > 0 && nobody > 0 ? `${t('board-lead-empty', { count: nobody })} ` : null}
            {!compute.working && draft.duties.length > 0 && resting > 0
              ? t('board-lead-resting', {
                  count: resting,
                  people: board.people.length,
                  days: board.days.length,
                  most: draft.rules.mostInRow,
                  able,
                  places,
                })
              : null}
          </p>
        }
        actions={
          mayEdit ? (
            <>
              <Button disabled={!edits.canUndo} onClick={() => edits.onUndo(false)}>
                {t('board-undo')}
              </Button>
              <Button disabled={!edits.canRedo} onClick={() => edits.onUndo(true)}>
                {t('board-redo')}
              </Button>
              <Button kind={draft.duties.length === 0 ? 'primary' : 'plain'} disabled={compute.working} onClick={onCompute}>
                {t(draft.duties.length === 0 ? 'board-compute' : 'board-compute-again')}
              </Button>
              <Button onClick={() => window.print()}>{t('board-print')}</Button>
              <Button
                kind={draft.duties.length === 0 ? 'plain' : 'primary'}
                disabled={!(changed || !board.kept) || nothing || save.isPending || compute.working || faults.length > 0}
                reason={reason}
                onClick={() => save.mutate(loaded.etag)}
              >
                {t('board-save')}
              </Button>
            </>
          ) : (
            <Button onClick={() => window.print()}>{t('board-print')}</Button>
          )
        }
      />
      <p className={message?.refused ? 'r-message gap' : 'r-message'} role="status">
        {message?.text ?? ''}
      </p>
      {compute.working ? (
        <Working
          title={t('board-working')}
          progress={t(`board-stage-${proposal?.stage ?? 'start'}`)}
          note={
            proposal?.best
              ? t(proposal.best.bound > 0 ? 'board-working-best' : 'board-working-first', {
                  how: how(proposal.best.gap),
                  seconds: proposal.seconds.toFixed(0),
                })
              : t('board-working-note')
          }
          stop={{ label: t('board-stop'), onClick: compute.stop }}
        />
      ) : null}
      {compute.error ? <ProblemState error={compute.error} /> : null}
      {proposal?.state === 'failed' ? (
        <p className="gap" role="alert">
          {t('board-failed')}
        </p>
      ) : null}
      {wish.error ? <ProblemState error={wish.error} /> : null}
      {conflict ? (
        <Sheet>
          <Conflict
            title={t('board-conflict')}
            actions={
              <>
                <Button size="row" onClick={() => void theirs()}>
                  {t('board-conflict-theirs')}
                </Button>
                <Button size="row" onClick={() => void mine()}>
                  {t('board-conflict-mine')}
                </Button>
              </>
            }
          >
            {t('board-conflict-text')}
          </Conflict>
        </Sheet>
      ) : save.error ? (
        <ProblemState error={save.error} />
      ) : null}
      {known ? (
        <ProofLine
          text={t('board-proof', { how: how(roster.gap), seconds: known.seconds.toFixed(1) })}
          verified={faults.length === 0 ? t('board-verified') : undefined}
        />
      ) : null}
      {board.dropped > 0 ? <p className="warn">{t('board-dropped', { count: board.dropped })}</p> : null}
      <Panes
        kind="needs"
        right={
          <>
            {selected && mayEdit && !compute.working ? (
              <CellPanel
                board={board}
                draft={draft}
                problem={problem}
                posts={posts}
                names={names}
                cell={selected}
                onPut={edits.onPut}
                onFix={edits.onFix}
                onSwap={edits.onSwap}
                onKind={(cell, kind) => wish.mutate({ cell, kind })}
                saying={wish.isPending}
              />
            ) : null}
            {compute.working ? null : (
              <Broken
                problem={problem}
                draft={draft}
                roster={roster}
                faults={faults}
                names={names}
                mayEdit={mayEdit}
                onGo={(to) =>
                  edits.onSelect({
                    person: to.person ?? selected?.person ?? board.people[0]!.id,
                    day: to.day ?? selected?.day ?? board.from,
                  })
                }
              />
            )}
          </>
        }
      >
        <Sheet
          flush
          title={t('board-span', { from: names.day(board.from), days: board.days.length, people: board.people.length })}
          aside={
            board.periods.length > 1 ? (
              <Choice
                label={t('board-period')}
                quietLabel
                value={board.periods.find((one) => one.from <= board.from && board.from < one.to)?.from ?? board.from}
                onChange={(first) => props.onPeriod(first, null)}
                options={board.periods.map((one) => ({
                  value: one.from,
                  label: t(one.kept ? 'board-period-kept' : 'board-period-new', { from: names.day(one.from) }),
                }))}
              />
            ) : undefined
          }
          foot={
            <>
              <p className="second ink2 no-print">{legend}</p>
              {mayEdit ? (
                <p id="roster-keys" className="second ink2 no-print">
                  {t('board-keys')}
                </p>
              ) : null}
            </>
          }
        >
          <Grid board={board} names={names} {...edits} draft={shown} mayEdit={mayEdit} />
        </Sheet>
        <p className="r-print second">{t('board-print-foot', { task: board.taskTitle, shifts: legend })}</p>
        {mayEdit ? <Rules draft={draft} onChange={(rules) => edits.change({ ...draft, rules }, t('board-done-rules'))} /> : null}
        {board.mayName ? (
          <div className="r-names no-print">
            <Reveal
              shown={full !== null}
              onReveal={async (purpose) => {
                const params = { taskId: board.taskId, orgId: board.orgId };
                setFull((await client.call(rosterNames, { params, body: { purpose } })).data.names);
              }}
              onHide={() => setFull(null)}
            />
            {board.kept && !changed ? (
              <NamesFile
                button
                label={t('board-file')}
                fileName={`${board.orgName} ${board.from}.xlsx`}
                take={(purpose) =>
                  client
                    .call(rosterFile, {
                      params: { taskId: board.taskId, orgId: board.orgId },
                      body: { from: board.from, purpose },
                    })
                    .then(({ data }) => data)
                }
              />
            ) : null}
          </div>
        ) : null}
      </Panes>
    </div>
  );
}
