import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { type BusyCity, NOBODY } from './busy-city.ts';
import { outsideOf, type Trial } from './id-trials.ts';

/** Ids in requests about a task before it runs: needs, sources, plans, set-up, approval. */
export function tasksTrials(city: BusyCity): Record<string, Trial> {
  const { org, unit, member, version, small, submitted, draft, foreign, away, planId, plannedId, plannedPost } = city;
  const { elsewhere, people, strangers, unitsOut, areasOut, anyOf } = outsideOf(city);
  const draftParams = { taskId: draft.taskId };
  const taskSave = {
    as: 'districtOfficer' as const,
    params: draftParams,
    etag: () => version('task', draft.taskId),
    body: { title: '社区防控演练', areaId: small.areas.wolong },
  };
  const sources = { as: 'districtOfficer' as const, params: draftParams, etag: () => version('task', draft.taskId) };
  return {
    'approval-step body.orgId': {
      as: 'cityOfficer',
      params: { approvalId: submitted.approvalId },
      body: { action: 'passed-on', opinion: '' },
      // Who may decide instead is tried in test/api/approvals.test.ts; at the root of this city there is nobody else.
      good: null,
      out: {
        'a unit': org(TOUR_ORGS.waterBureau),
        'the submitting side': org(TOUR_ORGS.wolong),
        'below it': org(TOUR_ORGS.meixi),
        'a chain': foreign.rootOrgId,
        ...elsewhere,
      },
    },
    'consultation-answer params.taskId': {
      as: 'unitSecretary',
      params: { unitId: unit(TOUR_UNITS.waterSupply) },
      body: { answer: 'agreed', opinion: '' },
      good: null,
      out: { 'not asked': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
    },
    'my-offer-make body.taskId': { as: 'member', good: null, out: { 'another city': away.taskId, nobody: NOBODY } },
    'my-offer-withdraw params.offerId': { as: 'member', good: null, out: { nobody: NOBODY } },
    'offer-confirm params.offerId': { as: 'districtOfficer', good: null, out: { nobody: NOBODY } },
    'offer-confirm body.orgId': {
      as: 'districtOfficer',
      params: { offerId: NOBODY },
      good: null,
      out: { 'a chain of another task': foreign.rootOrgId },
    },
    'plan-preview body.postId': {
      as: 'districtOfficer',
      params: { planId },
      good: null,
      out: { 'another task': foreign.postId, nobody: NOBODY },
    },
    'plan-repair body.postId': {
      as: 'districtOfficer',
      params: { planId },
      good: null,
      out: { 'another task': foreign.postId, nobody: NOBODY },
    },
    'plan-what-if body.unitId': {
      as: 'districtOfficer',
      params: { planId },
      body: { kind: 'unit-cap', cap: 3 },
      good: unit(TOUR_UNITS.waterBureau),
      out: unitsOut,
    },
    'plan-what-if body.personId': {
      as: 'districtOfficer',
      params: { planId },
      body: { kind: 'member-out' },
      good: plannedId,
      out: { 'another city': people['another city'], nobody: NOBODY },
      silent: ({ text }) => (JSON.parse(text).outcome?.moves ?? []).length === 0,
    },
    'plan-what-if body.postId': {
      as: 'districtOfficer',
      params: { planId },
      body: { kind: 'head-count', slot: 0, count: 1 },
      good: plannedPost,
      out: { 'another task': foreign.postId, nobody: NOBODY },
    },
    'resource-withdraw params.resourceId': { as: 'districtOfficer', good: null, out: { nobody: NOBODY } },
    'resource-take params.resourceId': {
      as: 'districtOfficer',
      params: draftParams,
      body: { usedFor: '登记' },
      good: null,
      out: { nobody: NOBODY },
    },
    'resource-return params.resourceId': { as: 'districtOfficer', params: draftParams, good: null, out: { nobody: NOBODY } },
    'task-create body.areaId': {
      as: 'districtOfficer',
      body: { title: '试办', pack: null },
      good: small.areas.meixi,
      out: areasOut,
    },
    'task-save body.issuerOrgId': anyOf({ ...taskSave, good: org(TOUR_ORGS.city) }, 'org'),
    'task-save body.issuerUnitId': anyOf({ ...taskSave, good: unit(TOUR_UNITS.headquarters) }, 'unit'),
    'task-save body.beside.*.unitId': anyOf({ ...taskSave, good: unit(TOUR_UNITS.headquarters) }, 'unit'),
    'task-save body.areaId': { ...taskSave, good: small.areas.meixi, out: areasOut },
    'standing-decide body.orgId': {
      as: 'districtOfficer',
      params: draftParams,
      etag: () => version('task', draft.taskId),
      body: { enough: false, reason: '不够' },
      good: null,
      out: { 'not compared': org(TOUR_ORGS.wancheng), ...elsewhere },
    },
    'choice-set body.postId': {
      as: 'districtOfficer',
      params: draftParams,
      body: { kind: 'pin', personId: plannedId },
      good: plannedPost,
      out: { 'another task': foreign.postId, 'another city': away.postId, nobody: NOBODY },
    },
    'choice-set body.personId': {
      as: 'districtOfficer',
      params: draftParams,
      body: { kind: 'pin', postId: draft.postId },
      good: plannedId,
      out: strangers,
    },
    'officer-set body.personId': {
      as: 'districtOfficer',
      params: draftParams,
      etag: () => version('task', draft.taskId),
      body: { node: 'x', office: 'secretary' },
      good: null,
      out: { 'not in the plan': member('small-bayi', 2), nobody: NOBODY },
    },
    'submission-create body.planId': {
      as: 'districtOfficer',
      params: draftParams,
      body: { replyBy: null },
      good: null,
      out: { 'another task': foreign.planId, 'another city': away.planId, nobody: NOBODY },
    },
    'sources-save body.areaIds.*': anyOf({ ...sources, good: small.areas.wolong }, 'area'),
    'sources-save body.excludedUnitIds.*': anyOf({ ...sources, good: unit(TOUR_UNITS.waterBureau) }, 'unit'),
    'sources-save body.caps.*.unitId': anyOf({ ...sources, good: unit(TOUR_UNITS.waterBureau) }, 'unit'),
  };
}
