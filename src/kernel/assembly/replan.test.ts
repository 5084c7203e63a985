import { expect, test } from 'vitest';
import { problemOf } from '../../../test/support/assembly.ts';
import {
  type AssemblyPlan,
  type AssemblyProblem,
  comparePlans,
  replan,
  sampleProblem,
  seeded,
  solveAssembly,
  solvePlan,
  verifyPlan,
  Withdrawals,
} from './index.ts';

const city = (seed: number, more: object = {}) =>
  problemOf({ ...sampleProblem({ members: 160, checkpoints: 14, shifts: 2, units: 8, seed, leaders: false, ...more }) });

test('forty re-plans one upon the other stay optimal and verified', () => {
  let problem: AssemblyProblem = city(3);
  let plan: AssemblyPlan = solveAssembly(problem);
  const random = seeded(9);
  for (let round = 0; round < 40; round++) {
    const member = plan.assignments[Math.floor(random() * plan.assignments.length)]!.member;
    const next = replan(
      problem,
      plan,
      round % 3 === 0 && round < 90
        ? { withdrawn: [member] }
        : { exclusions: [{ member, post: null }], pricePerMove: round % 50 },
    );
    expect(verifyPlan(next.problem, next.plan)).toMatchObject({ ok: true, optimal: true });
    expect(next.plan.assignments.some((row) => row.member === member)).toBe(false);
    ({ problem, plan } = next);
  }
});

test('a high price per move keeps the told plan, a price of 0 plans freely', () => {
  const problem = city(4);
  const plan = solveAssembly(problem);
  const withdrawn = plan.assignments.slice(0, 6).map((row) => row.member);
  const dear = replan(problem, plan, { withdrawn, pricePerMove: 50_000 });
  const free = replan(problem, plan, { withdrawn, pricePerMove: 0 });
  const changes = (comparison: typeof dear.comparison) => comparison.moved.length + comparison.left.length - withdrawn.length;
  expect(changes(dear.comparison)).toBeLessThanOrEqual(changes(free.comparison));
  expect(dear.plan.counts.filled).toBe(plan.counts.filled);
  expect(changes(dear.comparison)).toBe(0);
  expect(dear.comparison.joined.length).toBe(6);
});

test('fewest moves: the number is the least there is', () => {
  for (let seed = 1; seed < 12; seed++) {
    const problem = city(seed, { members: 60, checkpoints: 8, capShare: 0.5, units: 4 });
    const plan = solveAssembly(problem);
    const withdrawn = plan.assignments.slice(0, 5).map((row) => row.member);
    const fewest = replan(problem, plan, { withdrawn, fewestMoves: true });
    const notice = fewest.plan.notices.find((row) => row.code === 'fewest-moves');
    expect(notice?.params).toEqual({
      moved: fewest.plan.counts.moved + fewest.plan.counts.dropped,
      least: fewest.plan.counts.moved + fewest.plan.counts.dropped,
    });
    expect(verifyPlan(fewest.problem, fewest.plan)).toMatchObject({ ok: true, optimal: true });
    const other = replan(problem, plan, { withdrawn, pricePerMove: 0 });
    expect(fewest.plan.counts.filled).toBeGreaterThanOrEqual(other.plan.counts.filled);
    if (other.plan.counts.filled === fewest.plan.counts.filled)
      expect(other.plan.counts.moved + other.plan.counts.dropped).toBeGreaterThanOrEqual(
        fewest.plan.counts.moved + fewest.plan.counts.dropped,
      );
  }
});

test('fewest moves: one person must move, and only one does', () => {
  const window = { start: '2026-11-24T06:00', end: '2026-11-24T14:00' };
  const person = (id: string, x: number, skills: string[]) => ({ id, willing: 'yes', places: [{ x, y: 0 }], skills });
  const problem = problemOf({
    version: 1,
    members: [
      person('nurse', 0, ['nursing']),
      person('second', 900, ['nursing']),
      person('third', 1800, ['nursing']),
      person('free', 5000, []),
    ],
    posts: [
      { id: 'ward', window, headCount: 1, place: { x: 0, y: 0 }, slots: [{ skill: 'nursing', count: 1 }] },
      { id: 'gate', window, headCount: 1, place: { x: 1000, y: 0 } },
      { id: 'road', window, headCount: 1, place: { x: 2000, y: 0 } },
    ],
  });
  const plan = solveAssembly(problem);
  expect(plan.assignments.map((row) => [row.post, row.member])).toEqual([
    ['ward', 'nurse'],
    ['gate', 'second'],
    ['road', 'third'],
  ]);
  const next = replan(problem, plan, { withdrawn: ['nurse'], fewestMoves: true });
  expect(next.plan.counts).toMatchObject({ short: 0, moved: 1, dropped: 0 });
  expect(next.plan.notices).toContainEqual({ code: 'fewest-moves', params: { moved: 1, least: 1 } });
});

test('a hundred re-plans in a row by residual paths equal solving afresh', () => {
  const problem = city(6, { members: 240, checkpoints: 24 });
  const solved = solvePlan(problem);
  const withdrawals = new Withdrawals(solved);
  const out: { member: string; post: null }[] = [];
  expect(solved.plan.assignments.length).toBeGreaterThan(100);
  for (const row of solved.plan.assignments.slice(0, 100)) {
    out.push({ member: row.member, post: null });
    const { objective } = solveAssembly({ ...problem, exclusions: [...problem.exclusions, ...out] });
    expect(withdrawals.withdraw([row.member])).toEqual({ objective, bound: objective });
  }
});

test('leaders stay through a re-plan unless they withdraw, and versions are compared', () => {
  const problem = problemOf(sampleProblem({ members: 300, checkpoints: 12, shifts: 2, units: 10, seed: 7 }));
  const plan = solveAssembly(problem);
  const leader = plan.leaders.find((row) => row.post !== null)!;
  const next = replan(problem, plan, { withdrawn: [leader.member!] });
  expect(verifyPlan(next.problem, next.plan).issues).toEqual([]);
  expect(next.plan.proof.scope).toBe('given-leaders');
  expect(next.comparison.leaders).toEqual([expect.objectContaining({ org: leader.org, before: [leader.member] })]);
  expect(next.comparison.left).toEqual(expect.arrayContaining([{ member: leader.member, from: leader.post }]));
  expect(comparePlans(plan, plan)).toMatchObject({
    moved: [],
    joined: [],
    left: [],
    gapsOpened: [],
    gapsClosed: [],
    leaders: [],
    short: 0,
    objective: 0,
  });
});

test('new posts and pins: people come from elsewhere only where it pays', () => {
  const problem = city(8);
  const plan = solveAssembly(problem);
  const template = problem.posts[0]!;
  const post = { ...template, id: 'new-gate', headCount: 3, slots: [] };
  const pinned = plan.assignments[4]!.member;
  const next = replan(problem, plan, { newPosts: [post], pins: [{ member: pinned, post: 'new-gate' }], pricePerMove: 500 });
  expect(next.plan.assignments.filter((row) => row.post === 'new-gate').length).toBe(3);
  expect(next.plan.assignments.find((row) => row.member === pinned)).toMatchObject({ post: 'new-gate', pinned: true });
  expect(verifyPlan(next.problem, next.plan)).toMatchObject({ ok: true, optimal: true });
});
