import { addDays, type Day, errorIssue, type Issue, type Result, warningIssue } from '#kernel/lib';
import type { AssemblyProblem, AssemblyProblemInput, SourceCategory } from './problem.ts';
import { readProblem } from './read.ts';

/** Minutes of a day; `to` passes 1440 over midnight. */
interface Minutes {
  readonly from: number;
  readonly to: number;
}

/** One shift of one checkpoint that needs people; `row` is the row of the table it was read from. */
export interface NeedRow {
  readonly row: number;
  readonly subdistrict: string | null;
  readonly community: string;
  readonly checkpoint: string;
  readonly shift: string | null;
  /** `YYYY-MM-DD`, or null when the table names no day. */
  readonly day: string | null;
  /** Minutes of the day; `to` passes 1440 over midnight. Null when the table names no time. */
  readonly window: Minutes | null;
  readonly headCount: number;
  /** Each asks for one person. */
  readonly skills: readonly string[];
  /** At least so many people who live in the community. */
  readonly local: number;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly note: string | null;
}

/** One person who could serve, as a unit reports him; names stay in the workbook and in the plan made from it. */
export interface RosterRow {
  readonly row: number;
  readonly sourceKey: string | null;
  readonly name: string;
  readonly unit: string;
  /** A tier of the register, `none` for units without a competent body, null when not stated. */
  readonly tier: string | null;
  readonly system: string | null;
  readonly unitArea: string | null;
  /** Community in which the person lives; never an address. */
  readonly residence: string | null;
  readonly status: 'full' | 'probationary' | 'non-member';
  readonly skills: readonly string[];
  readonly willing: boolean | null;
  /** Times of day at which the person can serve; empty when not stated. */
  readonly windows: readonly Minutes[];
  /** Most shifts at different times. */
  readonly duties: number;
  /** Duties the person already has. */
  readonly load: number;
  /** Most people the unit lends, as stated in this row. */
  readonly cap: number | null;
  readonly lat: number | null;
  readonly lon: number | null;
}

/** What the tables do not say. */
export interface RowOptions {
  /** Day of needs without one. */
  readonly day: Day;
  readonly seed?: number;
}

/**
 * The problem of a needs table and a roster: subdistricts, communities and checkpoints become the chain (general branch, branch, group; a
 * committee above several subdistricts), each need one post. Issues name the table and its row; contradictions are warnings and the
 * stricter value counts.
 */
