import { type Day, errorIssue, type Issue } from '../../lib/index.ts';

/** A shift of every day: minutes from midnight of its day; `end` beyond 1440 reaches into the next. */
export interface RosterShift {
  readonly id: string;
  /** What is served together: places of one post (with a skill, local, plain) are one team, and it is empty when nobody is on any of them. */
  readonly team: string;
  readonly start: number;
  readonly end: number;
  readonly night: boolean;
}

/** A day of the roster, in order without holes. Off days come from outside: a make-up working day is no off day, a holiday is one. */
export interface RosterDay {
  readonly day: Day;
  readonly off: boolean;
}

/** A wish about a day, or about one shift of it: to serve then, or not to. */
export interface RosterWish {
  readonly day: Day;
  readonly shift: string | null;
  readonly want: boolean;
}

/** Someone of the group. `past` is what was served in the weeks before, so that fairness reaches over them; `inRow` days in a row up to the first. */
export interface RosterPerson {
  readonly id: string;
  readonly leave: readonly Day[];
  readonly wishes: readonly RosterWish[];
  readonly past: { readonly shifts: number; readonly nights: number; readonly offDays: number; readonly inRow: number };
  /** End of the last duty before the first day, in minutes from its midnight (mostly negative); null without one. */
  readonly lastEnd: number | null;
  /** The shifts that this person can take (skill, local); null for all. */
  readonly only: readonly string[] | null;
  /** The shifts at the hours that this person would like to serve; null where nothing was said about hours. */
  readonly likes: readonly string[] | null;
  /** Times taken elsewhere, in minutes from midnight of the first day. */
  readonly busy: readonly { readonly start: number; readonly end: number }[];
}

/** What breaking a soft rule costs; whole numbers. */
export interface RosterPrices {
  /** Each open place. */
  readonly gap: number;
  /** On top of it for the place that leaves a team empty; evenly less for those before it, down to nothing for the first of several. */
  readonly thin: number;
  readonly wish: number;
  /** A duty outside the hours that the person would like. */
  readonly hours: number;
  readonly row: number;
  readonly share: number;
}

/**
 * A gap weighs more than all wishes of a person, and the one that leaves a shift empty as much as two (docs/decisions/0012). A day too many in
 * a row weighs more than either: nobody is worn out so that a list looks full; who plans may still put someone there, or allow more days. An
 * unfair share weighs about as much as a wish. A wish about hours weighs more than that the person serves fewer nights than fair, less than
 * that together with another serving one too many.
 */
export const USUAL_PRICES: RosterPrices = { gap: 1000, thin: 1000, wish: 10, hours: 15, row: 2500, share: 12 };

/** Shifts of one group over some days. */
export interface RosterProblem {
  readonly days: readonly RosterDay[];
  readonly shifts: readonly RosterShift[];
  /** People needed: `need[day][shift]`. */
  readonly need: readonly (readonly number[])[];
  readonly people: readonly RosterPerson[];
  /** Duties that stand already. */
  readonly pins: readonly RosterDuty[];
  /** Least rest between two duties in hours; most days in a row before a day too many is counted. */
  readonly rules: { readonly restHours: number; readonly mostInRow: number };
  readonly prices: RosterPrices;
}

/**
 * What is usual until someone says otherwise. Eleven hours of rest: the daily rest of directive 2003/88/EC, article 3; Chinese law names no hours
 * between two shifts. One day in seven free: Labour Law of the PRC, article 38. The one place for both: rosters and whoever looks for somebody
 * for an open place read them here.
 */
export const USUAL_RULES = { restHours: 11, mostInRow: 6 } as const;

/** One person at one shift of one day. */
export interface RosterDuty {
  readonly person: string;
  readonly day: Day;
  readonly shift: string;
}

/** A broken soft rule: text key (texts `roster`), values, and what it costs. */
export interface RosterBreach {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly price: number;
}

/** A roster with its proof: hard rules hold, every broken soft rule is listed, the prices of these are the cost. */
export interface Roster {
  readonly duties: readonly RosterDuty[];
  readonly breaches: readonly RosterBreach[];
  readonly cost: number;
  /** No roster costs less (linear relaxation, or the proof of the search); 0 where no solver was handed in. */
  readonly bound: number;
  /** cost − bound. Optimal only at 0. */
  readonly gap: number;
  readonly by: 'search' | 'greedy';
}

/** What is wrong with a problem, each with its place; a roster is made only where this is empty. */
export function rosterIssues(problem: RosterProblem): readonly Issue[] {
  const { days, shifts, need, people, pins, rules } = problem;
  const issues: Issue[] = [];
  const dayOf = new Map(days.map((row, d) => [row.day, d]));
  const shiftOf = new Map(shifts.map((row, s) => [row.id, s]));
  const personOf = new Map(people.map((row) => [row.id, row]));
  if (dayOf.size !== days.length) issues.push(errorIssue('roster-day-twice', ['days']));
  if (shiftOf.size !== shifts.length) issues.push(errorIssue('roster-shift-twice', ['shifts']));
  if (personOf.size !== people.length) issues.push(errorIssue('roster-person-twice', ['people']));
  const wholes = (row: readonly number[] | undefined) =>
    row?.length === shifts.length && row.every((count) => Number.isSafeInteger(count) && count >= 0);
  if (need.length !== days.length || !need.every(wholes)) issues.push(errorIssue('roster-need-shape', ['need']));
  shifts.forEach((shift, s) => {
    if (!(shift.start < shift.end)) issues.push(errorIssue('roster-shift-empty', ['shifts', s], { shift: shift.id }));
  });
  const pinned = new Map<string, { start: number; end: number }[]>();
  pins.forEach((pin, i) => {
    const d = dayOf.get(pin.day);
    const shift = shifts[shiftOf.get(pin.shift) ?? -1];
    const person = personOf.get(pin.person);
    const at = ['pins', i];
    if (d === undefined || !shift || !person) {
      issues.push(errorIssue('roster-pin-unknown', at, { ...pin }));
      return;
    }
    if (person.leave.includes(pin.day)) issues.push(errorIssue('roster-pin-on-leave', at, { ...pin }));
    if (person.only !== null && !person.only.includes(pin.shift)) issues.push(errorIssue('roster-pin-not-fit', at, { ...pin }));
    const time = { start: d * 1440 + shift.start, end: d * 1440 + shift.end };
    if (person.busy.some((other) => time.start < other.end && other.start < time.end))
      issues.push(errorIssue('roster-pin-busy', at, { ...pin }));
    const before =
      pinned.get(pin.person) ?? (person.lastEnd === null ? [] : [{ start: Number.NEGATIVE_INFINITY, end: person.lastEnd }]);
    const rest = rules.restHours * 60;
    if (before.some((other) => time.start < other.end + rest && other.start < time.end + rest))
      issues.push(errorIssue('roster-pin-without-rest', at, { ...pin, hours: rules.restHours }));
    pinned.set(pin.person, [...before, time]);
  });
  return issues;
}
