import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  alonePrice,
  checkEdited,
  type GroupingProblem,
  type SmallUnit,
  sampleUnits,
  shapedProblem,
  suggestGroups,
  USUAL_LIMITS,
  unitCase,
  verifyGrouping,
} from './index.ts';

const unit = (id: string, full: number, probationary: number, x = 0, y = 0, trade: string | null = 'retail'): SmallUnit => ({
  id,
  full,
  probationary,
  place: { x, y },
  trade,
  area: 'east',
});

/** The least cost over all partitions into groups and units alone, by subsets. */
function cheapest({ units, limits }: GroupingProblem): number {
  const n = units.length;
  const cost = (a: SmallUnit, b: SmallUnit) => {
    const [p, q] = [a.place as { x: number; y: number }, b.place as { x: number; y: number }];
    return (
      Math.round(Math.sqrt((p.x - q.x) ** 2 + (p.y - q.y) ** 2)) +
      (a.trade === b.trade && a.trade !== null ? 0 : limits.tradePrice)
    );
  };
  const set = (mask: number) => {
    const inside = units.filter((_, i) => (mask & (1 << i)) !== 0);
    if (inside.length === 1) return alonePrice(limits);
    if (inside.length > limits.mostUnits || inside.reduce((sum, each) => sum + each.full, 0) < 3) return Number.POSITIVE_INFINITY;
    if (inside.reduce((sum, each) => sum + each.full + each.probationary, 0) > limits.mostMembers)
      return Number.POSITIVE_INFINITY;
    return Math.min(
      ...inside.map((host) =>
        inside.reduce((sum, each) => {
          if (each === host) return sum;
          const price = cost(each, host);
          return price > limits.reach ? Number.POSITIVE_INFINITY : sum + price;
        }, 0),
      ),
    );
  };
  const best = new Float64Array(2 ** n).fill(Number.POSITIVE_INFINITY);
  best[0] = 0;
  for (let mask = 1; mask < 2 ** n; mask++) {
    const low = mask & -mask;
    for (let part = mask; part > 0; part = (part - 1) & mask)
      if ((part & low) !== 0) best[mask] = Math.min(best[mask]!, set(part) + best[mask ^ part]!);
  }
  return best[2 ** n - 1]!;
}

const small = fc.record({
  units: fc
    .array(
      fc.record({
        full: fc.integer({ min: 0, max: 2 }),
        probationary: fc.integer({ min: 1, max: 4 }),
        x: fc.integer({ min: 0, max: 4000 }),
        y: fc.integer({ min: 0, max: 4000 }),
        trade: fc.constantFrom('a', 'b', null),
      }),
      { minLength: 2, maxLength: 9 },
    )
    .map((rows) => rows.map((row, i) => unit(`u${i}`, row.full, row.probationary, row.x, row.y, row.trade))),
  limits: fc.record({
    mostUnits: fc.integer({ min: 2, max: 5 }),
    mostMembers: fc.integer({ min: 6, max: 20 }),
    reach: fc.integer({ min: 500, max: 5000 }),
    tradePrice: fc.integer({ min: 0, max: 1500 }),
  }),
});

test('on small instances the proposal is verified, bounded from below, and as good as all partitions can be', () => {
  fc.assert(
    fc.property(small, (problem) => {
      const grouping = suggestGroups(problem);
      const checked = verifyGrouping(problem, grouping);
      expect(checked.issues).toEqual([]);
      const open = new Set(grouping.prices.map((row) => row.unit));
      const best = cheapest({ ...problem, units: problem.units.filter((each) => open.has(each.id)) });
      expect(grouping.bound).toBeLessThanOrEqual(best);
      expect(grouping.objective).toBe(best);
    }),
    { numRuns: 300, seed: 5 },
  );
}, 120_000);

test('a synthetic city: verified, everyone placed, within two percent of the bound, the same twice', () => {
  const problem = { units: sampleUnits(400, 3), limits: USUAL_LIMITS };
  const grouping = suggestGroups(problem);
  expect(verifyGrouping(problem, grouping)).toMatchObject({ ok: true, objective: grouping.objective });
  expect(grouping.gap).toBeLessThan(0.02);
  expect(grouping.left).toEqual([]);
  expect(suggestGroups(problem)).toEqual(grouping);
}, 60_000);

