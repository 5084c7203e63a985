import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { codeSheetMake } from '#contract/account';
import { feedbackAnswer, feedbackList, feedbackLookUp, feedbackSend } from '#contract/feedback';
import { correctionAnswer, correctionAsk, correctionList, myDataExport, myDataShow } from '#contract/my-data';
import { privacyShow } from '#contract/privacy';
import { TOUR_ORGS } from '#demo/tour';
import { newId } from '#store/id';
import { eraseDue } from '#store/retention';
import { refusal, startTestServer } from '../support/server.ts';

const server = await startTestServer();

describe('who holds what about me', () => {
  test('a member sees all that is kept, by whom, and who looked at the name', async () => {
    const member = await server.as('branchSecretary', 'member');
    const { data } = await member.call(myDataShow, {});
    expect(data).toMatchObject({
      name: '陈立川',
      number: '7K-30001',
      status: 'full',
      unit: '宛清供水公司',
      residence: '八一社区',
      lookedAt: [],
    });
    expect(data.homes).toEqual([{ organization: '供水公司党支部', group: null, from: '2020-01-01', until: null }]);
    const secretary = await server.as('unitSecretary');
    await secretary.call(codeSheetMake, { params: { orgId: server.small.orgs.get(TOUR_ORGS.waterSupply)! } });
    const after = await member.call(myDataShow, {});
    // The sheet names only those who cannot sign in yet; this member can.
    expect(after.data.lookedAt).toEqual([]);
  });

  test('an account without person has no such page', async () => {
    expect((await refusal((await server.as('cityOfficer')).call(myDataShow, {}))).code).toBe('not-found');
  });

  test('the export holds the same, as JSON and as a workbook', async () => {
    const member = await server.as('member');
    const { data: shown } = await member.call(myDataShow, {});
    const { data: json } = await member.call(myDataExport, { query: { format: 'json' } });
    expect(JSON.parse(new TextDecoder().decode(json))).toEqual(shown);
    const { data: bytes } = await member.call(myDataExport, { query: { format: 'xlsx' } });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes.buffer as ArrayBuffer);
    const words = book.worksheets.flatMap((sheet) =>
      sheet.getSheetValues().flatMap((row) => (Array.isArray(row) ? row.map(String) : [])),
    );
    expect(words).toEqual(expect.arrayContaining(['张明川', '7K-40261', '市水利局', '市水利局机关第二党支部']));
    expect(words.filter((word) => word.startsWith('privacy:'))).toEqual([]);
  });

  test('a member asks for a correction; the home organization answers, a refusal needs its reason', async () => {
    const member = await server.as('branchSecretary', 'member');
    const { data: receipt } = await member.call(correctionAsk, { body: { field: 'residence', proposed: '文化社区' } });
    const secretary = await server.as('branchSecretary', 'secretary');
    const { data: open } = await secretary.call(correctionList, {});
    expect(open.items).toMatchObject([
      { id: receipt.id, field: 'residence', proposed: '文化社区', state: 'open', person: '陈**' },
    ]);
    const params = { correctionId: receipt.id };
    const bare = await refusal(secretary.call(correctionAnswer, { params, body: { state: 'refused' } }));
    expect(bare.issues?.map((issue) => issue.code)).toEqual(['refusal-needs-reason']);
    const elsewhere = await server.as('subdistrictSecretary');
    expect((await refusal(elsewhere.call(correctionAnswer, { params, body: { state: 'done' } }))).code).toBe('not-found');
    await secretary.call(correctionAnswer, { params, body: { state: 'refused', answer: '户口所在地以登记为准' } });
    expect((await refusal(secretary.call(correctionAnswer, { params, body: { state: 'done' } }))).code).toBe('state-refuses');
    expect((await member.call(myDataShow, {})).data.corrections).toMatchObject([
      { state: 'refused', answer: '户口所在地以登记为准' },
    ]);
  });
});

