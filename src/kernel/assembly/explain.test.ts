import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemOf } from '../../../test/support/assembly.ts';
import {
  type AssemblyProblem,
  type AssemblyProblemInput,
  costSum,
  Inquiry,
  readProblem,
  sampleProblem,
  seeded,
  solveAssembly,
  solvePlan,
} from './index.ts';

const morning = { start: '2026-11-24T06:00', end: '2026-11-24T14:00' };
const evening = { start: '2026-11-24T14:00', end: '2026-11-24T22:00' };

/** Small instances by seed with one kind of place a post, so that "this place" and "this post" are the same. */
function smallProblem(seed: number): AssemblyProblem {
  const random = seeded(seed);
  const int = (n: number) => Math.floor(random() * n);
  const input: AssemblyProblemInput = {
    version: 1,
    options: { leaders: false },
    weights: { shortage: 5000 },
    areas: [{ id: 'a0', neighbours: ['a1'] }, { id: 'a1', neighbours: ['a0'] }, { id: 'a2' }],
    units: [0, 1, 2].map((u) => ({ id: `u${u}`, cap: 1 + int(3) })),
    members: Array.from({ length: 4 + int(8) }, (_, m) => ({
      id: `m${m}`,
      unit: int(5) === 0 ? null : `u${int(3)}`,
      places: [{ x: int(3000), y: int(3000) }],
      homeArea: `a${int(3)}`,
      skills: int(2) === 0 ? ['s'] : [],
      willing: int(6) === 0 ? 'no' : 'yes',
      maxDuties: int(4) === 0 ? 2 : 1,
      wishes: int(3) === 0 ? { prefer: [{ from: '06:00', to: '12:00' }] } : {},
    })),
    posts: Array.from({ length: 2 + int(4) }, (_, p) => {
      const headCount = 1 + int(3);
      const kind = int(4);
      return {
        id: `p${p}`,
        area: `a${int(2)}`,
        place: { x: int(3000), y: int(3000) },
        window: int(2) === 0 ? morning : evening,
        headCount,
        slots: kind === 0 ? [{ skill: 's', count: headCount }] : kind === 1 ? [{ local: true, count: headCount }] : [],
        maxPerUnit: int(6) === 0 ? 1 : null,
      };
    }),
  };
  return problemOf(input);
}

const seeds = fc.integer({ min: 1, max: 100_000 });
const runs = { numRuns: 120, seed: 21 };
const withPins = (problem: AssemblyProblem, member: string, post: string) => ({
  ...problem,
  pins: [...problem.pins, { member, post }],
});

test('who else: the difference is what solving again says, and nobody cheaper is left out', () => {
  let seen = 0;
  fc.assert(
    fc.property(seeds, (seed) => {
      const problem = smallProblem(seed);
      const solved = solvePlan(problem);
      const row = solved.plan.assignments[0];
      if (!row) return;
      const others = new Inquiry(solved).whoElse(row.member, row.post, 20);
      const told = new Map(others.map((other) => [other.member, other.difference]));
      for (const member of problem.members) {
        if (member.id === row.member || solved.plan.assignments.some((r) => r.member === member.id && r.post === row.post))
          continue;
        const read = readProblem({
          ...withPins(problem, member.id, row.post),
          exclusions: [{ member: row.member, post: row.post }],
        });
        const again = read.ok ? solveAssembly(read.value) : null;
        const possible = again?.assignments.some((r) => r.member === member.id && r.post === row.post) === true;
        const difference = possible ? again!.objective - solved.plan.objective : undefined;
        expect(told.get(member.id)).toBe(difference);
        seen++;
      }
    }),
    runs,
  );
  expect(seen).toBeGreaterThan(200);
});

test('why not: what keeps him, or exactly what the plan with him costs more and who moves', () => {
  fc.assert(
    fc.property(seeds, fc.nat(), (seed, pick) => {
      const problem = smallProblem(seed);
      const solved = solvePlan(problem);
      const member = problem.members[pick % problem.members.length]!;
      const post = problem.posts[(pick >> 8) % problem.posts.length]!;
      const answer = new Inquiry(solved).whyNot(member.id, post.id);
      const read = readProblem(withPins(problem, member.id, post.id));
      const again = read.ok ? solveAssembly(read.value) : null;
      const possible = again?.assignments.some((row) => row.member === member.id && row.post === post.id) === true;
      if (answer.outcome === null) expect(possible).toBe(false);
      else {
        expect(answer.outcome.difference).toBe(again!.objective - solved.plan.objective);
        expect(answer.outcome.filled).toBe(again!.counts.filled - solved.plan.counts.filled);
      }
    }),
    runs,
  );
});

