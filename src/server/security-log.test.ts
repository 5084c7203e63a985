import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSecurityLog } from './security-log.ts';

const root = mkdtempSync(join(tmpdir(), 'qunying-security-'));
afterAll(() => rmSync(root, { recursive: true }));

test('a file a month, readable by the owner alone; thirteen months back is erased, twelve stays', () => {
  const folder = join(root, 'logs');
  let now = Date.parse('2026-10-31T23:59:59.500Z');
  const errors: unknown[] = [];
  const first = openSecurityLog(
    folder,
    () => now,
    (error) => errors.push(error),
  );
  for (const month of ['2025-10', '2025-11', '2026-03']) writeFileSync(join(folder, `security-${month}.jsonl`), '');
  writeFileSync(join(folder, 'other-2020-01.jsonl'), '');
  first({ event: 'signed-in', address: '10.0.0.7', login: 'wang', account: 'a' });
  now += 1000;
  first({ event: 'locked-out', address: '10.0.0.7', login: 'wang' });
  // November 2026: October 2025 is thirteen months back.
  expect(readdirSync(folder).sort()).toEqual([
    'other-2020-01.jsonl',
    'security-2025-11.jsonl',
    'security-2026-03.jsonl',
    'security-2026-10.jsonl',
    'security-2026-11.jsonl',
  ]);
  const line = readFileSync(join(folder, 'security-2026-11.jsonl'), 'utf8');
  expect(JSON.parse(line)).toEqual({ at: '2026-11-01T00:00:00.500Z', event: 'locked-out', address: '10.0.0.7', login: 'wang' });
  expect(statSync(join(folder, 'security-2026-11.jsonl')).mode & 0o077).toBe(0);
  expect(errors).toEqual([]);
});

test('a log that cannot be written tells so and throws nothing', () => {
  const blocked = join(root, 'file');
  writeFileSync(blocked, '');
  const errors: unknown[] = [];
  const log = openSecurityLog(blocked, Date.now, (error) => errors.push(error));
  log({ event: 'signed-in' });
  expect(errors).toHaveLength(2);
});
