import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AssemblyProblem, type AssemblyProblemInput, seeded, solveAssembly, verifyPlan } from '#kernel/assembly';
import { bruteForce, problemOf } from '../../test/support/assembly.ts';
import { highsSolver } from './mip.ts';

const windows = [
  { start: '2026-11-24T06:00', end: '2026-11-24T14:00' },
  { start: '2026-11-24T12:00', end: '2026-11-24T20:00' },
  { start: '2026-11-24T16:00', end: '2026-11-24T22:00' },
];

/** Small instances with everything a flow cannot hold: overlapping windows, unit caps at posts with skill slots, quotas. */
function crossing(seed: number): AssemblyProblem {
  const random = seeded(seed);
  const int = (n: number) => Math.floor(random() * n);
  const input: AssemblyProblemInput = {
    version: 1,
    options: { leaders: false },
    weights: { shortage: 2000, load: int(2) * 100 },
    areas: [{ id: 'a0' }, { id: 'a1' }],
    orgs: [{ id: 'o', form: 'branch', area: 'a0' }],
    quotas: int(2) === 0 ? [{ id: 'q', org: 'o', outside: 0.5 }] : [],
    units: [0, 1].map((u) => ({ id: `u${u}`, cap: 2 + int(3) })),
    members: Array.from({ length: 3 + int(4) }, (_, m) => ({
      id: `m${m}`,
      unit: `u${int(2)}`,
      places: [{ x: int(3000), y: 0 }],
      homeArea: `a${int(2)}`,
      skills: int(2) === 0 ? ['s'] : [],
      willing: 'yes',
      maxDuties: 1 + int(2),
    })),
    posts: Array.from({ length: 2 + int(2) }, (_, p) => {
      const headCount = 1 + int(3);
      return {
        id: `p${p}`,
        org: 'o',
        area: 'a0',
        place: { x: int(3000), y: 0 },
        window: windows[int(3)]!,
        headCount,
        slots: int(2) === 0 ? [{ skill: 's', count: 1 }] : [],
        maxPerUnit: int(2) === 0 ? 1 : null,
      };
    }),
  };
  return problemOf(input);
}

test('where the rules are no flow: prices give a true bound and a plan that keeps every rule, HiGHS the optimum', async () => {
  const mip = await highsSolver();
  let open = 0;
  let searched = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      const problem = crossing(seed);
      const best = bruteForce(problem);
      const alone = solveAssembly(problem);
      const checked = verifyPlan(problem, alone);
      expect(checked.issues).toEqual([]);
      expect(alone.bound).toBeLessThanOrEqual(best);
      expect(alone.objective).toBeGreaterThanOrEqual(best);
      expect(alone.proof.status).toBe(alone.gap === 0 ? 'optimal' : 'bounded');
      if (alone.gap === 0) expect(alone.objective).toBe(best);
      else open++;
      const whole = solveAssembly(problem, {}, mip);
      expect(verifyPlan(problem, whole).issues).toEqual([]);
      expect(whole).toMatchObject({ objective: best, bound: best, gap: 0, proof: { status: 'optimal' } });
      if (whole.proof.by === 'search') searched++;
    }),
    { numRuns: 120, seed: 5 },
  );
  // Both ways must have been taken at least once; how often depends on which optimal prices the flow happens to return.
  expect(open).toBeGreaterThan(0);
  expect(searched).toBeGreaterThan(0);
}, 120_000);

test('a cut-off search claims no bound and the better plan stays', async () => {
  const mip = await highsSolver({ nodes: 0, seconds: 0.001 });
  for (let seed = 1; seed < 40; seed++) {
    const problem = crossing(seed);
    const plan = solveAssembly(problem, {}, mip);
    expect(verifyPlan(problem, plan).issues).toEqual([]);
    expect(plan.bound).toBeLessThanOrEqual(bruteForce(problem));
  }
});

test('five members, two posts, where unit caps at a post cross skill slots: prices bound it, the search proves the optimum', async () => {
  const window = windows[0]!;
  const at = (id: string, unit: string, skills: string[], x: number) => ({
    id,
    unit,
    skills,
    willing: 'yes' as const,
    places: [{ x, y: 0 }],
  });
  const problem = problemOf({
    version: 1,
    options: { leaders: false },
    weights: { shortage: 1000, load: 0 },
    units: [{ id: 'u' }, { id: 'v' }],
    members: [
      at('a', 'u', ['s'], 10),
      at('b', 'u', [], 0),
      at('c', 'v', ['s'], 400),
      at('d', 'v', [], 500),
      at('e', 'u', ['t'], 40),
    ],
    posts: [
      {
        id: 'p',
        window,
        headCount: 3,
        place: { x: 0, y: 0 },
        maxPerUnit: 1,
        slots: [
          { skill: 's', count: 1 },
          { skill: 't', count: 1 },
        ],
      },
      { id: 'q', window, headCount: 2, place: { x: 300, y: 0 }, maxPerUnit: 1, slots: [{ skill: 's', count: 1 }] },
    ],
  });
  const alone = solveAssembly(problem);
  const best = bruteForce(problem);
  expect(verifyPlan(problem, alone).issues).toEqual([]);
  expect(alone.bound).toBeLessThanOrEqual(best);
  const whole = solveAssembly(problem, {}, await highsSolver());
  expect(whole).toMatchObject({ objective: best, gap: 0, proof: { status: 'optimal' } });
});
