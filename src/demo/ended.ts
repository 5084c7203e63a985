import type { ChangeKind } from '#kernel/formation';
import { addDays, type Day } from '#kernel/lib';
import type { Place } from './areas.ts';
import type { MadePerson, PeopleWriter } from './people.ts';
import type { Random } from './random.ts';
import type { MadeOrg, RegisterWriter } from './register.ts';
import { writerOf } from './sheet.ts';

/** What stands behind the ended task. */
export interface EndedFacts {
  readonly cityId: string;
  readonly today: Day;
  readonly owner: MadeOrg;
  readonly subdistrict: Place;
  readonly submitter: string;
  readonly approver: string;
  /** Who served, the first ones as secretaries of the three organizations. */
  readonly people: readonly MadePerson[];
}

/**
 * 车站街道老旧小区改造（演练）: a task with a general branch and two branches, approved, served and ended. Homes and the standing tree are as before;
 * what is left is the chain, the closed participations, a service note for each person and what was learned.
 */
export function endedTask(facts: EndedFacts, register: RegisterWriter, people: PeopleWriter, random: Random) {
  const { cityId, today } = facts;
  const [from, to] = [addDays(today, -300), addDays(today, -190)];
  const task = writerOf('task', [
    'city_id',
    'id',
    'title',
    'goal',
    'why',
    'owner_org_id',
    'issuer_org_id',
    'area_id',
    'end_condition',
    'end_condition_met_on',
    'starts_on',
    'state',
    'lessons',
    'created_by',
    'created_at',
    'ended_on',
    'erase_wishes_on',
  ]);
  const plan = writerOf('plan', [
    'city_id',
    'id',
    'task_id',
    'version_no',
    'engine',
    'needed',
    'placed',
    'state',
    'created_by',
    'created_at',
  ]);
  const approval = writerOf('approval', [
    'city_id',
    'id',
    'task_id',
    'plan_id',
    'root_org_id',
    'approver_org_id',
    'submitted_by',
    'submitted_at',
    'decided_by',
    'decided_at',
    'effective_at',
    'decision',
    'opinion',
    'document_number',
  ]);
  const step = writerOf('approval_step', ['city_id', 'approval_id', 'step_no', 'action', 'by_account', 'opinion', 'at']);
  const participation = writerOf('participation', [
    'city_id',
    'id',
    'person_id',
    'org_id',
    'role',
    'mode',
    'source_unit_id',
    'source_tier',
    'source_area_id',
    'source_system',
    'plan_id',
    'valid_from',
    'valid_to',
  ]);
  const note = writerOf('service_note', [
    'city_id',
    'id',
    'person_id',
    'task_id',
    'org_name',
    'role',
    'day_from',
    'day_to',
    'thanks',
  ]);
  const change = writerOf('task_change', ['city_id', 'id', 'task_id', 'at', 'by_account', 'kind', 'params']);
  const at = (offset: number): string => `${addDays(from, offset)}T02:00:00Z`;

  const taskId = random.id();
  task.add({
    city_id: cityId,
    id: taskId,
    title: '车站街道老旧小区改造（演练）',
    goal: '12 个老旧小区的管网、楼道和车棚改完，居民的意见件件有回音',
    why: '改造牵涉水务、住建、街道和居民，一家单位推不动',
    owner_org_id: facts.owner.id,
    issuer_org_id: facts.owner.id,
    area_id: facts.subdistrict.id,
    end_condition: '12 个小区全部验收',
    end_condition_met_on: addDays(to, -5),
    starts_on: from,
    state: 'ended',
    lessons: '先开居民会再定方案，返工少；管网图要在进场前备齐。',
    created_by: facts.submitter,
    created_at: at(-20),
    ended_on: to,
    erase_wishes_on: addDays(to, 30),
  });
  const planId = random.id();
  plan.add({
    city_id: cityId,
    id: planId,
    task_id: taskId,
    version_no: 1,
    engine: 'manual',
    needed: facts.people.length,
    placed: facts.people.length,
    state: 'approved',
    created_by: facts.submitter,
    created_at: at(-10),
  });

  const number = `演练〔${from.slice(0, 4)}〕3号`;
  const treeId = register.addTree('task');
  const shared = {
    class: null,
    tags: ['temporary', 'joint'],
    jointSense: 'project',
    started: from,
    ended: to,
    taskId,
    charter: '围绕改造办事，每周议一次，验收后结束',
    endCondition: '12 个小区全部验收',
  } as const;
  const units = [...new Map(facts.people.flatMap((one) => (one.unit ? [[one.unit.id, one.unit] as const] : []))).values()];
  const root = register.addOrg(treeId, null, '车站街道改造临时党总支', {
    ...shared,
    form: 'general-branch',
    area: facts.subdistrict,
    constituents: units,
  });
  const leaves = facts.subdistrict.children.slice(0, 2).map((community) =>
    register.addOrg(treeId, root, `${community.name}改造临时党支部`, {
      ...shared,
      form: 'branch',
      area: community,
      constituents: units,
    }),
  );
  const approvalId = random.id();
  approval.add({
    city_id: cityId,
    id: approvalId,
    task_id: taskId,
    plan_id: planId,
    root_org_id: root.id,
    approver_org_id: facts.owner.id,
    submitted_by: facts.submitter,
    submitted_at: at(-8),
    decided_by: facts.approver,
    decided_at: at(-6),
    effective_at: at(-6),
    decision: 'approved',
    opinion: '同意成立，按时复查',
    document_number: number,
  });
  step.add({
    city_id: cityId,
    approval_id: approvalId,
    step_no: 1,
    action: 'submit',
    by_account: facts.submitter,
    opinion: null,
    at: at(-8),
  });
  step.add({
    city_id: cityId,
    approval_id: approvalId,
    step_no: 2,
    action: 'approve',
    by_account: facts.approver,
    opinion: '同意成立，按时复查',
    at: at(-6),
  });

  const modes = ['self-applied', 'invited', 'assigned', 'residence-report'] as const;
  facts.people.forEach((one, i) => {
    const org = i === 0 ? root : leaves[i % leaves.length]!;
    const leads = i <= leaves.length && one.full;
    const role = leads ? 'secretary' : 'member';
    participation.add({
      city_id: cityId,
      id: random.id(),
      person_id: one.id,
      org_id: org.id,
      role,
      mode: modes[i % modes.length]!,
      source_unit_id: one.unit?.id ?? null,
      source_tier: one.unit?.tier ?? 'community',
      source_area_id: one.unit?.area.id ?? one.residence.id,
      source_system: one.unit?.system ?? 'primary-level',
      plan_id: planId,
      valid_from: from,
      valid_to: to,
    });
    note.add({
      city_id: cityId,
      id: random.id(),
      person_id: one.id,
      task_id: taskId,
      org_name: org.name,
      role,
      day_from: from,
      day_to: to,
      thanks: '改造验收了，谢谢你出力',
    });
    if (leads) people.addOffice(one, org, 'secretary', from, to, 'designated');
  });
  const told: readonly (readonly [number, ChangeKind, string, object])[] = [
    [-8, 'submit', facts.submitter, { plan: 1 }],
    [-6, 'approve', facts.approver, { number }],
    [0, 'activate', facts.submitter, { people: facts.people.length }],
    [110, 'end', facts.submitter, { organizations: 1 + leaves.length, participations: facts.people.length }],
  ];
  for (const [offset, kind, by, params] of told) {
    change.add({
      city_id: cityId,
      id: random.id(),
      task_id: taskId,
      at: at(offset),
      by_account: by,
      kind,
      params: JSON.stringify(params),
    });
  }
  return {
    taskId,
    before: [task.sheet],
    after: [plan, approval, step, participation, note, change].map((writer) => writer.sheet),
  };
}
