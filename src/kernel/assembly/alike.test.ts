import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bruteForce, problemOf } from '../../../test/support/assembly.ts';
import {
  type AssemblyPlan,
  type AssemblyProblem,
  type AssemblyProblemInput,
  Inquiry,
  readProblem,
  restorePlan,
  seeded,
  solveAssembly,
  solvePlan,
  verifyPlan,
} from './index.ts';
import { compile } from './instance.ts';

const morning = { start: '2026-11-24T06:00', end: '2026-11-24T14:00' };
const evening = { start: '2026-11-24T14:00', end: '2026-11-24T22:00' };

/** Small problems by seed in which most posts are like another one: few points, few conditions; with pins, told posts, exclusions by name. */
function alikeProblem(seed: number, most = { members: 6, posts: 4, kinds: 2 }): AssemblyProblem {
  const random = seeded(seed);
  const int = (n: number) => Math.floor(random() * n);
  const posts = 2 + int(most.posts - 1);
  const members = 3 + int(most.members - 2);
  const some = (one: number) =>
    Array.from({ length: one }, () => ({ member: `m${int(members)}`, post: `p${int(posts)}` })).filter(
      (row, i, all) => all.findIndex((other) => other.member === row.member) === i,
    );
  const input: AssemblyProblemInput = {
    version: 1,
    options: { leaders: false },
    weights: { shortage: 5000, change: int(2) * 30 },
    areas: [
      { id: 'a0', neighbours: ['a1'] },
      { id: 'a1', neighbours: ['a0'] },
    ],
    units: [0, 1].map((u) => ({ id: `u${u}`, cap: 1 + int(3) })),
    members: Array.from({ length: members }, (_, m) => ({
      id: `m${m}`,
      unit: int(4) === 0 ? null : `u${int(2)}`,
      places: [{ x: int(3000), y: 0 }],
      homeArea: `a${int(2)}`,
      skills: int(2) === 0 ? ['s'] : [],
      willing: int(8) === 0 ? 'no' : 'yes',
      maxDuties: int(4) === 0 ? 2 : 1,
      wishes: int(3) === 0 ? { prefer: [{ from: '06:00', to: '12:00' }] } : {},
    })),
    posts: Array.from({ length: posts }, (_, p) => {
      const headCount = 1 + int(2);
      const kind = int(4);
      const count = most.kinds > 1 ? 1 : headCount;
      return {
        id: `p${p}`,
        area: 'a0',
        place: { x: 1500 * int(2), y: 0 },
        window: int(3) === 0 ? evening : morning,
        headCount,
        slots: kind === 0 ? [{ skill: 's', count }] : kind === 1 ? [{ local: true, count }] : [],
        maxPerUnit: int(9) === 0 ? 1 : null,
      };
    }),
    pins: some(int(2)),
    published: some(int(4)),
    exclusions: int(4) === 0 ? some(1) : [],
  };
  const read = readProblem(input);
  return read.ok ? read.value : problemOf({ ...input, pins: [] });
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });

test('places that are alike, with people tied to some of them: the best of all, its bound its cost, the verifier agrees', () => {
  let shared = 0;
  fc.assert(
    fc.property(seeds, (seed) => {
      const problem = alikeProblem(seed);
      const best = bruteForce(problem);
      const plan = solveAssembly(problem);
      const verified = verifyPlan(problem, plan);
      expect(verified.issues).toEqual([]);
      // A pin that no plan can keep falls with a notice.
      if (plan.notices.some((notice) => notice.code === 'pin-not-kept')) {
        expect(best).toBe(Number.POSITIVE_INFINITY);
        return;
      }
      // Where rules that no flow holds are broken by it, a gap may stay without a MIP solver.
      if (plan.proof.method !== 'flow') {
        expect(plan.objective).toBeGreaterThanOrEqual(best);
        expect(plan.bound).toBeLessThanOrEqual(best);
        return;
      }
      expect(plan.objective).toBe(best);
      expect(verified).toMatchObject({ optimal: true, bound: plan.objective });
      if (compile(problem).spots.kinds.length < compile(problem).slots.length) shared++;
    }),
    { numRuns: 600, seed: 5 },
  );
  expect(shared).toBeGreaterThan(150);
});

/** The plan of a changed problem, null when it cannot be. */
function solvedAgain(problem: AssemblyProblem, change: Partial<AssemblyProblemInput>): AssemblyPlan | null {
  const read = readProblem({ ...problem, ...change });
  if (!read.ok) return null;
  const plan = solveAssembly(read.value);
  return plan.notices.some((notice) => notice.code === 'pin-not-kept') ? null : plan;
}

