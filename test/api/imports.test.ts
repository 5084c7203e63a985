import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { importCommit, importList, importMapping, importReturned, importShow, importStop, importUndo } from '#contract/import';
import { handIn, rowsOf, workbook } from '../support/hand-in.ts';
import { MASKED } from '../support/masked.ts';
import { refusal, startTestServer } from '../support/server.ts';

const server = await startTestServer();
const { store } = server.database;
const officer = await server.as('districtOfficer');
const secretary = await server.as('subdistrictSecretary');

const MEMBERS = ['编号', '姓名', '党员类别', '所在党支部', '居住社区', '特长', '是否愿意'];

async function memberCount(): Promise<number> {
  const { n } = await store.db
    .selectFrom('person')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('city_id', '=', server.cityId)
    .executeTakeFirstOrThrow();
  return Number(n);
}

describe('members', () => {
  const good = ['M-1', '张晓梅', '正式党员', '文化社区党支部', '文化社区', '水电、护理', '是'];

  test('preview, commit and undo: counted, written in one piece, findable by pinyin, taken back', async () => {
    const before = await memberCount();
    const batch = await handIn(
      secretary,
      'members',
      await workbook(MEMBERS, good, ['M-2', '单雄信', '预备党员', '文化社区党支部', '', '', ''], [...good]),
    );
    expect(batch).toMatchObject({ state: 'preview', counts: { new: 2, duplicate: 1 }, missing: [] });
    expect(await memberCount()).toBe(before);
    const { data: committed } = await secretary.call(importCommit, { params: { importId: batch.id } });
    expect(committed).toMatchObject({ state: 'committed', counts: { new: 2, duplicate: 1 } });
    expect(await memberCount()).toBe(before + 2);
    const names = await store.db
      .selectFrom('person_name')
      .select(['name', 'pinyin', 'initials'])
      .where('name', '=', '单雄信')
      .execute();
    expect(names).toEqual([{ name: '单雄信', pinyin: 'shanxiongxin', initials: 'sxx' }]);
    const person = await store.db.selectFrom('person').selectAll().where('source_key', '=', 'M-1').executeTakeFirstOrThrow();
    const homes = await store.db.selectFrom('home').selectAll().where('person_id', '=', person.id).execute();
    expect(homes).toHaveLength(1);
    const skills = await store.db.selectFrom('person_skill').select('code').where('person_id', '=', person.id).execute();
    expect(skills.map((one) => one.code).sort()).toEqual(['护理', '水电'].sort());
    const again = await handIn(secretary, 'members', await workbook(MEMBERS, good));
    expect(again.counts).toEqual({ same: 1 });
    const { data: undone } = await secretary.call(importUndo, { params: { importId: batch.id }, body: {} });
    expect(undone.state).toBe('undone');
    expect(await memberCount()).toBe(before);
  });

  test('errors keep everything out: unknown branch with a suggestion, another home, a branch out of reach', async () => {
    const before = await memberCount();
    const known = await store.db
      .selectFrom('person')
      .innerJoin('home', 'home.person_id', 'person.id')
      .innerJoin('org', 'org.id', 'home.org_id')
      .select(['person.source_key as key'])
      .where('org.name', '=', '八一社区党支部')
      .executeTakeFirstOrThrow();
    const batch = await handIn(
      secretary,
      'members',
      await workbook(
        MEMBERS,
        good,
        ['M-3', '李建国', '正式党员', '文化社区支部', '', '', ''],
        [known.key!, '王芳', '正式党员', '文化社区党支部', '', '', ''],
        ['M-4', '赵强', '正式党员', '八一社区党支部', '', '', ''],
      ),
    );
    expect(batch.counts).toEqual({ new: 1, error: 3 });
    const rows = await rowsOf(secretary, batch.id);
    expect(rows.map((row) => row.issues.map((issue) => issue.code))).toEqual([
      [],
      ['organization-unknown-suggest'],
      ['home-changes'],
      ['outside-your-scope'],
    ]);
    expect(rows[1]!.issues[0]!.params).toMatchObject({ value: '文化社区支部', suggestion: '文化社区党支部' });
    const problem = await refusal(secretary.call(importCommit, { params: { importId: batch.id } }));
    expect(problem.code).toBe('invalid');
    expect(problem.issues!.map((issue) => issue.code)).toContain('home-changes');
    expect(await memberCount()).toBe(before);
    const { data: bytes } = await secretary.call(importReturned, { params: { importId: batch.id } });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
    const sheet = book.worksheets[0]!;
    expect(String(sheet.getCell('H3').value)).toContain('文化社区党支部');
    expect(sheet.getCell('D3').fill).toMatchObject({ fgColor: { argb: 'FFFCEFED' } });
    expect(sheet.getCell('H2').value).toBeNull();
  });

  test('a cell that holds an error of the spreadsheet keeps its row out at the commit too', async () => {
    const before = await memberCount();
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('表');
    sheet.addRow(MEMBERS);
    sheet.addRow(['C-1', '郑一', '正式党员', '文化社区党支部', '', { error: '#N/A' }, '']);
    const batch = await handIn(secretary, 'members', new Uint8Array(await book.xlsx.writeBuffer()));
    expect(batch.counts).toEqual({ error: 1 });
    const problem = await refusal(secretary.call(importCommit, { params: { importId: batch.id } }));
    expect(problem.issues!.map((issue) => issue.code)).toEqual(['cell-error-value']);
    expect(await memberCount()).toBe(before);
  });

  test('what another import made or changed after the preview is counted as it is at the commit, and undo leaves it', async () => {
    const before = await memberCount();
    const cells = (key: string, status: string) => [key, '吴十', status, '文化社区党支部', '', '', ''];
    const late = await handIn(
      secretary,
      'members',
      await workbook(MEMBERS, cells('L-1', '正式党员'), cells('L-2', '正式党员'), cells('L-3', '正式党员')),
    );
    expect(late.counts).toEqual({ new: 3 });
    const first = await handIn(secretary, 'members', await workbook(MEMBERS, cells('L-1', '正式党员'), cells('L-2', '预备党员')));
    await secretary.call(importCommit, { params: { importId: first.id } });
    const { data } = await secretary.call(importCommit, { params: { importId: late.id } });
    expect(data.counts).toEqual({ same: 1, changed: 1, new: 1 });
    expect((await rowsOf(secretary, late.id)).map((row) => row.outcome)).toEqual(['same', 'changed', 'new']);
    await secretary.call(importUndo, { params: { importId: late.id }, body: {} });
    const left = await store.db
      .selectFrom('person')
      .select(['source_key as key', 'status'])
      .where('source_key', 'like', 'L-_')
      .orderBy('source_key')
      .execute();
    expect(left).toEqual([
      { key: 'L-1', status: 'full' },
      { key: 'L-2', status: 'probationary' },
    ]);
    await secretary.call(importUndo, { params: { importId: first.id }, body: { rest: true } });
    expect(await memberCount()).toBe(before + 1);
    await store.db.deleteFrom('person').where('source_key', '=', 'L-2').execute();
  });

  test('more rows than one statement takes: written whole, noted whole, taken back whole', async () => {
    const before = await memberCount();
    const lines = Array.from({ length: 20_050 }, (_, index) => `P-${index},郑${index},正式党员,文化社区党支部,,水电,是`);
    const csv = new TextEncoder().encode([MEMBERS.join(','), ...lines].join('\n'));
    const batch = await handIn(secretary, 'members', csv, 'many.csv');
    expect(batch.counts).toEqual({ new: lines.length });
    await secretary.call(importCommit, { params: { importId: batch.id } });
    const written = await store.db
      .selectFrom('person')
      .innerJoin('person_name', 'person_name.person_id', 'person.id')
      .innerJoin('home', 'home.person_id', 'person.id')
      .innerJoin('person_skill', 'person_skill.person_id', 'person.id')
      .innerJoin('person_wish', 'person_wish.person_id', 'person.id')
      .innerJoin('import_row', 'import_row.target_id', 'person.id')
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .where('source_key', 'like', 'P-%')
      .where('batch_id', '=', batch.id)
      .where('willing', '=', true)
      .executeTakeFirstOrThrow();
    expect(Number(written.n)).toBe(lines.length);
    const { data: undone } = await secretary.call(importUndo, { params: { importId: batch.id }, body: {} });
    expect(undone.state).toBe('undone');
    expect(await memberCount()).toBe(before);
  });

  test('undo refuses what was edited or used since, by name, and takes back the rest when asked', async () => {
    const before = await memberCount();
    const batch = await handIn(
      secretary,
      'members',
      await workbook(
        MEMBERS,
        ['U-1', '钱一', '正式党员', '文化社区党支部', '', '', ''],
        ['U-2', '孙二', '正式党员', '文化社区党支部', '', '', ''],
        ['U-3', '李三', '正式党员', '文化社区党支部', '', '', ''],
      ),
    );
    await secretary.call(importCommit, { params: { importId: batch.id } });
    await store.db.updateTable('person').set({ status: 'probationary', version: 2 }).where('source_key', '=', 'U-1').execute();
    const second = await store.db.selectFrom('person').select('id').where('source_key', '=', 'U-2').executeTakeFirstOrThrow();
    const org = await store.db.selectFrom('org').select('id').where('name', '=', '文化社区党支部').executeTakeFirstOrThrow();
    await store.db
      .insertInto('office')
      .values({
        city_id: server.cityId,
        id: second.id,
        org_id: org.id,
        person_id: second.id,
        office: 'committee-member',
        how: 'elected',
        valid_from: '2026-01-01',
      })
      .execute();
    const problem = await refusal(secretary.call(importUndo, { params: { importId: batch.id }, body: {} }));
    expect(problem.issues!.map((issue) => [issue.code, issue.params.name]).sort()).toEqual([
      ['import-kept-edited', '钱一'],
      ['import-kept-used', '孙二'],
    ]);
    expect(await memberCount()).toBe(before + 3);
    await secretary.call(importUndo, { params: { importId: batch.id }, body: { rest: true } });
    expect(await memberCount()).toBe(before + 2);
  });

  test('a change is shown beside what is stored, written, and taken back to the values of before', async () => {
    const row = (status: string, skills: string) => ['C-1', '周四', status, '文化社区党支部', '', skills, ''];
    const first = await handIn(secretary, 'members', await workbook(MEMBERS, row('预备党员', '急救')));
    await secretary.call(importCommit, { params: { importId: first.id } });
    const second = await handIn(secretary, 'members', await workbook(MEMBERS, row('正式党员', '驾驶')));
    expect(second.counts).toEqual({ changed: 1 });
    expect((await rowsOf(secretary, second.id))[0]!.before).toMatchObject({ status: 'probationary', name: '周四' });
    await secretary.call(importCommit, { params: { importId: second.id } });
    const state = async () => {
      const person = await store.db
        .selectFrom('person')
        .select(['id', 'status'])
        .where('source_key', '=', 'C-1')
        .executeTakeFirstOrThrow();
      const skills = await store.db.selectFrom('person_skill').select('code').where('person_id', '=', person.id).execute();
      return [person.status, ...skills.map((one) => one.code)];
    };
    expect(await state()).toEqual(['full', '驾驶']);
    await secretary.call(importUndo, { params: { importId: second.id }, body: {} });
    expect(await state()).toEqual(['probationary', '急救']);
  });

  test('an officer of the district sees no stored names or states of persons in the preview', async () => {
    const key = (
      await store.db
        .selectFrom('person')
        .select('source_key')
        .where('source_key', 'like', '7K-%')
        .limit(1)
        .executeTakeFirstOrThrow()
    ).source_key!;
    const { name: org } = await store.db
      .selectFrom('person')
      .innerJoin('home', 'home.person_id', 'person.id')
      .innerJoin('org', 'org.id', 'home.org_id')
      .select('org.name')
      .where('person.source_key', '=', key)
      .executeTakeFirstOrThrow();
    const batch = await handIn(
      await server.as('cityOfficer'),
      'members',
      await workbook(MEMBERS, [key, '新名字', '正式党员', org, '', '', '']),
    );
    const [row] = await rowsOf(await server.as('cityOfficer'), batch.id);
    expect(row!.outcome).toBe('changed');
    expect(row!.before).toEqual({ name: expect.stringMatching(MASKED) });
  });
});

