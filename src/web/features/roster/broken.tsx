import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type GapReason, gapReasons, type Roster, type RosterBreach, type RosterProblem } from '#kernel/assembly';
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
  const reasons = gapReasons(
    problem,
    draft.duties.map((one) => ({ ...one, day: one.day as Day })),
  );
  const gaps = [...reasons].sort((a, b) => Number(a.here > 0) - Number(b.here > 0));
  const rest = mayEdit ? remindersOf(problem, roster, names, t) : [];
  const [all, setAll] = useState(false);
  const shownGaps = all ? gaps : gaps.slice(0, LISTED);
  const listed = all ? rest : rest.slice(0, LISTED);
  const folded = gaps.length - shownGaps.length + rest.length - listed.length;
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
        {shownGaps.map((gap) => (
          <li key={`${gap.day} ${gap.shift}`}>
            <Mark code="short" value={gap.missing} />
            <button type="button" className="r-go" onClick={() => onGo({ day: gap.day })}>
              {names.day(gap.day)} {names.place(gap.shift)}
              {gap.here === 0 ? <strong className="r-nobody">{t('board-nobody')}</strong> : null}
              <span className="second ink2">{why(gap, t)}</span>
            </button>
          </li>
        ))}
        {listed.map((one) => (
          <li key={one.person}>
            <Mark code="note" />
            <button
              type="button"
              className="r-go"
              onClick={() => onGo({ person: one.person, ...(one.day === undefined ? {} : { day: one.day }) })}
            >
              {t('board-of-person', { person: names.person(one.person), parts: one.parts.join(t('board-semicolon')) })}
            </button>
          </li>
        ))}
      </ul>
      {folded > 0 ? (
        <p className="r-line r-more">
          <Button kind="link" onClick={() => setAll(true)}>
            {t('board-more', { count: folded })}
          </Button>
        </p>
      ) : null}
    </Sheet>
  );
}

/** What is uneven or against a wish, collected for each person: of days in a row only the longest stretch of each run is said. */
function remindersOf(problem: RosterProblem, roster: Roster, names: Names, t: TFunction<'roster'>) {
  const persons = new Map<string, RosterBreach[]>();
  const most = mostOf(problem, roster);
  for (const one of roster.breaches) {
    if (one.params.person === undefined) continue;
    const kind = FEW[one.code];
    // Fewer than a fair share is uneven only where somebody has more.
    if (kind && most[kind] - Number(one.params.total) <= 1) continue;
    const person = String(one.params.person);
    persons.set(person, [...(persons.get(person) ?? []), one]);
  }
  return [...persons].map(([person, all]) => {
    const longest = all
      .filter((one) => one.code === 'roster-row')
      .sort((a, b) => Number(b.params.days) - Number(a.params.days))
      .slice(0, 1);
    const said = [...longest, ...all.filter((one) => one.code !== 'roster-row' && one.code !== 'roster-hours')];
    const against = all.filter((one) => one.code === 'roster-hours');
    const day = [...said, ...against].find((one) => typeof one.params.day === 'string')?.params.day;
    const parts = said.map((one) => t(one.code as 'roster-row', names.params(one.params)));
    if (against.length > 0) {
      const duties = against.map(({ params }) => t('board-against-one', names.params(params)));
      parts.push(t('board-against', { wish: names.liked(person), duties: duties.join(t('board-comma')) }));
    }
    return {
      person,
      parts,
      ...(day === undefined ? {} : { day: String(day) }),
    };
  });
}

const FEW: Readonly<Record<string, 'shifts' | 'nights' | 'offDays'>> = {
  'roster-shifts-few': 'shifts',
  'roster-nights-few': 'nights',
  'roster-off-days-few': 'offDays',
};

/** The most that anyone has of shifts, nights and days off, the weeks before included. */
function mostOf(problem: RosterProblem, roster: Roster) {
  const nights = new Set(problem.shifts.filter((one) => one.night).map((one) => one.id));
  const off = new Set<string>(problem.days.filter((one) => one.off).map((one) => one.day));
  const most = { shifts: 0, nights: 0, offDays: 0 };
  for (const { id, past } of problem.people) {
    const mine = roster.duties.filter((one) => one.person === id);
    most.shifts = Math.max(most.shifts, past.shifts + mine.length);
    most.nights = Math.max(most.nights, past.nights + mine.filter((one) => nights.has(one.shift)).length);
    most.offDays = Math.max(most.offDays, past.offDays + mine.filter((one) => off.has(one.day)).length);
  }
  return most;
}

/** Gaps, and people with reminders, before the rest is folded. */
const LISTED = 8;

const REASONS = ['here', 'leave', 'serving', 'busy', 'unfit', 'tired', 'row', 'free'] as const;

/** 8 people: 2 serve there, 3 on another shift, 2 without rest, 1 on leave. */
function why(gap: GapReason, t: (key: string, params: Record<string, unknown>) => string): string {
  const parts = REASONS.filter((key) => gap[key] > 0).map((key) => t(`board-why-${key}`, { count: gap[key] }));
  return t('board-why', { count: gap.people, parts: parts.join(t('board-comma', {})) });
}
