import { addIssue, type CheckedRow, isRefused } from './check.ts';
import type { ImportKind } from './fields.ts';
import { type CellValue, formatWindow, parseTime, type TimeWindow } from './values.ts';
import { choiceOf } from './worded.ts';

type Rule = (rows: CheckedRow[]) => void;

const text = (row: CheckedRow, key: string): string => {
  const value = row.values[key];
  return typeof value === 'string' ? value : '';
};

/** Start and end in this order: `end` not before `start`. */
const periodOf =
  (start: string, end: string): Rule =>
  (rows) => {
    for (const row of rows) {
      const [from, to] = [text(row, start), text(row, end)];
      if (from && to && to < from) addIssue(row, 'error', 'period-ends-before-start', end, { start: from, end: to });
    }
  };

/** Everything of two rows that a reader would compare. */
const sameValues = (a: CheckedRow, b: CheckedRow): boolean => JSON.stringify(a.values) === JSON.stringify(b.values);

/** The fields in which two rows differ. */
function differences(a: CheckedRow, b: CheckedRow): string[] {
  return Object.keys(a.values).filter((key) => JSON.stringify(a.values[key]) !== JSON.stringify(b.values[key]));
}

/**
 * Rows that name the same thing: equal rows are doubles (the later is left out), others contradict each other (both refused).
 * @param special how the contradiction in one field is called
 */
const identity =
  (keyOf: (row: CheckedRow) => string, special: Readonly<Record<string, string>> = {}): Rule =>
  (rows) => {
    const seen = new Map<string, CheckedRow>();
    for (const row of rows) {
      const key = keyOf(row);
      if (key === '') continue;
      const first = seen.get(key);
      if (!first) seen.set(key, row);
      else if (sameValues(first, row)) {
        if (row.state !== 'error') row.state = 'duplicate';
        addIssue(row, 'warning', 'row-duplicate', null, { first: first.row });
      } else {
        const name = key.split('\u0000').join(' ');
        for (const field of differences(first, row)) {
          const code = special[field] ?? 'rows-contradict';
          const choice = choiceOf(field);
          const about = (one: CheckedRow, other: CheckedRow) => ({
            key: name,
            other: other.row,
            value: showValue(one.values[field] ?? null),
            otherValue: showValue(other.values[field] ?? null),
            field,
            ...(choice === undefined ? {} : { choice }),
          });
          addIssue(row, 'error', code, field, about(row, first));
          addIssue(first, 'error', code, field, about(first, row));
        }
      }
    }
  };

/** A value as it would stand in a cell. */
export function showValue(value: CellValue): string {
  if (value === null) return '';
  if (Array.isArray(value))
    return value.map((part) => (typeof part === 'string' ? part : formatWindow(part as TimeWindow))).join('、');
  if (typeof value === 'object') return formatWindow(value as TimeWindow);
  return String(value);
}

/** Two rows with the same name in the same place and no number of their own cannot be told apart. */
const needsSourceKey =
  (nameKey: string, withinKey: string): Rule =>
  (rows) => {
    const seen = new Map<string, CheckedRow>();
    for (const row of rows) {
      if (text(row, 'sourceKey')) continue;
      const key = `${text(row, withinKey)}\u0000${text(row, nameKey)}`;
      const first = seen.get(key);
      if (!first) seen.set(key, row);
      else if (sameValues(first, row)) {
        if (row.state !== 'error') row.state = 'duplicate';
        addIssue(row, 'warning', 'row-duplicate', null, { first: first.row });
      } else addIssue(row, 'error', 'source-key-needed', nameKey, { name: text(row, nameKey), other: first.row });
    }
  };

/** Refuses every row that stands on a ring of parents, naming the ring. */
const noCycles =
  (nameKeys: readonly string[], parentKey: string): Rule =>
  (rows) => {
    const byName = new Map<string, CheckedRow>();
    for (const row of rows) for (const key of nameKeys) if (text(row, key)) byName.set(text(row, key), row);
    const done = new Set<CheckedRow>();
    for (const start of rows) {
      const trail: CheckedRow[] = [];
      let at: CheckedRow | undefined = start;
      while (at && !done.has(at) && !trail.includes(at)) {
        trail.push(at);
        at = text(at, parentKey) ? byName.get(text(at, parentKey)) : undefined;
      }
      if (at && !done.has(at)) {
        const ring = trail.slice(trail.indexOf(at));
        const names = ring.map((row) => text(row, nameKeys.at(-1)!) || text(row, nameKeys[0]!)).join(' → ');
        for (const row of ring) addIssue(row, 'error', 'parent-cycle', parentKey, { ring: names });
      }
      for (const row of trail) done.add(row);
    }
  };

