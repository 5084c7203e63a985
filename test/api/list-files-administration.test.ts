import { describe, expect, test } from 'vitest';
import { accountList } from '#contract/account';
import { feedbackList, feedbackSend } from '#contract/feedback';
import { importList } from '#contract/import';
import { labelSet } from '#contract/labels';
import {
  accountListFile,
  contrastListFile,
  correctionListFile,
  decisionListFile,
  feedbackListFile,
  functionListFile,
  importListFile,
  labelListFile,
  libraryListFile,
  ruleListFile,
} from '#contract/list-files-administration';
import { correctionAsk, correctionList } from '#contract/my-data';
import { conceptShow, functionsShow, libraryShow, rulesShow } from '#contract/rules';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { workbookBytes } from '#documents/tables';
import { memberIs } from '../support/drill.ts';
import { handIn } from '../support/hand-in.ts';
import { allOf, column, rowsOf } from '../support/list-rows.ts';
import { MASKED } from '../support/masked.ts';
import { refusal, startTestServer } from '../support/server.ts';

describe('lists of whoever keeps the installation, and of published rules, as files', async () => {
  const server = await startTestServer();
  const { db } = server.deps.store;
  const { small } = server;
  const query = (format: 'xlsx' | 'csv') => ({ query: { format } });

  test('accounts: with their roles and without any secret; corrections and feedback: without who wrote', async () => {
    const admin = await server.as('machine');
    const listed = await allOf(
      admin,
      accountList,
      (page) => ({ body: page }),
      (answer) => answer.items,
      5,
    );
    const rows = await rowsOf(admin, accountListFile, (format) => ({ body: { format } }));
    expect(column(rows, '登录名')).toEqual(listed.map((one) => one.login));
    expect(listed.length).toBeGreaterThan(5);
    expect(rows[0]).toEqual(['登录名', '姓名', '角色', '登录方式']);
    const found = await rowsOf(admin, accountListFile, (format) => ({ body: { format, q: listed[0]!.login } }));
    expect(column(found, '登录名')).toContain(listed[0]!.login);
    expect(found.length).toBeLessThan(rows.length);
    const kept = await db.selectFrom('account').select('hash').where('hash', 'is not', null).execute();
    const whole = JSON.stringify(rows);
    for (const { hash } of kept) expect(whole).not.toContain(hash!);
    expect((await refusal((await server.as('cityOfficer')).call(accountListFile, { body: {} }))).code).toBe('role-not-allowed');

    await db
      .updateTable('role_grant')
      .set({ org_id: small.orgs.get(TOUR_ORGS.waterBureauSecond)! })
      .where('account_id', '=', DEMO_ACCOUNTS.branchSecretary.id)
      .execute();
    await memberIs(server, small.members.get(TOUR_ORGS.waterBureauSecond)![1]!);
    await (await server.as('member')).call(correctionAsk, { body: { field: 'residence', proposed: '文化社区' } });
    const secretary = await server.as('branchSecretary', 'secretary');
    const wishes = (await secretary.call(correctionList, { query: {} })).data.items;
    const corrections = await rowsOf(secretary, correctionListFile, query);
    expect(column(corrections, '姓名')).toEqual(wishes.map((one) => one.person));
    expect(column(corrections, '应为')).toEqual(['文化社区']);
    expect(column(corrections, '姓名')[0]).toMatch(MASKED);

    await server.guest.call(feedbackSend, { body: { kind: 'complaint', text: '=报表太多了' } });
    const city = await server.as('cityOfficer');
    const said = (await city.call(feedbackList, { query: {} })).data.items;
    const feedback = await rowsOf(city, feedbackListFile, query);
    expect(column(feedback, '正文')).toEqual(said.map((one) => one.text));
    expect([column(feedback, '类别'), column(feedback, '状态')]).toEqual([['投诉'], ['等答复']]);
    expect((await refusal((await server.as('districtOfficer')).call(feedbackListFile, { query: {} }))).status).toBe(403);
  });

  test('imports are one’s own; renamed words with their days', async () => {
    const officer = await server.as('districtOfficer');
    for (const name of ['一.xlsx', '二.xlsx', '三.xlsx'])
      await handIn(
        officer,
        'units',
        await workbookBytes([
          { name: '表', columns: [], rows: [{ cells: ['单位名称', '单位类型'] }, { cells: ['甲', '民营企业'] }] },
        ]),
        name,
      );
    const listed = await allOf(
      officer,
      importList,
      (page) => ({ query: page }),
      (answer) => answer.items,
    );
    const rows = await rowsOf(officer, importListFile, query);
    expect(column(rows, '文件')).toEqual(listed.map((one) => one.fileName));
    expect(listed).toHaveLength(3);
    expect(column(rows, '状态')).toEqual(Array(3).fill('待写入'));
    expect(await rowsOf(await server.as('unitSecretary'), importListFile, query)).toHaveLength(1);

    const city = await server.as('cityOfficer');
    await city.call(labelSet, { params: { key: 'tag-joint' }, body: { 'zh-CN': '联建', en: 'joined' } });
    const words = await rowsOf(city, labelListFile, query);
    expect(new Set(column(words, '改为'))).toEqual(new Set(['联建', 'joined']));
    expect(words.slice(1).every((row) => row.includes(server.deps.clock.today()))).toBe(true);
  });

  test('published rules: as many rows as the pages show', async () => {
    const officer = await server.as('districtOfficer');
    const { documents } = (await officer.call(rulesShow, { query: {} })).data;
    const shown = documents.flatMap((one) => one.rules.filter((rule) => rule.modality !== 'reference'));
    const rules = await rowsOf(officer, ruleListFile, query);
    expect(column(rules, '标题')).toEqual(shown.map((one) => one.title['zh-CN']));
    const then = await rowsOf(officer, ruleListFile, (format) => ({ query: { day: '2019-01-01', format } }));
    expect(then.length).not.toBe(rules.length);
    const functions = (await officer.call(functionsShow, { query: {} })).data;
    const table = await rowsOf(officer, functionListFile, query);
    expect(table.length).toBeGreaterThan(10);
    expect(column(table, '单位类型')).not.toContain('行政机构');
    expect(column(await rowsOf(officer, decisionListFile, query), '情形')).toEqual(
      functions.decisions.map((one) => one.situation['zh-CN']),
    );
    const library = (await officer.call(libraryShow, { query: {} })).data.items;
    expect(await rowsOf(officer, libraryListFile, query)).toHaveLength(library.length + 1);
    const { contrast } = (await officer.call(conceptShow, {})).data;
    expect(await rowsOf(officer, contrastListFile, query)).toHaveLength(contrast.length + 1);
  });
});
