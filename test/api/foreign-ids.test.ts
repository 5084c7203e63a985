import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { planShow, planStart } from '#contract/plans';
import { isFileShape, type RouteShape } from '#contract/route';
import { ROUTES } from '#contract/routes';
import { sessionShow } from '#contract/session';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { newId } from '#store/id';
import { type IdPlace, idsLeftToHandler, leastBody, withId } from '../support/request-ids.ts';
import { type DemoPart, startTestServer } from '../support/server.ts';
import { createSmallCity } from '../support/small-city.ts';
import { createSmallRoster } from '../support/small-roster.ts';
import { createSmallTask } from '../support/small-task.ts';

const server = await startTestServer();
const { small, cityId } = server;
const { db } = server.database.store;
const today = server.database.store.today();
const far = await createSmallCity(db, 'far');

// Tasks of 卧龙区 in the states that routes ask for: waiting for approval, still planned, running with a group; and one of another district.
const submitted = await createSmallTask(db, small, 'wolong');
const draft = await createSmallTask(db, small, 'wolong');
const foreign = await createSmallTask(db, small, 'wancheng');
const running = await createSmallRoster(db, small, today);
const away = await createSmallTask(db, far, 'wolong');
await db.deleteFrom('approval').where('id', '=', draft.approvalId).execute();
await db.updateTable('task').set({ state: 'planned', pack: 'epidemic-control' }).where('id', '=', draft.taskId).execute();
await db
  .updateTable('approval')
  .set({ decision: 'approved', decided_by: DEMO_ACCOUNTS.cityOfficer.id, decided_at: new Date() })
  .where('task_id', '=', running.taskId)
  .execute();
const opening = newId();
await db
  .insertInto('slot_opening')
  .values({
    city_id: cityId,
    id: opening,
    task_id: running.taskId,
    post_id: running.posts[0]!,
    slot_no: 0,
    opened_at: new Date(),
  })
  .execute();
