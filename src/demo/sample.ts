import { addDays, type Day } from '#kernel/lib';
import { type AreaSource, buildAreas, type MapSource, type Place } from './areas.ts';
import type { Point } from './cells.ts';
import { syntheticName } from './names.ts';
import { SHIFTS, SKILLS } from './people.ts';
import { type Random, randomOf } from './random.ts';

/** Rows of the two sample tables by column key; written to workbooks by the caller. */
export interface SampleRows {
  readonly needs: readonly Readonly<Record<string, SampleValue>>[];
  readonly roster: readonly Readonly<Record<string, SampleValue>>[];
}
type SampleValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | { readonly from: number; readonly to: number }
  | readonly { readonly from: number; readonly to: number }[];

/** Counties of the sample: 宛城区 and 卧龙区. */
const COUNTIES = ['411302', '411303'] as const;
/** 120 checkpoints with three shifts each: 360 shifts, 868 people, the figures of the drawings. */
const CHECKPOINTS = 120;
const SUBDISTRICTS_EACH = 3;
const COMMUNITIES_EACH = 5;
const PEOPLE = 868;
const ROSTER = 2000;
const GATES = ['东门', '西门', '南门', '北门'] as const;

const windowOf = (text: string): { from: number; to: number } => {
  const [from, to] = text.split('-').map((part) => Number(part.slice(0, 2)) * 60 + Number(part.slice(3, 5))) as [number, number];
  return { from, to: to > from ? to : to + 1440 };
};
const SHIFT_WINDOWS = Object.entries(SHIFTS).map(([name, text]) => ({ name, window: windowOf(text) }));

/** Some 300 m around a point: a checkpoint, a home; synthetic like the points of the communities. */
function near(point: Point, random: Random): { lat: number; lon: number } {
  const round = (value: number) => Math.round(value * 1e5) / 1e5;
  return { lon: round(point[0] + (random.next() - 0.5) * 0.006), lat: round(point[1] + (random.next() - 0.5) * 0.006) };
}

interface SampleUnit {
  readonly name: string;
  readonly tier: string;
  readonly system: string;
  readonly place: Place;
  readonly people: number;
  readonly cap: number | null;
}

/** Kinds of lending units with their number and size: invented names, the five sources of the lecture (90.8, 92.1) and firms (92.9). */
const UNIT_KINDS: readonly (readonly [label: string, count: number, tier: string, system: string, low: number, high: number])[] =
  [
    ['市直单位', 14, 'city', 'party-government', 25, 60],
    ['区直单位', 16, 'county', 'party-government', 15, 45],
    ['驻区事业单位', 8, 'city', 'public-institution', 20, 60],
    ['国有企业', 5, 'city', 'state-enterprise', 20, 50],
    ['物流企业', 4, 'none', 'non-public', 6, 18],
    ['商超', 4, 'none', 'non-public', 5, 12],
  ];

function makeUnits(communities: readonly Place[], subdistricts: readonly Place[], random: Random): SampleUnit[] {
  const units: SampleUnit[] = [];
  for (const [label, count, tier, system, low, high] of UNIT_KINDS) {
    for (let i = 1; i <= count; i++) {
      const people = random.int(low, high);
      units.push({
        name: `示例${label}${i}`,
        tier,
        system,
        place: random.pick(communities),
        people,
        cap: Math.round(people * 0.55),
      });
    }
  }
  for (const place of subdistricts) {
    units.push({
      name: `${place.name}（示例）`,
      tier: 'township',
      system: 'primary-level',
      place: place.children[0]!,
      people: 10,
      cap: 6,
    });
  }
  for (const place of communities) {
    units.push({
      name: `${place.name}（示例）`,
      tier: 'community',
      system: 'primary-level',
      place,
      people: random.int(6, 10),
      cap: null,
    });
  }
  return units;
}

