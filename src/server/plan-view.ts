/** A saved plan as the page reads it: ids become names, people are masked, figures are recounted from the documents. */
import type * as z from 'zod';
import { formatWindow } from '#contract/import-table';
import type { capSchema, gapSchema, mapCellSchema, planSchema, postSchema } from '#contract/plans';
import type { AssemblyPlan, AssemblyProblem } from '#kernel/assembly';
import { maskName } from '#kernel/registry';
import type { PostRecord } from '#store/need';
import type { PlanRowRecord } from '#store/plan';
import { fewHidden, SHOWN_FROM, tableHidden } from './small-counts.ts';

type Params = Record<string, string | number | boolean | null>;
type Cell = z.output<typeof mapCellSchema>;

/** Names of everything in a plan by id. */
export interface PlanNames {
  /** Posts of the version with its own head-counts and places. */
  readonly posts: ReadonlyMap<string, PostRecord>;
  /** All posts that the task ever had, for whatever names one of them. */
  readonly titles: ReadonlyMap<string, PostRecord>;
  readonly places: ReadonlyMap<
    string,
    {
      readonly name: string;
      readonly kind: string;
      readonly within: readonly string[];
      readonly tier: string | null;
      readonly lat: number | null;
      readonly lon: number | null;
    }
  >;
  readonly units: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, PlanRowRecord>;
}

/** The area of a tier around a post with its id. */
function around(names: PlanNames, post: PostRecord, tier: string) {
  for (const id of names.places.get(post.areaId)?.within ?? []) {
    const one = names.places.get(id);
    if (one?.tier === tier) return [id, one] as const;
  }
  return undefined;
}

/** Community and subdistrict of a post. */
export function placeOfPost(names: PlanNames, post: PostRecord) {
  const [community, subdistrict] = [around(names, post, 'community'), around(names, post, 'township')];
  return {
    communityId: community?.[0] ?? null,
    communityName: community?.[1].name ?? '',
    subdistrictId: subdistrict?.[0] ?? null,
    subdistrictName: subdistrict?.[1].name ?? '',
  };
}

/** Post name with its shift. */
export function titleOf(post: Pick<PostRecord, 'name' | 'shift'> | undefined): string {
  return post ? [post.name, post.shift].filter(Boolean).join(' ') : '';
}

/** Values of a statement with ids replaced by the names they stand for. */
export function namedParams(params: Readonly<Params>, names: PlanNames): Params {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      if (typeof value !== 'string') return [key, value];
      const person = names.people.get(value);
      const post = names.titles.get(value);
      return [
        key,
        names.units.get(value) ??
          (post ? titleOf(post) : undefined) ??
          names.places.get(value)?.name ??
          (person ? maskName(person.name ?? '') : value),
      ];
    }),
  );
}

/** Gaps in the order of what bites first: most people, then by place. `most`: so many of them; `postId`: those of one post. */
export function gapsOf(
  plan: AssemblyPlan,
  names: PlanNames,
  { most = Number.POSITIVE_INFINITY, postId }: { readonly most?: number; readonly postId?: string } = {},
): z.output<typeof gapSchema>[] {
  return plan.shortages
    .filter((one) => postId === undefined || one.post === postId)
    .map((one) => {
      const post = names.posts.get(one.post);
      const place = post ? placeOfPost(names, post) : { communityName: '', subdistrictName: '' };
      return { one, post, place };
    })
    .toSorted(
      (a, b) =>
        b.one.count - a.one.count ||
        byName(a.place.subdistrictName, b.place.subdistrictName) ||
        byName(a.post?.name ?? '', b.post?.name ?? ''),
    )
    .slice(0, most)
    .map(({ one, post, place }) => ({
      postId: one.post,
      slot: one.slot,
      postName: post?.name ?? '',
      shift: post?.shift ?? null,
      communityName: place.communityName,
      subdistrictName: place.subdistrictName,
      count: one.count,
      reason: { code: one.reason.code, params: namedParams(one.reason.numbers, names) },
      repairs: one.repairs.map((repair, index) => ({
        index,
        kind: repair.kind,
        params: withHours(namedParams(repair.change, names)),
        gain: repair.gain,
        costs: repair.costs,
        by: repair.change.cap === 'unit' ? ('unit' as const) : ('task' as const),
        unitId: typeof repair.change.unit === 'string' ? repair.change.unit : null,
      })),
    }));
}

/** Leaders who serve at no post, each once. */
export function leadingOnly(plan: AssemblyPlan): number {
  const serving = new Set(plan.assignments.map((one) => one.member));
  return new Set(plan.leaders.flatMap(({ member }) => (member === null || serving.has(member) ? [] : [member]))).size;
}

const byName = new Intl.Collator('zh-CN').compare;

