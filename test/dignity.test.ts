import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

function files(folder: string, end: RegExp): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return files(path, end);
    return end.test(path) && !/\.test\.tsx?$/.test(path) ? [path] : [];
  });
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Words of systems that measure people instead of helping them, in the languages of the product. */
const FORBIDDEN =
  /打卡|签到|积分|排名|排行|考勤|在线时长|先进分子榜|红黑榜|轨迹|check-?ins?\b|leaderboard|ranking|streak|badge points|read receipt/i;
/** Where the product says that it does not do them. */
const DENIED = /不|没有|无|从不|never|\bno\b|\bnot\b|without|none/i;

describe('dignity', () => {
  test('no text offers a check-in, points, a ranking, a track or a read receipt; where the words stand, they are denied', () => {
    const found: string[] = [];
    for (const path of files('texts', /\.json$/))
      for (const [key, text] of Object.entries(JSON.parse(read(path)) as Record<string, string>))
        if (FORBIDDEN.test(text) && !DENIED.test(text) && !key.includes('never')) found.push(`${path} ${key}: ${text}`);
    expect(found).toEqual([]);
  });

  test('no table or column keeps them', () => {
    const columns = read('test/allow-lists/tables.txt').split('\n').filter(Boolean);
    expect(columns.length).toBeGreaterThan(100);
    const kept = /check_?in|points?\b|score|rank|streak|online|read_at|seen_at|track|latitude_log|photo|last_active|login_count/;
    const suspicious = columns.filter((line) => kept.test(line.split(' ')[0]!.replace('point_origin', '')));
    expect(suspicious).toEqual([]);
  });

  test('no list sorts people by points, duties, answers or sign-ins', () => {
    const found: string[] = [];
    for (const path of files('src/store', /\.ts$/))
      for (const [line] of read(path).matchAll(/order by[^`;]*|orderBy\([^)]*\)/gi))
        if (/cost_parts|points|score|count\(\s*d\.|duties|answered|login_count|last_login|last_seen|signed_in/i.test(line))
          found.push(`${path}: ${line}`);
    expect(found).toEqual([]);
  });
});
