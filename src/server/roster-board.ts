/**
 * The board of one group: what is kept of some days, and the problem they are weighed against. Built the same way for showing, computing and
 * keeping. Invariant: days before today are no part of it: shifts are planned here, not recorded.
 */
import { parseWindow } from '#contract/import-table';
import type { RosterDuty, RosterPerson, RosterProblem } from '#kernel/assembly';
import { USUAL_PRICES } from '#kernel/assembly';
import { addDays, type Day, daysBetween, errorIssue, weekday } from '#kernel/lib';
import { chainPlaces } from '#store/chain';
import { listPosts } from '#store/need';
import {
  listRosterDuties,
  listRosters,
  listRosterWishes,
  ROSTER_PEOPLE,
  type RosterDutyRow,
  type RosterHead,
  type RosterPersonRow,
  type RosterWishRow,
  rosterPeople,
  takenElsewhere,
} from '#store/roster';
import type { Db } from '#store/schema';
import { invalid } from './problem.ts';

/** Longest roster in days: two weeks. */
export const LONGEST = 14;
/** The hours after midnight that make a shift a night. */
const NIGHT_UNTIL = 300;

type Posts = Awaited<ReturnType<typeof listPosts>>;

/** A shift with what the page says about it. */
export interface BoardShift {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly night: boolean;
  /** The id of the post: its places with and without a skill are one team. */
  readonly team: string;
  readonly post: string;
  readonly shift: string | null;
  readonly place: string;
  readonly skill: string | null;
  readonly local: boolean;
}

/** Someone of the group: what the rules need, and the full name with its unit. */
export interface BoardPerson extends RosterPerson {
  readonly name: string;
  readonly unitName: string | null;
  readonly makeUp: readonly Day[];
  readonly said: readonly Day[];
}

/** Everything about some days of a group. */
export interface Board {
  readonly from: Day;
  readonly to: Day;
  readonly head: RosterHead | null;
  readonly periods: readonly { readonly from: Day; readonly to: Day; readonly kept: boolean }[];
  readonly shifts: readonly BoardShift[];
  readonly need: readonly (readonly number[])[];
  readonly people: readonly BoardPerson[];
  readonly duties: readonly (RosterDuty & { readonly fixed: boolean })[];
  readonly dropped: number;
}

/** The id of a shift: post and kind of place, as duties are kept. */
export const shiftId = (postId: string, slotNo: number): string => `${postId}.${slotNo}`;

/** Post and place of a shift id. */
export function placeOf(id: string): { postId: string; slotNo: number } {
  const [postId = '', slotNo = '0'] = id.split('.');
  return { postId, slotNo: Number(slotNo) };
}

/** Reads the board around a day, or the first days that are not over; `days` shortens those that have no roster yet. */
export async function readBoard(
  db: Db,
  cityId: string,
  group: { readonly id: string; readonly taskId: string },
  ask: { readonly from: Day | undefined; readonly days: number | undefined; readonly today: Day },
): Promise<Board> {
  const posts = (await listPosts(db, cityId, group.taskId)).filter((post) => post.orgId === group.id);
  const heads = await listRosters(db, cityId, group.id);
  const periods = periodsOf(posts, heads, ask.today);
  const asked = ask.from;
  const period =
    (asked && periods.find((one) => one.from <= asked && asked < one.to)) ??
    periods.find((one) => one.to > ask.today) ??
    periods.at(-1) ??
    ({ from: ask.today, to: ask.today, kept: false } as const);
  const head = period.kept ? (heads.find((one) => one.from === period.from) ?? null) : null;
  const start = !period.kept && asked && asked > period.from && asked < period.to ? asked : period.from;
  const from = start < ask.today ? (ask.today < period.to ? ask.today : period.to) : start;
  const latest = !period.kept && ask.days !== undefined ? addDays(from, ask.days) : period.to;
  const to = latest < period.to ? latest : period.to;
  const places = await placesOf(db, cityId, group.taskId);
  const shifts = shiftsOf(posts, places);
  const days = daysOf(from, to);
  const need = days.map((day) =>
    shifts.map((shift) => {
      const post = posts.find((one) => one.id === placeOf(shift.id).postId)!;
      return post.dayFrom <= day && day < post.dayTo ? shift.count : 0;
    }),
  );
  const rows = await rosterPeople(db, cityId, group.id, from);
  const total = rows[0]?.total ?? 0;
  if (total > ROSTER_PEOPLE)
    throw invalid([errorIssue('roster-group-too-large', ['orgId'], { count: total, most: ROSTER_PEOPLE })]);
  const ids = rows.map((row) => row.id);
  const before = await listRosterDuties(db, cityId, group.id, addDays(from, -HISTORY), from);
  const kept = head === null ? [] : await listRosterDuties(db, cityId, group.id, from, to);
  const wishes = await listRosterWishes(db, cityId, group.id, from, to);
  const taken = await takenElsewhere(db, cityId, group.id, ids, from, to);
  const people = rows.map((row) =>
    personOf(row, {
      from,
      to,
      shifts,
      places,
      heads,
      posts,
      before,
      wishes,
      taken: taken.filter((one) => one.personId === row.id),
    }),
  );
  const known = new Set(ids);
  const shiftIds = new Set(shifts.map((shift) => shift.id));
  const duties = kept.map((row) => ({
    person: row.personId,
    day: row.day,
    shift: shiftId(row.postId, row.slotNo),
    fixed: row.fixed,
  }));
  const valid = duties.filter((duty) => known.has(duty.person) && shiftIds.has(duty.shift));
  return {
    from,
    to,
    head,
    periods,
    shifts: shifts.map(({ count: _, ...shift }) => shift),
    need,
    people,
    duties: valid,
    dropped: duties.length - valid.length,
  };
}

