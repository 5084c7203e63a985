import { expect, test } from 'vitest';
import { problemOf } from '../../../test/support/assembly.ts';
import { candidatesFor } from './forces.ts';
import { Inquiry, readPlan, readProblem, replan, sampleProblem, solveAssembly, solvePlan, tiesOf, verifyPlan } from './index.ts';
import { compile } from './instance.ts';

const window = { start: '2026-11-24T06:00', end: '2026-11-24T14:00' };

test('S-173 three units with 30, 12 and 8 members report: 50 to be placed, exemption without a reason, mode recorded as assigned', () => {
  const people = [30, 12, 8].flatMap((count, u) =>
    Array.from({ length: count }, (_, i) => ({ id: `u${u}-${i}`, unit: `u${u}`, willing: 'yes' })),
  );
  const problem = problemOf({
    version: 1,
    units: [0, 1, 2].map((u) => ({ id: `u${u}` })),
    members: people.map((member) => (member.id === 'u1-3' ? { ...member, willing: 'no' } : member)),
    posts: Array.from({ length: 10 }, (_, p) => ({ id: `gate-${p}`, window, headCount: 5 })),
  });
  const plan = solveAssembly(problem);
  expect(plan.counts).toMatchObject({ places: 50, members: 50, willing: 49, filled: 49, short: 1, placed: 49 });
  expect(plan.assignments.every((row) => row.mode === 'assigned')).toBe(true);
  expect(tiesOf(compile(problem), plan).unplaced).toEqual([{ member: 'u1-3', why: 'unwilling' }]);
  // There is no field for a reason of health or family: such a key is refused.
  const told = readProblem({ version: 1, members: [{ id: 'a', willing: 'no', reason: 'ill' }], posts: [] });
  expect(told).toMatchObject({ ok: false, issues: [{ code: 'field-unknown', path: ['members', 0, 'reason'] }] });
  expect(verifyPlan(problem, plan)).toMatchObject({ ok: true, optimal: true });
});

test('S-179 the five sources (and non-public later) are counted', () => {
  const sources = ['city-organ', 'district-organ', 'stationed-unit', 'subdistrict-community', 'free-community', 'non-public'];
  const problem = problemOf({
    version: 1,
    members: sources.flatMap((source, k) =>
      Array.from({ length: k + 1 }, (_, i) => ({ id: `${source}-${i}`, source, willing: 'yes' })),
    ),
    posts: [{ id: 'gate', window, headCount: 21 }],
  });
  expect(solveAssembly(problem).counts.bySource).toEqual({
    'city-organ': 1,
    'district-organ': 2,
    'free-community': 5,
    'non-public': 6,
    'stationed-unit': 3,
    'subdistrict-community': 4,
  });
});

test('I-17 a community worker leads the group in which a bureau head serves: the role in the task is independent of the tier at home', () => {
  const problem = problemOf({
    version: 1,
    areas: [{ id: 'community', place: { x: 0, y: 0 } }],
    orgs: [{ id: 'group', form: 'group', area: 'community' }],
    members: [
      { id: 'bureau-head', tier: 'city', source: 'city-organ', fullMember: true, willing: 'yes', places: [{ x: 3000, y: 0 }] },
      {
        id: 'worker',
        tier: 'community',
        source: 'subdistrict-community',
        fullMember: true,
        willing: 'yes',
        homeArea: 'community',
        places: [{ x: 100, y: 0 }],
      },
    ],
    posts: [{ id: 'gate', org: 'group', area: 'community', place: { x: 0, y: 0 }, window, headCount: 2 }],
  });
  const plan = solveAssembly(problem);
  expect(plan.leaders).toEqual([expect.objectContaining({ org: 'group', role: 'leader', member: 'worker', post: 'gate' })]);
  expect(plan.assignments.map((row) => row.member).sort()).toEqual(['bureau-head', 'worker']);
  // Exchanging what the two are at home changes nothing; a rank cannot even be written.
  const members = problem.members.map((member, m) => ({
    ...member,
    tier: problem.members[1 - m]!.tier,
    source: problem.members[1 - m]!.source,
  }));
  expect(solveAssembly({ ...problem, members }).leaders[0]).toMatchObject({ member: 'worker' });
  expect(readProblem({ version: 1, members: [{ id: 'a', rank: 'head' }], posts: [] }).ok).toBe(false);
});

