import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day, FOREVER } from '#kernel/lib';
import {
  activationIssues,
  answerDuty,
  type ChainPattern,
  type ChainPlace,
  checkStanding,
  countByForm,
  divideNode,
  drawChain,
  endingDue,
  endingIssues,
  endTask,
  type FormationFacts,
  nextTaskState,
  nodeOfPlace,
  submitIssues,
  TASK_STATES,
} from './index.ts';

const office = (name: 'secretary' | 'group-leader') => ({ office: name, min: 1, max: 1, holds: 'full' as const });
const pattern: ChainPattern = {
  tags: ['temporary', 'functional'],
  levels: [
    { id: 'district', form: 'committee', per: { kind: 'area', tier: 'county' }, parent: null, offices: [office('secretary')] },
    {
      id: 'street',
      form: 'general-branch',
      per: { kind: 'area', tier: 'township' },
      parent: 'district',
      offices: [office('secretary')],
    },
    {
      id: 'community',
      form: 'branch',
      per: { kind: 'area', tier: 'community' },
      parent: 'street',
      offices: [office('secretary')],
    },
    {
      id: 'checkpoint',
      form: 'group',
      per: { kind: 'place', type: 'gate' },
      parent: 'community',
      offices: [office('group-leader')],
    },
  ],
};

function city(streets: number, communities: number, gates: number): { places: ChainPlace[]; posts: string[] } {
  const places: ChainPlace[] = [{ id: 'd', name: '卧龙区', tier: 'county', type: null, within: ['d'] }];
  const posts: string[] = [];
  for (let s = 0; s < streets; s++) {
    places.push({ id: `s${s}`, name: `街道${s}`, tier: 'township', type: null, within: [`s${s}`, 'd'] });
    for (let c = 0; c < communities; c++) {
      places.push({
        id: `s${s}c${c}`,
        name: `社区${s}-${c}`,
        tier: 'community',
        type: null,
        within: [`s${s}c${c}`, `s${s}`, 'd'],
      });
      for (let g = 0; g < gates; g++) {
        const id = `s${s}c${c}g${g}`;
        places.push({ id, name: `门${g}`, tier: null, type: 'gate', within: [id, `s${s}c${c}`, `s${s}`, 'd'] });
        posts.push(id);
      }
    }
  }
  return { places, posts };
}

describe('the chain', () => {
  test('I-8 every node has one parent, forms follow the tier, however many places there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 7 }), (s, c, g) => {
        const { places, posts } = city(s, c, g);
        const { nodes, issues } = drawChain(pattern, places, posts);
        expect(issues).toEqual([]);
        expect(countByForm(nodes)).toEqual({ committee: 1, 'general-branch': s, branch: s * c, group: s * c * g });
        expect(new Set(nodes.map((node) => node.key)).size).toBe(nodes.length);
        const seen = new Set<string>();
        for (const node of nodes) {
          if (node.parentKey === null) expect(node.form).toBe('committee');
          else expect(seen.has(node.parentKey)).toBe(true);
          seen.add(node.key);
        }
      }),
    );
  });

  test('S-178 a community with 6 checkpoints gives 6 groups under its branch; a checkpoint in two communities is refused by name', () => {
    const { places, posts } = city(1, 1, 6);
    const chain = drawChain(pattern, places, posts);
    const branch = chain.nodes.find((node) => node.form === 'branch')!;
    expect(chain.nodes.filter((node) => node.form === 'group' && node.parentKey === branch.key)).toHaveLength(6);
    const two: ChainPlace[] = [
      ...places,
      { id: 'c2', name: '第二社区', tier: 'community', type: null, within: ['c2', 's0', 'd'] },
    ];
    const border = { id: 'x', name: '两边都算的门', tier: null, type: 'gate', within: ['x', 's0c0', 'c2', 's0', 'd'] };
    const refused = drawChain(pattern, [...two, border], ['x']);
    expect(refused.issues).toMatchObject([{ code: 'chain-place-in-several', params: { place: '两边都算的门' } }]);
    expect(refused.nodes.some((node) => node.areaId === 'x')).toBe(false);
  });

  test('a post belongs to the deepest node that contains its place', () => {
    const { places, posts } = city(2, 2, 2);
    const { nodes } = drawChain(pattern, places, posts);
    const gate = places.find((place) => place.id === 's1c0g1')!;
    expect(nodeOfPlace(nodes, pattern, gate)?.form).toBe('group');
  });

  test('dividing a branch keeps every group once, under one of the parts, and balances people', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 2, max: 3 }),
        (people, parts) => {
          const { places, posts } = city(1, 1, people.length);
          const { nodes } = drawChain(pattern, places, posts);
          const branch = nodes.find((node) => node.form === 'branch')!;
          const size = new Map(nodes.filter((node) => node.form === 'group').map((node, i) => [node.key, people[i]!]));
          const divided = divideNode(nodes, branch.key, parts, (key) => size.get(key)!);
          if (people.length < parts) {
            expect(divided.issues[0]?.code).toBe('chain-too-few-groups');
            return;
          }
          const branches = divided.nodes.filter((node) => node.form === 'branch');
          expect(branches).toHaveLength(parts);
          const groups = divided.nodes.filter((node) => node.form === 'group');
          expect(groups.map((node) => node.key).sort()).toEqual([...size.keys()].sort());
          for (const one of branches) expect(groups.some((node) => node.parentKey === one.key)).toBe(true);
        },
      ),
    );
  });
});

