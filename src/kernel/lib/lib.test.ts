import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, day, dayFromNumber, dayNumber, isDay, uuidV7, weekday } from './index.ts';

describe('calendar days', () => {
  test('day numbers agree with the calendar of the engine', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (n) => {
        const value = dayFromNumber(n);
        expect(dayNumber(value)).toBe(n);
        expect(Date.parse(`${value}T00:00:00Z`) / 86_400_000).toBe(n);
      }),
    );
  });
  test('months end on the last day that exists', () => {
    expect(addMonths(day('2026-08-31'), 6)).toBe('2027-02-28');
    expect(addMonths(day('2024-02-29'), 12)).toBe('2025-02-28');
    expect(addMonths(day('2026-01-15'), -2)).toBe('2025-11-15');
  });
  test('only existing days are days', () => {
    expect(isDay('2026-02-29')).toBe(false);
    expect(isDay('2026-13-01')).toBe(false);
    expect(isDay('2026-2-1')).toBe(false);
    expect(addDays(day('2026-12-31'), 1)).toBe('2027-01-01');
    expect(weekday(day('2026-11-23'))).toBe(1);
  });
});

test('UUIDs of version 7 sort by time and carry version and variant', () => {
  const random = new Uint8Array(10).fill(255);
  const id = uuidV7(Date.parse('2026-11-23T00:00:00Z'), random);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidV7(1, random) < uuidV7(2, random)).toBe(true);
});