test('each member is tied to a need, and those whom no need asks for are shown', () => {
  const problem = problemOf({
    version: 1,
    orgs: [{ id: 'branch', form: 'branch' }],
    members: Array.from({ length: 6 }, (_, m) => ({ id: `m${m}`, willing: 'yes', fullMember: true })),
    posts: [{ id: 'gate', window, headCount: 3 }],
  });
  const { tied, unplaced } = tiesOf(compile(problem), solveAssembly(problem));
  expect([...tied.values()].flat().sort()).toEqual(['branch', 'gate', 'gate', 'gate']);
  expect(unplaced).toHaveLength(2);
  expect(unplaced.every((row) => row.why === 'not-needed')).toBe(true);
});

test('candidates of a need can be grouped by system, level and region', () => {
  const problem = problemOf({
    version: 1,
    areas: ['east', 'west'].map((id) => ({ id })),
    members: [
      { id: 'a', system: 'party-government', tier: 'city', region: 'east', willing: 'yes' },
      { id: 'b', system: 'non-public', tier: 'none', region: 'east', willing: 'yes' },
      { id: 'c', system: 'party-government', tier: 'county', region: 'west', willing: 'unknown' },
      { id: 'd', system: 'party-government', tier: 'county', region: 'west', willing: 'no' },
    ],
    posts: [{ id: 'gate', window, headCount: 2 }],
  });
  const groups = (by: 'system' | 'tier' | 'region') =>
    [...candidatesFor(compile(problem), 'gate', by)].map(([key, list]) => [key, list.map((row) => row.member)]);
  expect(groups('system')).toEqual([
    ['non-public', ['b']],
    ['party-government', ['a', 'c']],
  ]);
  expect(groups('tier')).toEqual([
    ['city', ['a']],
    ['county', ['c']],
    ['none', ['b']],
  ]);
  expect(groups('region')).toEqual([
    ['east', ['a', 'b']],
    ['west', ['c']],
  ]);
});

test('S-184 units offer forces for a list of gaps: the proposal is seen, a hindrance changes it before it is final, the mode stays assigned', () => {
  const problem = problemOf({
    version: 1,
    units: [{ id: 'unit', cap: 3 }],
    members: Array.from({ length: 5 }, (_, m) => ({ id: `m${m}`, unit: 'unit', willing: 'yes', places: [{ x: 100 * m, y: 0 }] })),
    posts: [{ id: 'gate', window, headCount: 2, place: { x: 0, y: 0 } }],
  });
  const proposal = solveAssembly(problem);
  expect(proposal.assignments.map((row) => [row.member, row.mode])).toEqual([
    ['m0', 'assigned'],
    ['m1', 'assigned'],
  ]);
  const next = replan(problem, proposal, { withdrawn: ['m0'] });
  expect(next.plan.assignments.map((row) => [row.member, row.mode])).toEqual([
    ['m1', 'assigned'],
    ['m2', 'assigned'],
  ]);
  expect(next.comparison).toMatchObject({
    joined: [{ member: 'm2', to: 'gate' }],
    left: [{ member: 'm0', from: 'gate' }],
    moved: [],
  });
});

test('leaders are full members only; nobody else leads', () => {
  const input = sampleProblem({ members: 120, checkpoints: 6, units: 5, seed: 12 });
  const problem = problemOf({ ...input, members: input.members.map((member, m) => ({ ...member, fullMember: m % 3 === 0 })) });
  const plan = solveAssembly(problem);
  const full = new Set(problem.members.filter((member) => member.fullMember).map((member) => member.id));
  expect(plan.leaders.filter((leader) => leader.member !== null).length).toBeGreaterThan(20);
  expect(plan.leaders.every((leader) => leader.member === null || full.has(leader.member))).toBe(true);
});

test('a chain of 145 organizations (4 subdistricts, 20 communities, 120 checkpoints) is planned with all leaders', () => {
  const problem = problemOf(
    sampleProblem({ members: 1500, checkpoints: 120, subdistricts: 4, communities: 20, units: 40, seed: 1, headCount: 5 }),
  );
  expect(problem.orgs).toHaveLength(145);
  const plan = solveAssembly(problem);
  expect(plan.leaders).toHaveLength(145);
  expect(plan.leaders.every((leader) => leader.how === 'proposed')).toBe(true);
  expect(plan.counts).toMatchObject({ places: 600, short: 0 });
  expect(verifyPlan(problem, plan)).toMatchObject({ ok: true, optimal: true });
});

