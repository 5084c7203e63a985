import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bruteForce, problemOf } from '../../../test/support/assembly.ts';
import {
  type AssemblyProblem,
  Inquiry,
  type PlanChanges,
  replan,
  type SolvedPlan,
  sampleProblem,
  seeded,
  solveAssembly,
  solvePlan,
  verifyPlan,
  type WhatIf,
  Withdrawals,
} from './index.ts';
import { NO_PAIRS } from './pairs.ts';
import { solveModel } from './solve-model.ts';

const morning = { start: '2026-11-24T06:00', end: '2026-11-24T14:00' };
const evening = { start: '2026-11-24T14:00', end: '2026-11-24T22:00' };

/** Problems over some kilometres, so that most pairings are of no use and left out. */
function scattered(seed: number, members: number, posts: number, heads: number, skilled = 1 / 3): AssemblyProblem {
  const random = seeded(seed);
  const int = (n: number) => Math.floor(random() * n);
  const spot = () => ({ x: int(6000), y: int(6000) });
  return problemOf({
    version: 1,
    options: { leaders: false },
    weights: { shortage: 1500 },
    areas: [{ id: 'a0', neighbours: ['a1'] }, { id: 'a1', neighbours: ['a0'] }, { id: 'a2' }],
    units: [0, 1, 2, 3].map((u) => ({ id: `u${u}`, cap: 1 + int(members / 3) })),
    members: Array.from({ length: members }, (_, m) => ({
      id: `m${m}`,
      unit: int(6) === 0 ? null : `u${int(4)}`,
      places: int(9) === 0 ? [] : Array.from({ length: 1 + int(2) }, spot),
      homeArea: int(8) === 0 ? null : `a${int(3)}`,
      skills: int(2) === 0 ? ['s'] : [],
      willing: int(8) === 0 ? 'unknown' : 'yes',
      wishes: int(4) === 0 ? { prefer: [{ from: '06:00', to: '12:00' }] } : {},
    })),
    posts: Array.from({ length: posts }, (_, p) => ({
      id: `p${p}`,
      area: int(4) === 0 ? null : `a${int(2)}`,
      place: int(9) === 0 ? null : spot(),
      window: int(2) === 0 ? morning : evening,
      headCount: 1 + int(heads),
      slots: random() < skilled ? [{ skill: 's', count: 1, must: skilled > 0.5 || int(2) === 0 }] : [],
      wish: (['none', 'local', 'outside'] as const)[int(3)],
    })),
  });
}

/** The plan solved over none but the pairings that its prices ask for. */
function thin(problem: AssemblyProblem): SolvedPlan {
  const base = solvePlan(problem);
  return { ...base, solved: solveModel(base.instance, base.solved.fixed, {}, NO_PAIRS) };
}

const without = (problem: AssemblyProblem, gone: readonly string[]) =>
  solveAssembly({ ...problem, exclusions: gone.map((member) => ({ member, post: null })) }).objective;

test('withdrawals in a row cost what the best of all plans costs, whatever the first solve left out', () => {
  let grew = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(fc.nat(), { minLength: 1, maxLength: 7 }), (seed, picks) => {
      const problem = scattered(seed, 9, 3, 2);
      const base = thin(problem);
      const state = new Withdrawals(base);
      const gone: string[] = [];
      for (const pick of picks) {
        gone.push(`m${pick % 9}`);
        const best = bruteForce({ ...problem, exclusions: gone.map((member) => ({ member, post: null })) });
        expect(state.withdraw([gone.at(-1)!])).toEqual({ objective: best, bound: best });
      }
      if (base.solved.model.pairs.member.length < problem.members.length * base.instance.slots.length) grew++;
    }),
    { numRuns: 100, seed: 41 },
  );
  expect(grew).toBeGreaterThan(30);
});

