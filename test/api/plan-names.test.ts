import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import {
  approvalDecide,
  approvalRecall,
  formationShow,
  officerCandidates,
  officerSet,
  requestDocument,
  submissionCreate,
} from '#contract/formation';
import { needsSave, needsShow } from '#contract/needs';
import { myOfferMake } from '#contract/offers';
import { planPeople } from '#contract/plan-questions';
import { planNames, planNamesFile, planPosts, planStart } from '#contract/plans';
import { sourcesSave, sourcesShow } from '#contract/sources';
import { standingDecide, taskCreate, taskList, taskSave, taskShow } from '#contract/tasks';
import { TOUR_ORGS } from '#demo/tour';
import { Planner } from '#server/planner';
import { eraseDue } from '#store/retention';
import { planReady } from '../support/plan-ended.ts';
import { startTestServer } from '../support/server.ts';
import { readDocumentText } from '../support/word.ts';

/** Whose names the owner of a plan may read, before and after approval (decision 11). */
describe('S-289 names in plans', async () => {
  const server = await startTestServer({ seed: 'demo' });
  const { db } = server.database.store;
  let rows: { cells: Record<string, string> }[] = [];
  let areaId = '';
  const purpose = '当面核对';
  let districtPlan = '';

  beforeAll(async () => {
    const city = await server.as('cityOfficer');
    const drill = (await city.call(taskList, {})).data.items.find((one) => one.title.includes('卧龙区小区卡点值守'))!;
    areaId = (await city.call(taskShow, { params: { taskId: drill.id } })).data.content.areaId!;
    const needs = await city.call(needsShow, { params: { taskId: drill.id } });
    rows = needs.data.rows
      .filter((row) => JSON.stringify(row.cells).includes('梅溪'))
      .slice(0, 12)
      .map((row) => ({ cells: row.cells }));
  });

  /** A task of whoever signs in, over both counties, with a computed plan. */
  async function planned(client: Client, place: string | null) {
    const { data: made } = await client.call(taskCreate, {
      body: { title: '路口值守', pack: 'epidemic-control', areaId: place },
    });
    const params = { taskId: made.id };
    const sources = await client.call(sourcesShow, { params });
    const chosen = {
      areaIds: sources.data.areas.filter((one) => one.members !== 0).map((one) => one.id),
      ...{ excludedCategories: [], excludedUnitIds: [], caps: [] },
    };
    await client.call(sourcesSave, { params, body: chosen }, { ifMatch: sources.etag });
    const needs = await client.call(needsShow, { params });
    await client.call(needsSave, { params, body: { rows } as never }, { ifMatch: needs.etag });
    const { data: started } = await client.call(planStart, { params, body: {} });
    await planReady(client, started.id);
    return { taskId: made.id, planId: started.id };
  }

  const seated = async (client: Client, planId: string) => {
    const { items } = (await client.call(planPosts, { params: { planId }, query: {} })).data;
    return [...new Map(items.flatMap((post) => post.seats).map((seat) => [seat.personId, seat])).values()];
  };
  /** People whose relationship is held today at or below the organization. */
  const below = async (key: string) => {
    const found = await db
      .selectFrom('home as h')
      .innerJoin('org_closure as c', 'c.descendant_id', 'h.org_id')
      .innerJoin('org as o', 'o.id', 'c.ancestor_id')
      .select('h.person_id as id')
      .where('o.source_key', '=', key)
      .where('h.valid_to', '>', server.database.store.today())
      .execute();
    return new Set(found.map((row) => row.id));
  };
  const revealed = async (planId: string) =>
    (
      await db
        .selectFrom('audit_event as e')
        .innerJoin('audit_detail as d', (join) => join.onRef('d.city_id', '=', 'e.city_id').onRef('d.event_id', '=', 'e.id'))
        .select('d.detail')
        .where('e.action', '=', 'names-revealed')
        .where('e.subject_id', '=', planId)
        .orderBy('e.id', 'desc')
        .execute()
    ).map((row) => row.detail as { purpose: string; personIds: string[] });

  test('a unit that plans over counties it has nothing to do with reads the names of its own members, and of who offered', async () => {
    const unit = await server.as('unitSecretary');
    const { taskId, planId } = await planned(unit, null);
    const own = await below(TOUR_ORGS.waterGroup);
    const { data } = await unit.call(planNames, { params: { planId }, body: { purpose } });
    const held = await db.selectFrom('plan_row').select('person_id').distinct().where('plan_id', '=', planId).execute();
    const people = held.map((row) => ({ id: row.person_id! }));
    const strangers = people.filter((one) => !own.has(one.id));
    expect(strangers.length).toBeGreaterThan(10);
    expect(Object.keys(data.names).sort()).toEqual(
      people
        .filter((one) => own.has(one.id))
        .map((one) => one.id)
        .sort(),
    );
    expect(data.withheld).toBe(strangers.length);
    expect((await revealed(planId))[0]!.personIds.sort()).toEqual(Object.keys(data.names).sort());
    expect((await seated(unit, planId)).every((seat) => /\*/.test(seat.name))).toBe(true);
    // A search by name answers for nobody whose name is not shown.
    const name = (
      await db.selectFrom('person_name').select('name').where('person_id', '=', strangers[0]!.id).executeTakeFirstOrThrow()
    ).name;
    const found = await unit.call(planPeople, { params: { planId }, body: { q: name } });
    expect(found.data.items.some((one) => one.personId === strangers[0]!.id)).toBe(false);
    const file = await unit.call(planNamesFile, { params: { planId }, body: { purpose } });
    expect((await revealed(planId))[0]).toMatchObject({ personIds: Object.keys(data.names), file: true });
    expect(file.data.byteLength).toBeGreaterThan(0);
    // Who offers for the task says the name to those who ask.
    await db.updateTable('account').set({ person_id: strangers[0]!.id }).where('login', '=', 'member').execute();
    const member = await server.as('member');
    await member.call(myOfferMake, { body: { taskId, mode: 'self-applied' } }).catch(() => undefined);
    const offered = await db.selectFrom('offer').select('id').where('person_id', '=', strangers[0]!.id).execute();
    expect(offered).toHaveLength(1);
    const again = (await unit.call(planNames, { params: { planId }, body: { purpose } })).data;
    expect(again.names[strangers[0]!.id]).toBe(name);
    expect(again.withheld).toBe(strangers.length - 1);
  });

  test('a district reads its own; what it borrows from others is masked in page, workbook and request until the version is approved, and again when taken back', async () => {
    const district = await server.as('districtOfficer');
    const { taskId, planId } = await planned(district, areaId);
    districtPlan = planId;
    const params = { taskId };
    const own = await below(TOUR_ORGS.wolong);
    const before = (await district.call(planNames, { params: { planId }, body: { purpose } })).data;
    expect(Object.keys(before.names).length).toBeGreaterThan(0);
    expect(Object.keys(before.names).every((id) => own.has(id))).toBe(true);
    expect(before.withheld).toBeGreaterThan(0);
    const task = await district.call(taskShow, { params });
    const answered = await district.call(
      standingDecide,
      { params, body: { enough: false, reason: '街道调不动驻区单位', orgId: null } },
      { ifMatch: task.etag },
    );
    const content = {
      ...answered.data.content,
      ...{
        goal: '守好路口',
        why: '演练',
        charter: '章程',
        endCondition: '演练结束',
        issuerOrgId: task.data.ownerOrgId,
        consultSkippedReason: '演练明早开岗，来不及逐个征求',
      },
      lines: [{ kind: 'explain', text: '宣传解释', political: true }],
    };
    const saved = await district.call(taskSave, { params, body: content }, { ifMatch: answered.etag });
    expect(saved.data.issues).toEqual([]);
    const draft = (await district.call(formationShow, { params })).data;
    expect(draft.issues.filter((issue) => issue.severity === 'error')).toEqual([]);
    const node = draft.nodes.find((one) => one.parentKey === null)!.key;
    const candidates = (await district.call(officerCandidates, { params, query: { node } })).data.items;
    const stranger = candidates.find((one) => !own.has(one.personId))!.personId;
    const now = await district.call(taskShow, { params });
    await district.call(
      officerSet,
      { params, body: { node, office: 'deputy-secretary', personId: stranger } },
      { ifMatch: now.etag },
    );
    const submitted = await district.call(submissionCreate, { params, body: { planId, replyBy: null } });
    const approvalId = submitted.data.id;
    const approver = await server.as('cityApprover');
    const city = (await approver.call(planNames, { params: { planId }, body: { purpose } })).data;
    expect(city.withheld).toBe(0);
    expect(Object.keys(city.names)).toHaveLength(Object.keys(before.names).length + before.withheld);
    const request = async (client: Client) => readDocumentText((await client.call(requestDocument, { params })).data);
    const name = city.names[stranger]!;
    expect(await request(approver)).toContain(name);
    expect(await request(district)).not.toContain(name);
    await approver.call(approvalDecide, { params: { approvalId }, body: { decision: 'approved', opinion: '同意' } });
    expect((await district.call(planNames, { params: { planId }, body: { purpose } })).data.withheld).toBe(0);
    expect(await request(district)).toContain(name);
    await approver.call(approvalRecall, { params: { approvalId } });
    expect((await district.call(planNames, { params: { planId }, body: { purpose } })).data.withheld).toBe(before.withheld);
  });

  test('a plan is explained after someone in it was erased: who stood there is nobody, the others as before', async () => {
    const district = await server.as('districtOfficer');
    const planId = districtPlan;
    const posts = async () => (await district.call(planPosts, { params: { planId }, query: {} })).data.items;
    const before = await posts();
    const seat = before.find((post) => post.seats.length > 1)!;
    const gone = seat.seats[0]!.personId;
    await db.updateTable('person').set({ erase_after: server.database.store.today() }).where('id', '=', gone).execute();
    await eraseDue(server.database.store, server.cityId, new Date());
    // A server that starts anew reads the plan as it is kept now.
    const again = new Planner(server.deps);
    try {
      for (const post of (await posts()).slice(0, 4)) {
        const personId = post.seats.find((one) => one.personId !== gone)?.personId;
        if (personId === undefined) continue;
        const answer = await again.ask(planId, { kind: 'explain', member: personId, post: post.postId, most: 3 });
        expect(answer.kind === 'explain' && answer.why.length > 0).toBe(true);
      }
    } finally {
      await again.close();
    }
    const after = await posts();
    expect(after.map((post) => post.seats.length)).toEqual(before.map((post) => post.seats.length));
    const shown = after.find((post) => post.postId === seat.postId)!.seats.find((one) => one.personId === gone)!;
    expect([shown.name, shown.unitName]).toEqual(['**', null]);
  });
});