test('full-time service borrowed from county-level units and below carries the clause as advice; part-time duty does not', () => {
  const base = {
    version: 1,
    members: [{ id: 'a', tier: 'county', willing: 'yes' }],
    posts: [{ id: 'gate', window, headCount: 1 }],
  };
  const notices = (service: string) => solveAssembly(problemOf({ ...base, task: { issuerTier: 'city', service } })).notices;
  expect(notices('full-time')).toEqual([
    { code: 'secondment-from-below', params: { people: 1, issuer: 'city', clause: 'rules 7.2' } },
  ]);
  expect(notices('part-time')).toEqual([]);
});

test('a plan edited by hand: the verifier names the broken rule', () => {
  const problem = problemOf(sampleProblem({ members: 200, checkpoints: 12, shifts: 2, units: 6, seed: 15, capShare: 0.4 }));
  const solved = solvePlan(problem);
  const codesOf = (edit: (plan: typeof solved.plan) => void) => {
    const plan = structuredClone(solved.plan);
    edit(plan);
    const read = readPlan(JSON.parse(JSON.stringify(plan)));
    return read.ok ? verifyPlan(problem, read.value).issues.map((issue) => issue.code) : read.issues.map((issue) => issue.code);
  };
  const unwilling = problem.members.find((member) => member.willing === 'no')!.id;
  expect(codesOf(() => {})).toEqual([]);
  expect(
    codesOf((plan) => {
      plan.assignments[3]!.member = unwilling;
    }),
  ).toContain('verify-unwilling');
  expect(
    codesOf((plan) => {
      plan.assignments[3]!.member = plan.assignments[4]!.member;
    }),
  ).toContain('verify-too-many-duties');
  expect(
    codesOf((plan) => {
      plan.assignments.pop();
    }),
  ).toContain('verify-gap-hidden');
  expect(
    codesOf((plan) => {
      plan.assignments[0]!.costParts.travel -= 1;
    }),
  ).toEqual(['verify-cost-wrong']);
  expect(
    codesOf((plan) => {
      plan.objective -= 5;
    }),
  ).toContain('verify-objective-wrong');
  expect(
    codesOf((plan) => {
      plan.bound += 5;
      plan.gap -= 5;
    }),
  ).toContain('verify-bound-not-proved');
  expect(
    codesOf((plan) => {
      plan.leaders[0]!.member = problem.members.find((member) => !member.fullMember)!.id;
    }),
  ).toContain('verify-leader-not-full-member');
  expect(
    codesOf((plan) => {
      plan.assignments[0]!.post = 'nowhere';
    }),
  ).toContain('verify-post-unknown');
  expect(
    codesOf((plan) => {
      (plan as Record<string, unknown>).points = 3;
    }),
  ).toEqual(['field-unknown']);
  // A member left since the plan was made: the problem is another one.
  const later = { ...problem, members: problem.members.filter((member) => member.id !== solved.plan.assignments[0]!.member) };
  expect(verifyPlan(later, solved.plan).issues.map((issue) => issue.code)).toEqual(
    expect.arrayContaining(['verify-other-input', 'verify-member-unknown']),
  );
  expect(new Inquiry(solved).whyNot(unwilling, problem.posts[0]!.id)).toEqual({ blocked: 'unwilling', outcome: null });
});

test('a group whose only full member lives beside other posts gets him as its leader', () => {
  const orgs = [{ id: 'group', form: 'group' }];
  const problem = problemOf({
    version: 1,
    orgs,
    members: Array.from({ length: 400 }, (_, m) => ({
      id: `m-${m}`,
      willing: 'yes',
      places: [{ x: m * 10, y: 0 }],
      fullMember: m === 0,
    })),
    posts: Array.from({ length: 200 }, (_, p) => ({
      id: `p-${p}`,
      org: p === 199 ? 'group' : null,
      place: { x: p * 20, y: 0 },
      window,
      headCount: 1,
    })),
  });
  const plan = solveAssembly(problem);
  expect(plan.leaders).toMatchObject([{ org: 'group', member: 'm-0', post: 'p-199', how: 'proposed' }]);
  expect(plan.assignments).toContainEqual(expect.objectContaining({ post: 'p-199', member: 'm-0' }));
  expect(verifyPlan(problem, plan)).toMatchObject({ ok: true, optimal: true });
});
