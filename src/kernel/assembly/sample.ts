import type { AssemblyProblemInput, SourceCategory } from './problem.ts';

/** Size of a synthetic problem. */
export interface SampleSize {
  readonly members: number;
  /** Checkpoints; each has `shifts` posts. */
  readonly checkpoints: number;
  readonly shifts?: number;
  readonly headCount?: number;
  readonly subdistricts?: number;
  readonly communities?: number;
  readonly units?: number;
  readonly seed?: number;
  /** Share of its members that a unit may lend. */
  readonly capShare?: number;
  readonly leaders?: boolean;
}

const SKILLS = ['plumbing', 'nursing', 'driving', 'sign-language'];
const SHIFTS = [
  ['06:00', '14:00'],
  ['14:00', '22:00'],
  ['22:00', '06:00'],
] as const;
const SOURCES: SourceCategory[] = ['city-organ', 'district-organ', 'stationed-unit', 'subdistrict-community', 'non-public'];

/** The generator mulberry32: numbers in [0, 1) that repeat for a seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A synthetic district by seed: subdistricts of communities of checkpoints with shifts, units with caps, members with homes, skills, wishes. No real person or place. */
export function sampleProblem(size: SampleSize): AssemblyProblemInput {
  const random = seeded(size.seed ?? 1);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const subdistricts = size.subdistricts ?? 4;
  const communities = size.communities ?? subdistricts * 5;
  const shifts = size.shifts ?? 1;
  const width = 1200;
  const columns = Math.ceil(Math.sqrt(communities));
  const centre = (c: number) => ({ x: (c % columns) * width, y: Math.floor(c / columns) * width });
  const around = (c: number, spread: number) => {
    const at = centre(c);
    return { x: Math.round(at.x + (random() - 0.5) * spread), y: Math.round(at.y + (random() - 0.5) * spread) };
  };
  const streetOf = (c: number) => Math.floor((c * subdistricts) / communities);
  const areas: AssemblyProblemInput['areas'] = [{ id: 'district' }];
  for (let s = 0; s < subdistricts; s++) areas.push({ id: `street-${s}`, parent: 'district' });
  for (let c = 0; c < communities; c++) {
    const near = [c - 1, c + 1, c - columns, c + columns].filter(
      (other) =>
        other >= 0 && other < communities && Math.hypot(centre(other).x - centre(c).x, centre(other).y - centre(c).y) <= width,
    );
    areas.push({
      id: `community-${c}`,
      parent: `street-${streetOf(c)}`,
      place: centre(c),
      neighbours: near.map((n) => `community-${n}`),
    });
  }
  const orgs: AssemblyProblemInput['orgs'] = [
    { id: 'org-district', form: 'committee', area: 'district', leader: size.leaders ?? true },
  ];
  for (let s = 0; s < subdistricts; s++)
    orgs.push({
      id: `org-street-${s}`,
      form: 'general-branch',
      parent: 'org-district',
      area: `street-${s}`,
      leader: size.leaders ?? true,
    });
  for (let c = 0; c < communities; c++)
    orgs.push({
      id: `org-community-${c}`,
      form: 'branch',
      parent: `org-street-${streetOf(c)}`,
      area: `community-${c}`,
      leader: size.leaders ?? true,
    });
  const posts: AssemblyProblemInput['posts'] = [];
  for (let k = 0; k < size.checkpoints; k++) {
    const c = Math.floor((k * communities) / size.checkpoints);
    const place = around(c, width * 0.8);
    orgs.push({
      id: `org-gate-${k}`,
      form: 'group',
      parent: `org-community-${c}`,
      area: `community-${c}`,
      leader: size.leaders ?? true,
    });
    for (let s = 0; s < shifts; s++) {
      const [from, to] = SHIFTS[s % 3]!;
      const headCount = size.headCount ?? 2 + Math.floor(random() * 4);
      const slots: NonNullable<AssemblyProblemInput['posts'][number]['slots']> = [];
      if (random() < 0.4) slots.push({ skill: pick(SKILLS), count: 1, must: random() < 0.6 });
      if (random() < 0.3 && headCount > 1) slots.push({ local: true, count: 1 });
      posts.push({
        id: `gate-${k}-${s}`,
        org: `org-gate-${k}`,
        area: `community-${c}`,
        place,
        window: { start: `2026-11-24T${from}`, end: `2026-11-2${to === '06:00' ? 5 : 4}T${to}` },
        headCount,
        slots,
        wish: pick(['none', 'none', 'local', 'outside', 'mix']),
      });
    }
  }
  const unitCount = size.units ?? Math.max(1, Math.round(size.members / 30));
  const units: NonNullable<AssemblyProblemInput['units']> = [];
  for (let u = 0; u < unitCount; u++) {
    const people = Math.ceil(size.members / unitCount);
    units.push({
      id: `unit-${u}`,
      cap: Math.max(1, Math.round(people * (size.capShare ?? 0.6))),
      place: around(Math.floor(random() * communities), width),
    });
  }
  const members: AssemblyProblemInput['members'] = [];
  for (let m = 0; m < size.members; m++) {
    const free = random() < 0.05;
    const unit = Math.floor(random() * unitCount);
    const home = Math.floor(random() * communities);
    const will = random();
    members.push({
      id: `member-${m}`,
      unit: free ? null : `unit-${unit}`,
      places: [around(home, width)],
      homeArea: `community-${home}`,
      skills: SKILLS.filter(() => random() < 0.08),
      willing: will < 0.6 ? 'yes' : will < 0.95 ? 'unknown' : 'no',
      mode: free ? 'residence-report' : 'assigned',
      busy:
        random() < 0.06 ? [{ start: '2026-11-24T00:00', end: '2026-11-25T12:00', why: random() < 0.5 ? 'duty' : 'leave' }] : [],
      wishes:
        random() < 0.3
          ? { prefer: [{ from: pick(SHIFTS)[0], to: '23:59' }], never: random() < 0.3 ? [{ from: '22:00', to: '06:00' }] : [] }
          : {},
      source: free ? 'free-community' : SOURCES[unit % SOURCES.length]!,
      fullMember: random() < 0.9,
    });
  }
  return { version: 1, seed: size.seed ?? 1, areas, orgs, units, members, posts };
}