test('twenty changes of several people each equal solving afresh, at once or with a bound that holds', () => {
  let open = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const problem = scattered(seed, 150, 40, 3);
    const base = thin(problem);
    const [wide, quick] = [new Withdrawals(base), new Withdrawals(base)];
    const random = seeded(seed);
    const gone: string[] = [];
    for (let round = 0; round < 20; round++) {
      const out = Array.from({ length: 4 }, () => `m${Math.floor(random() * 150)}`);
      gone.push(...out);
      const best = without(problem, gone);
      expect(wide.withdraw(out)).toEqual({ objective: best, bound: best });
      const said = quick.withdraw(out, false)!;
      expect(said.bound).toBeLessThanOrEqual(best);
      expect(said.objective).toBeGreaterThanOrEqual(best);
      if (said.bound < said.objective) open++;
    }
    // Whoever did not widen may do so later.
    const best = without(problem, gone);
    expect(quick.withdraw([])).toEqual({ objective: best, bound: best });
  }
  expect(open).toBeGreaterThan(0);
});

test('withdrawals of a plan with leaders: the leaders stay, pinned people and leaders are refused', () => {
  const problem = problemOf(sampleProblem({ members: 300, checkpoints: 12, shifts: 2, units: 10, seed: 7 }));
  const solved = solvePlan(problem);
  const state = new Withdrawals(solved);
  const leaders = solved.plan.leaders.flatMap(({ member, post }) => (member !== null && post !== null ? [{ member, post }] : []));
  expect(state.withdraw([leaders[0]!.member])).toBeNull();
  const leading = new Set(solved.plan.leaders.map((row) => row.member));
  const gone = solved.plan.assignments.map((row) => row.member).filter((id) => !leading.has(id));
  for (let at = 0; at < 30; at += 6) {
    const best = solveAssembly({
      ...problem,
      exclusions: gone.slice(0, at + 6).map((member) => ({ member, post: null })),
      pins: leaders,
      orgs: problem.orgs.map((org) => ({
        ...org,
        designated: solved.plan.leaders.flatMap((row) =>
          row.org === org.id && row.member !== null ? [{ member: row.member, role: row.role, kept: true }] : [],
        ),
      })),
    }).objective;
    expect(state.withdraw(gone.slice(at, at + 6))).toEqual({ objective: best, bound: best });
  }
});

test("a withdrawn person's place at the unit is handed back", () => {
  const at = (x: number) => [{ x, y: 0 }];
  const problem = problemOf({
    version: 1,
    options: { leaders: false },
    units: [{ id: 'school', cap: 1 }],
    members: [
      { id: 'first', unit: 'school', willing: 'yes', places: at(0) },
      { id: 'second', unit: 'school', willing: 'yes', places: at(500) },
    ],
    posts: [{ id: 'gate', window: morning, headCount: 1, place: { x: 0, y: 0 } }],
  });
  const solved = solvePlan(problem);
  expect(solved.plan.assignments.map((row) => row.member)).toEqual(['first']);
  const next = replan(problem, solved.plan, { withdrawn: ['first'] });
  expect(next.plan.assignments.map((row) => row.member)).toEqual(['second']);
  expect(next.plan.counts.short).toBe(0);
  const load = solved.plan.objective;
  expect(new Withdrawals(solved).withdraw(['first'])).toEqual({ objective: load + 50, bound: load + 50 });
});

test('withdrawals, new posts, pins, caps and prices of a move in a row: each re-plan is the best of all', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat()), { minLength: 1, maxLength: 5 }),
      (seed, steps) => {
        let problem = scattered(seed, 6, 2, 2);
        let plan = solveAssembly(problem);
        for (const [kind, pick] of steps) {
          const member = `m${pick % 6}`;
          const post = problem.posts[pick % problem.posts.length]!;
          const changes: PlanChanges[] = [
            { withdrawn: [member] },
            { newPosts: [{ ...post, id: `new${problem.posts.length}`, headCount: 1, slots: [] }] },
            { pins: [{ member, post: post.id }] },
            { caps: [{ unit: `u${pick % 4}`, cap: pick % 3 }] },
            { exclusions: [{ member, post: post.id }], pricePerMove: pick % 90 },
          ];
          const change = changes[kind]!;
          const clash = (change.pins ?? []).some(
            (pin) =>
              problem.exclusions.some((row) => row.member === pin.member) ||
              problem.pins.some((row) => row.member === pin.member),
          );
          const pinned = [...(change.withdrawn ?? []), ...(change.exclusions ?? []).map((row) => row.member)];
          if (clash || problem.pins.some((row) => pinned.includes(row.member)) || problem.posts.length > 3) continue;
          const next = replan(problem, plan, change);
          const kept = next.problem.pins.filter((pin) => !next.plan.notices.some((row) => row.params.member === pin.member));
          expect(verifyPlan(next.problem, next.plan)).toMatchObject({ ok: true, optimal: true });
          expect(next.plan.objective).toBe(bruteForce({ ...next.problem, pins: kept }));
          ({ problem, plan } = next);
        }
      },
    ),
    { numRuns: 120, seed: 42 },
  );
});