const clean = (): FormationFacts => {
  const { places, posts } = city(1, 1, 2);
  const { nodes } = drawChain(pattern, places, posts);
  return {
    task: {
      title: '卡点值守',
      goal: '守好卡点',
      why: '疫情',
      issuer: '市委',
      charter: '章程',
      endCondition: '解除',
      reviewOn: day('2026-12-01'),
      startsOn: day('2026-11-24'),
      standingEnough: false,
      standingReason: '调不动驻区单位',
      planLines: [{ text: '宣传解释', political: true }],
      beside: [{ name: '区防控指挥部', division: '指挥部管调度' }],
      emergencyReason: null,
      consulted: true,
      unasked: { added: 0, moved: 0, units: 0 },
      consultSkippedReason: null,
    },
    needs: 2,
    needErrors: 0,
    approverOrgId: 'org',
    plan: { version: 1, verified: true, needed: 4, placed: 4 },
    pattern,
    nodes,
    chainIssues: [],
    peopleByNode: new Map(),
    whole: new Set(),
    officers: nodes.map((node) => ({
      nodeKey: node.key,
      office: node.form === 'group' ? 'group-leader' : 'secretary',
      personId: node.key,
      name: '张三',
      status: 'full' as const,
    })),
    boundariesCrossed: 2,
    today: day('2026-11-23'),
  };
};

describe('I-6 before submitting', () => {
  test('a complete chain has nothing in its way', () => {
    expect(submitIssues(clean())).toEqual([]);
  });

  test('S-158 without a need, S-130 without an approver, and everything else missing is told at once', () => {
    const facts = clean();
    const bare = submitIssues({
      ...facts,
      task: {
        ...facts.task,
        goal: ' ',
        why: '',
        issuer: null,
        charter: null,
        endCondition: null,
        reviewOn: null,
        standingEnough: null,
        planLines: [],
        consulted: false,
      },
      needs: 0,
      approverOrgId: null,
      plan: null,
      officers: [],
    });
    const codes = new Set(bare.map((issue) => issue.code));
    for (const code of [
      'task-goal-missing',
      'task-why-missing',
      'task-issuer-missing',
      'task-need-missing',
      'task-standing-check-missing',
      'task-charter-missing',
      'task-end-missing',
      'task-approver-missing',
      'task-political-line-missing',
      'task-consult-missing',
      'plan-missing',
      'office-vacant',
    ]) {
      expect(codes, code).toContain(code);
    }
    expect(bare.filter((issue) => issue.code === 'office-vacant')).toHaveLength(facts.nodes.length);
  });

  test('a gap and a big branch remind and refuse nothing; a plan that crosses no boundary is refused', () => {
    const facts = clean();
    const branch = facts.nodes.find((node) => node.form === 'branch')!;
    const issues = submitIssues({
      ...facts,
      plan: { version: 1, verified: true, needed: 9, placed: 7 },
      peopleByNode: new Map([[branch.key, 51]]),
    });
    expect(issues.map((issue) => [issue.code, issue.severity])).toEqual([
      ['plan-has-gaps', 'warning'],
      ['branch-over-50', 'warning'],
    ]);
    // A written reason answers the question of its size.
    const whole = new Set([branch.key]);
    expect(submitIssues({ ...facts, whole, peopleByNode: new Map([[branch.key, 51]]) })).toEqual([]);
    expect(submitIssues({ ...facts, boundariesCrossed: 0 }).map((issue) => [issue.code, issue.severity])).toEqual([
      ['no-boundary-crossed', 'error'],
    ]);
    expect(submitIssues({ ...facts, peopleByNode: new Map([[branch.key, 50]]) })).toEqual([]);
  });

  test('a probationary member cannot lead; the end cannot be before the start', () => {
    const facts = clean();
    const officers = facts.officers.map((one, i) => (i === 0 ? { ...one, status: 'probationary' as const } : one));
    const issues = submitIssues({ ...facts, officers, task: { ...facts.task, reviewOn: day('2026-11-20') } });
    expect(issues.map((issue) => issue.code).sort()).toEqual(['office-needs-full-member', 'review-before-start']);
  });

  test('S-130 a temporary body without an approval record is not activated; with one it is', () => {
    expect(activationIssues('卡点', null)[0]?.code).toBe('activation-without-approval');
    expect(activationIssues('卡点', { decision: 'returned', approver: 'a' })).toHaveLength(1);
    expect(activationIssues('卡点', { decision: 'approved', approver: 'a' })).toEqual([]);
  });
});

