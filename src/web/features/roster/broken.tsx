import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type GapReason, gapReasons, type Roster, type RosterProblem } from '#kernel/assembly';
import type { Day, Issue } from '#kernel/lib';
import { useIssueText } from '../../app/problem-state.tsx';
import { Button } from '../../ui/button.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { AllCovered } from '../../ui/states.tsx';
import type { Cell, Draft } from './draft.ts';
import type { Names } from './words.ts';

/** What is missing with its numbers, then every other rule that is broken; a line leads to its cell. */
export function Broken(props: {
  readonly problem: RosterProblem;
  readonly draft: Draft;
  readonly roster: Roster;
  readonly faults: readonly Issue[];
  readonly names: Names;
  /** What is uneven between people is for who plans; the others see what is missing. */
  readonly mayEdit: boolean;
  readonly onGo: (cell: Partial<Cell>) => void;
}) {
  const { problem, draft, roster, faults, names, mayEdit, onGo } = props;
  const { t } = useTranslation('roster');
  const say = useIssueText();
  const gaps = gapReasons(
    problem,
    draft.duties.map((one) => ({ ...one, day: one.day as Day })),
  );
  const rest = mayEdit ? roster.breaches.filter((one) => one.code !== 'roster-gap') : [];
  const [all, setAll] = useState(false);
  const listed = all ? rest : rest.slice(0, LISTED);
  const places = problem.need.flat().reduce((sum, count) => sum + count, 0);
  const most = problem.people.reduce((sum, one) => sum + problem.days.length - one.leave.length, 0);
  // Before anything is planned every place is open: one sentence says it.
  if (draft.duties.length === 0)
    return (
      <Sheet title={t('board-broken')}>
        <p>{t('board-nothing-yet', { places })}</p>
        {places > most ? (
          <p className="gap">{t('board-too-few', { places, most, people: problem.people.length, days: problem.days.length })}</p>
        ) : null}
      </Sheet>
    );
  if (gaps.length + rest.length + faults.length === 0)
    return (
      <Sheet title={t('board-broken')}>
        <AllCovered title={t('board-broken-none')} />
      </Sheet>
    );
  return (
    <Sheet
      title={t('board-broken')}
      note={t('board-broken-note', { gaps: gaps.reduce((sum, one) => sum + one.missing, 0), rest: rest.length })}
      flush
    >
      {places > most ? (
        <p className="r-line">{t('board-too-few', { places, most, people: problem.people.length, days: problem.days.length })}</p>
      ) : null}
      <ul className="r-broken">
        {faults.map((issue) => (
          <li key={`${issue.code} ${JSON.stringify(issue.params)}`}>
            <Mark code="fix" /> <span>{say({ code: issue.code, params: names.params(issue.params) })}</span>
          </li>
        ))}
        {gaps.map((gap) => (
          <li key={`${gap.day} ${gap.shift}`}>
            <Mark code="short" value={gap.missing} />
            <button type="button" className="r-go" onClick={() => onGo({ day: gap.day })}>
              {names.day(gap.day)} {names.place(gap.shift)}
              <span className="second ink2">{why(gap, t)}</span>
            </button>
          </li>
        ))}
        {listed.map((one) => (
          <li key={`${one.code} ${JSON.stringify(one.params)}`}>
            <Mark code="note" />
            <button
              type="button"
              className="r-go"
              onClick={() =>
                onGo({
                  person: String(one.params.person),
                  ...(typeof one.params.day === 'string' ? { day: one.params.day } : {}),
                })
              }
            >
              {t(one.code, names.params(one.params))}
            </button>
          </li>
        ))}
      </ul>
      {listed.length < rest.length ? (
        <p className="r-line r-more">
          <Button kind="link" onClick={() => setAll(true)}>
            {t('board-more', { count: rest.length - listed.length })}
          </Button>
        </p>
      ) : null}
    </Sheet>
  );
}

/** Lines before the rest is folded. */
const LISTED = 8;

const REASONS = ['leave', 'serving', 'busy', 'unfit', 'tired', 'free'] as const;

/** 8 people: 5 serve elsewhere that day, 2 without rest, 1 on leave. */
function why(gap: GapReason, t: (key: string, params: Record<string, unknown>) => string): string {
  const parts = REASONS.filter((key) => gap[key] > 0).map((key) => t(`board-why-${key}`, { count: gap[key] }));
  return t('board-why', { count: gap.people, parts: parts.join(t('board-comma', {})) });
}
