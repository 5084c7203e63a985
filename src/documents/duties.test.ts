import { describe, expect, test } from 'vitest';
import { sayIn } from '../../test/support/say.ts';
import { type DutyLine, dutiesCalendar, instantOf } from './duties.ts';

const duty = (id: string, more: Partial<DutyLine> = {}): DutyLine => ({
  id,
  post: '文化小区东门',
  place: '文化社区',
  organization: '文化小区东门党小组',
  start: '2026-11-23T22:00',
  end: '2026-11-24T06:00',
  leader: '许文英',
  ...more,
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
