import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { main } from '#cli/main';
import { table } from '#cli/table';
import { loadTexts } from '#cli/texts';
import { readSheetFile } from '#documents/sheet';
import { record, THE_PROGRAM } from '#store/audit';
import { newId } from '#store/id';
import { withClient } from '#store/target';
import { inTransaction } from '#store/transaction';
import { createTestDatabase } from '../support/database.ts';
import { sealSoon } from '../support/sealing.ts';
import { createSmallCity, SMALL_CITY } from '../support/small-city.ts';
import { createSmallTask } from '../support/small-task.ts';

/** The command line as people and scripts call it: every command on a real database, its two streams and its exit code. */
const source = await createTestDatabase();
const target = await createTestDatabase();
const city = await createSmallCity(source.store.db);
const folder = mkdtempSync(join(tmpdir(), 'qunying-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string) => join(folder, name);

const variablesOf = (database: typeof source): NodeJS.ProcessEnv => {
  const { user, password, host, port } = database.owner as { user: string; password: string; host: string; port: number };
  const place = `localhost:${port}/${database.name}?host=${encodeURIComponent(host)}`;
  return {
    DATABASE_URL: `postgresql://${user}:${encodeURIComponent(password)}@${place}`,
    QUNYING_DATA: file('data'),
    LANG: 'en_US.UTF-8',
  };
};

/** Runs a command in this process; a terminal, or not, is what standard error says it is. */
async function run(words: readonly string[], variables: NodeJS.ProcessEnv = variablesOf(source), terminal = false) {
  const streams = [process.stdout, process.stderr] as const;
  const said = ['', ''];
  const kept = streams.map((stream) => ({ write: stream.write, isTTY: stream.isTTY }));
  for (const [i, stream] of streams.entries()) {
    stream.write = ((text: string | Uint8Array) => {
      said[i] += text.toString();
      return true;
    }) as typeof stream.write;
    stream.isTTY = terminal;
  }
  try {
    const code = await main(words, variables);
    return { code, out: said[0]!, err: said[1]! };
  } finally {
    for (const [i, stream] of streams.entries()) Object.assign(stream, kept[i]);
  }
}

const asJson = async (words: readonly string[], variables?: NodeJS.ProcessEnv) => {
  const { code, out, err } = await run([...words, '--json'], variables);
  return { code, err, data: JSON.parse(out) as Record<string, unknown> };
};

test('the table of the product has every command, and each explains itself in both languages', async () => {
  expect(table.map((command) => command.name).sort()).toEqual(
    `account add,account reset,audit verify,backup,export,import,migrate,pack check,plan explain,plan solve,plan verify,restore,rules check,rules list,rules replay,sample,seed,serve`.split(
      ',',
    ),
  );
  for (const command of table) {
    for (const lang of ['zh-CN', 'en']) {
      const { code, out, err } = await run([...command.name.split(' '), '--help', '--lang', lang]);
      expect([code, err]).toEqual([0, '']);
      for (const option of [...(command.options ?? []), { name: 'json' }, { name: 'help' }])
        expect(out, command.name).toContain(`--${option.name}`);
      for (const argument of command.arguments ?? []) expect(out, command.name).toContain(argument.name);
      expect(out).not.toMatch(/option\.|argument\.|command\./);
    }
  }
});

test('help speaks in one voice: what a command does in small letters or verb first, no full stop at the end', async () => {
  for (const lang of ['zh-CN', 'en'] as const) {
    const lines = table.flatMap((command) => [
      `command.${command.name.replace(' ', '-')}`,
      ...(command.options ?? []).map((one) => `option.${command.name.replace(' ', '-')}.${one.name}`),
      ...(command.arguments ?? []).map((one) => `argument.${command.name.replace(' ', '-')}.${one.name}`),
    ]);
    const say = loadTexts(lang);
    const said = lines.map((key) => say(key));
    expect(said.filter((text) => /[.。]$/.test(text))).toEqual([]);
    if (lang === 'en') {
      expect(said.filter((text) => /^[A-Z]/.test(text))).toEqual([]);
      const verbs = table.map((command) => say(`command.${command.name.replace(' ', '-')}`).split(' ')[0]!);
      expect(verbs.filter((verb) => /s$/.test(verb))).toEqual([]);
    }
  }
});

test('an empty table of every kind comes without a database, as a workbook and as CSV', async () => {
  const nowhere = { ...variablesOf(source), DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x' };
  for (const kind of ['areas', 'units', 'organizations', 'members', 'needs'])
    for (const ending of ['xlsx', 'csv']) {
      const path = file(`template-${kind}.${ending}`);
      const { code, out } = await run(['export', kind, '--template', '--out', path], nowhere);
      expect([code, out.includes(path)]).toEqual([0, true]);
      expect(readFileSync(path).byteLength).toBeGreaterThan(50);
    }
  const heads = readFileSync(file('template-members.csv'), 'utf8');
  for (const head of ['Full name', 'Member status', 'Home branch']) expect(heads).toContain(head);
  const withoutTask = await run(['export', 'needs', '--out', file('x.xlsx')], nowhere);
  expect([withoutTask.code, withoutTask.err.includes('--task')]).toEqual([2, true]);
});

test('a wrong call ends with 2 and changes nothing; with --json the reason is one document', async () => {
  for (const command of table) {
    const { code, err } = await run([...command.name.split(' '), '--no-such-option']);
    expect([command.name, code, err.includes('--no-such-option')]).toEqual([command.name, 2, true]);
  }
  const { code, data } = await asJson(['import', 'dragons', 'x.csv']);
  expect([code, (data.error as { code: string }).code]).toEqual([2, 'option-choice']);
});

test('what cannot run ends with 3 and says why: no such file, no database', async () => {
  const missing = await run(['import', 'members', file('none.csv')]);
  expect([missing.code, missing.err.includes('none.csv')]).toEqual([3, true]);
  const away = await asJson(['audit', 'verify'], { ...variablesOf(source), DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x' });
  expect([away.code, (away.data.error as { code: string }).code]).toEqual([3, 'database-unreachable']);
});

test('where no city is, a command that needs one says so and makes neither folder nor schema', async () => {
  const folder = file('nothing-here');
  writeFileSync(file('some.csv'), '编号\n1\n');
  const calls = [
    ['audit', 'verify'],
    ['backup', file('none.qunying')],
    ['export', 'units', '--out', file('none.csv')],
    ['import', 'units', file('some.csv')],
    ['account', 'add', 'first.one'],
    ['account', 'reset', 'first.one'],
  ];
  for (const words of calls) {
    const { code, data } = await asJson(words, { QUNYING_DATA: folder });
    expect([words, code, data.error]).toEqual([
      words,
      3,
      expect.objectContaining({ code: 'city-missing-in-folder', params: { folder } }),
    ]);
    expect(existsSync(folder)).toBe(false);
  }
  const empty = `t_empty_${process.pid}`;
  await withClient(source.owner, (client) => client.query(`create database ${empty}`));
  const variables = variablesOf(source);
  const url = new URL(variables.DATABASE_URL!);
  url.pathname = `/${empty}`;
  const { code, data } = await asJson(['audit', 'verify'], { ...variables, DATABASE_URL: url.toString() });
  expect([code, (data.error as { code: string }).code]).toEqual([3, 'city-missing']);
  const tables = await withClient({ ...source.owner, database: empty }, (client) =>
    client.query(`select 1 from pg_class where relnamespace = 'public'::regnamespace`),
  );
  expect(tables.rows).toEqual([]);
  await withClient(source.owner, (client) => client.query(`drop database ${empty}`));
  for (const name of ['none.qunying', 'none.csv']) expect(existsSync(file(name))).toBe(false);
});

test('import, export, backup, restore, audit: one city through all of them, results as JSON', async () => {
  const members = '编号,姓名,党员类别,党支部\nC-1,李一,正式党员,文化社区党支部\nC-2,王二,预备党员,文化社区党支部\n';
  writeFileSync(file('members.csv'), members);
  expect(await asJson(['import', 'members', file('members.csv'), '--check'])).toMatchObject({ code: 0 });
  expect(await asJson(['import', 'members', file('members.csv')])).toMatchObject({ code: 0, data: { state: 'committed' } });
  writeFileSync(file('wrong.csv'), members.replace('文化社区党支部\nC-2', '没有这个支部\nC-2'));
  const wrong = await asJson(['import', 'members', file('wrong.csv'), '--returned', file('red.xlsx')]);
  expect([wrong.code, existsSync(file('red.xlsx'))]).toEqual([1, true]);

  // Every finding of every row, with its column and the choices in the language of the terminal.
  const many = Array.from({ length: 30 }, (_, i) => `X-${i},,老党员,没有这个支部`);
  writeFileSync(file('many.csv'), `编号,姓名,党员类别,党支部\n${many.join('\n')}\n`);
  const told = (await run(['import', 'members', file('many.csv')])).out.split('\n').filter((line) => /^Row \d+: /.test(line));
  expect(told).toHaveLength(90);
  expect(told.filter((line) => line.startsWith('Row 31: '))).toEqual([
    'Row 31: Full name: “Full name” is empty; it is required.',
    'Row 31: Member status: “老党员” is not one of the choices. Choose from: full member, probationary member, non-member.',
    expect.stringContaining('Row 31: Home branch: There is no organization “没有这个支部”'),
  ]);

  for (const kind of ['areas', 'units', 'organizations', 'members']) {
    const { code, data } = await asJson(['export', kind, '--out', file(`${kind}.csv`)]);
    expect([code, Number(data.rows) > 0]).toEqual([0, true]);
  }
  expect(readFileSync(file('members.csv'), 'utf8')).not.toContain('李一');

  expect((await asJson(['account', 'add', 'first.one'])).data).toMatchObject({ login: 'first.one' });
  expect((await asJson(['account', 'reset', 'first.one'])).code).toBe(0);
  expect(await asJson(['audit', 'verify'])).toMatchObject({ code: 0, data: { ok: true } });
  expect((await asJson(['backup', file('city.qunying')])).code).toBe(0);
  expect((await asJson(['restore', file('city.qunying'), '--check'])).code).toBe(0);
  expect((await asJson(['restore', file('city.qunying')], variablesOf(target))).code).toBe(0);
  expect(await asJson(['audit', 'verify'], variablesOf(target))).toMatchObject({ code: 0, data: { ok: true } });
  const people = (store: typeof source) =>
    store.store.db.selectFrom('person').select('id').where('city_id', '=', SMALL_CITY).orderBy('id').execute();
  expect(await people(target)).toEqual(await people(source));
  expect((await people(target)).length).toBe([...city.members.values()].flat().length + 2);
});

test('needs of a task go in by id or title with the checks of its page, half a table never, and come out as they stand', async () => {
  const { taskId } = await createSmallTask(source.store.db, city, 'wolong');
  await source.store.db.updateTable('task').set({ state: 'draft' }).where('id', '=', taskId).execute();
  const title = '社区防控演练';
  const posts = () =>
    source.store.db
      .selectFrom('post')
      .select(['name', 'head_count'])
      .where('task_id', '=', taskId)
      .where('withdrawn', '=', false)
      .orderBy('name')
      .execute();
  const before = await posts();
  const head = '人数,社区,卡点,班次,时段\n';
  writeFileSync(file('bad.csv'), `${head}3,文化社区,东门,早班,06:00–14:00\n\n-2,没有这个社区,西门,早班,06:00–14:00\n`);
  const bad = await asJson(['import', 'needs', file('bad.csv'), '--task', title, '--returned', file('needs-red.xlsx')]);
  expect(bad).toMatchObject({ code: 1, data: { state: 'stopped', counts: { rows: 2, bad: 1 } } });
  expect((bad.data.issues as { code: string; path: unknown[] }[]).map((one) => [one.code, one.path[1]])).toEqual(
    expect.arrayContaining([['number-too-small', 4]]),
  );
  const red = await readSheetFile('red.xlsx', new Uint8Array(readFileSync(file('needs-red.xlsx'))));
  if (!red.ok) throw new Error('unreadable');
  const marked = red.value.sheets[0]!.rows.filter((row) => (row[5] ?? '').trim() !== '');
  expect(marked.map((row) => row[2])).toEqual(['卡点', '西门']);
  expect(await posts()).toEqual(before);

  writeFileSync(file('good.csv'), `${head}3,文化社区,东门,早班,06:00–14:00\n2,文化社区,西门,早班,06:00–14:00\n`);
  const check = await asJson(['import', 'needs', file('good.csv'), '--task', taskId, '--check']);
  expect(check).toMatchObject({ code: 0, data: { state: 'stopped', counts: { rows: 2, people: 5, places: 2 } } });
  expect(await posts()).toEqual(before);
  expect(await asJson(['import', 'needs', file('good.csv'), '--task', taskId])).toMatchObject({
    code: 0,
    data: { task: taskId, state: 'committed', counts: { people: 5 } },
  });
  expect((await posts()).map((one) => one.head_count)).toEqual([3, 2]);
  const events = await source.store.db
    .selectFrom('audit_event')
    .select(['actor_id'])
    .where('action', '=', 'needs-save')
    .execute();
  expect(events).toEqual([{ actor_id: null }]);

  for (const name of ['needs.csv', 'needs.xlsx']) {
    expect(await asJson(['export', 'needs', '--task', title, '-o', file(name)])).toMatchObject({ code: 0, data: { rows: 2 } });
    const again = await asJson(['import', 'needs', file(name), '--task', title, '--check']);
    expect(again).toMatchObject({ code: 0, data: { counts: { rows: 2, people: 5, places: 2 } } });
  }

  for (const words of [
    ['export', 'needs', '-o', file('x.csv')],
    ['export', 'units', '--task', title, '-o', file('x.csv')],
  ])
    expect((await run(words)).code).toBe(2);
  const unknown = await asJson(['export', 'needs', '--task', '没有的任务', '-o', file('x.csv')]);
  expect([unknown.code, (unknown.data.error as { code: string }).code]).toEqual([3, 'task-unknown']);
  await source.store.db.updateTable('task').set({ state: 'active' }).where('id', '=', taskId).execute();
  const late = await asJson(['import', 'needs', file('good.csv'), '--task', title]);
  expect([late.code, (late.data.issues as { code: string }[])[0]!.code]).toEqual([1, 'task-state-refuses']);
});

test('audit verify ends with 1 where the trail was changed, and names the seal', async () => {
  const event = { cityId: SMALL_CITY, actor: THE_PROGRAM, action: 'task-end', subject: { kind: 'task', id: newId() } };
  await inTransaction(target.store, (trx) => record(trx, event));
  await sealSoon(target.store, SMALL_CITY);
  await withClient(target.owner, (client) => client.query('update audit_event set subject_id = $1', [newId()]));
  const { code, out } = await run(['audit', 'verify'], variablesOf(target));
  expect(code).toBe(1);
  expect(out).toMatch(/seal|batch/i);
});

test('progress is drawn on a terminal only: elsewhere one line a step, with --json nothing', async () => {
  const on = await run(['backup', file('a.qunying')], undefined, true);
  expect(on.err).toMatch(/\r.*█/);
  const off = await run(['backup', file('b.qunying')]);
  expect(off.err).not.toMatch(/\r|█/);
  expect(off.err.trim().split('\n').length).toBeLessThan(5);
  expect((await asJson(['backup', file('c.qunying')])).err).toBe('');
});