const has = (plan: AssemblyPlan | null, member: string, post: string) =>
  plan?.assignments.some((row) => row.member === member && row.post === post) === true;

test('who else at a place like others: what solving again says; below 0 only where the person is fixed', () => {
  let seen = 0;
  let fixed = 0;
  fc.assert(
    fc.property(seeds, fc.nat(), (seed, pick) => {
      const problem = alikeProblem(seed, { members: 8, posts: 5, kinds: 1 });
      const solved = solvePlan(problem);
      if (new Inquiry(solved).basis('', '') !== 'optimal' || solved.plan.assignments.length === 0) return;
      if (solved.plan.notices.length > 0) return;
      const row = solved.plan.assignments[pick % solved.plan.assignments.length]!;
      const inquiry = new Inquiry(solved);
      const basis = inquiry.basis(row.member, row.post);
      const told = new Map(inquiry.whoElse(row.member, row.post, 20).map((other) => [other.member, other.difference]));
      // A person fixed here is let go, and may stand elsewhere.
      const pins = problem.pins.filter((pin) => pin.member !== row.member || pin.post !== row.post);
      for (const { id } of problem.members) {
        if (id === row.member || has(solved.plan, id, row.post)) continue;
        const again = solvedAgain(problem, {
          pins: [...pins, { member: id, post: row.post }].filter(
            (pin, i, all) => all.findIndex((other) => other.member === pin.member && other.post === pin.post) === i,
          ),
          exclusions: [...problem.exclusions, { member: row.member, post: row.post }],
        });
        if (again !== null && again.gap > 0) continue;
        // Barred from the post he was told, he is no longer charged for leaving it.
        const left = problem.published.some((one) => one.member === row.member && one.post === row.post);
        const cost = again === null ? 0 : again.objective + (left ? problem.weights.change : 0) - solved.plan.objective;
        expect(told.get(id)).toBe(again === null ? undefined : cost);
        seen++;
      }
      for (const difference of told.values()) if (basis === 'optimal') expect(difference).toBeGreaterThanOrEqual(0);
      if (basis === 'fixed') fixed++;
    }),
    { numRuns: 300, seed: 8 },
  );
  expect(seen).toBeGreaterThan(300);
  expect(fixed).toBeGreaterThan(10);
});

test('why not at a place like others: what solving again says, never below 0, and the moves lead there', () => {
  let seen = 0;
  fc.assert(
    fc.property(seeds, fc.nat(), (seed, pick) => {
      const problem = alikeProblem(seed, { members: 8, posts: 5, kinds: 2 });
      const solved = solvePlan(problem);
      if (new Inquiry(solved).basis('', '') !== 'optimal' || solved.plan.notices.length > 0) return;
      const member = problem.members[pick % problem.members.length]!.id;
      const post = problem.posts[(pick >> 8) % problem.posts.length]!.id;
      if (problem.pins.some((pin) => pin.member === member && pin.post === post)) return;
      const { outcome } = new Inquiry(solved).whyNot(member, post);
      const again = solvedAgain(problem, { pins: [...problem.pins, { member, post }] });
      if (again !== null && again.gap > 0) return;
      if (outcome === null) {
        expect(again).toBe(null);
        return;
      }
      expect(outcome.difference).toBe(again!.objective - solved.plan.objective);
      expect(outcome.difference).toBeGreaterThanOrEqual(0);
      expect(outcome.filled).toBe(again!.counts.filled - solved.plan.counts.filled);
      if (!has(solved.plan, member, post)) expect(outcome.moves).toContainEqual(expect.objectContaining({ member, to: post }));
      // What the moves make of the plan is a plan: nobody twice at a post, no post over its head-count.
      const at = new Map(problem.posts.map((one) => [one.id, new Set<string>()]));
      for (const row of solved.plan.assignments) at.get(row.post)!.add(row.member);
      for (const move of outcome.moves) if (move.from !== null) expect(at.get(move.from)!.delete(move.member)).toBe(true);
      for (const move of outcome.moves) if (move.to !== null) at.get(move.to)!.add(move.member);
      for (const one of problem.posts) expect(at.get(one.id)!.size).toBeLessThanOrEqual(one.headCount);
      seen++;
    }),
    { numRuns: 400, seed: 9 },
  );
  expect(seen).toBeGreaterThan(150);
});