function needRows(
  subdistricts: readonly { readonly place: Place; readonly communities: readonly Place[] }[],
  day: Day,
  random: Random,
): SampleRows['needs'] {
  const communities = subdistricts.flatMap(({ place, communities: inside }) => inside.map((community) => ({ place, community })));
  const rows: Record<string, SampleValue>[] = [];
  const threes = new Set<number>();
  while (threes.size < PEOPLE - CHECKPOINTS * SHIFT_WINDOWS.length * 2)
    threes.add(random.int(0, CHECKPOINTS * SHIFT_WINDOWS.length - 1));
  for (let i = 0; i < CHECKPOINTS; i++) {
    const { place, community } = communities[i % communities.length]!;
    const round = Math.floor(i / communities.length);
    const stem = community.name.replace(/(社区|村)$/, '');
    const checkpoint = `${stem}${round < GATES.length ? '小区' : '新村'}${GATES[round % GATES.length]}`;
    const point = near(community.point, random);
    for (const { name, window } of SHIFT_WINDOWS) {
      const headCount = threes.has(rows.length) ? 3 : 2;
      const skill = random.chance(name === '夜班' ? 0.12 : 0.08) ? [random.pick(SKILLS.slice(0, 3))] : [];
      rows.push({
        subdistrict: place.name,
        community: community.name,
        checkpoint,
        shift: name,
        day,
        window,
        headCount,
        skill,
        local: random.chance(0.4) ? 1 : null,
        ...point,
        note: null,
      });
    }
  }
  return rows;
}

function rosterRows(units: readonly SampleUnit[], communities: readonly Place[], random: Random): SampleRows['roster'] {
  const rows: Record<string, SampleValue>[] = [];
  const add = (unit: SampleUnit | null, home: Place): void => {
    const windows = random.chance(0.35)
      ? SHIFT_WINDOWS.filter(({ name }) => random.chance(name === '夜班' ? 0.35 : 0.7)).map(({ window }) => window)
      : [];
    rows.push({
      sourceKey: `S-${String(10_001 + rows.length)}`,
      personName: syntheticName(random),
      status: random.chance(0.023) ? 'probationary' : 'full',
      unit: unit?.name ?? `${home.name}（示例）`,
      tier: unit?.tier ?? 'community',
      system: unit?.system ?? 'none',
      unitArea: unit?.place.name ?? home.name,
      cap: unit?.cap ?? null,
      residence: home.name,
      skills: random.chance(0.3) ? [random.pick(SKILLS)] : [],
      willing: random.chance(0.9) ? true : random.chance(0.4) ? false : null,
      windows,
      duties: random.chance(0.1) ? 2 : 1,
      load: random.chance(0.08) ? 1 : null,
      ...near(home.point, random),
    });
  };
  for (const unit of units) {
    for (let i = 0; i < unit.people && rows.length < ROSTER; i++)
      add(unit, unit.tier === 'community' ? unit.place : random.pick(communities));
  }
  while (rows.length < ROSTER) add(null, random.pick(communities));
  return rows;
}

/**
 * Rows of the sample workbooks: real subdistricts and communities of 宛城 and 卧龙, invented units, checkpoints and people, synthetic
 * points. 120 checkpoints, 360 shifts, 868 people needed, 2,000 on the roster. The same seed and day give the same rows.
 */
export function sampleRows(areas: AreaSource, map: MapSource, seed: number, today: Day): SampleRows {
  const random = randomOf(seed);
  const { root } = buildAreas('sample', areas, map, random);
  const chosen = COUNTIES.flatMap((code) => {
    const county = root.children.find((place) => place.code === code);
    const urban = (county?.children ?? []).filter(
      (place) => place.kind === 'subdistrict' && place.children.length >= COMMUNITIES_EACH,
    );
    return urban.slice(0, SUBDISTRICTS_EACH);
  });
  // A name that two communities share could not be told apart in a table: the first one is taken.
  const names = new Set<string>();
  const subdistricts = chosen.map((place) => {
    const fresh = place.children.filter((one) => one.kind === 'community' && !names.has(one.name)).slice(0, COMMUNITIES_EACH);
    for (const one of fresh) names.add(one.name);
    return { place, communities: fresh };
  });
  const communities = subdistricts.flatMap((one) => one.communities);
  const units = makeUnits(communities, chosen, random);
  return { needs: needRows(subdistricts, addDays(today, 1), random), roster: rosterRows(units, communities, random) };
}