/** Why a place stays open, for whoever sees no people: small counts are told as fewer than five. */
export function reasonForOthers(reason: z.output<typeof gapSchema>['reason']): z.output<typeof gapSchema>['reason'] {
  const told = (value: Params[string]) => (typeof value === 'number' && fewHidden(value) === null ? `<${SHOWN_FROM}` : value);
  return { ...reason, params: Object.fromEntries(Object.entries(reason.params).map(([key, value]) => [key, told(value)])) };
}

/** Gaps for whoever sees no people; repairs are for those who plan. */
export function gapsForOthers(gaps: readonly z.output<typeof gapSchema>[]): z.output<typeof gapSchema>[] {
  return gaps.map((gap) => ({ ...gap, reason: reasonForOthers(gap.reason), repairs: [] }));
}

/** Start and end of another shift as hours of the day: which days they are is the same as before. */
function withHours(params: Params): Params {
  const hour = (value: Params[string] | undefined) => (typeof value === 'string' ? /T(\d\d:\d\d)/.exec(value)?.[1] : undefined);
  const [from, to] = [hour(params.start), hour(params.end)];
  return from && to ? { ...params, start: `${from}–${to}` } : params;
}

/** Units that lend: how many there are and how many have a cap or reached it, then the fullest `most` of those with one. */
export function capsOf(problem: AssemblyProblem, plan: AssemblyPlan, most: number) {
  const unitOf = new Map(problem.members.map((member) => [member.id, member.unit]));
  const used = new Map<string, Set<string>>();
  const add = (member: string) => {
    const unit = unitOf.get(member);
    if (!unit) return;
    const people = used.get(unit);
    if (people) people.add(member);
    else used.set(unit, new Set([member]));
  };
  for (const one of plan.assignments) add(one.member);
  for (const one of plan.leaders) if (one.member !== null) add(one.member);
  const capped: z.output<typeof capSchema>[] = [];
  for (const unit of problem.units) {
    const people = used.get(unit.id);
    const cap = people && capOf(unit);
    if (cap != null) capped.push({ unitId: unit.id, name: unit.label ?? '', used: people!.size, cap });
  }
  const caps = capped.toSorted((a, b) => fullness(b) - fullness(a) || b.used - a.used || byName(a.name, b.name)).slice(0, most);
  return { caps, lending: used.size, capped: capped.length, full: capped.filter((one) => one.used >= one.cap).length };
}

/** How many a unit may lend to this task: its own cap without those lent elsewhere, or the task's; null without either. */
export function capOf(unit: AssemblyProblem['units'][number]): number | null {
  const lent = Math.max(0, ...unit.lent.map((one) => one.count), 0);
  const caps = [unit.cap === null ? null : unit.cap - lent, unit.taskCap].filter((cap) => cap !== null);
  return caps.length > 0 ? Math.min(...caps) : null;
}

const fullness = (one: { used: number; cap: number }) => (one.cap === 0 ? 1 : one.used / one.cap);

/** Where people come from (categories) and where they go (subdistricts), the row of gaps first. */
export function matrixOf(
  problem: AssemblyProblem,
  plan: AssemblyPlan,
  names: PlanNames,
  categories: readonly string[],
): z.output<typeof planSchema>['matrix'] {
  const streetOf = new Map<string, { id: string; name: string }>();
  const columns = new Map<string, string>();
  for (const post of names.posts.values()) {
    const { subdistrictId, subdistrictName } = placeOfPost(names, post);
    streetOf.set(post.id, { id: subdistrictId ?? '', name: subdistrictName });
    columns.set(subdistrictId ?? '', subdistrictName);
  }
  const keys = [...columns.keys()];
  const index = new Map(keys.map((key, i) => [key, i]));
  const at = (post: string) => index.get(streetOf.get(post)?.id ?? '') ?? -1;
  const sourceOf = new Map(problem.members.map((member) => [member.id, member.source as string]));
  const cells = new Map<string, number[]>();
  const row = (key: string) => {
    const known = cells.get(key);
    if (known) return known;
    const made = keys.map(() => 0);
    cells.set(key, made);
    return made;
  };
  for (const key of categories) row(key);
  for (const one of plan.assignments) if (at(one.post) >= 0) row(sourceOf.get(one.member) ?? 'other')[at(one.post)]!++;
  const gaps = keys.map(() => 0);
  for (const one of plan.shortages) if (at(one.post) >= 0) gaps[at(one.post)]! += one.count;
  const rows = [...cells]
    .map(([key, values]) => ({ key, cells: values, total: values.reduce((sum, n) => sum + n, 0) }))
    .filter((one) => one.total > 0 || categories.includes(one.key));
  return {
    columns: keys.map((id) => ({ id, name: columns.get(id)! })),
    gaps,
    rows: rows.map((row) => ({ ...row, rounded: false })),
    totals: keys.map((_, i) => rows.reduce((sum, one) => sum + one.cells[i]!, 0)),
  };
}

