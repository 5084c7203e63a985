import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { main } from '#cli/main';
import { accountList, codeSheetMake, grantAdd } from '#contract/account';
import { consultationStart } from '#contract/consultations';
import { approvalDecide, approvalTell, formationShow, submissionCreate } from '#contract/formation';
import { NEED_COLUMNS, needsSave, needsShow } from '#contract/needs';
import { myOfferList, myQuestionAnswer } from '#contract/offers';
import { planUnplaced } from '#contract/plan-questions';
import { planStart } from '#contract/plans';
import { rosterShow, runningShow } from '#contract/running';
import { searchAll } from '#contract/search';
import { passwordSet, sessionShow } from '#contract/session';
import { sourcesSave, sourcesShow } from '#contract/sources';
import { standingDecide, taskCreate, taskSave, taskShow } from '#contract/tasks';
import { trailList } from '#contract/trail';
import { addressOf, start } from '../support/command-line.ts';
import { createTestDatabase } from '../support/database.ts';
import { planEnded } from '../support/plan-ended.ts';
import { clientOf, refusal } from '../support/server.ts';

/** A working city from nothing, as docs/operation.md says: commands, then the pages' own requests; no demo data anywhere. */
const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'qunying-first-city-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { user, password, host, port } = database.owner as { user: string; password: string; host: string; port: number };
const variables = {
  DATABASE_URL: `postgresql://${user}:${encodeURIComponent(password)}@localhost:${port}/${database.name}?host=${encodeURIComponent(host)}`,
  QUNYING_DATA: join(folder, 'data'),
  QUNYING_MODE: 'production',
  LANG: 'zh_CN.UTF-8',
};
/** A command in this process, as `qunying <words>` would run it; what it said on standard output. */
const run = async (...words: string[]) => {
  const write = process.stdout.write;
  let said = '';
  process.stdout.write = ((text: string | Uint8Array) => {
    said += text.toString();
    return true;
  }) as typeof write;
  const code = await main(words, variables).finally(() => {
    process.stdout.write = write;
  });
  expect(code, said).toBe(0);
  return said;
};
const codeIn = (said: string) => /一次性码：(\S+)/.exec(said)![1]!;

const TABLES = {
  areas: `区划代码,地区名称,地区类型,上级代码
411300,南阳市,地级市
411303,卧龙区,市辖区,411300
411303001,梅溪街道,街道,411303
411303001001,文化社区,社区,411303001
411303001002,西关社区,社区,411303001`,
  units: `编号,单位名称,单位类型,隶属层级,隶属地区,所在地区,系统,可出人数
U1,南阳市水利局,机关,市,南阳市,文化社区,党政机关,30
U2,卧龙区教育局,机关,区县,卧龙区,西关社区,党政机关,12
U3,顺达物流公司,非公企业,,,西关社区,非公经济,8`,
  organizations: `编号,党组织名称,组织类别,组织形式,上级党组织,单位,所在地区
O0,中共南阳市委员会,地方组织,党委,,,南阳市
O1,中共卧龙区委员会,地方组织,党委,中共南阳市委员会,,卧龙区
O2,中共梅溪街道工作委员会,基层组织,党委,中共卧龙区委员会,,梅溪街道
O3,文化社区党支部,基层组织,党支部,中共梅溪街道工作委员会,,文化社区
O5,南阳市水利局机关党支部,基层组织,党支部,中共南阳市委员会,南阳市水利局
O6,卧龙区教育局机关党支部,基层组织,党支部,中共卧龙区委员会,卧龙区教育局
O7,顺达物流公司党支部,基层组织,党支部,中共梅溪街道工作委员会,顺达物流公司`,
};

/** Columns of a need, empty. */
const EMPTY = Object.fromEntries(NEED_COLUMNS.map((key) => [key, ''])) as Record<(typeof NEED_COLUMNS)[number], string>;

/** Members of three units with 30, 12 and 8, and six of a community without a unit. */
function members(): string {
  const lines = ['编号,姓名,党员类别,所在党支部,转入日期,单位,居住社区'];
  for (const [count, branch, unit] of [
    [30, '南阳市水利局机关党支部', '南阳市水利局'],
    [12, '卧龙区教育局机关党支部', '卧龙区教育局'],
    [8, '顺达物流公司党支部', '顺达物流公司'],
    [6, '文化社区党支部', ''],
  ] as const)
    for (let i = 0; i < count; i++) {
      const no = lines.length;
      const name = `${'赵钱孙李周吴郑王冯陈'[no % 10]}${'伟芳娜敏静丽强'[no % 7]}${'一二三四五六七八九'[no % 9]}`;
      lines.push(`M${no},${name},正式党员,${branch},2020-01-01,${unit},${i % 2 ? '文化社区' : '西关社区'}`);
    }
  return lines.join('\n');
}