describe('complaints and suggestions', () => {
  test('someone without account complains, keeps a code, reads the answer; nothing leads to the sender', async () => {
    const { data: sent } = await server.guest.call(feedbackSend, { body: { kind: 'complaint', text: '报表太多了' } });
    const officer = await server.as('cityOfficer');
    const { data: list } = await officer.call(feedbackList, {});
    expect(list.items).toMatchObject([{ kind: 'complaint', text: '报表太多了', state: 'open' }]);
    expect(Object.keys(list.items[0]!).sort()).toEqual(['answer', 'createdOn', 'id', 'kind', 'state', 'text']);
    await officer.call(feedbackAnswer, { params: { feedbackId: list.items[0]!.id }, body: { answer: '已减掉三张', seen: null } });
    const { data: status } = await server.guest.call(feedbackLookUp, { body: { code: sent.code.toLowerCase() } });
    expect(status).toMatchObject({ state: 'answered', answer: '已减掉三张' });
    expect((await refusal(server.guest.call(feedbackLookUp, { body: { code: 'AAAA-BBBB-CCCC' } }))).code).toBe('not-found');
    const { rows } = await server.database.store.pool.query(
      "select column_name from information_schema.columns where table_name = 'feedback'",
    );
    expect(rows.map((row) => row.column_name).filter((name) => /account|person|address|ip|phone|created_by/.test(name))).toEqual(
      [],
    );
    const { rows: kept } = await server.database.store.pool.query('select code_hash from feedback');
    expect(kept[0].code_hash).not.toContain(sent.code.replaceAll('-', ''));
  });

  test('only the city committee reads and answers', async () => {
    expect((await refusal((await server.as('districtOfficer')).call(feedbackList, {}))).code).toBe('outside-scope');
  });

  test('open entries come first, page by page', async () => {
    for (const text of ['一', '二', '三']) await server.guest.call(feedbackSend, { body: { kind: 'suggestion', text } });
    const officer = await server.as('cityOfficer');
    const { data: first } = await officer.call(feedbackList, { query: { limit: 2 } });
    const { data: rest } = await officer.call(feedbackList, { query: { limit: 2, cursor: first.next! } });
    expect([...first.items, ...rest.items].map((one) => one.text)).toEqual(['三', '二', '一', '报表太多了']);
  });

  test('two officers answer the same complaint: the second is shown the answer of the first, and may change it then', async () => {
    await server.guest.call(feedbackSend, { body: { kind: 'complaint', text: '夜班没有热水' } });
    const [first, second] = [await server.as('cityOfficer'), await server.as('cityApprover')];
    const { id } = (await first.call(feedbackList, {})).data.items.find((one) => one.text === '夜班没有热水')!;
    const answer = (client: typeof first, text: string, seen: string | null) =>
      client.call(feedbackAnswer, { params: { feedbackId: id }, body: { answer: text, seen } });
    await answer(first, '已送热水器', null);
    const late = await refusal(answer(second, '正在想办法', null));
    expect(late).toMatchObject({ code: 'edited-since', current: { id, answer: '已送热水器' }, yours: { answer: '正在想办法' } });
    expect((await answer(second, '已送两台热水器', '已送热水器')).data.answer).toBe('已送两台热水器');
    const nobody = first.call(feedbackAnswer, { params: { feedbackId: newId() }, body: { answer: '一', seen: null } });
    expect((await refusal(nobody)).code).toBe('not-found');
  });

  test('a flood from one address is slowed down', async () => {
    const codes: string[] = [];
    for (let i = 0; i < 25; i++) {
      codes.push(
        await server.guest.call(feedbackSend, { body: { kind: 'suggestion', text: `第${i}条` } }).then(
          () => 'kept',
          (error) => error.problem.code,
        ),
      );
    }
    expect(codes.filter((code) => code === 'too-many-requests').length).toBeGreaterThan(0);
  });

  test('entries go on their date', async () => {
    await server.database.store.pool.query("update feedback set erase_after = current_date - 2 where text = '一'");
    const erased = await eraseDue(server.database.store, server.cityId, new Date());
    expect(erased.feedback).toBe(1);
    expect((await eraseDue(server.database.store, server.cityId, new Date())).feedback).toBe(0);
  });
});

test('the privacy page names the responsible organization and every period', async () => {
  const { data } = await server.guest.call(privacyShow, {});
  expect(data).toMatchObject({ city: '小城', responsible: '中共小城市委员会', demo: true });
  expect(data.kept.find((one) => one.key === 'feedback')).toEqual({ key: 'feedback', days: 365, from: 'sending' });
  expect(data.kept.length).toBeGreaterThan(5);
});
