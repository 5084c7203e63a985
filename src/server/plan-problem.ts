/**
 * From the register and a task to the problem that the assembly solves: members, units with caps, posts, the chain as tree of
 * task organizations, what people fixed. Reads once per table; carries no name of a person.
 */
import { parseWindow } from '#contract/import-table';
import type { AssemblyProblemInput, SourceCategory } from '#kernel/assembly';
import { type ChainNode, type ChainPattern, type ChainPlace, nodesOfPlaces } from '#kernel/formation';
import type { Day } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import type { PostRecord } from '#store/need';
import type { CandidateRow, SourceUnitRow } from '#store/source';
import type { NamedLeader } from './kept-leaders.ts';

/** Everything read from the store; see {@link buildProblem}. */
export interface ProblemFacts {
  readonly taskId: string;
  readonly issuerTier: string | null;
  readonly posts: readonly PostRecord[];
  readonly places: readonly (ChainPlace & { readonly lat: number | null; readonly lon: number | null })[];
  readonly nodes: readonly ChainNode[];
  readonly pattern: ChainPattern;
  readonly units: readonly SourceUnitRow[];
  readonly categories: ReadonlyMap<string, string>;
  readonly taskCaps: ReadonlyMap<string, number>;
  readonly lent: ReadonlyMap<string, number>;
  readonly people: readonly CandidateRow[];
  readonly busy: readonly {
    readonly personId: string;
    readonly why: 'duty' | 'leave';
    readonly startMinute: number;
    readonly endMinute: number;
  }[];
  readonly countyOf: ReadonlyMap<string, string>;
  readonly pins: readonly { readonly postId: string; readonly personId: string }[];
  readonly exclusions: readonly { readonly postId: string; readonly personId: string }[];
  readonly designated: readonly NamedLeader[];
  readonly published: readonly { readonly postId: string; readonly personId: string }[];
  readonly seed: number;
}

const pad = (value: number) => String(value).padStart(2, '0');

/** `YYYY-MM-DDTHH:MM` for minutes counted from midnight of `on`; 1440 and more fall on later days. */
export function moment(on: Day, minutes: number, addDays: (day: Day, count: number) => Day): string {
  const days = Math.floor(minutes / 1440);
  const rest = minutes - days * 1440;
  return `${days === 0 ? on : addDays(on, days)}T${pad(Math.floor(rest / 60))}:${pad(rest % 60)}`;
}

const place = (one: { lat: number | null; lon: number | null } | undefined) =>
  one && one.lat !== null && one.lon !== null ? { lat: one.lat, lon: one.lon } : null;

/** How a person of the register becomes a member of the problem; the lookups are made once. */
export function membersOf(
  facts: ProblemFacts,
  addDays: (day: Day, count: number) => Day,
): (person: CandidateRow) => AssemblyProblemInput['members'][number] {
  const unitById = new Map(facts.units.map((unit) => [unit.id, unit]));
  const first = firstDay(facts);
  const at = (minutes: number) => moment(first!, minutes, addDays);
  const busyOf = new Map<string, { start: string; end: string; why: 'duty' | 'leave' }[]>();
  if (first !== null) {
    for (const one of facts.busy) {
      const entry = { start: at(one.startMinute), end: at(one.why === 'leave' ? 2 * 1440 : one.endMinute), why: one.why };
      const known = busyOf.get(one.personId);
      if (known) known.push(entry);
      else busyOf.set(one.personId, [entry]);
    }
  }
  const windowsOf = new Map(facts.posts.filter((post) => post.shift).map((post) => [post.shift!, post]));
  return (person) => {
    const unit = person.unitId ? unitById.get(person.unitId) : undefined;
    const own = place(person);
    const unitPlace = place(unit);
    const areaId = unit?.areaId ?? person.residenceAreaId;
    return {
      id: person.id,
      unit: unit ? unit.id : null,
      places: [own, unitPlace].filter((one) => one !== null),
      homeArea: person.residenceAreaId,
      skills: person.skills,
      willing:
        person.resting || person.willing === false
          ? ('no' as const)
          : person.willing || person.offer
            ? ('yes' as const)
            : ('unknown' as const),
      mode: person.offer ?? ('assigned' as const),
      busy: busyOf.get(person.id) ?? [],
      wishes: { prefer: person.windows.map((word) => clockRange(word, windowsOf)).filter((one) => one !== null), never: [] },
      tier: unit?.affiliationTier ?? 'community',
      system: unit?.system ?? null,
      region: areaId ? (facts.countyOf.get(areaId) ?? null) : null,
      source: (unit ? (facts.categories.get(unit.id) ?? 'other') : 'free-community') as SourceCategory,
      fullMember: person.status === 'full',
    };
  };
}

function firstDay(facts: ProblemFacts): Day | null {
  return facts.posts.reduce<Day | null>((min, post) => (min === null || post.dayFrom < min ? post.dayFrom : min), null);
}