test('what if and repairs at places like others equal solving again', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(seeds, fc.nat({ max: 4 }), (seed, cap) => {
      const raw = alikeProblem(seed, { members: 7, posts: 5, kinds: 1 });
      const problem = { ...raw, pins: [], exclusions: [] };
      const solved = solvePlan(problem);
      const inquiry = new Inquiry(solved);
      if (inquiry.basis('', '') !== 'optimal') return;
      const { plan } = solved;
      const units = problem.units.map((unit) => (unit.id === 'u1' ? { ...unit, cap } : unit));
      const difference = (change: Partial<AssemblyProblem>) =>
        solveAssembly({ ...problem, ...change }).objective - plan.objective;
      expect(inquiry.whatIf({ kind: 'unit-cap', unit: 'u1', cap })?.difference).toBe(difference({ units }));
      const posts = problem.posts.map((post, p) =>
        p === 0 ? { ...post, headCount: cap, slots: post.slots.map((slot) => ({ ...slot, count: cap })) } : post,
      );
      expect(inquiry.whatIf({ kind: 'head-count', post: 'p0', slot: 0, count: cap })?.difference).toBe(difference({ posts }));
      for (const gap of plan.shortages)
        for (const repair of gap.repairs) {
          if (repair.kind !== 'drop-skill' && repair.kind !== 'widen-area') continue;
          kinds.add(repair.kind);
          const change = repair.kind === 'drop-skill' ? { skill: null } : { near: true };
          const again = solveAssembly({
            ...problem,
            posts: problem.posts.map((post) =>
              post.id === gap.post ? { ...post, slots: post.slots.map((slot) => ({ ...slot, ...change })) } : post,
            ),
          });
          expect(again.counts.filled - plan.counts.filled).toBe(repair.gain);
        }
    }),
    { numRuns: 250, seed: 10 },
  );
  expect([...kinds]).toContain('drop-skill');
});

test('a saved plan answers as it did when it was solved, without solving', () => {
  let seen = 0;
  fc.assert(
    fc.property(seeds, fc.nat(), (seed, pick) => {
      const raw = alikeProblem(seed, { members: 8, posts: 5, kinds: 2 });
      const problem = problemOf({
        ...raw,
        members: raw.members.map((member) => ({ ...member, maxDuties: 1 })),
        posts: raw.posts.map((post) => ({ ...post, maxPerUnit: null })),
      });
      const solved = solvePlan(problem);
      const restored = restorePlan(problem, JSON.parse(JSON.stringify(solved.plan)));
      expect(restored).not.toBeNull();
      const [fresh, again] = [new Inquiry(solved), new Inquiry(restored!)];
      const { assignments } = solved.plan;
      for (const row of assignments.slice(0, 3)) {
        const differences = (inquiry: Inquiry) =>
          inquiry.whoElse(row.member, row.post, 20).map((other) => [other.member, other.difference]);
        expect(differences(again)).toEqual(differences(fresh));
        expect(again.why(row.member, row.post)).toEqual(fresh.why(row.member, row.post));
        seen++;
      }
      const member = problem.members[pick % problem.members.length]!.id;
      const post = problem.posts[(pick >> 8) % problem.posts.length]!.id;
      expect(again.whyNot(member, post).outcome?.difference).toBe(fresh.whyNot(member, post).outcome?.difference);
      const out = { kind: 'member-out' as const, member };
      expect(again.whatIf(out)?.difference).toBe(fresh.whatIf(out)?.difference);
    }),
    { numRuns: 200, seed: 12 },
  );
  expect(seen).toBeGreaterThan(300);
});

test('a stopped plan says why and gives no difference', () => {
  const problem = alikeProblem(7);
  const solved = solvePlan(problem);
  const { plan } = solved;
  const stopped: AssemblyPlan = { ...plan, bound: 0, gap: plan.objective, proof: { ...plan.proof, status: 'stopped' } };
  const row = plan.assignments[0]!;
  for (const inquiry of [new Inquiry({ ...solved, plan: stopped }), new Inquiry(restorePlan(problem, stopped)!)]) {
    expect(inquiry.basis(row.member, row.post)).toBe('stopped');
    expect(inquiry.why(row.member, row.post)).not.toEqual([]);
    expect(inquiry.whoElse(row.member, row.post)).toEqual([]);
    expect(inquiry.whatChanges(row.member, row.post)).toEqual([]);
    expect(inquiry.whatIf({ kind: 'member-out', member: row.member })).toBeNull();
  }
});
