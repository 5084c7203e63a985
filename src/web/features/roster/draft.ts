import type { rosterBoard } from '#contract/rosters';
import type { ResponseOf } from '#contract/route';
import { type Roster, type RosterDuty, type RosterProblem, rosterFaults, USUAL_PRICES, weighRoster } from '#kernel/assembly';
import type { Day, Issue } from '#kernel/lib';

export type Board = ResponseOf<typeof rosterBoard>;

/** One duty of the draft; `fixed` ones stay when shifts are computed. */
export type Duty = Board['duties'][number];

/** What a person changes on the board, as a whole: it is kept and undone as a whole. */
export interface Draft {
  readonly duties: readonly Duty[];
  readonly offDays: readonly string[];
  readonly rules: Board['rules'];
}

/** The draft with what was before and what was taken back. */
export interface History {
  readonly now: Draft;
  readonly before: readonly Draft[];
  readonly after: readonly Draft[];
}

/** What is kept, as a draft. */
export function draftOf(board: Board): Draft {
  return { duties: board.duties, offDays: board.days.filter((one) => one.off).map((one) => one.day), rules: board.rules };
}

/** A history that begins with a draft. */
export const begin = (draft: Draft): History => ({ now: draft, before: [], after: [] });

/** A step; what was taken back is forgotten. */
export const step = (history: History, next: Draft): History => ({
  now: next,
  before: [...history.before, history.now].slice(-DEPTH),
  after: [],
});

/** One step back, or the same when there is none. */
export function undo(history: History): History {
  const last = history.before.at(-1);
  return last === undefined
    ? history
    : { now: last, before: history.before.slice(0, -1), after: [history.now, ...history.after] };
}

/** One step forward again. */
export function redo(history: History): History {
  const [next, ...rest] = history.after;
  return next === undefined ? history : { now: next, before: [...history.before, history.now], after: rest };
}

/** Steps that can be undone. */
const DEPTH = 100;

/** The problem that the draft is weighed against. */
export function problemOf(board: Board, draft: Draft): RosterProblem {
  return {
    days: board.days.map((one) => ({ day: one.day as Day, off: draft.offDays.includes(one.day) })),
    shifts: board.shifts,
    need: board.need,
    people: board.people.map((one) => ({
      id: one.id,
      leave: one.leave as Day[],
      wishes: one.wishes.map((wish) => ({ ...wish, day: wish.day as Day })),
      past: one.past,
      lastEnd: one.lastEnd,
      only: one.only,
      likes: one.likes,
      busy: one.busy,
    })),
    pins: [],
    rules: draft.rules,
    prices: USUAL_PRICES,
  };
}

const plain = (duties: readonly Duty[]): RosterDuty[] =>
  duties.map(({ person, day, shift }) => ({ person, day: day as Day, shift }));

/** The draft weighed: cost and every broken soft rule; `bound` of a computation over the same problem, 0 without one. */
export function weigh(problem: RosterProblem, draft: Draft, bound: number): Roster {
  return weighRoster(problem, plain(draft.duties), bound, 'greedy');
}

/** Most places the group can serve on its days when nobody serves more days in a row than the rules allow. */
export function mostWithRest(problem: RosterProblem): number {
  const { days, people, rules } = problem;
  return people.reduce((sum, { leave, past }) => {
    let inRow = past.inRow;
    let served = 0;
    for (const { day } of days) {
      const serves = !leave.includes(day) && inRow < rules.mostInRow;
      inRow = serves ? inRow + 1 : 0;
      if (serves) served++;
    }
    return sum + served;
  }, 0);
}

/** How far a roster is at most from the best possible, as a person reads it: a text key (`roster`) and its numbers. */
export function distanceOf(gap: number): {
  readonly key: 'board-how-best' | 'board-how-near' | 'board-how-far';
  readonly count: number;
} {
  if (gap <= 0) return { key: 'board-how-best', count: 0 };
  if (gap < USUAL_PRICES.gap) return { key: 'board-how-near', count: Math.ceil(gap / USUAL_PRICES.wish) };
  return { key: 'board-how-far', count: Math.ceil(gap / USUAL_PRICES.gap) };
}

/** Hard rules that the draft breaks. */
export const faultsOf = (problem: RosterProblem, duties: readonly Duty[]): readonly Issue[] =>
  rosterFaults(problem, plain(duties));

