/**
 * The needs grid: cells as typed -> findings, totals, posts. The same checks as for imported tables, and the places of the city.
 * Owns no SQL and no page; the same rows and places give the same answer.
 */
import { type CheckedTable, checkTable, nearestName, type TimeWindow } from '#contract/import-table';
import { NEED_COLUMNS } from '#contract/needs';
import { addDays, type Day, errorIssue, type Issue, warningIssue } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import type { CommunityPlace } from '#store/need';
import type { SkillWords } from './skill-words.ts';

/** Text of one row by column. */
export type NeedCells = Record<(typeof NEED_COLUMNS)[number], string>;

/** A row without errors, as a post will be made of it. */
export interface NeedPost {
  readonly community: CommunityPlace;
  readonly checkpoint: string;
  readonly shift: string | null;
  readonly startMinute: number;
  readonly endMinute: number;
  readonly headCount: number;
  readonly slots: readonly { readonly skill: string | null; readonly local: boolean; readonly count: number }[];
  readonly note: string | null;
}

/** A judged row; `post` is null while it has errors or says nothing. */
export interface JudgedRow {
  readonly rowNo: number;
  readonly cells: NeedCells;
  readonly issues: Issue[];
  readonly post: NeedPost | null;
}

/** Totals of rows without errors. */
export interface NeedTotals {
  people: number;
  shifts: number;
  places: number;
  bySubdistrict: { name: string; places: number; people: number }[];
  byShift: { name: string; people: number }[];
  errors: number;
  warnings: number;
}

const MAPPING = Object.fromEntries(NEED_COLUMNS.map((key, index) => [key, index]));

/** Rows of the grid checked by themselves. */
export function checkNeeds(grid: readonly NeedCells[]): CheckedTable {
  return checkTable(
    'needs',
    grid.map((cells) => NEED_COLUMNS.map((key) => cells[key] ?? '')),
    MAPPING,
  );
}

/** Skills that rows ask for, each with the largest head-count of such a row: more need not be counted. */
export function wantedSkills(checked: CheckedTable): Map<string, number> {
  const most = new Map<string, number>();
  for (const { values } of checked.rows) {
    const heads = Math.max(1, Number(values.headCount ?? 0));
    for (const skill of (values.skill as readonly string[] | null) ?? []) most.set(skill, Math.max(most.get(skill) ?? 0, heads));
  }
  return most;
}

/**
 * Judges all rows: types and ranges, doubles, names of places with the nearest known name as correction, skills that few or nobody have.
 * @param skills number of members in reach that have each skill, exact up to what is wanted; a skill that nobody has is a warning, not an error
 * @param words skills that have a name, for what was probably meant
 * @param checked the rows as {@link checkNeeds} found them
 */
export function judgeNeeds(
  grid: readonly NeedCells[],
  places: readonly CommunityPlace[],
  skills: ReadonlyMap<string, number>,
  words: SkillWords,
  checked: CheckedTable = checkNeeds(grid),
): JudgedRow[] {
  const byRow = new Map(checked.rows.map((row) => [row.row, row]));
  const index = placeIndex(places);
  return grid.map((cells, at): JudgedRow => {
    const rowNo = at + 1;
    const row = byRow.get(rowNo);
    if (!row) return { rowNo, cells, issues: [], post: null };
    const issues = [...row.issues];
    const community = findCommunity(cells, index, rowNo, issues);
    const window = row.values.window as TimeWindow | null;
    if (!window && !issues.some((issue) => issue.path[2] === 'window')) {
      issues.push(errorIssue('value-missing', ['rows', rowNo, 'window'], { field: 'window' }));
    }
    const wanted = (row.values.skill as readonly string[] | null) ?? [];
    for (const skill of wanted) {
      const have = skills.get(skill) ?? 0;
      const heads = Number(row.values.headCount ?? 0);
      if (have >= Math.max(heads, 1)) continue;
      const like = have === 0 && words.exact(skill) === undefined ? words.like(skill) : null;
      const path = ['rows', rowNo, 'skill'];
      if (have > 0) issues.push(warningIssue('skill-rare', path, { skill, have }));
      else if (like === null) issues.push(warningIssue('skill-nobody', path, { skill }));
      else issues.push(warningIssue('skill-unknown', path, { value: skill, like }));
    }
    const failed = issues.some((issue) => issue.severity === 'error') || row.state !== 'ready';
    const text = (key: string) => ((row.values[key] as string | null) ?? '').trim();
    const post: NeedPost | null =
      failed || !community || !window
        ? null
        : {
            community,
            checkpoint: text('checkpoint'),
            shift: text('shift') || null,
            startMinute: window.from,
            endMinute: window.to,
            headCount: row.values.headCount as number,
            slots: slotsOf(wanted, (row.values.local as number | null) ?? 0),
            note: text('note') || null,
          };
    return { rowNo, cells, issues, post };
  });
}

function slotsOf(skills: readonly string[], local: number): NeedPost['slots'] {
  const slots = skills.map((skill) => ({ skill, local: false, count: 1 }));
  return local > 0 ? [...slots, { skill: null, local: true, count: local }] : slots;
}

interface PlaceIndex {
  readonly bySubdistrict: ReadonlyMap<string, ReadonlyMap<string, CommunityPlace>>;
  readonly byName: ReadonlyMap<string, readonly CommunityPlace[]>;
}

