import { expect, test } from 'vitest';
import { formatDay, formatTime, formatWeekday } from './format.ts';

test('a value that is no day is shown as it stands, never thrown at', () => {
  for (const raw of ['2026-13-01', '', '昨天']) {
    expect(formatDay(raw, 'zh-CN')).toBe(raw);
    expect(formatWeekday(raw, 'en')).toBe(raw);
    expect(formatTime(raw, 'en')).toBe(raw);
  }
  expect(formatDay('2026-11-23', 'zh-CN', new Date('2026-01-05T00:00:00Z'))).toBe('11月23日');
});