test('full members only just enough: verified, the same twice, no more alone than full members are missing', () => {
  const problem = shapedProblem('scarce-three', 400, 2)!;
  const grouping = suggestGroups(problem);
  expect(verifyGrouping(problem, grouping)).toMatchObject({ ok: true, objective: grouping.objective });
  // Three units a group and three full members each: every full member that is missing leaves a unit alone.
  const least = 400 - problem.units.reduce((sum, each) => sum + each.full, 0);
  expect(least).toBeGreaterThan(0);
  expect(grouping.left.length).toBe(least);
  expect(grouping.gap).toBeLessThan(0.025);
  expect(suggestGroups(problem)).toEqual(grouping);
}, 60_000);

test('all units at one point, one giant unit, no units', () => {
  const crowd = { units: Array.from({ length: 300 }, (_, i) => unit(`u${i}`, i % 3, 1)), limits: USUAL_LIMITS };
  const grouping = suggestGroups(crowd);
  expect(verifyGrouping(crowd, grouping).issues).toEqual([]);
  expect([grouping.objective, grouping.left]).toEqual([0, []]);
  const giant = { units: [unit('giant', 2, 60), unit('a', 2, 0), unit('b', 1, 0)], limits: USUAL_LIMITS };
  const left = suggestGroups(giant);
  expect(left.groups.map((group) => [...group.units].sort())).toEqual([['a', 'b']]);
  expect(left.left.map((row) => [row.unit, row.reason.code])).toEqual([['giant', 'joint-too-many']]);
  expect(suggestGroups({ units: [], limits: USUAL_LIMITS })).toMatchObject({ groups: [], objective: 0, bound: 0, gap: 0 });
});

test('S-125 fewer than three full members: joint; three: a branch of its own; none at all: work coverage', () => {
  const units = [unit('a', 2, 0), unit('b', 2, 5), unit('c', 3, 0), unit('d', 0, 0)];
  expect(units.map(unitCase)).toEqual(['joint', 'joint', 'own-branch', 'work-coverage']);
  const grouping = suggestGroups({ units, limits: USUAL_LIMITS });
  expect(grouping.groups.map((group) => [...group.units].sort())).toEqual([['a', 'b']]);
  expect(grouping.left.map((row) => [row.unit, row.reason.code])).toEqual([
    ['c', 'joint-own-branch'],
    ['d', 'joint-work-coverage'],
  ]);
});

test('S-126 eight small units: how each group meets each principle; a person may change it; the far unrelated one is left', () => {
  const units = [
    unit('a', 2, 1, 0, 0),
    unit('b', 1, 0, 300, 0),
    unit('c', 2, 0, 0, 400),
    unit('d', 1, 2, 3000, 3000, 'clinic'),
    unit('e', 1, 0, 3200, 3000, 'clinic'),
    unit('f', 1, 0, 3000, 3300, 'clinic'),
    unit('g', 2, 0, 300, 300),
    unit('far', 2, 0, 60_000, 60_000, 'mine'),
  ];
  const problem = { units, limits: USUAL_LIMITS };
  const grouping = suggestGroups(problem);
  expect(grouping.left).toEqual([{ unit: 'far', reason: { code: 'joint-far', params: { metres: 80_398, reach: 5000 } } }]);
  for (const group of grouping.groups) {
    expect(group.principles.map((fact) => [fact.principle, fact.met])).toEqual([
      ['near', true],
      ['trade', true],
      ['size', true],
      ['manage', true],
    ]);
  }
  const clinics = grouping.groups.find((group) => group.units.includes('d'))!;
  expect(clinics.principles.find((fact) => fact.principle === 'near')).toMatchObject({ params: { farthest: 300, mean: 250 } });
  const edited = checkEdited(problem, [
    ['a', 'b'],
    ['c', 'g', 'd'],
    ['e', 'f'],
  ]);
  expect(edited.issues.map((issue) => [issue.severity, issue.code])).toEqual([
    ['warning', 'joint-beyond-reach'],
    ['error', 'joint-few-full'],
  ]);
  expect(edited.left).toEqual(['far']);
  expect(edited.groups[1]!.principles.find((fact) => fact.principle === 'trade')).toMatchObject({
    met: false,
    code: 'joint-trade-some',
  });
  // By hand the far one may be joined: said, not refused.
  const forced = checkEdited(problem, [['a', 'b', 'c', 'g', 'far']]);
  expect(forced.issues.map((issue) => [issue.severity, issue.code])).toEqual([['warning', 'joint-beyond-reach']]);
});