const drafter = await server.as('districtOfficer');
const planId = (await drafter.call(planStart, { params: { taskId: draft.taskId }, body: {} })).data.id;
for (let i = 0; i < 600; i++) {
  const { data } = await drafter.call(planShow, { params: { planId } });
  if (!['queued', 'running'].includes(data.state)) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
const { data: shown } = await drafter.call(planShow, { params: { planId } });
if (shown.placed !== 2)
  throw new Error(
    `the plan has ${shown.placed} people: ${shown.state} ${JSON.stringify(shown.failure)} ${JSON.stringify(shown.issues)} ${JSON.stringify(shown.gaps)} ${server.logged.join()}`,
  );
const planned = await sql<{ id: string; post: string }>`
  select person_id as id, post_id as post from plan_row where plan_id = ${planId}::uuid and person_id is not null limit 1`.execute(
  db,
);

const org = (key: string, of = small) => of.orgs.get(key)!;
const unit = (key: string, of = small) => of.units.get(key)!;
const member = (key: string, no: number, of = small) => of.members.get(key)![no]!;
const version = async (table: 'org' | 'unit' | 'person' | 'task', id: string) =>
  (await db.selectFrom(table).select('version').where('id', '=', id).executeTakeFirstOrThrow()).version;
/** A firm in 宛城区 in which nothing is set up yet: nobody of 卧龙区 keeps its entry. */
const otherFirm = await addFirm('宛城百货', small.areas.wancheng, small.areas.wancheng);
const hereFirm = await addFirm('文化百货', small.areas.wolong, small.areas.wenhua);
const hereShop = await addFirm('文化书店', small.areas.wolong, small.areas.wenhua);
async function addFirm(name: string, county: string, place: string): Promise<string> {
  const id = newId();
  await db
    .insertInto('unit')
    .values({
      ...{ city_id: cityId, id, kind: 'non-public-enterprise', name, affiliation_tier: 'county' },
      ...{ affiliation_area_id: county, located_area_id: place, valid_from: '2020-01-01' },
    })
    .execute();
  return id;
}
/** Works in a firm of 宛城区 and belongs to a branch that no body of 卧龙区 leads: no source of any task of 卧龙区. */
const stranger = newId();
await db
  .insertInto('person')
  .values({ city_id: cityId, id: stranger, source_key: 'stranger', status: 'full', unit_id: otherFirm, residence_area_id: null })
  .execute();
await db
  .insertInto('home')
  .values({
    ...{ city_id: cityId, id: newId(), person_id: stranger, org_id: org(TOUR_ORGS.waterSupply), valid_from: '2020-01-01' },
  })
  .execute();
const NOBODY = 'ffffffff-ffff-7fff-bfff-ffffffffffff';

/** How one place is tried: who asks, what else the request says, an id that passes there, ids that must not. */
interface Trial {
  readonly as: DemoPart;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly etag?: () => Promise<number>;
  /** Passes the check of this place, whatever the request then lacks; null where every id but those of `out` leads to the same answer. */
  readonly good: string | null;
  readonly out: Readonly<Record<string, string>>;
  /** Where an answer says nothing rather than refuse: whether this one does. */
  readonly silent?: (answer: Answer) => boolean | Promise<boolean>;
}

const taskParams = { taskId: running.taskId };
const draftParams = { taskId: draft.taskId };
const wenhuaOrg = { orgId: org(TOUR_ORGS.wenhua) };
const people = {
  'another district': member('small-bayi', 2),
  'another city': member(TOUR_ORGS.wenhua, 2, far),
  nobody: NOBODY,
};
const strangers = { 'another district': stranger, 'another city': people['another city'], nobody: NOBODY };
const orgBody = { name: '试点党支部', class: 'primary-level', form: 'branch' };
const unitBody = {
  name: '文化百货',
  kind: 'non-public-enterprise',
  affiliationTier: 'county',
  affiliationAreaId: small.areas.wolong,
};
const memberBody = { name: '王小明', status: 'full' };
const rosterBody = { from: running.from, to: running.to, offDays: [], rules: { restHours: 11, mostInRow: 6 } };
const elsewhere = { 'another city': org(TOUR_ORGS.wolong, far), nobody: NOBODY };
const unitsOut = { 'another district': otherFirm, 'another city': unit(TOUR_UNITS.waterBureau, far), nobody: NOBODY };
const areasOut = { 'another district': small.areas.wancheng, 'another city': far.areas.wenhua, nobody: NOBODY };
const groupParams = { taskId: running.taskId, orgId: running.orgId };
const inPlan = { planId, postId: planned.rows[0]!.post };
const orgEdit = {
  as: 'subdistrictSecretary' as const,
  params: wenhuaOrg,
  etag: () => version('org', wenhuaOrg.orgId),
  body: { ...orgBody, areaId: small.areas.wenhua },
};
const taskSave = {
  as: 'districtOfficer' as const,
  params: draftParams,
  etag: () => version('task', draft.taskId),
  body: { title: '社区防控演练', areaId: small.areas.wolong },
};
const sources = { as: 'districtOfficer' as const, params: draftParams, etag: () => version('task', draft.taskId) };
const unitEdit = {
  as: 'districtOfficer' as const,
  params: { unitId: hereFirm },
  etag: () => version('unit', hereFirm),
  body: { ...unitBody, locatedAreaId: small.areas.wenhua },
};
const memberEdit = {
  as: 'subdistrictSecretary' as const,
  params: { personId: member(TOUR_ORGS.wenhua, 4) },
  etag: () => version('person', member(TOUR_ORGS.wenhua, 4)),
  body: memberBody,
};
/** A place that may name anything of the same city, which all may see: another city is refused. */
const anyOf = (trial: Omit<Trial, 'out'>, kind: 'org' | 'unit' | 'area'): Trial => ({
  ...trial,
  out: {
    'another city':
      kind === 'org' ? org(TOUR_ORGS.wolong, far) : kind === 'unit' ? unit(TOUR_UNITS.waterBureau, far) : far.areas.wenhua,
    nobody: NOBODY,
  },
});

const TRIALS: Record<string, Trial> = {
  'account-add body.orgId': anyOf(
    { as: 'machine', body: { role: 'secretary', login: 'new-one', displayName: '新', unitId: null }, good: org(TOUR_ORGS.meixi) },
    'org',
  ),
  'account-add body.unitId': anyOf(
    {
      as: 'machine',
      body: { role: 'headquarters', login: 'new-two', displayName: '新', orgId: null },
      good: unit(TOUR_UNITS.headquarters),
    },
    'unit',
  ),
  'grant-add body.orgId': anyOf(
    {
      as: 'machine',
      params: { accountId: DEMO_ACCOUNTS.member.id },
      body: { role: 'secretary', unitId: null },
      good: org(TOUR_ORGS.meixi),
    },
    'org',
  ),
  'grant-add body.unitId': anyOf(
    {
      as: 'machine',
      params: { accountId: DEMO_ACCOUNTS.member.id },
      body: { role: 'headquarters', orgId: null },
      good: unit(TOUR_UNITS.headquarters),
    },
    'unit',
  ),
  'grant-end params.grantId': {
    as: 'machine',
    params: { accountId: DEMO_ACCOUNTS.member.id },
    good: null,
    out: { nobody: NOBODY },
  },
  'acting-set body.grantId': { as: 'districtOfficer', good: null, out: { nobody: NOBODY } },
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
  'joint-workbook body.groups.*.*': {
    as: 'districtOfficer',
    params: { areaId: small.areas.wolong },
    good: null,
    out: { 'another district': otherFirm },
    silent: async ({ bytes }) => !(await sheetText(bytes)).includes('宛城百货'),
  },
  'consultation-answer params.taskId': {
    as: 'unitSecretary',
    params: { unitId: unit(TOUR_UNITS.waterSupply) },
    body: { answer: 'agreed', opinion: '' },
    good: null,
    out: { 'not asked': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
  },
  'correction-answer params.correctionId': { as: 'subdistrictSecretary', good: null, out: { nobody: NOBODY } },
  'feedback-answer params.feedbackId': { as: 'cityOfficer', good: null, out: { nobody: NOBODY } },
  'my-question-answer params.consultationId': { as: 'member', good: null, out: { nobody: NOBODY } },
  'my-duty-answer params.dutyId': { as: 'member', good: null, out: { nobody: NOBODY } },
  'my-duty-contact params.dutyId': { as: 'member', good: null, out: { nobody: NOBODY } },
  'my-roster-wish params.dutyId': { as: 'member', good: null, out: { nobody: NOBODY } },
  'my-offer-make body.taskId': { as: 'member', good: null, out: { 'another city': away.taskId, nobody: NOBODY } },
  'my-offer-withdraw params.offerId': { as: 'member', good: null, out: { nobody: NOBODY } },
  'offer-confirm params.offerId': { as: 'districtOfficer', good: null, out: { nobody: NOBODY } },
  'offer-confirm body.orgId': {
    as: 'districtOfficer',
    params: { offerId: NOBODY },
    good: null,
    out: { 'a chain of another task': foreign.rootOrgId },
  },
  'member-create body.unitId': anyOf({ as: 'subdistrictSecretary', params: wenhuaOrg, body: memberBody, good: hereFirm }, 'unit'),
  'member-create body.residenceAreaId': anyOf(
    { as: 'subdistrictSecretary', params: wenhuaOrg, body: memberBody, good: small.areas.bayi },
    'area',
  ),
  'member-edit body.unitId': anyOf({ ...memberEdit, good: hereFirm }, 'unit'),
  'member-edit body.residenceAreaId': anyOf({ ...memberEdit, good: small.areas.bayi }, 'area'),
  'transfer-start body.toOrgId': anyOf(
    { as: 'subdistrictSecretary', params: { personId: member(TOUR_ORGS.wenhua, 5) }, good: org('small-bayi') },
    'org',
  ),
  'transfer-receive params.transferId': { as: 'subdistrictSecretary', params: wenhuaOrg, good: null, out: { nobody: NOBODY } },
  'org-create body.setUpById': {
    as: 'subdistrictSecretary',
    params: { orgId: org(TOUR_ORGS.meixi) },
    body: orgBody,
    good: NOBODY,
    out: {},
  },
  'org-create body.unitId': {
    as: 'subdistrictSecretary',
    params: { orgId: org(TOUR_ORGS.meixi) },
    body: orgBody,
    good: hereFirm,
    out: unitsOut,
  },
  'org-create body.jointUnitIds.*': {
    as: 'subdistrictSecretary',
    params: { orgId: org(TOUR_ORGS.meixi) },
    body: { ...orgBody, jointUnitIds: [hereFirm, hereShop] },
    good: hereFirm,
    out: unitsOut,
  },
  'org-create body.areaId': {
    as: 'subdistrictSecretary',
    params: { orgId: org(TOUR_ORGS.meixi) },
    body: orgBody,
    good: small.areas.wenhua,
    out: areasOut,
  },
  'org-create body.evolvedFromId': {
    as: 'districtOfficer',
    params: { orgId: org(TOUR_ORGS.meixi) },
    body: orgBody,
    good: running.orgId,
    out: { 'another district': foreign.rootOrgId, 'another city': away.rootOrgId, nobody: NOBODY },
  },
  'org-edit body.evolvedFromId': {
    ...orgEdit,
    as: 'districtOfficer',
    good: running.orgId,
    out: { 'another district': foreign.rootOrgId, 'another city': away.rootOrgId, nobody: NOBODY },
  },
  'org-edit body.setUpById': {
    ...orgEdit,
    good: org(TOUR_ORGS.meixi),
    out: { 'another district': org(TOUR_ORGS.wancheng), ...elsewhere },
  },
  'org-edit body.unitId': { ...orgEdit, good: hereFirm, out: unitsOut },
  'org-edit body.jointUnitIds.*': {
    ...orgEdit,
    body: { ...orgEdit.body, jointUnitIds: [hereFirm, hereShop] },
    good: hereFirm,
    out: unitsOut,
  },
  'org-edit body.areaId': { ...orgEdit, good: small.areas.wenhua, out: areasOut },
  'names-reveal body.personIds.*': {
    as: 'subdistrictSecretary',
    params: wenhuaOrg,
    body: { purpose: '核对' },
    good: member(TOUR_ORGS.wenhua, 2),
    out: people,
  },
  'office-end params.officeId': { as: 'subdistrictSecretary', params: wenhuaOrg, good: null, out: { nobody: NOBODY } },
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
    good: planned.rows[0]!.id,
    out: { 'another city': people['another city'], nobody: NOBODY },
    silent: ({ text }) => (JSON.parse(text).outcome?.moves ?? []).length === 0,
  },
  'plan-what-if body.postId': {
    as: 'districtOfficer',
    params: { planId },
    body: { kind: 'head-count', slot: 0, count: 1 },
    good: planned.rows[0]!.post,
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
  'search body.orgId': {
    as: 'subdistrictSecretary',
    body: { q: '王', kinds: ['members'] },
    good: null,
    out: { 'another district': org('small-bayi'), ...elsewhere },
    silent: ({ text }) => JSON.parse(text).members.length === 0,
  },
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
    body: { kind: 'pin', personId: planned.rows[0]!.id },
    good: planned.rows[0]!.post,
    out: { 'another task': foreign.postId, 'another city': away.postId, nobody: NOBODY },
  },
  'choice-set body.personId': {
    as: 'districtOfficer',
    params: draftParams,
    body: { kind: 'pin', postId: draft.postId },
    good: planned.rows[0]!.id,
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
  'joiner-add body.orgId': {
    as: 'districtOfficer',
    params: taskParams,
    body: { personId: running.people[0]!, from: running.from },
    good: running.orgId,
    out: { 'another task': foreign.rootOrgId, 'a standing one': org(TOUR_ORGS.wolong), ...elsewhere },
  },
  'joiner-add body.personId': {
    as: 'districtOfficer',
    params: taskParams,
    body: { orgId: running.orgId, from: running.from },
    good: member(TOUR_ORGS.waterBureauSecond, 8),
    out: strangers,
  },
  'slot-open params.postId': {
    as: 'districtOfficer',
    params: taskParams,
    good: null,
    out: { 'a full one': running.posts[2]!, 'another task': foreign.postId, 'another city': away.postId, nobody: NOBODY },
  },
  'slot-fill params.openingId': {
    as: 'districtOfficer',
    params: taskParams,
    body: { personId: member(TOUR_ORGS.waterBureauSecond, 8) },
    good: null,
    out: { nobody: NOBODY },
  },
  'slot-fill body.personId': {
    as: 'districtOfficer',
    params: { ...taskParams, openingId: opening },
    good: member(TOUR_ORGS.waterBureauSecond, 8),
    out: strangers,
  },
  'duty-sheet body.id': {
    as: 'districtOfficer',
    params: taskParams,
    body: { of: 'post', purpose: '通知' },
    good: running.posts[0]!,
    out: { 'another task': foreign.postId, 'another city': away.postId, nobody: NOBODY },
  },
  'roster-file params.taskId': {
    as: 'districtOfficer',
    params: groupParams,
    body: { from: running.from, purpose: '通知' },
    good: null,
    out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
  },
  'difficulty-settle params.dutyId': {
    as: 'districtOfficer',
    params: taskParams,
    body: { how: 'stands' },
    good: null,
    out: { nobody: NOBODY },
  },
  'chain-release params.orgId': {
    as: 'districtOfficer',
    params: taskParams,
    body: { on: today, reason: '需要已过' },
    good: null,
    out: { 'another task': foreign.rootOrgId, 'a standing one': org(TOUR_ORGS.meixi), ...elsewhere },
  },
  'roster-save params.taskId': {
    as: 'districtOfficer',
    params: groupParams,
    etag: async () => 0,
    body: { ...rosterBody, duties: [] },
    good: null,
    out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
  },
  'roster-save body.duties.*.person': {
    as: 'districtOfficer',
    params: groupParams,
    etag: async () => 0,
    body: { ...rosterBody, duties: [{ day: running.from, shift: `${running.posts[0]}.0`, fixed: true }] },
    good: running.people[0]!,
    out: people,
  },
  'roster-propose params.taskId': {
    as: 'districtOfficer',
    params: groupParams,
    body: { ...rosterBody, duties: [] },
    good: null,
    out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
  },
  'roster-propose body.duties.*.person': {
    as: 'districtOfficer',
    params: groupParams,
    body: { ...rosterBody, duties: [{ day: running.from, shift: `${running.posts[0]}.0`, fixed: true }] },
    good: running.people[0]!,
    out: people,
  },
  'roster-wish params.taskId': {
    as: 'districtOfficer',
    params: groupParams,
    body: { personId: running.people[0]!, day: running.from, kind: 'rest' },
    good: null,
    out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
  },
  'roster-wish body.personId': {
    as: 'districtOfficer',
    params: groupParams,
    body: { day: running.from, kind: 'rest' },
    good: running.people[0]!,
    out: people,
  },
  'roster-names params.taskId': {
    as: 'districtOfficer',
    params: groupParams,
    body: { purpose: '通知' },
    good: null,
    out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
  },
  'roster-proposal-stop params.taskId': {
    as: 'districtOfficer',
    params: { ...groupParams, proposalId: NOBODY },
    good: null,
    out: { 'another task': foreign.taskId },
  },
  'roster-proposal-stop params.proposalId': { as: 'districtOfficer', params: groupParams, good: null, out: { nobody: NOBODY } },
  'unit-create body.affiliationAreaId': anyOf(
    { as: 'districtOfficer', body: { ...unitBody, name: '新百货', locatedAreaId: small.areas.wenhua }, good: small.areas.wolong },
    'area',
  ),
  'unit-create body.authorityUnitId': anyOf(
    {
      as: 'districtOfficer',
      body: { ...unitBody, name: '新商场', locatedAreaId: small.areas.wenhua },
      good: unit(TOUR_UNITS.waterBureau),
    },
    'unit',
  ),
  'unit-edit body.affiliationAreaId': anyOf({ ...unitEdit, good: small.areas.wolong }, 'area'),
  'unit-edit body.locatedAreaId': anyOf({ ...unitEdit, good: small.areas.wenhua }, 'area'),
  'unit-edit body.authorityUnitId': anyOf({ ...unitEdit, good: unit(TOUR_UNITS.waterBureau) }, 'unit'),
};

const byId = new Map(ROUTES.map((route) => [route.id, route]));
const left = ROUTES.flatMap((route) => idsLeftToHandler(route).map((place) => [route, place] as const));
const writes = left.filter(([route]) => route.method !== 'GET');
const reads = left.filter(([route]) => route.method === 'GET');

const cookies = new Map<DemoPart, { cookie: string; grantId: string }>();
async function credentials(part: DemoPart) {
  const known = cookies.get(part);
  if (known) return known;
  const client = await server.signIn(DEMO_ACCOUNTS[part].login, 'qunying-demo');
  const { data } = await client.call(sessionShow, {});
  const made = { cookie: client.cookie, grantId: data.grants.find((one) => one.role === DEMO_ACCOUNTS[part].role)!.id };
  cookies.set(part, made);
  return made;
}

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly paths: readonly string[];
  readonly text: string;
  readonly bytes: ArrayBuffer;
}

async function send(route: RouteShape, place: IdPlace, trial: Trial, id: string): Promise<Answer> {
  const [part, ...path] = place.split('.') as ['params' | 'query' | 'body', ...string[]];
  const schema = route.body && !isFileShape(route.body) ? (route.body as z.ZodType) : undefined;
  const least = schema ? (leastBody(schema) as object) : undefined;
  const full = trial.body && least ? { ...(route.id === 'plan-what-if' ? {} : least), ...(trial.body as object) } : least;
  const params = { ...trial.params, ...(part === 'params' ? { [path[0]!]: id } : {}) };
  const query = { ...trial.query, ...(part === 'query' ? { [path[0]!]: id } : {}) };
  const body = part === 'body' ? withId(full, path, id, schema) : full;
  const address = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => params[key] ?? NOBODY);
  const { cookie, grantId } = await credentials(trial.as);
  const headers: Record<string, string> = { cookie, 'qunying-acting': grantId, 'idempotency-key': newId() };
  if (route.etag) headers['if-match'] = `"v${await trial.etag?.()}"`;
  if (schema) headers['content-type'] = 'application/json';
  const search = new URLSearchParams(query).toString();
  const answer = await fetch(`${server.url}${address}${search ? `?${search}` : ''}`, {
    method: route.method,
    headers,
    ...(schema ? { body: JSON.stringify(body) } : {}),
  });
  const bytes = await answer.arrayBuffer();
  const text = new TextDecoder().decode(bytes);
  const problem = answer.headers.get('content-type')?.startsWith('application/problem') ? JSON.parse(text) : {};
  const issues = (problem.issues ?? []) as { code: string; path: (string | number)[] }[];
  return {
    status: answer.status,
    code: problem.code ?? '',
    paths: issues.map((one) => `${one.code} ${one.path.join('.')}`),
    text,
    bytes,
  };
}

