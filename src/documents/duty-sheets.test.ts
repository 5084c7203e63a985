import { describe, expect, test } from 'vitest';
import { day } from '#kernel/lib';
import { sayIn } from '../../test/support/say.ts';
import { postDutySheet, type SheetLine, unitDutySheet } from './duty-sheets.ts';
import { SHEET_LIMITS } from './sheet/limits.ts';
import { openPackage } from './sheet/unpack.ts';

const line = (more: Partial<SheetLine> = {}): SheetLine => ({
  from: day('2026-12-01'),
  until: day('2026-12-29'),
  window: '22:00–06:00',
  personId: 'p1',
  person: '张晓梅',
  community: '文化社区',
  post: '文化小区东门 夜班',
  leader: '许文英',
  leads: false,
  skill: null,
  ...more,
});

/** The texts of a sheet in their order, a cell each. */
async function textsOf(bytes: Uint8Array): Promise<string[]> {
  const opened = await openPackage(bytes, SHEET_LIMITS);
  if (!opened.ok) throw new Error('unreadable');
  const xml = await opened.value.text('word/document.xml');
  return [...xml.matchAll(/<w:t(?:\s[^>]*)?>([\s\S]*?)<\/w:t>/g)].map((match) => match[1]!);
}

const head = { task: '小区卡点值守', asOf: '2026-11-30T09:20' };
const [zh, en] = [sayIn('zh-CN'), sayIn('en')];

describe('sheet of a unit', () => {
  test('each day from the first to the last, the community beside the post, whoever leads is not named twice', async () => {
    const lines = [
      line({ personId: 'p2', person: '许文英', leads: true, until: day('2026-12-01'), window: '06:00–14:00' }),
      line({ from: day('2027-01-02'), until: day('2027-01-03'), leader: null }),
      line(),
    ];
    const texts = await textsOf(await unitDutySheet({ ...head, of: '宛清水务', lines, withoutPost: [] }, zh));
    expect(texts.slice(texts.indexOf('组长') + 1, texts.indexOf('组长') + 13)).toEqual([
      ...['12月1日', '06:00–14:00', '许文英', '文化社区', '文化小区东门 夜班', '本人'],
      ...['12月1日至12月29日，每天', '22:00–06:00', '张晓梅', '文化社区', '文化小区东门 夜班', '许文英'],
    ]);
    expect(texts).toContain('2027年1月2日至2027年1月3日，每天');
    expect(texts).toContain('未定');
    expect(texts).toContain('2人');
    const english = await textsOf(await unitDutySheet({ ...head, of: '宛清水务', lines, withoutPost: [] }, en));
    expect(english).toEqual(expect.arrayContaining(['each day, 1 Dec to 29 Dec', '2 people', 'leads']));
  });

  test('people without a post are counted and named with their office', async () => {
    const withoutPost = [
      { personId: 'p3', person: '王磊', organization: '梅溪街道临时党总支', office: 'secretary' },
      { personId: 'p4', person: '李静', organization: '文化社区临时党支部', office: null },
    ];
    const texts = await textsOf(await unitDutySheet({ ...head, of: '宛清水务', lines: [line()], withoutPost }, zh));
    expect(texts).toContain('3人：1人有岗位，2人没有岗位');
    expect(texts).toContain('没有岗位的：王磊（梅溪街道临时党总支书记）、李静（文化社区临时党支部）。');
  });
});

describe.each(['zh-CN', 'en'] as const)('sheet of a post in %s', (language) => {
  const say = sayIn(language);

  test('days with the same people are one row, other days another; hours apart are kept apart', async () => {
    const lines = [
      line({ until: day('2026-12-04') }),
      line({ personId: 'p2', person: '李建国', from: day('2026-12-03'), until: day('2026-12-03'), skill: '护理' }),
      line({ personId: 'p3', person: null, until: day('2026-12-01'), window: '06:00–14:00' }),
    ];
    const texts = await textsOf(await postDutySheet({ ...head, of: '文化小区东门', lines }, say));
    const names = texts.filter((text) => text.includes('张晓梅'));
    expect(names).toEqual(['张晓梅', ['张晓梅', '李建国 护理'].sort().join(say('duty-sheet-comma')), '张晓梅']);
    expect(texts).toContain(say('duty-sheet-masked'));
    const rows = texts.slice(texts.indexOf(say('duty-sheet-leader')) + 1);
    expect([1, 6, 11, 16].map((at) => rows[at])).toEqual(['06:00–14:00', '22:00–06:00', '22:00–06:00', '22:00–06:00']);
  });
});