describe('answers, end', () => {
  test('declining opens the slot, tells the leader without a reason, and rests the person for this task', () => {
    const duty = { state: 'told' as const, personId: 'p', post: '东门' };
    expect(answerDuty(duty, 'p', 'decline')).toEqual({
      effect: { state: 'ended', opensSlot: true, tellsLeader: true, restsPerson: true },
    });
    expect(answerDuty(duty, 'q', 'accept')).toMatchObject({ issue: { code: 'duty-of-another' } });
    expect(answerDuty({ ...duty, state: 'ended' }, 'p', 'accept')).toMatchObject({ issue: { code: 'duty-ended' } });
  });

  test('S-192 ending closes organizations and participations with the day, and nothing twice', () => {
    const from = day('2026-11-24');
    const on = day('2026-12-05');
    const facts = {
      title: '卡点',
      taskId: 't',
      on,
      startedOn: from,
      organizations: [
        { id: 'a', name: '党委', state: 'active', endedOn: null },
        { id: 'b', name: '旧组', state: 'ended', endedOn: from },
        { id: 'c', name: '没开的组', state: 'ended', endedOn: addDays(from, -3) },
      ],
      participations: [
        { id: '1', personId: 'p', orgId: 'a', role: 'member', from, to: FOREVER },
        { id: '2', personId: 'q', orgId: 'a', role: 'member', from, to: addDays(from, 2) },
        { id: '3', personId: 'r', orgId: 'a', role: 'member', from: addDays(on, 3), to: FOREVER },
        // Released with its part on the first day: served that day. Given up before, or called off before: in the chain on no day.
        { id: '4', personId: 's', orgId: 'b', role: 'member', from, to: from },
        { id: '5', personId: 't', orgId: 'a', role: 'member', from, to: from },
        { id: '6', personId: 'u', orgId: 'c', role: 'member', from, to: from },
      ],
      keepWishesDays: 30,
    };
    const changes = endTask(facts);
    expect(changes.organizations).toEqual([{ id: 'a', endedOn: on }]);
    expect(changes.participations).toEqual([
      { id: '1', to: on },
      { id: '3', to: addDays(on, 3) },
    ]);
    expect(changes.serviceNotes.map((note) => `${note.personId} ${note.to}`)).toEqual([
      `p ${on}`,
      `q ${addDays(on, -9)}`,
      `s ${from}`,
    ]);
    const again = endTask({
      ...facts,
      organizations: facts.organizations.map((org) => ({ ...org, state: 'ended' })),
      participations: facts.participations.map((one) => ({ ...one, to: one.to > on ? on : one.to })),
    });
    expect(again.organizations).toEqual([]);
    expect(again.participations).toEqual([]);
  });

  test('end before start names both days; a met condition asks for the end', () => {
    const days = { title: '卡点', on: day('2026-11-01'), startedOn: day('2026-11-24') };
    expect(endingIssues(days, 'active', day('2026-12-01'))).toMatchObject([
      { code: 'end-before-start', params: { start: '2026-11-24', end: '2026-11-01' } },
    ]);
    expect(endingIssues(days, 'active', days.on), 'called off before it begins').toEqual([]);
    const yesterday = { ...days, on: day('2026-10-31') };
    expect(endingIssues(yesterday, 'active', days.on)).toMatchObject([
      { code: 'end-before-start', params: { end: '2026-10-31' } },
    ]);
    expect(endingDue({ endConditionMetOn: day('2026-11-20'), reviewOn: null }, day('2026-11-23'))).toBe('condition-met');
    expect(endingDue({ endConditionMetOn: null, reviewOn: day('2026-12-01') }, day('2026-11-23'))).toBe(null);
  });

  test('every state refuses what it does not know, with the state in the message', () => {
    for (const state of TASK_STATES) {
      const answer = nextTaskState(state, 'activate', '卡点');
      if (state === 'approved') expect(answer).toEqual({ state: 'active' });
      else expect(answer).toMatchObject({ issue: { code: 'task-state-refuses', params: { state } } });
    }
  });

  test('"a standing organization is enough" when one has the areas, the people and the skills', () => {
    const answers = checkStanding({ areas: 1, people: 6 }, [
      { id: 'h', name: '区防控指挥部', kind: 'administrative-body', areasCovered: 1, members: 0, skillsMissing: [] },
      { id: 's', name: '梅溪街道党工委', kind: 'organization', areasCovered: 1, members: 40, skillsMissing: [] },
      { id: 'w', name: '文化社区党支部', kind: 'organization', areasCovered: 1, members: 4, skillsMissing: ['nursing'] },
    ]);
    expect(answers.map((one) => [one.candidate.id, one.enough])).toEqual([
      ['s', true],
      ['w', false],
      ['h', false],
    ]);
    expect(answers[1]!.reasons).toEqual(['covers-all', 'too-few-people', 'lacks-skill']);
    expect(answers[2]!.reasons).toEqual(['no-party-form']);
  });
});