/** What an answer says about the id: refused for it, or something else. */
function verdict(answer: Answer): string {
  if (answer.status >= 500) return `fails with ${answer.status}`;
  if (answer.code === 'outside-scope' || answer.code === 'not-found') return 'refused';
  const known =
    /unknown|outside|gone|not-for-body|nobody-beside|in-standing|duty-of-another|roster-duty|outsider|cannot|not-newest-plan/;
  if (answer.code === 'invalid' && answer.paths.some((one) => known.test(one))) return 'refused';
  return `passes: ${answer.status} ${answer.code} ${answer.paths.join()}`;
}

async function sheetText(bytes: ArrayBuffer): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes);
  return JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()));
}

describe('ids inside requests', () => {
  // What passes is written: each trial finds the draft as it was.
  beforeEach(async () => {
    await db.updateTable('task').set({ state: 'planned', area_id: small.areas.wolong }).where('id', '=', draft.taskId).execute();
    await db.deleteFrom('task_source').where('task_id', '=', draft.taskId).execute();
  });

  test('every id that an access rule leaves to its handler has its trial', () => {
    const named = writes.map(([route, place]) => `${route.id} ${place}`).sort();
    expect(Object.keys(TRIALS).sort()).toEqual(named);
  });

  test.each(Object.entries(TRIALS))(
    '%s: one of another task, body or city is refused, one in reach passes',
    async (key, trial) => {
      const [id, place] = key.split(' ') as [string, IdPlace];
      const route = byId.get(id)!;
      const found: Record<string, string> = {};
      for (const [name, value] of Object.entries(trial.out)) {
        const answer = await send(route, place, trial, value);
        found[name] = answer.status === 200 && (await trial.silent?.(answer)) ? 'refused' : verdict(answer);
      }
      expect(found).toEqual(Object.fromEntries(Object.keys(trial.out).map((name) => [name, 'refused'])));
      if (trial.good === null) return;
      const answer = await send(route, place, trial, trial.good);
      expect(verdict(answer), `${answer.code} ${answer.paths.join()}`).toMatch(/^passes/);
    },
  );

  test.each(reads)('$0.id $1 shows nothing of another city', async (route, place) => {
    const params = { ...taskParams, ...inPlan, unitId: unit(TOUR_UNITS.waterBureau), ...groupParams, proposalId: NOBODY };
    const foreignIds = [
      ...far.orgs.values(),
      ...far.units.values(),
      ...Object.values(far.areas),
      ...[...far.members.values()].flat(),
    ];
    for (const id of [
      org(TOUR_ORGS.meixi, far),
      unit(TOUR_UNITS.waterBureau, far),
      far.areas.wenhua,
      away.taskId,
      people['another city'],
    ]) {
      const answer = await send(
        route,
        place,
        { as: 'districtOfficer', params, query: { with: planId }, good: null, out: {} },
        id,
      );
      expect(answer.status).toBeLessThan(500);
      expect(foreignIds.filter((one) => one !== id && answer.text.includes(one))).toEqual([]);
    }
  });
});