async function enter(url: string, login: string, code: string) {
  const open = async (secret: string) => {
    const answer = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password: secret }),
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return answer.headers.get('set-cookie')!.split(';')[0]!;
  };
  const client = clientOf(url, await open(code));
  await client.call(passwordSet, { body: { current: code, password: `eigen ${login} 2026` } });
  return clientOf(url, await open(`eigen ${login} 2026`));
}

test('S-173 a city from nothing: tables in order, accounts apart; three units with 30, 12 and 8 members report: 50 to be placed, counted with who is not; who is hindered need not say why, all assigned', async () => {
  for (const kind of ['areas', 'units', 'organizations', 'members', 'needs']) {
    await run('export', kind, '--template', '--out', join(folder, `${kind}.xlsx`));
    expect(existsSync(join(folder, `${kind}.xlsx`))).toBe(true);
  }
  await run('migrate', '--city', '411300', '--name', '南阳市');
  for (const [kind, text] of Object.entries({ ...TABLES, members: members() })) {
    writeFileSync(join(folder, `${kind}.csv`), text);
    await run('import', kind, join(folder, `${kind}.csv`));
  }
  const account = async (login: string, role: string, ...more: string[]) =>
    codeIn(await run('account', 'add', login, '--role', role, ...more));
  const codes = {
    machine: await account('machine', 'system-administrator'),
    security: await account('security', 'security-administrator'),
    drafter: await account('drafter', 'officer', '--org', 'O1'),
    approver: await account('approver', 'officer', '--org', '中共南阳市委员会'),
    branch: await account('branch', 'secretary', '--org', 'O7'),
  };
  const url = new URL(await addressOf(start(['serve', '--port', '0'], { ...variables, LANG: 'en_US.UTF-8' }))).origin;

  // The two administrators are two people: neither reaches the other's work, and neither is given both.
  const machine = await enter(url, 'machine', codes.machine);
  const security = await enter(url, 'security', codes.security);
  expect((await refusal(machine.call(trailList, { query: {} }))).status).toBe(403);
  expect((await security.call(trailList, { query: {} })).data.items.length).toBeGreaterThan(0);
  expect((await refusal(security.call(accountList, { body: {} }))).status).toBe(403);
  const accounts = (await machine.call(accountList, { body: {} })).data.items;
  const both = machine.call(grantAdd, {
    params: { accountId: accounts.find((one) => one.login === 'security')!.id },
    body: { role: 'system-administrator' },
  });
  expect((await refusal(both)).issues?.map((issue) => issue.code)).toEqual(['administrators-apart']);

  // Members enter with the sheet that the secretary of their branch prints.
  const secretary = await enter(url, 'branch', codes.branch);
  const branch = (await secretary.call(sessionShow, {})).data.grants[0]!.orgId!;
  const sheet = (await secretary.call(codeSheetMake, { params: { orgId: branch } })).data;
  expect(sheet.rows).toHaveLength(8);

  // The main job: all members of three units, in two communities.
  const drafter = await enter(url, 'drafter', codes.drafter);
  const found = (await drafter.call(searchAll, { body: { q: '卧龙区', kinds: ['areas'] } })).data.areas;
  const areaId = found.find((one) => one.name === '卧龙区')!.id;
  const made = await drafter.call(taskCreate, { body: { title: '路口值守', pack: 'epidemic-control', areaId } });
  const params = { taskId: made.data.id };
  const needs = await drafter.call(needsShow, { params });
  const row = (community: string, checkpoint: string, headCount: string) => ({
    cells: { ...EMPTY, subdistrict: '梅溪街道', community, checkpoint, headCount, shift: '早班', window: '06:00-14:00' },
  });
  const rows = [
    row('文化社区', '东门', '12'),
    row('文化社区', '西门', '11'),
    row('西关社区', '北门', '12'),
    row('西关社区', '南门', '11'),
  ];
  const saved = await drafter.call(needsSave, { params, body: { rows } }, { ifMatch: needs.etag });
  expect(saved.data.totals).toMatchObject({ people: 46, errors: 0 });
  const sources = await drafter.call(sourcesShow, { params });
  const own = { areaIds: [areaId], excludedUnitIds: [], caps: [] };
  const outside = ['subdistrict-community', 'free-community'];
  const chosen = await drafter.call(
    sourcesSave,
    { params, body: { ...own, excludedCategories: outside } },
    { ifMatch: sources.etag },
  );
  const lenders = chosen.data.units.filter((one) => one.included);
  expect(lenders.map((one) => one.members).sort((a, b) => b! - a!)).toEqual([30, 12, 8]);
  const task = await drafter.call(taskShow, { params });
  const answer = { enough: false, reason: '街道调不动市直单位', orgId: null };
  const answered = await drafter.call(standingDecide, { params, body: answer }, { ifMatch: task.etag });
  const content = {
    ...answered.data.content,
    ...{ goal: '守好路口', why: '演练', charter: '章程', endCondition: '演练结束', issuerOrgId: answered.data.ownerOrgId },
    lines: [{ kind: 'explain', text: '宣传解释', political: true }],
  };
  const written = await drafter.call(taskSave, { params, body: content }, { ifMatch: answered.etag });
  expect(written.data.issues).toEqual([]);
  const plan = async () => {
    const { data } = await drafter.call(planStart, { params, body: {} });
    return planEnded(drafter, data.id);
  };
  const all = await plan();
  // Fifty members: 46 at posts, four lead the district, the subdistrict and two communities.
  expect([all.state, all.placed, all.missing, all.leading]).toEqual(['ready', 46, 0, 4]);

  // S-173: exempt without a word of why: who is asked says "hindered", and there is nowhere to say more.
  const { login, code } = sheet.rows[0]!;
  const member = await enter(url, login, code);
  await drafter.call(consultationStart, { params, body: { until: new Date(Date.now() + 3_600_000).toISOString() } });
  const question = (await member.call(myOfferList, {})).data.questions[0]!;
  await member.call(myQuestionAnswer, { params: { consultationId: question.id }, body: { answer: 'hindered' } });
  const { rows: columns } = await database.store.pool.query(
    "select column_name from information_schema.columns where table_name = 'consultation' and column_name ~ 'reason|health|opinion|why'",
  );
  const kept = await database.store.pool.query("select opinion from consultation where answer = 'hindered'");
  expect([columns.map((one) => one.column_name), kept.rows]).toEqual([['opinion'], [{ opinion: null }]]);
  const again = await plan();
  expect([again.state, again.placed, again.missing, again.leading]).toEqual(['ready', 45, 1, 4]);
  const unplaced = (await drafter.call(planUnplaced, { params: { planId: again.id } })).data;
  expect(unplaced.tied).toBe(49);
  expect(unplaced.reasons.reduce((sum, one) => sum + one.count, 0)).toBe(1);
  const gap = again.gaps[0]!;
  expect(again.gaps.map((one) => one.count)).toEqual([1]);
  expect(gap.reason).toBeTruthy();

  // Approved by the committee of the city, told; everyone was assigned by a unit, and it says so.
  const draft = (await drafter.call(formationShow, { params })).data;
  expect(draft.issues.filter((issue) => issue.severity === 'error')).toEqual([]);
  const submitted = await drafter.call(submissionCreate, { params, body: { planId: again.id, replyBy: null } });
  const approval = { approvalId: submitted.data.id };
  const approver = await enter(url, 'approver', codes.approver);
  await approver.call(approvalDecide, { params: approval, body: { decision: 'approved', opinion: '同意' } });
  await approver.call(approvalTell, { params: approval });
  const running = (await drafter.call(runningShow, { params, query: {} })).data;
  expect(running.duties.all).toBe(45);
  const modes = new Set<string>();
  let people = 0;
  for (const node of running.chain.filter((one) => one.form === 'group')) {
    const list = (await drafter.call(rosterShow, { params: { ...params, orgId: node.id } })).data.people;
    people += list.length;
    for (const one of list) modes.add(one.mode);
  }
  expect([people, [...modes]]).toEqual([45, ['assigned']]);

  // What keeps it safe: a backup that holds, and a chain that verifies.
  await run('backup', join(folder, 'city.qunying'));
  await run('restore', join(folder, 'city.qunying'), '--check');
  expect(await run('audit', 'verify')).toContain('南阳市');
}, 240_000);