/** A matrix for whoever sees no people: small counts are hidden, one that is not small with them in each row and column, and the totals of such rows rounded, so that none can be subtracted. */
export function matrixForOthers(matrix: z.output<typeof planSchema>['matrix']): z.output<typeof planSchema>['matrix'] {
  const shown = tableHidden(matrix.rows.map((row) => row.cells.map((count) => count ?? 0)));
  return {
    ...matrix,
    rows: matrix.rows.map((row, r) => {
      const cells = shown[r]!;
      const hidden = cells.includes(null);
      return { ...row, cells, total: hidden ? Math.round(row.total / 10) * 10 : row.total, rounded: hidden };
    }),
  };
}

/** Most cells of the map that can be told apart; a plan of more communities is drawn by subdistrict. */
const CELLS = 60;

/** Most places of a cell that are drawn. */
const PLACES = 24;

/** Communities, or when they are many the subdistricts, with their places for the schematic map. */
export function mapOf(plan: AssemblyPlan, names: PlanNames): Cell[] {
  const missing = new Map<string, number>();
  for (const one of plan.shortages) missing.set(one.post, (missing.get(one.post) ?? 0) + one.count);
  const communities = new Set<string>();
  for (const post of names.posts.values()) {
    const community = around(names, post, 'community');
    if (community) communities.add(community[0]);
  }
  const [cellTier, groupTier] =
    communities.size > CELLS ? (['township', 'county'] as const) : (['community', 'township'] as const);
  const cells = new Map<string, { cell: Cell; places: Map<string, Cell['places'][number]> }>();
  for (const post of names.posts.values()) {
    const area = around(names, post, cellTier);
    if (!area) continue;
    const group = around(names, post, groupTier);
    const [areaId, { name, lat, lon }] = area;
    const head = {
      areaId,
      name,
      groupId: group?.[0] ?? null,
      groupName: group?.[1].name ?? '',
      lat,
      lon,
      missing: 0,
      places: [],
    };
    const known = cells.get(areaId) ?? { cell: head, places: new Map() };
    cells.set(areaId, known);
    const short = missing.get(post.id) ?? 0;
    known.cell.missing += short;
    const place = known.places.get(post.areaId);
    if (place) {
      place.needed += post.headCount;
      place.missing += short;
    } else
      known.places.set(post.areaId, {
        areaId: post.areaId,
        name: post.name,
        needed: post.headCount,
        missing: short,
        firstPostId: post.id,
      });
  }
  return [...cells.values()].map(({ cell, places }) => ({ ...cell, places: drawn([...places.values()]) }));
}

/** Where not all have room those with gaps come first. */
function drawn(places: Cell['places']): Cell['places'] {
  if (places.length <= PLACES) return places;
  return places.toSorted((a, b) => b.missing - a.missing).slice(0, PLACES);
}

/** Hours that posts run, each once, the earliest first. */
export function windowsOf(names: PlanNames): string[] {
  const hours = [...names.posts.values()].map((post) => formatWindow({ from: post.startMinute, to: post.endMinute }));
  return [...new Set(hours)].sort();
}

/** One post with its people. */
export function postOf(
  post: PostRecord,
  plan: AssemblyPlan,
  names: PlanNames,
  rows: readonly PlanRowRecord[],
): z.output<typeof postSchema> {
  const { communityName, subdistrictName } = placeOfPost(names, post);
  const slots = post.slots.filter((slot) => slot.skill !== null || slot.local);
  const leading = new Map(
    plan.leaders.filter((one) => one.post === post.id && one.member !== null).map((one) => [one.member!, one.role]),
  );
  const short = plan.shortages.filter((one) => one.post === post.id).reduce((sum, one) => sum + one.count, 0);
  return {
    postId: post.id,
    name: post.name,
    shift: post.shift,
    window: formatWindow({ from: post.startMinute, to: post.endMinute }),
    communityName,
    subdistrictName,
    needed: post.headCount,
    missing: short,
    kinds: kindsOf(post.headCount, slots),
    seats: rows.map((row) => ({
      personId: row.personId,
      name: maskName(row.name ?? ''),
      unitId: row.unitId,
      unitName: row.unitName,
      residence: row.residence,
      skill: slots[row.slotNo]?.skill ?? null,
      local: slots[row.slotNo]?.local ?? false,
      leader: leading.get(row.personId) ?? null,
      pinned: row.pinned,
    })),
  };
}

/** Kinds of places of a post as the problem numbers them: its slots, then what is left without a condition. */
function kindsOf(headCount: number, slots: PostRecord['slots']) {
  const rest = headCount - slots.reduce((sum, slot) => sum + slot.count, 0);
  const kinds = slots.map(({ skill, local, count }, slot) => ({ slot, skill, local, count }));
  return rest > 0 ? [...kinds, { slot: slots.length, skill: null, local: false, count: rest }] : kinds;
}
