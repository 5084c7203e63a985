import { describe, expect, test } from 'vitest';
import { formationShow } from '#contract/formation';
import { functionsShow, historyShow, libraryShow, rulesShow } from '#contract/rules';
import { taskCreate, taskSave, taskShow } from '#contract/tasks';
import { refusal, startTestServer } from '../support/server.ts';

const server = await startTestServer();
const member = await server.as('member');

describe('rules over the wire', () => {
  test('rules in force depend on the day; every one carries document, clause, force, dates and certainty', async () => {
    const on = async (day: string) => (await member.call(rulesShow, { query: { day } })).data;
    const ids = (answer: Awaited<ReturnType<typeof on>>) => answer.documents.flatMap((book) => book.rules.map((rule) => rule.id));
    expect(ids(await on('2020-07-12'))).not.toContain('th-500');
    expect(ids(await on('2020-07-13'))).toContain('th-500');
    const answer = await on('2020-05-28');
    expect(answer.documents.every((book) => book.document.era === 'live')).toBe(true);
    for (const rule of answer.documents.flatMap((book) => book.rules)) {
      expect(rule.clause['zh-CN'] && rule.clause.en && rule.modality && rule.certainty && rule.from).toBeTruthy();
    }
  });
  test('S-044 S-046 S-050 the cards over the wire: two say that nothing is stated; Sanwan has problem, change and effects apart, each cited', async () => {
    const { data } = await member.call(historyShow, {});
    const card = (id: string) => data.stages.flatMap((one) => one.cards).find((one) => one.id === id)!;
    for (const id of ['second-congress', 'third-congress'])
      expect(card(id)).toMatchObject({ contentNotStated: true, problem: null, change: null, effects: [] });
    const sanwan = card('sanwan');
    expect(sanwan.problem?.['zh-CN']).toBeTruthy();
    expect(sanwan.change?.['zh-CN']).toBeTruthy();
    expect(sanwan.effects.find((one) => one.line === '36.3')?.text['zh-CN']).toContain('党对军队的绝对领导');
  });
  test('without a day the rules of today answer', async () => {
    const { data } = await member.call(rulesShow, {});
    expect(data.asOf).toBe(server.deps.clock.today());
  });
  test('the function table gives both layers and null where a layer is silent', async () => {
    const { data } = await member.call(functionsShow, { query: { day: '2020-05-28' } });
    const row = data.rows.find(
      (one) => one.unitKind === 'state-enterprise' && one.soeTier === 3 && one.class === 'primary-level',
    );
    expect([row?.lecture?.key, row?.document?.key]).toEqual(['lec-soe-lower', 'doc-soe-lower']);
    expect(data.rows.find((one) => one.unitKind === 'market' && one.class === 'primary-level')).toMatchObject({
      lecture: null,
      document: null,
    });
    expect(data.decisions.length).toBeGreaterThan(10);
  });
  test('the library is searched by every word', async () => {
    const { data } = await member.call(libraryShow, { query: { q: '2017年9月 非公有制' } });
    expect(data.items.map((one) => one.id)).toEqual(['non-public-opinion']);
    expect((await member.call(libraryShow, { query: { q: 'no such words' } })).data.items).toEqual([]);
  });
  test('S-008 two versions of one wording over the wire: the day before answers by the old one and cites it, the day itself by the new one', async () => {
    const subdistrict = async (day: string) =>
      (await member.call(functionsShow, { query: { day } })).data.rows.find(
        (one) => one.class === 'primary-level' && one.unitKind === 'subdistrict',
      )!.document!;
    const [before, after] = [await subdistrict('2022-10-21'), await subdistrict('2022-10-22')];
    expect([before.key, before.to]).toEqual(['doc-area-2017', '2022-10-22']);
    expect([after.key, after.from]).toEqual(['doc-area-2022', '2022-10-22']);
    expect(before.source.document).toBeTruthy();
    expect(after.source.document).toBeTruthy();
    expect(before.lines).not.toEqual(after.lines);
  });
  test('S-118 S-151 the library over the wire: the report of the 19th Congress with quotation and date, the conference of July 2018', async () => {
    const found = async (q: string) => (await member.call(libraryShow, { query: { q } })).data.items;
    const [report] = await found('十九大 活动方式创新');
    expect([report?.id, report?.date]).toEqual(['congress-19-report', '2017-10-18']);
    expect(report?.quotes.map((one) => JSON.stringify(one)).join('')).toContain('活动方式');
    expect((await found('party leads all')).map((one) => one.id)).toEqual(['congress-19-report']);
    expect((await found('优化组织设置')).map((one) => one.date)).toEqual(['2018-07']);
  });
  test('S-034 every kind of organization over the wire: one cited text a layer, or silence; none leads that is not named', async () => {
    const { data } = await member.call(functionsShow, { query: { day: '2020-05-28' } });
    const keys = data.rows.map((one) => `${one.class} ${one.unitKind} ${one.soeTier}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const row of data.rows)
      for (const entry of [row.lecture, row.document]) {
        if (entry === null) continue;
        expect(entry.source.line ?? entry.source.article ?? entry.source.document).toBeTruthy();
        if (entry.verb === 'lead') expect(row.class !== 'primary-level' || entry.unitKinds.length > 0, entry.key).toBe(true);
      }
    expect(data.rows.some((one) => one.lecture === null && one.document === null)).toBe(true);
  });
  test('S-036 S-037 S-040 S-041 the functions of a county committee, a village, a collective and a non-public enterprise over the wire', async () => {
    const { data } = await member.call(functionsShow, { query: { day: '2020-05-28' } });
    const of = (unitKind: string | null, type = 'primary-level', tier: number | null = null) =>
      data.rows.find((one) => one.class === type && one.unitKind === unitKind && one.soeTier === tier)!.lecture!;
    const county = of(null, 'local');
    expect([county.verb, county.source.line]).toEqual(['resolve', '28.3']);
    const village = of('village');
    expect([village.verb, village.source.line]).toEqual(['lead', '28.4']);
    expect(village.consequence?.['zh-CN']).toContain('只限本地区');
    const collective = of('collective-enterprise');
    expect([collective.verb, collective.source.line]).toEqual([of('state-enterprise', 'primary-level', 3).verb, '28.6']);
    expect(collective.lines[0]?.text['zh-CN']).toContain('围绕着企业生产经营开展工作');
    const firm = of('non-public-enterprise');
    expect(firm.lines.map((line) => line.toward?.['zh-CN'])).toEqual(['对企业', '对职工']);
    expect(firm.consequence?.['zh-CN']).toContain('不决定企业的经营事务');
  });
  test('S-128 a task of six months or more is told the rule, a shorter one is not; one extended from five to seven is told that same day', async () => {
    const officer = await server.as('districtOfficer');
    const areaId = server.small.areas.wolong;
    const made = await officer.call(taskCreate, { body: { title: '值守', pack: 'epidemic-control', areaId } });
    const params = { taskId: made.data.id };
    const told = async (reviewOn: string) => {
      const task = await officer.call(taskShow, { params });
      const content = { ...task.data.content, startsOn: '2027-01-01', reviewOn };
      await officer.call(taskSave, { params, body: content }, { ifMatch: task.etag });
      return (await officer.call(formationShow, { params })).data.findings.find((one) => one.rule === 'br-05c');
    };
    // The days of the posts end before the day of review.
    expect(await told('2027-06-30')).toBeUndefined();
    const six = await told('2027-07-01');
    expect([six?.outcome, six?.modality, six?.article]).toEqual(['to-be-judged', 'hard', '第五条']);
    expect(six?.values).toMatchObject({ reachedOn: '2027-07-01', months: 6 });
    expect((await told('2028-03-01'))?.outcome).toBe('to-be-judged');
    expect(await told('2027-06-01')).toBeUndefined();
    expect((await told('2027-08-01'))?.outcome).toBe('to-be-judged');
  });
  test('history comes in two stages and apart from the rules in force', async () => {
    const { data } = await member.call(historyShow, {});
    expect(data.stages.map((one) => one.stage)).toEqual(['before-reform', 'since-reform']);
    expect(data.sets.every((set) => set.document.era === 'history')).toBe(true);
  });
  test('nobody reads them without an account, and a wrong day is refused', async () => {
    expect((await refusal(server.guest.call(rulesShow, {}))).status).toBe(401);
    expect((await refusal(member.call(rulesShow, { query: { day: '2020-02-30' } }))).status).toBe(422);
  });
});