test('what if: cap, absence, wish and head-count equal solving again', () => {
  fc.assert(
    fc.property(seeds, fc.nat({ max: 4 }), (seed, cap) => {
      const problem = smallProblem(seed);
      const solved = solvePlan(problem);
      const inquiry = new Inquiry(solved);
      const base = solved.plan.objective;
      const units = problem.units.map((unit) => (unit.id === 'u1' ? { ...unit, cap } : unit));
      expect(inquiry.whatIf({ kind: 'unit-cap', unit: 'u1', cap })?.difference).toBe(
        solveAssembly({ ...problem, units }).objective - base,
      );
      const exclusions = [{ member: 'm0', post: null }];
      expect(inquiry.whatIf({ kind: 'member-out', member: 'm0' })?.difference).toBe(
        solveAssembly({ ...problem, exclusions }).objective - base,
      );
      const prefer = [{ from: '14:00', to: '15:00' }];
      const members = problem.members.map((member) =>
        member.id === 'm1' ? { ...member, wishes: { prefer, never: [] } } : member,
      );
      const asked = inquiry.whatIf({ kind: 'prefer', member: 'm1', prefer });
      if (problem.posts.every((post) => post.maxPerUnit === null))
        expect(asked?.difference).toBe(solveAssembly({ ...problem, members }).objective - base);
      const first = problem.posts[0]!;
      const posts = problem.posts.map((post, p) =>
        p === 0 ? { ...post, headCount: cap, slots: post.slots.map((kind) => ({ ...kind, count: cap })) } : post,
      );
      expect(inquiry.whatIf({ kind: 'head-count', post: first.id, slot: 0, count: cap })?.difference).toBe(
        solveAssembly({ ...problem, posts }).objective - base,
      );
    }),
    runs,
  );
});

test('repairs of a gap fill exactly what they say when applied', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(seeds, (seed) => {
      const problem = smallProblem(seed);
      const plan = solveAssembly(problem);
      for (const gap of plan.shortages) {
        for (const repair of gap.repairs) {
          const change = (slots: (slot: AssemblyProblem['posts'][number]['slots'][number]) => object) => ({
            ...problem,
            posts: problem.posts.map((post) =>
              post.id === gap.post ? { ...post, slots: post.slots.map((slot) => ({ ...slot, ...slots(slot) })) } : post,
            ),
          });
          let changed: AssemblyProblem | null = null;
          if (repair.kind === 'raise-cap')
            changed = {
              ...problem,
              units: problem.units.map((unit) =>
                unit.id === repair.change.unit ? { ...unit, cap: Number(repair.change.to) } : unit,
              ),
            };
          if (repair.kind === 'drop-skill') changed = change(() => ({ skill: null }));
          if (repair.kind === 'widen-area') changed = change(() => ({ near: true }));
          if (changed === null) continue;
          kinds.add(repair.kind);
          const again = solveAssembly(changed);
          expect(again.counts.filled - plan.counts.filled).toBe(repair.gain);
          // The higher cap makes the unit's own load cheaper, so the applied plan may cost a little less than said.
          const said = plan.objective + repair.costs - repair.gain * problem.weights.shortage;
          if (repair.kind === 'raise-cap') expect(again.objective).toBeLessThanOrEqual(said);
          else expect(again.objective).toBe(said);
        }
      }
    }),
    runs,
  );
  expect([...kinds].sort()).toEqual(['drop-skill', 'raise-cap', 'widen-area']);
});

test('repair to another shift: the gap and its gain are those of the plan with the places moved', () => {
  const random = seeded(77);
  const int = (n: number) => Math.floor(random() * n);
  let seen = 0;
  for (let round = 0; round < 60; round++) {
    const at = { x: int(2000), y: int(2000) };
    const problem = problemOf({
      version: 1,
      options: { leaders: false },
      weights: { shortage: 5000 },
      members: Array.from({ length: 6 + int(4) }, (_, m) => ({
        id: `m${m}`,
        willing: 'yes',
        places: [{ x: int(2000), y: int(2000) }],
        skills: int(3) === 0 ? ['s'] : [],
        busy: int(2) === 0 ? [{ ...evening, why: 'duty' as const }] : [],
      })),
      posts: [
        { id: 'early', place: at, window: morning, headCount: 1 + int(3) },
        { id: 'late', place: at, window: evening, headCount: 2 + int(4), slots: int(2) === 0 ? [{ skill: 's', count: 1 }] : [] },
      ],
    });
    const plan = solveAssembly(problem);
    for (const gap of plan.shortages) {
      for (const repair of gap.repairs) {
        if (repair.kind !== 'other-shift') continue;
        const post = problem.posts.find((one) => one.id === gap.post)!;
        const kind = post.slots[gap.slot];
        // The empty places go to the other time as places of their own; the rest of the post stays.
        const again = solveAssembly({
          ...problem,
          posts: problem.posts.flatMap((one) =>
            one.id !== gap.post
              ? [one]
              : [
                  {
                    ...one,
                    headCount: one.headCount - gap.count,
                    slots: one.slots.map((slot, i) => (i === gap.slot ? { ...slot, count: slot.count - gap.count } : slot)),
                  },
                  {
                    ...one,
                    id: 'moved',
                    window: { start: String(repair.change.start), end: String(repair.change.end) },
                    headCount: gap.count,
                    slots: kind ? [{ ...kind, count: gap.count }] : [],
                  },
                ],
          ),
        });
        expect(again.counts.filled - plan.counts.filled).toBe(repair.gain);
        expect(again.objective).toBe(plan.objective + repair.costs - repair.gain * problem.weights.shortage);
        seen++;
      }
    }
  }
  expect(seen).toBeGreaterThan(10);
});