/** Hard rules that a change would break and that hold, or were broken otherwise, before it. */
export function newFaults(problem: RosterProblem, before: readonly Duty[], after: readonly Duty[]): readonly Issue[] {
  const keyOf = (issue: Issue) => `${issue.code} ${JSON.stringify(issue.params)}`;
  const known = new Set(faultsOf(problem, before).map(keyOf));
  return faultsOf(problem, after).filter((issue) => !known.has(keyOf(issue)));
}

/** Shifts as people speak of them: one for each post; its places with and without a skill belong to it. */
export interface Post {
  readonly key: string;
  readonly places: readonly string[];
  readonly shift: Board['shifts'][number];
}

/** The posts of a board in the order of its shifts. */
export function postsOf(board: Pick<Board, 'shifts'>): readonly Post[] {
  const posts = new Map<string, Post>();
  for (const shift of board.shifts) {
    const key = postOf(shift.id);
    const known = posts.get(key);
    posts.set(key, { key, places: [...(known?.places ?? []), shift.id], shift: known?.shift ?? shift });
  }
  return [...posts.values()];
}

/** The post of a shift id. */
export const postOf = (shift: string): string => shift.split('.')[0] ?? shift;

/** The place of a post that someone takes on a day: the first open one that fits, else one that does, else the first. */
export function placeFor(problem: RosterProblem, duties: readonly Duty[], post: Post, person: string, day: string): string {
  const only = problem.people.find((one) => one.id === person)?.only ?? null;
  const fitting = post.places.filter((id) => only === null || only.includes(id));
  const d = problem.days.findIndex((one) => one.day === day);
  const open = fitting.filter((id) => {
    const s = problem.shifts.findIndex((one) => one.id === id);
    const taken = duties.filter((one) => one.shift === id && one.day === day && one.person !== person).length;
    return taken < (problem.need[d]?.[s] ?? 0);
  });
  return open[0] ?? fitting[0] ?? post.places[0]!;
}

/** The duty of someone on a day. */
export const dutyAt = (duties: readonly Duty[], person: string, day: string): Duty | undefined =>
  duties.find((one) => one.person === person && one.day === day);

const without = (duties: readonly Duty[], person: string, day: string): readonly Duty[] =>
  duties.filter((one) => one.person !== person || one.day !== day);

/** Puts someone on a shift of a day, or on none. */
export function put(duties: readonly Duty[], person: string, day: string, shift: string | null): readonly Duty[] {
  const rest = without(duties, person, day);
  return shift === null ? rest : [...rest, { person, day, shift, fixed: false }];
}

/** A cell of the board. */
export interface Cell {
  readonly person: string;
  readonly day: string;
}

/**
 * A duty carried from one cell to another. On the same day or in the same row both change places; to a duty of another on another day the two
 * are exchanged; to a free cell elsewhere it moves. Undefined where nothing would change.
 */
export function carry(duties: readonly Duty[], from: Cell, to: Cell): readonly Duty[] | undefined {
  const mine = dutyAt(duties, from.person, from.day);
  if (!mine || (from.person === to.person && from.day === to.day)) return undefined;
  const other = dutyAt(duties, to.person, to.day);
  let next = without(without(duties, from.person, from.day), to.person, to.day);
  if (from.day === to.day || from.person === to.person || !other) {
    next = put(next, to.person, to.day, mine.shift);
    return other ? put(next, from.person, from.day, other.shift) : next;
  }
  // Each gives a duty and takes one: on the day of the other.
  if (dutyAt(duties, to.person, from.day) || dutyAt(duties, from.person, to.day)) return undefined;
  return put(put(next, to.person, from.day, mine.shift), from.person, to.day, other.shift);
}

/** Counts of this roster for one person; nothing is sorted by them. */
export function countsOf(board: Board, draft: Draft, person: string) {
  const mine = draft.duties.filter((one) => one.person === person);
  const night = new Set(board.shifts.filter((shift) => shift.night).map((shift) => shift.id));
  return {
    shifts: mine.length,
    nights: mine.filter((one) => night.has(one.shift)).length,
    offDays: mine.filter((one) => draft.offDays.includes(one.day)).length,
  };
}

/** Whether two drafts are the same for keeping. */
export function same(a: Draft, b: Draft): boolean {
  const text = ({ duties, offDays, rules }: Draft) =>
    JSON.stringify([
      duties.map((one) => `${one.day} ${one.person} ${one.shift} ${one.fixed}`).sort(),
      [...offDays].sort(),
      rules.restHours,
      rules.mostInRow,
    ]);
  return text(a) === text(b);
}