export function problemFromRows(
  needs: readonly NeedRow[],
  roster: readonly RosterRow[],
  options: RowOptions,
): Result<AssemblyProblem> & { readonly warnings: readonly Issue[] } {
  const warnings: Issue[] = [];
  const areas = new Map<string, { id: string; label: string; parent: string | null; points: { lat: number; lon: number }[] }>();
  const orgs: NonNullable<AssemblyProblemInput['orgs']> = [];
  const communityByName = new Map<string, string>();
  const streets = new Set(needs.map((need) => need.subdistrict ?? ''));
  const root = streets.size > 1 ? 'task' : null;
  if (root) orgs.push({ id: root, form: 'committee' });
  const known = new Set<string>();
  const once = (id: string) => (known.has(id) ? false : known.add(id) !== null);
  const posts: AssemblyProblemInput['posts'] = needs.map((need) => {
    const street = need.subdistrict ?? '';
    const streetId = `street:${street}`;
    const areaId = `community:${street}/${need.community}`;
    const gateId = `gate:${street}/${need.community}/${need.checkpoint}`;
    if (street !== '' && once(streetId)) {
      areas.set(streetId, { id: streetId, label: street, parent: null, points: [] });
      orgs.push({ id: streetId, label: street, form: 'general-branch', parent: root, area: streetId });
    }
    const above = street === '' ? null : streetId;
    if (once(areaId)) {
      areas.set(areaId, { id: areaId, label: need.community, parent: above, points: [] });
      orgs.push({ id: areaId, label: need.community, form: 'branch', parent: above ?? root, area: areaId });
      if (!communityByName.has(need.community)) communityByName.set(need.community, areaId);
    }
    if (once(gateId)) orgs.push({ id: gateId, label: need.checkpoint, form: 'group', parent: areaId, area: areaId });
    const place = need.lat !== null && need.lon !== null ? { lat: need.lat, lon: need.lon } : null;
    if (place) areas.get(areaId)!.points.push(place);
    const day = (need.day ?? options.day) as Day;
    const window = need.window ?? { from: 0, to: 1440 };
    const slots = need.skills.map((skill) => ({ skill, count: 1 }));
    return {
      id: `need-${need.row}`,
      label: need.shift === null ? need.checkpoint : `${need.checkpoint} ${need.shift}`,
      org: gateId,
      area: areaId,
      place,
      window: { start: momentOf(day, window.from), end: momentOf(day, window.to) },
      headCount: need.headCount,
      slots: need.local > 0 ? [...slots, { local: true, count: need.local }] : slots,
    };
  });
  const units = new Map<string, { cap: number | null; row: RosterRow }>();
  for (const row of roster) {
    if (row.unit === '') continue;
    const before = units.get(row.unit);
    if (before && before.cap !== null && row.cap !== null && before.cap !== row.cap)
      warnings.push(
        warningIssue('roster-cap-differs', ['roster', row.row, 'cap'], { unit: row.unit, cap: row.cap, other: before.cap }),
      );
    const caps = [before?.cap ?? null, row.cap].filter((cap) => cap !== null);
    units.set(row.unit, { cap: caps.length === 0 ? null : Math.min(...caps), row: before?.row ?? row });
  }
  const members: AssemblyProblemInput['members'] = roster.map((row) => {
    const home = row.residence === null ? null : (communityByName.get(row.residence) ?? null);
    return {
      id: row.sourceKey ?? `row-${row.row}`,
      label: row.name,
      unit: row.unit === '' ? null : row.unit,
      places: row.lat !== null && row.lon !== null ? [{ lat: row.lat, lon: row.lon }] : [],
      homeArea: home,
      skills: [...new Set(row.skills)],
      willing: row.willing === null ? 'unknown' : row.willing ? 'yes' : 'no',
      mode: row.unit === '' ? 'residence-report' : 'assigned',
      maxDuties: Math.min(20, Math.max(0, row.duties - row.load)),
      wishes: { never: outsideOf(row.windows) },
      tier: row.tier,
      system: row.system,
      source: sourceOf(row),
      fullMember: row.status === 'full',
    };
  });
  const read = readProblem({
    version: 1,
    seed: options.seed ?? 0,
    areas: [...areas.values()].map(({ points, ...area }) => ({ ...area, place: middle(points) })),
    orgs,
    posts,
    units: [...units].map(([id, { cap, row }]) => ({
      id,
      label: id,
      cap,
      tier: row.tier,
      system: row.system,
      area: row.unitArea === null ? null : (communityByName.get(row.unitArea) ?? null),
    })),
    members,
  });
  if (read.ok) return { ...read, warnings };
  return { ok: false, issues: read.issues.map((issue) => rowIssue(issue, needs, roster)), warnings };
}

/** An issue of the problem, told as one of the table row that it came from. */
function rowIssue(issue: Issue, needs: readonly NeedRow[], roster: readonly RosterRow[]): Issue {
  const [table, index, ...rest] = issue.path;
  const rows = table === 'posts' ? needs : table === 'members' ? roster : null;
  const row = typeof index === 'number' ? rows?.[index]?.row : undefined;
  return row === undefined ? issue : errorIssue(issue.code, [table === 'posts' ? 'needs' : 'roster', row, ...rest], issue.params);
}

function momentOf(day: Day, minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const rest = minutes % 1440;
  return `${addDays(day, Math.floor(minutes / 1440))}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

/** The times of day outside the given ones, as ranges of the clock in which no shift may start; none when no time is stated. */
function outsideOf(windows: readonly Minutes[]): { from: string; to: string }[] {
  if (windows.length === 0) return [];
  const free = new Uint8Array(1440);
  for (const { from, to } of windows) for (let minute = from; minute < to; minute++) free[minute % 1440] = 1;
  const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const ranges: { from: string; to: string }[] = [];
  for (let minute = 0; minute < 1440; minute++) {
    if (free[minute] === 1 || free[(minute + 1439) % 1440] === 0) continue;
    let end = minute;
    while (free[end % 1440] === 0) end++;
    ranges.push({ from: clock(minute), to: clock(end % 1440) });
  }
  return ranges;
}

function sourceOf(row: RosterRow): SourceCategory {
  if (row.unit === '') return 'free-community';
  if (row.system === 'non-public') return 'non-public';
  if (row.system === 'primary-level' || row.tier === 'township' || row.tier === 'community' || row.tier === 'village')
    return 'subdistrict-community';
  if (row.system === 'public-institution' || row.system === 'state-enterprise') return 'stationed-unit';
  if (row.tier === 'city') return 'city-organ';
  return row.tier === 'county' ? 'district-organ' : 'stationed-unit';
}

function middle(points: readonly { lat: number; lon: number }[]): { lat: number; lon: number } | null {
  if (points.length === 0) return null;
  const sum = points.reduce((a, b) => ({ lat: a.lat + b.lat, lon: a.lon + b.lon }));
  return { lat: sum.lat / points.length, lon: sum.lon / points.length };
}