test('what if over more pairings than the solve looked at: the same as solving again', () => {
  const problem = problemOf(
    sampleProblem({ members: 330, checkpoints: 62, shifts: 3, units: 10, seed: 31, capShare: 0.5, leaders: false }),
  );
  const solved = solvePlan({ ...problem, options: { ...problem.options, candidates: 1 } });
  expect(solved.solved.model.pairs.member.length).toBeLessThan(330 * 60);
  const inquiry = new Inquiry(solved);
  const again = (changed: Partial<AssemblyProblem>) =>
    solveAssembly({ ...problem, ...changed }).objective - solved.plan.objective;
  for (const row of solved.plan.assignments.filter((_, i) => i === 40))
    expect(inquiry.whatIf({ kind: 'member-out', member: row.member })?.difference).toBe(
      again({ exclusions: [{ member: row.member, post: null }] }),
    );
  for (const unit of problem.units.slice(0, 1))
    for (const cap of [unit.cap! - 3, unit.cap! + 4])
      expect(inquiry.whatIf({ kind: 'unit-cap', unit: unit.id, cap })?.difference).toBe(
        again({ units: problem.units.map((one) => (one === unit ? { ...one, cap } : one)) }),
      );
  for (const post of problem.posts.filter((one) => one.slots.length === 0).slice(0, 1))
    for (const count of [post.headCount + 3, post.headCount - 1])
      expect(inquiry.whatIf({ kind: 'head-count', post: post.id, slot: 0, count })?.difference).toBe(
        again({ posts: problem.posts.map((one) => (one === post ? { ...one, headCount: count } : one)) }),
      );
});

test('the lines of "why" sum to the cost of the row, and sentences of "what would change it" hold', () => {
  const problem = problemOf(
    sampleProblem({ members: 90, checkpoints: 8, shifts: 2, units: 5, seed: 6, capShare: 0.3, leaders: false }),
  );
  const solved = solvePlan(problem);
  const inquiry = new Inquiry(solved);
  const codes = new Set<string>();
  for (const row of solved.plan.assignments) {
    const lines = inquiry.why(row.member, row.post);
    expect(lines.reduce((sum, line) => sum + line.points, 0)).toBe(costSum(row.costParts));
    for (const sentence of inquiry.whatChanges(row.member, row.post)) codes.add(sentence.code);
  }
  expect([...codes].some((code) => code.startsWith('if-cap-less'))).toBe(true);
  expect([...codes].some((code) => code.startsWith('if-absent'))).toBe(true);
  const absent = inquiry
    .whatChanges(solved.plan.assignments[0]!.member, solved.plan.assignments[0]!.post)
    .find((s) => s.code.startsWith('if-absent'))!;
  const again = solveAssembly({ ...problem, exclusions: [{ member: solved.plan.assignments[0]!.member, post: null }] });
  expect(again.objective - solved.plan.objective).toBe(absent.difference);
});

test('gap reasons count everyone who has the skill once', () => {
  const busy = (why: 'duty' | 'leave') => [{ ...morning, why }];
  const nurse = (id: number, rest: object) => ({ id: `n${id}`, skills: ['nursing'], willing: 'yes', ...rest });
  const problem = problemOf({
    version: 1,
    members: [
      ...Array.from({ length: 9 }, (_, i) => nurse(i, { busy: busy('duty') })),
      ...Array.from({ length: 5 }, (_, i) => nurse(9 + i, { busy: busy('leave') })),
      { id: 'other', willing: 'yes' },
    ],
    posts: [{ id: 'gate', window: morning, headCount: 2, slots: [{ skill: 'nursing', count: 2 }] }],
  });
  const [gap] = solveAssembly(problem).shortages;
  expect(gap).toMatchObject({
    count: 2,
    reason: { code: 'gap-skill-away', numbers: { having: 14, duty: 9, leave: 5, skill: 'nursing' } },
  });
  expect(gap!.repairs).toEqual([expect.objectContaining({ kind: 'drop-skill', gain: 1 })]);
});
