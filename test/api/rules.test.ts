import { describe, expect, test } from 'vitest';
import { functionsShow, historyShow, libraryShow, rulesShow } from '#contract/rules';
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
