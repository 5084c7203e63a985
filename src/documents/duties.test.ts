import { describe, expect, test } from 'vitest';
import { sayIn } from '../../test/support/say.ts';
import { type DutyLine, dutiesCalendar, instantOf, postDutySheet, unitDutySheet } from './duties.ts';
import { SHEET_LIMITS } from './sheet/limits.ts';
import { openPackage } from './sheet/unpack.ts';

const duty = (id: string, more: Partial<DutyLine> = {}): DutyLine => ({
  id,
  post: '文化小区东门',
  place: '文化社区',
  organization: '文化小区东门党小组',
  start: '2026-11-23T22:00',
  end: '2026-11-24T06:00',
  person: '张晓梅',
  unit: '宛清水务',
  leader: '许文英',
  skill: null,
  ...more,
});

async function textsOf(bytes: Uint8Array): Promise<string[]> {
  const opened = await openPackage(bytes, SHEET_LIMITS);
  if (!opened.ok) throw new Error('unreadable');
  const xml = await opened.value.text('word/document.xml');
  return [...xml.matchAll(/<w:t(?:\s[^>]*)?>([\s\S]*?)<\/w:t>/g)].map((match) => match[1]!);
}

describe.each(['zh-CN', 'en'] as const)('sheets in %s', (language) => {
  const say = sayIn(language);
  const sheet = { task: '小区卡点值守', asOf: '2026-11-22T09:20' };

  test('a unit sees its people by day and time', async () => {
    const duties = [duty('b', { start: '2026-11-24T06:00', end: '2026-11-24T14:00', person: '李建国', leader: null }), duty('a')];
    const texts = await textsOf(await unitDutySheet({ ...sheet, of: '宛清水务', duties }, say));
    expect(texts.indexOf('张晓梅')).toBeLessThan(texts.indexOf('李建国'));
    expect(texts).toContain('22:00–06:00');
    expect(texts).toContain(say('duty-sheet-leader-open'));
    expect(texts).toContain(say('duty-sheet-counts', { people: 2, duties: 2 }));
  });

  test('a post sees its shifts with all who come; names are left out where they may not be seen', async () => {
    const duties = [
      duty('a', { skill: '护理' }),
      duty('b', { person: '李建国' }),
      duty('c', { person: null, start: '2026-11-23T06:00', end: '2026-11-23T14:00' }),
    ];
    const texts = await textsOf(await postDutySheet({ ...sheet, of: '文化小区东门', duties }, say));
    const names = texts.filter((text) => text.includes('张晓梅'));
    expect(names).toEqual([['张晓梅 护理', '李建国'].sort().join(say('duty-sheet-comma'))]);
    expect(texts).toContain(say('duty-sheet-masked'));
  });
});

describe('calendar', () => {
  test('local times become instants, over midnight and with the zone of the city', () => {
    expect(instantOf('2026-11-23T22:00', 'Asia/Shanghai').toISOString()).toBe('2026-11-23T14:00:00.000Z');
    expect(instantOf('2026-07-01T12:00', 'Europe/Berlin').toISOString()).toBe('2026-07-01T10:00:00.000Z');
    expect(instantOf('2026-01-01T00:30', 'Asia/Kolkata').toISOString()).toBe('2025-12-31T19:00:00.000Z');
  });
  test('one event a duty with a stable id, in order, folded and escaped as RFC 5545 asks', () => {
    const say = sayIn('zh-CN');
    const input = {
      name: '我的值守',
      zone: 'Asia/Shanghai',
      now: new Date('2026-11-22T01:20:00Z'),
      duties: [duty('b', { start: '2026-11-25T06:00', end: '2026-11-25T14:00', place: '文化社区, 东' }), duty('a')],
    };
    const text = dutiesCalendar(input, say);
    expect(dutiesCalendar(input, say)).toBe(text);
    const lines = text.replaceAll('\r\n ', '').split('\r\n');
    expect(lines.filter((line) => line.startsWith('UID:'))).toEqual(['UID:a@qunying', 'UID:b@qunying']);
    expect(lines.filter((line) => line.startsWith('DTSTART'))).toEqual(['DTSTART:20261123T140000Z', 'DTSTART:20261124T220000Z']);
    expect(lines.filter((line) => line.startsWith('DTEND'))[0]).toBe('DTEND:20261123T220000Z');
    expect(lines).toContain('LOCATION:文化社区\\, 东');
    expect(lines.every((line) => !/^(ATTENDEE|VALARM|URL)/.test(line))).toBe(true);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });
});