test('the verifier finds what is wrong', () => {
  const problem = { units: sampleUnits(60, 9), limits: USUAL_LIMITS };
  const grouping = suggestGroups(problem);
  const codes = (changed: Partial<typeof grouping>) =>
    verifyGrouping(problem, { ...grouping, ...changed }).issues.map((issue) => issue.code);
  expect(codes({})).toEqual([]);
  expect(codes({ bound: grouping.objective + 1 })).toEqual(['joint-verify-bound']);
  expect(codes({ objective: grouping.objective - 1 })).toEqual(['joint-verify-objective']);
  expect(codes({ groups: grouping.groups.slice(1) })).toContain('joint-verify-once');
  const [first, second, ...rest] = grouping.groups;
  expect(codes({ groups: [{ ...first!, units: [...first!.units, ...second!.units.slice(1)] }, ...rest] })).toContain(
    'joint-verify-once',
  );
  expect(codes({ groups: [{ ...first!, cost: first!.cost + 5 }, second!, ...rest] })).toContain('joint-verify-cost');
});

test('kept groups stay as they are, also against the usual limits; units apart stay out; the rest is proposed with a bound for all', () => {
  fc.assert(
    fc.property(small, fc.nat(), (problem, pick) => {
      const ids = problem.units.map((each) => each.id);
      const size = 2 + (pick % Math.max(1, ids.length - 1));
      const kept = [ids.slice(0, size)];
      const apart = ids.slice(size, size + 1);
      const asked = { ...problem, kept, apart };
      const grouping = suggestGroups(asked);
      expect(verifyGrouping(asked, grouping).issues).toEqual([]);
      expect(grouping.groups.map((group) => group.units)).toContainEqual(kept[0]);
      for (const id of apart) expect(grouping.left).toContainEqual({ unit: id, reason: { code: 'joint-apart', params: {} } });
      const rest = suggestGroups({ ...problem, units: problem.units.slice(size + apart.length) });
      const own = checkEdited(problem, kept).cost;
      expect(grouping.objective - own).toBe(rest.objective);
      const without = { ...grouping, groups: grouping.groups.filter((group) => group.units.join() !== kept[0]!.join()) };
      expect(verifyGrouping(asked, without).issues.map((issue) => issue.code)).toContain('joint-verify-kept');
    }),
    { numRuns: 100, seed: 7 },
  );
}, 60_000);

test('degrees: a proposal unchanged costs by hand what it costs as proposed', () => {
  const flat = sampleUnits(200, 4);
  const units = flat.map((each) => {
    const { x, y } = each.place as { x: number; y: number };
    return { ...each, place: { lat: 32.5 + y / 111_195, lon: 112 + x / 94_000 } };
  });
  const problem = { units, limits: USUAL_LIMITS };
  const grouping = suggestGroups(problem);
  expect(verifyGrouping(problem, grouping).issues).toEqual([]);
  const edited = checkEdited(
    problem,
    grouping.groups.map((group) => group.units),
  );
  expect(edited.issues).toEqual([]);
  expect(edited.groups).toEqual(grouping.groups);
});

test('a stop keeps a proposal that the verifier accepts; each told on the way is one too and no worse than the one before', () => {
  const problem = { units: sampleUnits(300, 8), limits: USUAL_LIMITS };
  const told: number[] = [];
  let last = 0;
  const grouping = suggestGroups(problem, undefined, {
    shouldStop: () => told.length >= 2,
    onProgress: (_, done) => {
      expect(done).toBeGreaterThanOrEqual(last);
      last = done;
    },
    onBest: (best) => {
      const now = best();
      expect(verifyGrouping(problem, now).issues).toEqual([]);
      told.push(now.objective);
    },
  });
  expect(told).toHaveLength(2);
  expect(told[1]).toBeLessThanOrEqual(told[0]!);
  expect(grouping.objective).toBeLessThanOrEqual(told[1]!);
  expect(verifyGrouping(problem, grouping).issues).toEqual([]);
});

test('the best partition of a known instance', () => {
  const line = [0, 100, 1000, 1100, 2000, 2100].map((x, i) => unit(`u${i}`, i % 2 === 0 ? 1 : 2, 0, x, 0));
  const grouping = suggestGroups({ units: line, limits: USUAL_LIMITS });
  expect([grouping.objective, grouping.bound, grouping.gap]).toEqual([300, 300, 0]);
});
