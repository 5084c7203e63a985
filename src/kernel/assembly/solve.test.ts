import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bruteForce, problemOf } from '../../../test/support/assembly.ts';
import { type AssemblyProblemInput, sampleProblem, solveAssembly, verifyPlan } from './index.ts';

const morning = { start: '2026-11-24T06:00', end: '2026-11-24T14:00' };
const evening = { start: '2026-11-24T14:00', end: '2026-11-24T22:00' };

const small = fc.record({
  seed: fc.nat(1000),
  members: fc.array(
    fc.record({
      unit: fc.constantFrom(null, 'u0', 'u1'),
      x: fc.nat(2000),
      homeArea: fc.constantFrom('a0', 'a1', null),
      skills: fc.subarray(['s0', 's1']),
      willing: fc.constantFrom('yes' as const, 'yes' as const, 'unknown' as const, 'no' as const),
      mode: fc.constantFrom('assigned' as const, 'assigned' as const, 'self-applied' as const, 'residence-report' as const),
      maxDuties: fc.constantFrom(1, 1, 2),
      busy: fc.constantFrom([], [], [], [morning]),
      never: fc.constantFrom([], [], [{ from: '14:00', to: '22:00' }]),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  posts: fc.array(
    fc.record({
      x: fc.nat(2000),
      area: fc.constantFrom('a0', 'a1'),
      window: fc.constantFrom(morning, evening),
      headCount: fc.nat(3),
      slot: fc.constantFrom(null, { skill: 's0', count: 1 }, { skill: 's1', count: 1, must: false }, { local: true, count: 1 }),
      wish: fc.constantFrom('none' as const, 'local' as const, 'outside' as const, 'mix' as const),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  caps: fc.tuple(fc.nat(3), fc.nat(3)),
  load: fc.constantFrom(0, 18, 200),
  notOffered: fc.constantFrom(0, 0, 100),
  publish: fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 2 }),
});

function toInput(raw: typeof small extends fc.Arbitrary<infer T> ? T : never): AssemblyProblemInput {
  return {
    version: 1,
    seed: raw.seed,
    weights: { load: raw.load, shortage: 3000, notOffered: raw.notOffered },
    options: { leaders: false },
    areas: [{ id: 'a0' }, { id: 'a1', parent: 'a0' }],
    units: raw.caps.map((cap, u) => ({ id: `u${u}`, cap })),
    members: raw.members.map(({ x, never, busy, ...member }, m) => ({
      ...member,
      id: `m${m}`,
      places: [{ x, y: 0 }],
      busy: [...busy],
      wishes: { never: [...never] },
    })),
    posts: raw.posts.map(({ x, slot, ...post }, p) => ({
      ...post,
      id: `p${p}`,
      place: { x, y: 0 },
      slots: slot && slot.count <= post.headCount ? [slot] : [],
    })),
    published: raw.publish
      .filter(([m, p]) => m < raw.members.length && p < raw.posts.length)
      .map(([m, p]) => ({ member: `m${m}`, post: `p${p}` }))
      .filter((row, i, all) => all.findIndex((other) => other.member === row.member && other.post === row.post) === i),
  };
}

test('the plan is the best of all, its bound is its cost, and the verifier agrees', () => {
  fc.assert(
    fc.property(small, (raw) => {
      const problem = problemOf(toInput(raw));
      const plan = solveAssembly(problem);
      const verified = verifyPlan(problem, plan);
      expect(verified.issues).toEqual([]);
      expect(plan.objective).toBe(bruteForce(problem));
      expect(plan).toMatchObject({ bound: plan.objective, gap: 0, proof: { status: 'optimal', by: 'prices' } });
      expect(verified.optimal).toBe(true);
    }),
    { numRuns: 600, seed: 11 },
  );
});

test('same problem and seed, same bytes', () => {
  const problem = problemOf(sampleProblem({ members: 120, checkpoints: 20, shifts: 2, units: 6, seed: 5 }));
  expect(JSON.stringify(solveAssembly(problem))).toBe(JSON.stringify(solveAssembly(structuredClone(problem))));
});

test('all unwilling: nobody is placed and every place is a gap', () => {
  const input = sampleProblem({ members: 30, checkpoints: 5, seed: 2 });
  const problem = problemOf({ ...input, members: input.members.map((member) => ({ ...member, willing: 'no' })) });
  const plan = solveAssembly(problem);
  expect(plan.assignments).toEqual([]);
  expect(plan.counts).toMatchObject({ filled: 0, short: plan.counts.places, willing: 0 });
  expect(plan.leaders.every((leader) => leader.how === 'missing')).toBe(true);
  expect(verifyPlan(problem, plan)).toMatchObject({ ok: true, optimal: true });
});

test('more posts than people: every gap has its number and its reason, and the numbers add up', () => {
  const problem = problemOf(sampleProblem({ members: 25, checkpoints: 20, shifts: 3, seed: 5 }));
  const plan = solveAssembly(problem);
  expect(plan.counts.places).toBeGreaterThan(problem.members.length);
  expect(plan.counts.filled).toBeGreaterThan(0);
  expect(plan.counts.filled + plan.counts.short).toBe(plan.counts.places);
  expect(plan.shortages.reduce((sum, gap) => sum + gap.count, 0)).toBe(plan.counts.short);
  for (const gap of plan.shortages) expect(gap.reason.code).not.toBe('');
  expect(verifyPlan(problem, plan).ok).toBe(true);
});

test('head-count 0, one giant unit and ties are ordinary', () => {
  const input = sampleProblem({ members: 80, checkpoints: 8, units: 1, seed: 4, leaders: false, capShare: 0.1 });
  const problem = problemOf({
    ...input,
    members: input.members.map((member) => ({ ...member, unit: 'unit-0', places: [{ x: 0, y: 0 }], willing: 'yes', wishes: {} })),
    posts: input.posts.map((post, i) => (i === 0 ? { ...post, headCount: 0, slots: [] } : post)),
  });
  const plan = solveAssembly(problem);
  expect(plan.counts.filled).toBe(8);
  expect(plan.assignments.some((row) => row.post === problem.posts[0]!.id)).toBe(false);
  expect(verifyPlan(problem, plan)).toMatchObject({ ok: true, optimal: true });
});

test('with more pairings than can be listed at once the optimum is still that of the whole problem', () => {
  const input = sampleProblem({ members: 700, checkpoints: 80, shifts: 2, units: 20, seed: 9 });
  const problem = problemOf({ ...input, options: { candidates: 2 } });
  const plan = solveAssembly(problem);
  expect(plan.proof.rounds).toBeGreaterThan(1);
  // The verifier prices every pairing of the problem, not only those the solver listed.
  expect(verifyPlan(problem, plan)).toMatchObject({ ok: true, optimal: true, objective: plan.objective });
});

test('S-180 an own offer stands before the others of its unit and before a kilometre of way, not before a place that needs a skill it lacks', () => {
  const member = (id: string, x: number, mode: 'assigned' | 'self-applied', skills: string[] = []) => ({
    ...{ id, unit: 'u', mode, skills, willing: 'yes' as const, places: [{ x, y: 0 }] },
  });
  const plan = (far: number, skill: string | null, weight: number) =>
    solveAssembly(
      problemOf({
        version: 1,
        seed: 1,
        weights: { notOffered: weight },
        options: { leaders: false },
        units: [{ id: 'u', cap: 1 }],
        members: [member('near', 0, 'assigned', ['s']), member('offers', far, 'self-applied')],
        posts: [{ id: 'p', place: { x: 0, y: 0 }, window: morning, headCount: 1, slots: skill ? [{ skill, count: 1 }] : [] }],
      }),
    );
  const who = (far: number, skill: string | null, weight: number) =>
    plan(far, skill, weight).assignments.map((one) => one.member);
  expect(who(900, null, 100)).toEqual(['offers']);
  expect(who(1100, null, 100)).toEqual(['near']);
  expect(who(900, null, 0)).toEqual(['near']);
  expect(who(0, 's', 100)).toEqual(['near']);
});
