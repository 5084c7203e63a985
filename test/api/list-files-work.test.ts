import { describe, expect, test } from 'vitest';
import { areaShow } from '#contract/areas';
import { consultationList } from '#contract/consultations';
import { approvalList } from '#contract/formation';
import { offerListFile, transferListFile } from '#contract/list-files';
import {
  activityListFile,
  areaOrgListFile,
  historyListFile,
  memberListFile,
  unplacedListFile,
} from '#contract/list-files-register';
import { approvalListFile, consultationListFile, sourceUnitListFile, taskResourceListFile } from '#contract/list-files-task';
import { transferList, transferReceive } from '#contract/members';
import { offerConfirm, offerList } from '#contract/offers';
import { activityList, orgHistory, orgMembers, unplacedList } from '#contract/organizations';
import { resourceList, resourceOffer, resourceTake, taskResourceList } from '#contract/resources';
import { sourcesShow } from '#contract/sources';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { addDays, type Day } from '#kernel/lib';
import { recordAll, THE_PROGRAM } from '#store/audit';
import { newId } from '#store/id';
import { recountAll } from '#store/member-count';
import { inTransaction } from '#store/transaction';
import { allOf, column, rowsOf } from '../support/list-rows.ts';
import { MASKED } from '../support/masked.ts';
import { refusal, startTestServer } from '../support/server.ts';
import { createSmallTask } from '../support/small-task.ts';

/** More rows than any list gives at a time, so that a file has to read on and a cut would show. */
const MANY = 205;