/** 乡镇党委、街道党工委 are primary-level organizations, never local ones (26.3). */
const townshipIsPrimary: Rule = (rows) => {
  for (const row of rows) {
    const name = text(row, 'organizationName');
    if (text(row, 'class') === 'local' && /([乡镇]|街道)(党工委|党委|委员会|工作委员会|党的)/.test(name)) {
      addIssue(row, 'error', 'organization-township-is-primary-level', 'class', { name, line: '26.3' });
    }
    const leadingGroup = text(row, 'class') === 'leading-group';
    if (leadingGroup && text(row, 'form'))
      addIssue(row, 'error', 'organization-leading-group-has-form', 'form', { name, value: text(row, 'form') });
    if (!leadingGroup && !text(row, 'form') && !isRefused(row, 'form'))
      addIssue(row, 'error', 'value-missing', 'form', { field: 'form' });
  }
};

const DAY_MINUTES = 1440;

/** Joins the columns start and end into a window, asks for one where there is none, and compares local slots with heads. */
const needTimes: Rule = (rows) => {
  for (const row of rows) {
    const values = row.values as Record<string, CellValue>;
    const [from, to] = [text(row, 'from'), text(row, 'to')];
    if (!values['window'] && !isRefused(row, 'window') && (from || to)) {
      const [start, end] = [parseTime(clock(from)), parseTime(clock(to))];
      if (start === null) addIssue(row, 'error', from ? 'not-a-time' : 'value-missing', 'from', { value: from, field: 'from' });
      if (end === null) addIssue(row, 'error', to ? 'not-a-time' : 'value-missing', 'to', { value: to, field: 'to' });
      if (start !== null && end !== null) values['window'] = { from: start, to: end > start ? end : end + DAY_MINUTES };
    }
    const [local, heads] = [values['local'], values['headCount']];
    if (typeof local === 'number' && typeof heads === 'number' && local > heads) {
      addIssue(row, 'error', 'local-more-than-heads', 'local', { local, heads });
    }
    const skills = values['skill'];
    if (Array.isArray(skills) && typeof heads === 'number' && skills.length > heads) {
      addIssue(row, 'error', 'skills-more-than-heads', 'skill', { skills: skills.length, heads });
    }
  }
};

/** The time in `06:00` or in `2026-11-23 06:00`. */
function clock(value: string): string {
  return value.includes(' ') ? (value.split(' ').at(-1) ?? '') : value;
}

/** The same checkpoint, day and shift twice is one post written twice. */
const needTwice: Rule = (rows) => {
  const seen = new Map<string, CheckedRow>();
  for (const row of rows) {
    const key = ['community', 'checkpoint', 'day', 'shift', 'window']
      .map((field) => showValue(row.values[field] ?? null))
      .join('\u0000');
    const first = seen.get(key);
    if (!first) seen.set(key, row);
    else addIssue(row, 'error', 'need-twice', 'checkpoint', { other: first.row, checkpoint: text(row, 'checkpoint') });
  }
};

/** A unit has one cap: rows that state another one contradict. */
const oneCapPerUnit: Rule = (rows) => {
  const caps = new Map<string, CheckedRow>();
  for (const row of rows) {
    if (typeof row.values['cap'] !== 'number') continue;
    const first = caps.get(text(row, 'unit'));
    if (!first) caps.set(text(row, 'unit'), row);
    else if (first.values['cap'] !== row.values['cap']) {
      const params = {
        unit: text(row, 'unit'),
        value: row.values['cap'],
        otherValue: first.values['cap'] as number,
        other: first.row,
      };
      addIssue(row, 'error', 'unit-caps-differ', 'cap', params);
    }
  }
};

const byKey = (row: CheckedRow): string => text(row, 'sourceKey');

const RULES: Readonly<Record<ImportKind, readonly Rule[]>> = {
  areas: [identity((row) => text(row, 'areaCode')), noCycles(['areaCode'], 'parentCode'), periodOf('validFrom', 'validTo')],
  units: [identity(byKey), needsSourceKey('unitName', 'locatedArea'), periodOf('validFrom', 'validTo')],
  organizations: [
    identity(byKey),
    needsSourceKey('organizationName', 'parent'),
    noCycles(['sourceKey', 'organizationName'], 'parent'),
    periodOf('startedOn', 'endedOn'),
    townshipIsPrimary,
  ],
  members: [
    identity(byKey, { organization: 'two-homes' }),
    needsSourceKey('personName', 'organization'),
    periodOf('homeSince', 'homeUntil'),
  ],
  needs: [needTimes, needTwice],
  roster: [identity(byKey), needsSourceKey('personName', 'unit'), oneCapPerUnit],
};

/** Applies the rules of a kind to all rows together; issues are added to the rows. */
export function checkKind(kind: ImportKind, rows: CheckedRow[]): void {
  for (const rule of RULES[kind]) rule(rows);
}