test('fewest moves: no plan that fills as many places moves fewer people', () => {
  let moves = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), (seed, picks) => {
      const problem = scattered(seed, 8, 4, 2, 0.8);
      const plan = solveAssembly(problem);
      const withdrawn = [...new Set(picks.map((pick) => `m${pick % 8}`))];
      const next = replan(problem, plan, { withdrawn, fewestMoves: true });
      const { weights, posts, published, options } = next.problem;
      const empty = published.length + 1;
      const none = { otherSkill: 0, boundary: 0, load: 0, wish: 0, unknownWilling: 0, noPlace: 0, outsideLeader: 0 };
      // An empty place costs more than all moves, a move 1, the way nothing.
      const least = bruteForce({
        ...next.problem,
        posts: posts.map((post) => ({ ...post, place: null, area: post.area, gapCost: null })),
        members: next.problem.members,
        weights: { ...weights, ...none, shortage: empty, change: 1 },
        options: { ...options, fewestMoves: false },
      });
      const { short, moved, dropped } = next.plan.counts;
      expect(short * empty + moved + dropped).toBe(least);
      expect(next.plan.notices).toContainEqual({
        code: 'fewest-moves',
        params: { moved: moved + dropped, least: moved + dropped },
      });
      moves += moved + dropped;
    }),
    { numRuns: 150, seed: 43 },
  );
  expect(moves).toBeGreaterThan(3);
});

test('a hundred what-ifs at random on a plan of 150 people equal solving again', () => {
  const problem = problemOf(
    sampleProblem({ members: 150, checkpoints: 12, shifts: 2, units: 6, seed: 17, capShare: 0.4, leaders: false }),
  );
  const base = solvePlan(problem);
  const inquiry = new Inquiry(base);
  // Posts of one kind of place, so that its number is that of the post.
  const plainPosts = problem.posts.filter((one) => one.slots.length === 0 && one.wish !== 'mix');
  const random = seeded(23);
  const int = (n: number) => Math.floor(random() * n);
  const kinds = new Set<string>();
  for (let round = 0; round < 100; round++) {
    const unit = problem.units[int(problem.units.length)]!;
    const member = problem.members[int(problem.members.length)]!;
    const post = plainPosts[int(plainPosts.length)]!;
    const [cap, count] = [int(20), int(6)];
    const prefer = [{ from: '06:00', to: '13:00' }];
    const asked: [WhatIf, Partial<AssemblyProblem>][] = [
      [{ kind: 'unit-cap', unit: unit.id, cap }, { units: problem.units.map((one) => (one === unit ? { ...one, cap } : one)) }],
      [{ kind: 'member-out', member: member.id }, { exclusions: [{ member: member.id, post: null }] }],
      [
        { kind: 'prefer', member: member.id, prefer },
        {
          members: problem.members.map((one) => (one === member ? { ...one, wishes: { ...one.wishes, prefer } } : one)),
        },
      ],
      [
        { kind: 'head-count', post: post.id, slot: 0, count },
        { posts: problem.posts.map((one) => (one === post ? { ...one, headCount: count } : one)) },
      ],
    ];
    const [change, changed] = asked[int(4)]!;
    kinds.add(change.kind);
    expect(inquiry.whatIf(change)?.difference).toBe(solveAssembly({ ...problem, ...changed }).objective - base.plan.objective);
  }
  expect(kinds.size).toBe(4);
});