/** The problem of a board with the days off and the rules someone chose; `pins` stay. */
export function problemOf(
  board: Board,
  chosen: {
    readonly offDays: readonly string[];
    readonly rules: { readonly restHours: number; readonly mostInRow: number };
  },
  pins: readonly RosterDuty[] = [],
): RosterProblem {
  const off = new Set(chosen.offDays);
  return {
    days: daysOf(board.from, board.to).map((day) => ({ day, off: off.has(day) })),
    shifts: board.shifts.map(({ id, start, end, night, team }) => ({ id, start, end, night, team })),
    need: board.need,
    people: board.people.map(({ id, leave, wishes, past, lastEnd, only, likes, busy }) => ({
      id,
      leave,
      wishes,
      past,
      lastEnd,
      only,
      likes,
      busy,
    })),
    pins,
    rules: chosen.rules,
    prices: USUAL_PRICES,
  };
}

/** Every day of a span. */
export function daysOf(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Saturdays and Sundays; make-up working days and holidays are set by a person, because they are decided each year. */
export const weekend = (day: Day): boolean => weekday(day) >= 6;

/** Weeks that fairness looks back over, in days. */
const HISTORY = 56;

function periodsOf(posts: Posts, heads: readonly RosterHead[], today: Day) {
  const first = posts.map((post) => post.dayFrom).sort()[0];
  const last = posts
    .map((post) => post.dayTo)
    .sort()
    .at(-1);
  const periods = heads.map((head) => ({ from: head.from, to: head.to, kept: true }));
  if (first === undefined || last === undefined) return periods;
  let at = first < today ? today : first;
  while (at < last) {
    const inside = heads.find((head) => head.from <= at && at < head.to);
    if (inside) {
      at = inside.to;
      continue;
    }
    const next = heads.map((head) => head.from).find((from) => from > at);
    const far = addDays(at, LONGEST);
    const to = [far, last, next ?? far].sort()[0]!;
    periods.push({ from: at, to, kept: false });
    at = to;
  }
  return periods.sort((a, b) => (a.from < b.from ? -1 : 1));
}

type Places = ReadonlyMap<string, { readonly name: string; readonly communities: readonly string[] }>;

/** The place of each post with the communities that it lies in: who lives in one of them is local there. */
async function placesOf(db: Db, cityId: string, taskId: string): Promise<Places> {
  const rows = await chainPlaces(db, cityId, taskId);
  const communities = new Set(rows.filter((row) => row.kind === 'community' || row.kind === 'village').map((row) => row.id));
  return new Map(
    rows.map((row) => [row.id, { name: row.name, communities: [row.id, ...row.within].filter((id) => communities.has(id)) }]),
  );
}

function shiftsOf(posts: Posts, places: Places): (BoardShift & { readonly count: number })[] {
  const sorted = [...posts].sort((a, b) => a.startMinute - b.startMinute || (a.name < b.name ? -1 : 1));
  return sorted.flatMap((post) => {
    // The places as the plan numbers them: those that ask for something, then the rest.
    const asking = post.slots.filter((slot) => slot.skill !== null || slot.local);
    const rest = post.headCount - asking.reduce((sum, slot) => sum + slot.count, 0);
    const parts = [...asking, { skill: null, local: false, count: rest }];
    return parts.flatMap((part, slotNo) =>
      part.count <= 0
        ? []
        : [
            {
              id: shiftId(post.id, slotNo),
              start: post.startMinute,
              end: post.endMinute,
              night: post.startMinute < NIGHT_UNTIL || post.endMinute > 1440,
              team: post.id,
              post: post.name,
              shift: post.shift,
              place: places.get(post.areaId)?.name ?? '',
              skill: part.skill,
              local: part.local,
              count: part.count,
            },
          ],
    );
  });
}

/** The shifts that begin within hours someone would like, each written as the name of a shift or as a window; null where nothing tells them apart. */
function likesOf(words: readonly string[], shifts: readonly BoardShift[]): readonly string[] | null {
  const hours = words.flatMap((word) => {
    const shift = shifts.find((one) => one.shift === word);
    const window = shift ? { from: shift.start, to: shift.end } : parseWindow(word);
    return window ? [{ from: window.from % 1440, to: window.to % 1440 }] : [];
  });
  if (hours.length === 0) return null;
  const likes = shifts.filter(({ start }) =>
    hours.some(({ from, to }) => (from < to ? start >= from && start < to : start >= from || start < to)),
  );
  return likes.length === shifts.length ? null : likes.map((shift) => shift.id);
}

function personOf(
  row: RosterPersonRow,
  facts: {
    readonly from: Day;
    readonly to: Day;
    readonly shifts: readonly BoardShift[];
    readonly places: Places;
    readonly heads: readonly RosterHead[];
    readonly posts: Posts;
    readonly before: readonly RosterDutyRow[];
    readonly wishes: readonly RosterWishRow[];
    readonly taken: Awaited<ReturnType<typeof takenElsewhere>>;
  },
): BoardPerson {
  const { from, to, shifts, heads, posts } = facts;
  const postOf = new Map(posts.map((post) => [post.id, post]));
  const mine = facts.wishes.filter((wish) => wish.personId === row.id);
  const said = mine.filter((wish) => wish.kind === 'leave' || wish.kind === 'make-up').map((wish) => wish.day);
  const away = facts.taken.filter((one) => one.why === 'leave');
  const leave = daysOf(from, to).filter((day) => said.includes(day) || away.some((one) => one.from <= day && day < one.to));
  const before = facts.before.filter((one) => one.personId === row.id);
  const ends = before.flatMap((one) => {
    const post = postOf.get(one.postId);
    return post ? [-daysBetween(one.day, from) * 1440 + post.endMinute] : [];
  });
  const served = new Set(before.map((one) => one.day));
  let inRow = 0;
  while (served.has(addDays(from, -inRow - 1))) inRow++;
  const past = {
    inRow,
    shifts: before.length,
    nights: before.filter((one) => shifts.some((shift) => shift.night && placeOf(shift.id).postId === one.postId)).length,
    offDays: before.filter((one) =>
      heads.some((head) => head.from <= one.day && one.day < head.to && head.offDays.includes(one.day)),
    ).length,
  };
  const fits = shifts.filter((shift) => {
    const { postId, slotNo } = placeOf(shift.id);
    if (row.seats.some((seat) => seat.postId === postId && seat.slotNo === slotNo)) return true;
    if (shift.skill !== null && !row.skills.includes(shift.skill)) return false;
    const near = facts.places.get(postOf.get(postId)!.areaId)?.communities ?? [];
    return !shift.local || near.some((community) => row.livesIn.includes(community));
  });
  return {
    id: row.id,
    name: row.name,
    unitName: row.unitName,
    leave,
    makeUp: mine.filter((wish) => wish.kind === 'make-up').map((wish) => wish.day),
    said,
    wishes: mine
      .filter((wish) => wish.kind === 'rest' || wish.kind === 'serve')
      .map((wish) => ({ day: wish.day, shift: null, want: wish.kind === 'serve' })),
    past,
    lastEnd: ends.length === 0 ? null : Math.max(...ends),
    only: fits.length === shifts.length ? null : fits.map((shift) => shift.id),
    likes: likesOf(row.windows, shifts),
    busy: facts.taken
      .filter((one) => one.why === 'duty')
      .map((one) => {
        const day = daysBetween(from, one.from) * 1440;
        return { start: day + one.startMinute, end: day + one.endMinute };
      }),
  };
}