/** The window of the first day stands for all days of a post: who serves keeps the shift. */
export function buildProblem(facts: ProblemFacts, addDays: (day: Day, count: number) => Day): AssemblyProblemInput {
  const places = new Map(facts.places.map((one) => [one.id, one]));
  const nodeOf = nodesOfPlaces(facts.nodes, facts.pattern);
  const first = firstDay(facts);
  const at = (minutes: number) => moment(first!, minutes, addDays);
  return {
    version: 1,
    seed: facts.seed,
    task: { id: facts.taskId, issuerTier: facts.issuerTier, service: 'part-time' },
    members: facts.people.map(membersOf(facts, addDays)),
    units: facts.units.map((unit) => ({
      id: unit.id,
      label: unit.name,
      cap: unit.cap,
      taskCap: facts.taskCaps.get(unit.id) ?? null,
      lent:
        first !== null && (facts.lent.get(unit.id) ?? 0) > 0
          ? [{ start: at(0), end: at(2 * 1440), count: facts.lent.get(unit.id)! }]
          : [],
      tier: unit.affiliationTier,
      system: unit.system,
      area: unit.areaId,
      place: place(unit),
    })),
    areas: areasOf(facts.places),
    posts: facts.posts.map((post) => {
      const where = places.get(post.areaId)!;
      const community = where.within.map((id) => places.get(id)).find((one) => one?.tier === 'community');
      return {
        id: post.id,
        label: post.shift ? `${post.name} ${post.shift}` : post.name,
        org: nodeOf(where)?.key ?? null,
        area: community?.id ?? null,
        place: place(where) ?? place(community),
        window: { start: moment(post.dayFrom, post.startMinute, addDays), end: moment(post.dayFrom, post.endMinute, addDays) },
        headCount: post.headCount,
        slots: post.slots
          .filter((slot) => slot.skill !== null || slot.local)
          .map((slot) => ({ skill: slot.skill, local: slot.local, count: slot.count })),
      };
    }),
    orgs: facts.nodes.map((node) => {
      const offices = facts.pattern.levels.find((level) => level.id === node.levelId)?.offices ?? [];
      return {
        id: node.key,
        label: node.areaName,
        parent: node.parentKey,
        form: node.form,
        area: node.areaId,
        place: place(places.get(node.areaId)),
        leader: offices.some((office) => office.min > 0 && (office.office === 'secretary' || office.office === 'group-leader')),
        deputies: offices.filter((office) => office.office.startsWith('deputy')).reduce((sum, office) => sum + office.min, 0),
        designated: facts.designated
          .filter((one) => one.nodeKey === node.key)
          .map((one) => ({ member: one.personId, role: one.role, kept: one.kept ?? false })),
      };
    }),
    pins: facts.pins.map((one) => ({ member: one.personId, post: one.postId })),
    exclusions: facts.exclusions.map((one) => ({ member: one.personId, post: one.postId })),
    published: facts.published.map((one) => ({ member: one.personId, post: one.postId })),
  };
}

function clockRange(word: string, shifts: ReadonlyMap<string, PostRecord>): { from: string; to: string } | null {
  const shift = shifts.get(word);
  const window = shift ? { from: shift.startMinute, to: shift.endMinute } : parseWindow(word);
  if (!window) return null;
  const clock = (minutes: number) => `${pad(Math.floor((minutes % 1440) / 60))}:${pad(minutes % 60)}`;
  return { from: clock(window.from), to: clock(window.to) };
}

/** Administrative areas of the problem; communities of one township are neighbours of each other. */
function areasOf(places: ProblemFacts['places']): NonNullable<AssemblyProblemInput['areas']> {
  const areas = places.filter((one) => one.tier !== null);
  const ids = new Set(areas.map((one) => one.id));
  const siblings = new Map<string, string[]>();
  const parentOf = (one: (typeof areas)[number]) => one.within.find((id) => id !== one.id && ids.has(id)) ?? null;
  for (const one of areas) {
    const parent = parentOf(one);
    if (one.tier === 'community' && parent) siblings.set(parent, [...(siblings.get(parent) ?? []), one.id]);
  }
  return areas.map((one) => {
    const parent = parentOf(one);
    return {
      id: one.id,
      label: one.name,
      parent,
      neighbours: one.tier === 'community' && parent ? siblings.get(parent)!.filter((id) => id !== one.id) : [],
      place: place(one),
    };
  });
}

/**
 * The category of the pack that a unit belongs to: kinds before systems before tiers before "stationed"; so a firm of the city
 * tier counts as a firm. `free-community` is for people without a unit.
 */
export function classifyUnit(pack: Pack, unit: Pick<SourceUnitRow, 'kind' | 'system' | 'affiliationTier'>): string {
  const sources = Object.entries(pack.head.sources);
  const byKind = sources.find(([, rule]) => rule.unitKinds?.includes(unit.kind as never));
  const bySystem = sources.find(([, rule]) => rule.systems?.includes(unit.system as never));
  const byTier = sources.find(([, rule]) => rule.tier !== undefined && rule.tier === unit.affiliationTier);
  const stationed = sources.find(([, rule]) => rule.stationed);
  return (byKind ?? bySystem ?? byTier ?? stationed)?.[0] ?? 'other';
}
