import { expect, test } from 'vitest';
import { problemOf } from '../../../test/support/assembly.ts';
import { hasAged, planAge, sampleProblem, solveAssembly } from './index.ts';

const then = problemOf(sampleProblem({ members: 120, checkpoints: 8, shifts: 2, units: 6, seed: 5, leaders: false }));
const plan = solveAssembly(then);

test('a plan of today has not aged; pins, leaders and the published plan do not age it', () => {
  const row = plan.assignments[0]!;
  const same = { ...then, seed: 9, pins: [{ member: row.member, post: row.post }], published: plan.assignments };
  expect(hasAged(planAge(then, plan, then))).toBe(false);
  expect(hasAged(planAge(then, plan, same))).toBe(false);
  const turned = JSON.parse(JSON.stringify(then), (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );
  expect(hasAged(planAge(turned, plan, then))).toBe(false);
});

test('needs that were edited are told post by post, with both numbers', () => {
  const [first, second, third] = then.posts;
  const now = {
    ...then,
    posts: [
      { ...first!, headCount: first!.headCount + 2 },
      { ...second!, slots: [{ skill: 'nursing', local: false, near: false, must: true, count: 1 }] },
      ...then.posts.slice(3),
      { ...third!, id: 'new' },
    ],
  };
  expect(planAge(then, plan, now).posts).toEqual([
    { post: first!.id, before: first!.headCount, now: first!.headCount + 2 },
    { post: second!.id, before: second!.headCount, now: second!.headCount },
    { post: third!.id, before: third!.headCount, now: null },
    { post: 'new', before: null, now: third!.headCount },
  ]);
});

test('people of the plan: gone, cannot, busy, without the skill any more; the others only counted', () => {
  const skilled = plan.assignments.find((row) => {
    const post = then.posts.find((one) => one.id === row.post)!;
    return post.slots[row.slot]?.must && post.slots[row.slot]?.skill;
  })!;
  const rows = plan.assignments.filter((row) => row !== skilled).slice(0, 3);
  const windowOf = (post: string) => then.posts.find((one) => one.id === post)!.window;
  const idle = then.members.filter((member) => !plan.assignments.some((row) => row.member === member.id));
  const now = {
    ...then,
    members: then.members.flatMap((member) => {
      if (member.id === rows[0]!.member || member.id === idle[0]!.id) return [];
      if (member.id === rows[1]!.member) return [{ ...member, willing: 'no' as const }];
      if (member.id === rows[2]!.member) return [{ ...member, busy: [{ ...windowOf(rows[2]!.post), why: 'leave' as const }] }];
      if (member.id === skilled.member) return [{ ...member, skills: [] }];
      if (member.id === idle[1]!.id) return [{ ...member, skills: [...member.skills, 'drone'] }];
      return member.id === idle[2]!.id ? [member, { ...member, id: 'joined' }] : [member];
    }),
    units: then.units.map((unit, i) => (i === 0 ? { ...unit, taskCap: 1 } : unit)),
  };
  const age = planAge(then, plan, now);
  expect(Object.fromEntries(age.people.map((one) => [one.member, one.why]))).toEqual({
    [rows[0]!.member]: 'gone',
    [rows[1]!.member]: 'cannot',
    [rows[2]!.member]: 'busy',
    [skilled.member]: 'skill',
  });
  expect(age).toMatchObject({ posts: [], joined: 1, left: 1, changed: 1 });
  expect(age.caps).toEqual([{ unit: then.units[0]!.id, before: then.units[0]!.cap, now: 1 }]);
});