describe('mapping, stopping, history', () => {
  test('columns that are not recognised are mapped by hand and the rows are checked again', async () => {
    const body = await workbook(['甲', '姓名', '党员类别', '何处'], ['Z-1', '吴五', '正式党员', '文化社区党支部']);
    const batch = await handIn(secretary, 'members', body);
    expect(batch.missing).toEqual(['organization']);
    const wrong = await refusal(
      secretary.call(importMapping, { params: { importId: batch.id }, body: { mapping: { personName: 1 } } }),
    );
    expect(wrong.issues!.map((issue) => issue.code)).toEqual(['column-missing', 'column-missing']);
    const { data } = await secretary.call(importMapping, {
      params: { importId: batch.id },
      body: { mapping: { sourceKey: 0, personName: 1, status: 2, organization: 3 } },
    });
    expect(data).toMatchObject({ state: 'preview', counts: { new: 1 }, missing: [] });
    await secretary.call(importStop, { params: { importId: batch.id } });
    expect((await refusal(secretary.call(importCommit, { params: { importId: batch.id } }))).code).toBe('state-refuses');
    const { data: list } = await secretary.call(importList, { query: {} });
    expect(list.items[0]).toMatchObject({ id: batch.id, state: 'stopped' });
  });

  test('a file that is no table fails with its reason; another account reaches nobody else’s import', async () => {
    const batch = await handIn(secretary, 'members', new Uint8Array([0xd0, 0xcf, 0, 0]), 'old.xls');
    expect(batch).toMatchObject({
      state: 'failed',
      failure: [{ code: 'file-old-or-locked-workbook', params: { name: 'old.xls' } }],
    });
    expect((await refusal(officer.call(importShow, { params: { importId: batch.id } }))).code).toBe('outside-scope');
  });

  test('a batch whose job is gone is moved on: read ones failed, commits back to their preview', async () => {
    const batch = await handIn(
      secretary,
      'members',
      await workbook(MEMBERS, ['K-1', '郑六', '正式党员', '文化社区党支部', '', '', '']),
    );
    await store.db.updateTable('import_batch').set({ state: 'committing' }).where('id', '=', batch.id).execute();
    expect((await secretary.call(importShow, { params: { importId: batch.id } })).data.state).toBe('preview');
    await store.db.updateTable('import_batch').set({ state: 'reading' }).where('id', '=', batch.id).execute();
    const { data } = await secretary.call(importShow, { params: { importId: batch.id } });
    expect(data).toMatchObject({ state: 'failed', failure: [{ code: 'import-cut-off' }] });
  });

  test('raw rows are erased seven days after the commit, and then nothing can be taken back', async () => {
    const batch = await handIn(
      secretary,
      'members',
      await workbook(MEMBERS, ['E-1', '冯七', '正式党员', '文化社区党支部', '', '', '']),
    );
    await secretary.call(importCommit, { params: { importId: batch.id } });
    await store.db
      .updateTable('import_batch')
      .set({ committed_at: new Date(Date.now() - 8 * 86_400_000) })
      .where('id', '=', batch.id)
      .execute();
    await handIn(secretary, 'members', await workbook(MEMBERS, ['E-2', '陈八', '正式党员', '文化社区党支部', '', '', '']));
    const rows = await store.db.selectFrom('import_row').select('raw').where('batch_id', '=', batch.id).execute();
    expect(rows).toEqual([{ raw: null }]);
    expect((await refusal(secretary.call(importUndo, { params: { importId: batch.id }, body: {} }))).code).toBe('state-refuses');
  });
});
