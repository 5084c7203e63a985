import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import {
  forceListFile,
  offerListFile,
  officeListFile,
  participationListFile,
  resourceListFile,
  taskListFile,
  transferListFile,
} from '#contract/list-files';
import { trailListFile } from '#contract/list-files-administration';
import { transferList } from '#contract/members';
import { myOfferMake, offerList } from '#contract/offers';
import { officeAdd, orgParticipations, orgShow } from '#contract/organizations';
import { catalogueShow, forceList, resourceList, resourceOffer } from '#contract/resources';
import { taskList } from '#contract/tasks';
import { trailList } from '#contract/trail';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { addDays, type Day } from '#kernel/lib';
import { recordAll, THE_PROGRAM } from '#store/audit';
import { newId } from '#store/id';
import { inTransaction } from '#store/transaction';
import { memberIs } from '../support/drill.ts';
import { column, rowsOf } from '../support/list-rows.ts';
import { MASKED } from '../support/masked.ts';
import { refusal, startTestServer } from '../support/server.ts';
import { createSmallTask } from '../support/small-task.ts';

/** Lists of pages as files: the rows of the list, for whoever sees the list and for nobody else. */
describe('lists as files', async () => {
  const server = await startTestServer();
  const { db } = server.deps.store;
  const { cityId, small } = server;
  const here = await createSmallTask(db, small, 'wolong');
  await createSmallTask(db, small, 'wancheng');
  const second = small.orgs.get(TOUR_ORGS.waterBureauSecond)!;
  const wenhua = small.orgs.get(TOUR_ORGS.wenhua)!;
  let officer: Client;
  let branch: Client;
  let member: Client;
  let security: Client;

  beforeAll(async () => {
    await db
      .updateTable('role_grant')
      .set({ org_id: second })
      .where('account_id', '=', DEMO_ACCOUNTS.branchSecretary.id)
      .execute();
    officer = await server.as('districtOfficer');
    branch = await server.as('branchSecretary');
    member = await server.as('member');
    security = await server.as('security');
  });

  test('tasks: the tasks of the list in its order, none of another district; texts that look like formulas are harmless', async () => {
    await db.updateTable('task').set({ title: '=HYPERLINK("x")' }).where('id', '=', here.taskId).execute();
    const { items } = (await officer.call(taskList, { query: {} })).data;
    const rows = await rowsOf(officer, taskListFile, (format) => ({ query: { format } }));
    expect(column(rows, '任务')).toEqual(items.map((one) => one.title));
    expect(column(rows, '需要人数')).toEqual(items.map((one) => String(one.needed)));
    expect(column(rows, '阶段')).toEqual(['等批准']);
    const { data } = await officer.call(taskListFile, { query: { format: 'csv' } });
    expect(new TextDecoder().decode(data)).toContain(`"'=HYPERLINK(""x"")"`);
    const city = await rowsOf(await server.as('cityOfficer'), taskListFile, (format) => ({ query: { format } }));
    expect(column(city, '任务')).toEqual(expect.arrayContaining(['=HYPERLINK("x")', '另一个区的演练']));
    expect(await rowsOf(officer, taskListFile, (format) => ({ query: { closed: 'yes' as const, format } }))).toHaveLength(1);
    expect((await refusal(member.call(taskListFile, { query: {} }))).status).toBe(403);
  });

  test('offices: as the sheet shows them, masked inside, without names outside', async () => {
    const personId = small.members.get(TOUR_ORGS.waterBureauSecond)![2]!;
    await branch.call(officeAdd, { params: { orgId: second }, body: { personId, office: 'secretary', how: 'elected' } });
    const input = (format: 'xlsx' | 'csv') => ({ params: { orgId: second }, query: { format } });
    for (const client of [branch, officer]) {
      const { offices } = (await client.call(orgShow, { params: { orgId: second } })).data;
      const rows = await rowsOf(client, officeListFile, input);
      expect(column(rows, '姓名')).toEqual(offices.map((one) => one.name ?? '有'));
      expect(column(rows, '起始日期')).toEqual(offices.map((one) => one.from));
    }
    const names = column(await rowsOf(branch, officeListFile, input), '姓名');
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name).toMatch(MASKED);
  });

  test('participations: all pages of the list, masked; refused where the list is', async () => {
    const input = (format: 'xlsx' | 'csv') => ({ params: { orgId: second }, query: { format } });
    const people = small.members.get(TOUR_ORGS.waterBureauSecond)!;
    // More than one page of the list, so that the file has to go on reading.
    await db
      .insertInto('participation')
      .values(
        Array.from({ length: 230 }, (_, at) => ({
          city_id: cityId,
          id: newId(),
          person_id: people[at % people.length]!,
          org_id: here.rootOrgId,
          role: 'member',
          mode: 'assigned',
          plan_id: here.planId,
          valid_from: addDays('2025-01-01' as Day, at),
          valid_to: addDays('2025-01-02' as Day, at),
          source_unit_id: small.units.get(TOUR_UNITS.waterBureau)!,
        })) as never,
      )
      .execute();
    const query = { ended: 'yes' as const };
    const first = (await branch.call(orgParticipations, { params: { orgId: second }, query })).data;
    expect(first.items).toHaveLength(200);
    const rest = (await branch.call(orgParticipations, { params: { orgId: second }, query: { ...query, cursor: first.next! } }))
      .data;
    expect(rest.next).toBeNull();
    const items = [...first.items, ...rest.items];
    const rows = await rowsOf(branch, participationListFile, (format) => ({
      params: { orgId: second },
      query: { ...query, format },
    }));
    expect(column(rows, '姓名')).toEqual(items.map((one) => one.name));
    expect(column(rows, '起始日期')).toEqual(items.map((one) => one.from));
    expect(items.length).toBe(231);
    const now = await rowsOf(branch, participationListFile, input);
    expect(column(now, '方式')).toEqual(['本人报名']);
    const other = await refusal(branch.call(participationListFile, { params: { orgId: wenhua }, query: {} }));
    expect(other.code).toBe('names-not-allowed');
  });

  test('transfers: those that wait here, masked; refused where the list is', async () => {
    const personId = small.members.get(TOUR_ORGS.waterBureauSecond)![3]!;
    const toOrgId = wenhua;
    await db
      .insertInto('transfer')
      .values({
        city_id: cityId,
        id: newId(),
        person_id: personId,
        from_org_id: second,
        to_org_id: toOrgId,
        started_on: '2026-01-05',
      })
      .execute();
    const receiver = await server.as('subdistrictSecretary');
    const params = { orgId: toOrgId };
    const { items } = (await receiver.call(transferList, { params })).data;
    const rows = await rowsOf(receiver, transferListFile, (format) => ({ params, query: { format } }));
    expect(rows.slice(1)).toEqual(items.map((one) => [one.name, one.fromOrg, one.toOrg, one.startedOn]));
    expect(items).toHaveLength(1);
    expect(items[0]!.name).toMatch(MASKED);
    expect((await refusal(branch.call(transferListFile, { params, query: {} }))).code).toBe('names-not-allowed');
  });

  test('offers and resources: the rows of the acting body; counts below five stay hidden', async () => {
    await db.updateTable('task').set({ state: 'planned' }).where('id', '=', here.taskId).execute();
    await memberIs(server, small.members.get(TOUR_ORGS.wenhua)![1]!);
    await member.call(myOfferMake, { body: { taskId: here.taskId, mode: 'self-applied' } });
    const input = (format: 'xlsx' | 'csv') => ({ query: { format } });
    const { items } = (await officer.call(offerList, {})).data;
    const rows = await rowsOf(officer, offerListFile, input);
    expect(items).toHaveLength(1);
    expect(column(rows, '姓名')).toEqual(items.map((one) => one.name));
    expect(await rowsOf(branch, offerListFile, input)).toHaveLength(1);

    const unit = await server.as('unitSecretary');
    const { units } = (await unit.call(catalogueShow, {})).data;
    await unit.call(resourceOffer, {
      body: { unitId: units[0]!.id, kind: 'thing', title: '对讲机', quantity: 12, measure: '台' },
    });
    const { items: offered } = (await unit.call(resourceList, {})).data;
    const things = await rowsOf(unit, resourceListFile, input);
    expect(column(things, '资源')).toEqual(offered.map((one) => one.title));
    expect(column(things, '数量')).toEqual(['12']);
    await db
      .updateTable('unit')
      .set({ release_cap: 2 })
      .where('city_id', '=', cityId)
      .where('id', 'in', [...small.units.values()])
      .execute();
    const city = await server.as('cityOfficer');
    const far = (await city.call(forceList, {})).data.items;
    const forces = await rowsOf(city, forceListFile, input);
    const shown = (count: number | null) => (count === null ? '少于5' : String(count));
    expect(column(forces, '党员')).toEqual(far.map((one) => shown(one.members)));
    expect(column(forces, '已借出')).toEqual(far.map((one) => shown(one.lent)));
    expect(far.filter((one) => one.lent === null).length).toBeGreaterThan(0);
  });

  test('the audit trail: every page of the filtered list, for the security administrator only', async () => {
    const event = (no: number) => ({
      cityId,
      actor: THE_PROGRAM,
      action: 'task-end',
      subject: { kind: 'task', id: newId() },
      detail: { no },
    });
    await inTransaction(server.deps.store, (trx) =>
      recordAll(
        trx,
        Array.from({ length: 430 }, (_, no) => event(no)),
      ),
    );
    const listed: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { data } = await security.call(trailList, { query: { action: 'task-end', limit: 200, ...(cursor && { cursor }) } });
      listed.push(...data.items.map((one) => one.subjectId!));
      if (data.next === null) break;
      cursor = data.next;
    }
    const rows = await rowsOf(security, trailListFile, (format) => ({ query: { action: 'task-end', format } }));
    expect(column(rows, '对象编号')).toEqual(listed);
    expect(listed).toHaveLength(430);
    expect(new Set(column(rows, '内容'))).toEqual(new Set(Array.from({ length: 430 }, (_, no) => `no ${no}`)));
    expect((await refusal(officer.call(trailListFile, { query: {} }))).code).toBe('role-not-allowed');
    // Taking it out is itself in the trail, once each time, with the filter; being refused is not.
    const { items: taken } = (await security.call(trailList, { query: { action: 'trail-exported' } })).data;
    expect(taken.map((one) => one.subjectKind)).toEqual(['city', 'city']);
    expect(new Set(taken.map((one) => JSON.stringify(one.detail)))).toEqual(
      new Set(['csv', 'xlsx'].map((format) => JSON.stringify({ action: 'task-end', format }))),
    );
  });

  test('the file speaks the language of the page and says its type and name', async () => {
    const { cookie } = await server.signIn(DEMO_ACCOUNTS.districtOfficer.login, 'qunying-demo');
    const answer = await fetch(`${server.url}/api/exports/lists/tasks?format=csv`, {
      headers: { cookie, 'accept-language': 'en' },
    });
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename\*=UTF-8''Central%20tasks-\d{4}-\d\d-\d\d\.csv$/,
    );
    expect((await answer.text()).split('\r\n')[0]).toContain('Task,Stage,Area');
    expect(server.logged).toEqual([]);
  });
});