describe('lists of register, tasks and approvals as files', async () => {
  const server = await startTestServer();
  const { db } = server.deps.store;
  const { cityId, small } = server;
  const task = await createSmallTask(db, small, 'wolong');
  const params = { taskId: task.taskId };
  const wenhua = small.orgs.get(TOUR_ORGS.wenhua)!;
  const second = small.orgs.get(TOUR_ORGS.waterBureauSecond)!;
  const query = (format: 'xlsx' | 'csv') => ({ query: { format } });

  test('transfers and offers: none is cut off, in pages and in the file, and the last one can be received and confirmed', async () => {
    const receiver = await server.as('subdistrictSecretary');
    const officer = await server.as('districtOfficer');
    await db.updateTable('task').set({ state: 'planned' }).where('id', '=', task.taskId).execute();
    const people = await db
      .insertInto('person')
      .values(
        Array.from({ length: MANY }, (_, at) => ({
          city_id: cityId,
          id: newId(),
          source_key: `MANY-${at}`,
          status: 'full' as const,
          residence_area_id: small.areas.wenhua,
          valid_from: '2020-01-01' as Day,
        })),
      )
      .returning('id')
      .execute();
    const ids = people.map((one) => one.id);
    const name = (at: number) => `许${'一二三四五六七八九十'[at % 10]}`;
    const named = ids.map((id, at) => ({
      city_id: cityId,
      person_id: id,
      name: name(at),
      grams: [],
      pinyin: 'xu',
      initials: 'x',
    }));
    await db.insertInto('person_name').values(named).execute();
    const homes = ids.map((id) => ({
      city_id: cityId,
      id: newId(),
      person_id: id,
      org_id: second,
      valid_from: '2020-01-01' as Day,
    }));
    await db
      .insertInto('home')
      .values(homes as never)
      .execute();
    const started = (at: number) => addDays('2025-01-01' as Day, at);
    const moves = ids.map((id, at) => ({
      city_id: cityId,
      id: newId(),
      person_id: id,
      from_org_id: second,
      to_org_id: wenhua,
      started_on: started(at),
    }));
    await db.insertInto('transfer').values(moves).execute();
    const to = { params: { orgId: wenhua } };
    const listed = await allOf(
      receiver,
      transferList,
      (page) => ({ ...to, query: page }),
      (answer) => answer.items,
      50,
    );
    expect(listed.map((one) => one.id)).toEqual(moves.map((one) => one.id));
    const rows = await rowsOf(receiver, transferListFile, (format) => ({ ...to, ...query(format) }));
    expect(column(rows, '起始日期')).toEqual(listed.map((one) => one.startedOn));
    const last = listed.at(-1)!;
    await receiver.call(transferReceive, { params: { orgId: wenhua, transferId: last.id } });

    const made = ids.map((id, at) => ({
      city_id: cityId,
      id: newId(),
      task_id: task.taskId,
      person_id: id,
      mode: 'self-applied' as const,
      area_id: small.areas.wenhua,
      created_at: new Date(Date.UTC(2026, 0, 1, 0, at)),
      erase_after: '2099-01-01' as Day,
    }));
    await db.insertInto('offer').values(made).execute();
    const waiting = await allOf(
      officer,
      offerList,
      (page) => ({ query: page }),
      (answer) => answer.items,
      50,
    );
    expect(waiting.map((one) => one.id)).toEqual(made.map((one) => one.id));
    expect(await rowsOf(officer, offerListFile, query)).toHaveLength(MANY + 1);
    await officer.call(offerConfirm, { params: { offerId: waiting.at(-1)!.id }, body: { orgId: null } });
    await db.deleteFrom('offer').where('task_id', '=', task.taskId).execute();
    await db.deleteFrom('transfer').where('id', '<>', last.id).execute();
  });

  test('requests and consultations: those of the acting body, with what was decided and answered', async () => {
    const city = await server.as('cityOfficer');
    await db.updateTable('task').set({ state: 'submitted' }).where('id', '=', task.taskId).execute();
    const { items } = (await city.call(approvalList, { query: {} })).data;
    const rows = await rowsOf(city, approvalListFile, query);
    expect(items.length).toBeGreaterThan(0);
    expect(column(rows, '任务')).toEqual(items.map((one) => one.title));
    expect(column(rows, '批复')).toEqual(items.map(() => ''));
    await db
      .updateTable('approval')
      .set({ decision: 'returned', decided_at: new Date('2026-01-05T01:02:03Z'), decided_by: DEMO_ACCOUNTS.cityApprover.id })
      .where('id', '=', task.approvalId)
      .execute();
    const decided = await rowsOf(city, approvalListFile, (format) => ({ query: { open: 'no' as const, format } }));
    expect([column(decided, '批复'), column(decided, '批复时间')]).toEqual([['退回'], ['2026-01-05 09:02:03']]);

    const unit = await server.as('unitSecretary');
    await db
      .insertInto('consultation')
      .values({
        city_id: cityId,
        id: newId(),
        task_id: task.taskId,
        plan_id: task.planId,
        unit_id: small.units.get(TOUR_UNITS.waterGroup)!,
        people: 1,
        answer: 'objected',
        opinion: '汛期抽不出人',
      } as never)
      .execute();
    const asked = (await unit.call(consultationList, {})).data.items;
    const questions = await rowsOf(unit, consultationListFile, query);
    expect([column(questions, '任务'), column(questions, '答复'), column(questions, '意见')]).toEqual([
      asked.map((one) => one.title),
      ['有不同意见'],
      ['汛期抽不出人'],
    ]);
    expect(await rowsOf(await server.as('branchSecretary'), consultationListFile, query)).toHaveLength(1);
  });

  test('resources of a task, and the units that may lend to it', async () => {
    await db.updateTable('task').set({ state: 'planned' }).where('id', '=', task.taskId).execute();
    const unit = await server.as('unitSecretary');
    const officer = await server.as('districtOfficer');
    const unitId = small.units.get(TOUR_UNITS.waterGroup)!;
    for (const title of ['对讲机', '帐篷', '会议室'])
      await unit.call(resourceOffer, { body: { unitId, kind: 'thing', title, quantity: 1, measure: null } });
    expect(
      await allOf(
        unit,
        resourceList,
        (page) => ({ query: page }),
        (answer) => answer.items,
      ),
    ).toHaveLength(3);
    const before = (await officer.call(taskResourceList, { params })).data.items;
    const tent = before.find((one) => one.title === '帐篷')!;
    await officer.call(resourceTake, { params: { ...params, resourceId: tent.id }, body: { usedFor: '1号卡点' } });
    const listed = await allOf(
      officer,
      taskResourceList,
      (page) => ({ params, query: page }),
      (answer) => answer.items,
    );
    const rows = await rowsOf(officer, taskResourceListFile, (format) => ({ params, ...query(format) }));
    expect(column(rows, '资源')).toEqual(listed.map((one) => one.title));
    expect(listed.map((one) => [one.title, one.state])[0]).toEqual(['帐篷', 'used']);

    const { units } = (await officer.call(sourcesShow, { params })).data;
    const lenders = await rowsOf(officer, sourceUnitListFile, (format) => ({ params, ...query(format) }));
    expect(column(lenders, '单位')).toEqual(units.map((one) => one.name));
    expect(column(lenders, '党员')).toEqual(units.map((one) => (one.members === null ? '不显示' : String(one.members))));
    expect((await refusal((await server.as('member')).call(sourceUnitListFile, { params, query: {} }))).status).toBe(403);
  });

  test('history of an organization: all of it, people masked inside and left out outside', async () => {
    await db
      .updateTable('role_grant')
      .set({ org_id: second })
      .where('account_id', '=', DEMO_ACCOUNTS.branchSecretary.id)
      .execute();
    const branch = await server.as('branchSecretary');
    const city = await server.as('cityOfficer');
    await db
      .insertInto('office')
      .values({
        city_id: cityId,
        id: newId(),
        org_id: second,
        person_id: small.members.get(TOUR_ORGS.waterBureauSecond)![0]!,
        office: 'secretary',
        how: 'elected',
        valid_from: '2021-02-03',
      } as never)
      .execute();
    await inTransaction(server.deps.store, (trx) =>
      recordAll(
        trx,
        Array.from({ length: MANY }, () => ({
          cityId,
          actor: THE_PROGRAM,
          action: 'organization-changed',
          subject: { kind: 'org', id: second },
        })),
      ),
    );
    const at = { params: { orgId: second } };
    for (const client of [branch, city]) {
      const listed = await allOf(
        client,
        orgHistory,
        (page) => ({ ...at, query: page }),
        (answer) => answer.items,
        50,
      );
      const rows = await rowsOf(client, historyListFile, (format) => ({ ...at, ...query(format) }));
      expect(column(rows, '日期')).toEqual(listed.map((one) => one.at));
      expect(listed.length).toBeGreaterThan(MANY);
      const told = column(rows, '内容');
      expect(told.filter((one) => one === '改了资料')).toHaveLength(MANY);
      const office = told.find((one) => one!.includes('任书记'))!;
      expect(office).toMatch(client === branch ? /^.\*+任书记$/ : /^某人任书记$/);
    }
    const members = await allOf(
      branch,
      orgMembers,
      (page) => ({ ...at, query: page }),
      (answer) => answer.items,
      5,
    );
    const listed = await rowsOf(branch, memberListFile, (format) => ({ ...at, ...query(format) }));
    expect(column(listed, '姓名')).toEqual(members.map((one) => one.name));
    expect(members.length).toBeGreaterThan(5);
    for (const name of column(listed, '姓名')) expect(name).toMatch(MASKED);
    expect((await refusal(city.call(memberListFile, { ...at, query: {} }))).code).toBe('names-not-allowed');
    const held = { city_id: cityId, org_id: second, kind: 'member-meeting' };
    await db
      .insertInto('activity')
      .values([
        { ...held, id: newId(), title: '六月支部大会', on_day: '2026-06-10' as Day, start_minute: 570, held: true },
        { ...held, id: newId(), title: '七月支部大会', on_day: '2026-07-10' as Day, held: false },
        { ...held, id: newId(), title: '一号卡点值守', on_day: '2026-06-20' as Day, task_id: task.taskId, held: true },
      ])
      .execute();
    const activities = await allOf(
      branch,
      activityList,
      (page) => ({ ...at, query: page }),
      (answer) => answer.items,
    );
    const life = await rowsOf(branch, activityListFile, (format) => ({ ...at, ...query(format) }));
    expect(activities.map((one) => one.title)).toEqual(['七月支部大会', '一号卡点值守', '六月支部大会']);
    expect(column(life, '内容')).toEqual(activities.map((one) => one.title));
    expect(column(life, '日期')).toEqual(activities.map((one) => one.day));
  });

  test('organizations of a place, and units with members whom no organization holds', async () => {
    const officer = await server.as('districtOfficer');
    const area = { params: { areaId: small.areas.wenhua } };
    const listed = await allOf(
      officer,
      areaShow,
      (page) => ({ ...area, query: page }),
      (answer) => answer.organizations,
      1,
    );
    const rows = await rowsOf(officer, areaOrgListFile, (format) => ({ ...area, ...query(format) }));
    expect(listed.length).toBeGreaterThan(0);
    expect(column(rows, '党组织')).toEqual(listed.map((one) => one.name));

    const here = { params: { orgId: small.orgs.get(TOUR_ORGS.wolong)! } };
    const unit = small.units.get(TOUR_UNITS.waterGroup)!;
    for (const [at, unitId] of [unit, unit, unit, small.units.get(TOUR_UNITS.waterBureau)!].entries())
      await db
        .insertInto('person')
        .values({
          city_id: cityId,
          id: newId(),
          source_key: `LOST-${at}`,
          status: 'full',
          unit_id: unitId,
          valid_from: '2020-01-01',
        })
        .execute();
    await inTransaction(server.deps.store, (trx) => recountAll(trx as never, cityId, server.deps.clock.today()));
    const lost = await allOf(
      officer,
      unplacedList,
      (page) => ({ ...here, query: page }),
      (answer) => answer.items,
      1,
    );
    const unplaced = await rowsOf(officer, unplacedListFile, (format) => ({ ...here, ...query(format) }));
    expect(lost.length).toBeGreaterThan(0);
    expect(column(unplaced, '单位')).toEqual(lost.map((one) => one.unitName));
    expect(column(unplaced, '正式党员')).toEqual(lost.map((one) => (one.full === null ? '少于5' : String(one.full))));
  });
});
