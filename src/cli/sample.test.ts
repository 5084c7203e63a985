import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readNeedsWorkbook, readRosterWorkbook } from '#documents/plan-workbooks';
import type { Call } from './command.ts';
import { runSample } from './commands/sample-run.ts';
import { readEnvironment } from './environment.ts';
import { packageRoot } from './texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'qunying-sample-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function sample(out: string, language: string) {
  let result: unknown;
  const silent = { texts: (key: string) => key, json: true, say() {}, line() {}, progress() {}, progressDone() {}, fail() {} };
  const call: Call = {
    arguments: {},
    options: { out, seed: '7', day: '2026-11-23' },
    lists: {},
    flags: new Set(),
    environment: readEnvironment({}, language),
    out: { ...silent, result: (value) => (result = value) },
  };
  expect(await runSample(call)).toBe(0);
  return result as { files: { needs: string; roster: string }; people: number };
}

test('sample writes a needs workbook and a roster of real communities of 宛城 and 卧龙 that read back without a finding', async () => {
  const { files, people } = await sample(join(folder, 'zh'), 'zh-CN');
  const needs = await readNeedsWorkbook('needs.xlsx', readFileSync(files.needs));
  expect(needs.issues).toEqual([]);
  expect(needs.records).toHaveLength(360);
  expect(needs.records.reduce((sum, need) => sum + need.headCount, 0)).toBe(868);
  expect(people).toBe(868);
  expect(new Set(needs.records.map((need) => `${need.community} ${need.checkpoint}`)).size).toBe(120);
  expect(needs.records.every((need) => need.day === '2026-11-23' && need.window !== null)).toBe(true);
  const roster = await readRosterWorkbook('roster.xlsx', readFileSync(files.roster));
  expect(roster.issues).toEqual([]);
  expect(roster.records).toHaveLength(2000);
  const source = JSON.parse(readFileSync(join(packageRoot, 'areas/nanyang.json'), 'utf8')) as {
    streets: { code: string; name: string }[];
    villages: { code: string; name: string }[];
  };
  const inCounties = (item: { code: string }) => /^41130[23]/.test(item.code);
  const streets = new Map(source.streets.filter(inCounties).map((street) => [street.name, street.code]));
  const villages = source.villages.filter(inCounties);
  for (const need of needs.records) {
    const code = streets.get(need.subdistrict ?? '');
    expect(villages.some((village) => village.code.startsWith(code ?? '-') && village.name.startsWith(need.community))).toBe(
      true,
    );
  }
  expect(
    new Set(
      [...streets.values()]
        .filter((code) => needs.records.some((need) => streets.get(need.subdistrict!) === code))
        .map((code) => code.slice(0, 6)),
    ),
  ).toEqual(new Set(['411302', '411303']));
});

test('the same seed and day give the same bytes; the English workbook holds the same rows', async () => {
  const first = await sample(join(folder, 'a'), 'en');
  const second = await sample(join(folder, 'b'), 'en');
  expect(readFileSync(first.files.roster).equals(readFileSync(second.files.roster))).toBe(true);
  const chinese = await sample(join(folder, 'c'), 'zh-CN');
  const english = await readRosterWorkbook('r', readFileSync(first.files.roster));
  expect(english.issues).toEqual([]);
  expect(english.records).toEqual((await readRosterWorkbook('r', readFileSync(chinese.files.roster))).records);
});
