import { addDays, type Day, daysBetween, errorIssue, type Issue } from '#kernel/lib';

/** Days `[from, to)` on which a person cannot serve. No reason is asked and none has a place. */
export interface Absence {
  readonly from: Day;
  readonly to: Day;
}

/** How many days ahead the last day of an absence may lie. */
export const ABSENCE_AHEAD = 366;

/** What is wrong with an absence that somebody says on `today`, first and last day as said: over, turned round, too far ahead. All findings at once. */
export function absenceIssues(from: Day, last: Day, today: Day): Issue[] {
  const latest = addDays(today, ABSENCE_AHEAD);
  return [
    ...(from < today ? [errorIssue('absence-over', ['body', 'from'], { day: from, today })] : []),
    ...turnedIssues(from, last),
    ...(last > latest ? [errorIssue('absence-far', ['body', 'until'], { day: last, latest })] : []),
  ];
}

/** The finding that a last day lies before its first. */
export function turnedIssues(from: Day, last: Day): Issue[] {
  return last < from ? [errorIssue('absence-turned', ['body', 'until'], { from, until: last })] : [];
}

/** One absence that covers the added days and everything kept that shares a day with them; absences that only touch stay apart. */
export function joinedAbsence(kept: readonly Absence[], added: Absence): Absence {
  const meets = kept.filter((one) => shareDays(one, added));
  return {
    from: meets.reduce((from, one) => (one.from < from ? one.from : from), added.from),
    to: meets.reduce((to, one) => (one.to > to ? one.to : to), added.to),
  };
}

/** What is left of an absence without the given days: nothing, one part, or the parts before and after. */
export function absenceWithout(kept: Absence, days: Absence): Absence[] {
  if (!shareDays(kept, days)) return [kept];
  return [
    { from: kept.from, to: days.from },
    { from: days.to, to: kept.to },
  ].filter((one) => daysBetween(one.from, one.to) > 0);
}

/** Whether two absences have a day in common. */
export function shareDays(one: Absence, other: Absence): boolean {
  return one.from < other.to && other.from < one.to;
}