function placeIndex(places: readonly CommunityPlace[]): PlaceIndex {
  const bySubdistrict = new Map<string, Map<string, CommunityPlace>>();
  const byName = new Map<string, CommunityPlace[]>();
  for (const place of places) {
    let inside = bySubdistrict.get(place.subdistrict);
    if (!inside) {
      inside = new Map();
      bySubdistrict.set(place.subdistrict, inside);
    }
    inside.set(place.name, place);
    byName.set(place.name, [...(byName.get(place.name) ?? []), place]);
  }
  return { bySubdistrict, byName };
}

function findCommunity(cells: NeedCells, index: PlaceIndex, rowNo: number, issues: Issue[]): CommunityPlace | null {
  const [subdistrict, name] = [cells.subdistrict.trim(), cells.community.trim()];
  if (name === '') return null;
  const refuse = (code: string, column: string, params: Issue['params']) => {
    issues.push(errorIssue(code, ['rows', rowNo, column], params));
    return null;
  };
  const unknown = (column: 'community' | 'subdistrict', value: string, known: Iterable<string>) => {
    const like = nearestName(value, known);
    return like === null ? refuse(`${column}-unlisted`, column, { value }) : refuse(`${column}-unknown`, column, { value, like });
  };
  if (subdistrict === '') {
    const found = index.byName.get(name) ?? [];
    if (found.length === 1) return found[0]!;
    if (found.length > 1) {
      return refuse('community-ambiguous', 'subdistrict', {
        value: name,
        places: found
          .slice(0, 5)
          .map((one) => one.subdistrict)
          .join('、'),
      });
    }
    return unknown('community', name, index.byName.keys());
  }
  const inside = index.bySubdistrict.get(subdistrict);
  if (!inside) return unknown('subdistrict', subdistrict, index.bySubdistrict.keys());
  return inside.get(name) ?? unknown('community', name, inside.keys());
}

/**
 * Rows that the scene proposes: each known place of the post's kind, every shift of it, heads and local heads as the pack has them.
 * Order of communities, then of names; a draft that people change.
 */
export function proposeNeeds(
  pack: Pack,
  text: Readonly<Record<string, string>>,
  communities: readonly CommunityPlace[],
  places: ReadonlyMap<string, readonly { readonly kind: string; readonly name: string }[]>,
): NeedCells[] {
  const rows: NeedCells[] = [];
  for (const community of communities)
    for (const [id, post] of Object.entries(pack.posts)) {
      const known = (places.get(community.id) ?? []).filter((one) => post.at === `place:${one.kind}`);
      const local = Object.values(post.slots).reduce((sum, slot) => sum + (slot.local ? slot.count : 0), 0);
      const skill = Object.values(post.slots).flatMap((slot) => slot.skill ?? []);
      for (const place of known.toSorted((a, b) => a.name.localeCompare(b.name, 'zh')))
        for (const [shift, window] of Object.entries(post.shifts))
          rows.push({
            subdistrict: community.subdistrict,
            community: community.name,
            checkpoint: place.name,
            shift: text[`posts/${id}/shifts/${shift}`] ?? shift,
            window,
            headCount: String(post.heads),
            skill: skill.join('、'),
            local: local > 0 ? String(local) : '',
            note: text[`posts/${id}/duty`] ?? '',
          });
    }
  return rows;
}

/** Totals for the side panel; rows with errors are left out and counted apart. */
export function totalNeeds(rows: readonly JudgedRow[]): NeedTotals {
  const places = new Map<string, Set<string>>();
  const people = new Map<string, number>();
  const shifts = new Map<string, { people: number; start: number }>();
  const totals: NeedTotals = { people: 0, shifts: 0, places: 0, bySubdistrict: [], byShift: [], errors: 0, warnings: 0 };
  for (const { post, issues } of rows) {
    for (const issue of issues) {
      if (issue.severity === 'error') totals.errors++;
      else totals.warnings++;
    }
    if (!post) continue;
    const street = post.community.subdistrict;
    totals.people += post.headCount;
    totals.shifts++;
    people.set(street, (people.get(street) ?? 0) + post.headCount);
    const inside = places.get(street) ?? new Set();
    places.set(street, inside.add(`${post.community.id} ${post.checkpoint}`));
    const shift = shifts.get(post.shift ?? '') ?? { people: 0, start: post.startMinute };
    shifts.set(post.shift ?? '', {
      people: shift.people + post.headCount,
      start: Math.min(shift.start, post.startMinute),
    });
  }
  totals.places = [...places.values()].reduce((sum, set) => sum + set.size, 0);
  totals.bySubdistrict = [...people]
    .map(([name, count]) => ({ name, places: places.get(name)!.size, people: count }))
    .toSorted((a, b) => b.people - a.people);
  // By the clock, so that an edit does not move them about.
  totals.byShift = [...shifts]
    .toSorted(([a, one], [b, other]) => one.start - other.start || (a < b ? -1 : 1))
    .map(([name, { people: count }]) => ({ name, people: count }));
  return totals;
}

/** The days a post runs: from the start of the task to its review, 14 days where neither is set. */
export function postDays(startsOn: Day | null, reviewOn: Day | null, today: Day): { dayFrom: Day; dayTo: Day } {
  const dayFrom = startsOn ?? addDays(today, 1);
  const dayTo = reviewOn !== null && reviewOn > dayFrom ? reviewOn : addDays(dayFrom, 14);
  return { dayFrom, dayTo };
}
