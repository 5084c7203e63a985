import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, day, dayFromNumber, dayNumber, fillPlaces, formatNumber, isDay, uuidV7, weekday } from './index.ts';

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

test('a count is said with its word and its comma; a value without a format is the caller’s', () => {
  const text = 'Asked {{units, unit|units}}: {{people, person agrees|people agree}}, {{n, number}} of {{all}}, {{who}}';
  const plain = (value: unknown, place: string) => (value === undefined ? place : String(value));
  expect(fillPlaces(text, { units: 1, people: 12754, n: 10000, all: 12754 }, plain)).toBe(
    'Asked 1 unit: 12,754 people agree, 10,000 of 12754, {{who}}',
  );
  // A number that comes as text is not formatted again, and still gets its word.
  expect(fillPlaces(text, { units: '1,200', people: '1', n: '10000', all: 0, who: null }, plain)).toBe(
    'Asked 1,200 units: 1 person agrees, 10000 of 0, null',
  );
  expect([999, 1000, 9999, 10_000, -1234.567].map(formatNumber)).toEqual(['999', '1,000', '9,999', '10,000', '-1,234.57']);
});
