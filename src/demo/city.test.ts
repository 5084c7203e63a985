import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { day } from '#kernel/lib';
import type { AreaSource, MapSource } from './areas.ts';
import { shortName } from './areas.ts';
import { cityBatches } from './city.ts';
import type { Cell } from './sheet.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, '../../areas', name), 'utf8'));

/** All rows by table, as objects. */
function made(seed: number): Map<string, Record<string, Cell>[]> {
  const tables = new Map<string, Record<string, Cell>[]>();
  const batches = cityBatches({
    cityId: 'c',
    areas: read('nanyang.json') as AreaSource,
    map: read('map.json') as MapSource,
    scale: 'demo',
    seed,
    today: day('2026-11-23'),
    drafterAccount: 'drafter',
    officerAccount: 'officer',
    approverAccount: 'approver',
  });
  for (const batch of batches) {
    for (const { table, columns, rows } of batch) {
      const objects = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]!])));
      tables.set(table, [...(tables.get(table) ?? []), ...objects]);
    }
  }
  return tables;
}

describe('the synthetic city', () => {
  const city = made(1);
  const of = (table: string) => city.get(table) ?? [];

  test('the same seed gives the same rows, another seed others', () => {
    expect(made(1)).toEqual(city);
    expect(made(2).get('person_name')!.slice(0, 50)).not.toEqual(of('person_name').slice(0, 50));
  });

  test('all areas of the source, each inside one parent, points marked synthetic', () => {
    expect(of('area_code')).toHaveLength(1 + 15 + 256 + 4994);
    expect(of('area').every((one) => one.point_origin === 'synthetic' && one.lat !== null)).toBe(true);
    expect(of('area').filter((one) => one.parent_id === null && one.overlay === false)).toHaveLength(1);
    expect(shortName('文化社区居民委员会')).toBe('文化社区');
    expect(shortName('罗庄村民委员会')).toBe('罗庄村');
    expect(shortName('某村村民委员会')).toBe('某村');
  });

  test('some 20,000 members, about 22 a branch, two in a hundred probationary', () => {
    const persons = of('person');
    expect(persons.length).toBeGreaterThan(18_000);
    expect(persons.length).toBeLessThan(26_000);
    const branches = of('org').filter((one) => one.form === 'branch' && one.standing === true).length;
    expect(of('home').length / branches).toBeGreaterThan(18);
    expect(of('home').length / branches).toBeLessThan(26);
    const share = persons.filter((one) => one.status === 'probationary').length / persons.length;
    expect(share).toBeGreaterThan(0.015);
    expect(share).toBeLessThan(0.035);
    expect(new Set(persons.map((one) => one.source_key)).size).toBe(persons.length);
  });

  test('the need list is the one of the drawings: 4 subdistricts, 20 communities, 120 checkpoints, 360 shifts, 868 people', () => {
    const cells = of('need_row').map((one) => JSON.parse(String(one.cells)) as Record<string, string>);
    const distinct = (key: string) => new Set(cells.map((one) => one[key])).size;
    expect([distinct('subdistrict'), distinct('community'), distinct('checkpoint'), cells.length]).toEqual([4, 20, 120, 360]);
    const people = (name?: string) =>
      cells.reduce((sum, one) => sum + (!name || one.subdistrict === name ? Number(one.headCount) : 0), 0);
    expect(['卧龙岗街道', '七一街道', '武侯街道', '梅溪街道'].map((one) => people(one))).toEqual([246, 232, 218, 172]);
    expect(people()).toBe(868);
    const slots = of('post_slot').reduce((sum, one) => sum + Number(one.count), 0);
    expect(slots).toBe(868);
  });

  test('nobody has two homes, and only the four small firms of the tour have members without one', () => {
    const homes = of('home').map((one) => one.person_id);
    expect(new Set(homes).size).toBe(homes.length);
    const held = new Set(homes);
    const loose = of('person').filter((one) => !held.has(one.id!));
    expect(loose).toHaveLength(12);
    const firms = new Map(of('unit').map((one) => [one.id, String(one.source_key)]));
    expect(loose.every((one) => firms.get(one.unit_id!)?.startsWith('tour-unit-'))).toBe(true);
  });

  test('36 small firms of 卧龙区 wait for a joint branch: one or two full members each, at home where they live', () => {
    const firms = new Set(of('unit').flatMap((one) => (String(one.name).endsWith('行（演示单位）') ? [one.id] : [])));
    expect(firms.size).toBe(36);
    const full = new Map<unknown, number>();
    for (const one of of('person'))
      if (firms.has(one.unit_id!) && one.status === 'full') full.set(one.unit_id, (full.get(one.unit_id) ?? 0) + 1);
    expect(full.size).toBe(36);
    expect([...full.values()].every((count) => count === 1 || count === 2)).toBe(true);
    expect(of('org').some((one) => firms.has(one.unit_id!))).toBe(false);
  });
});
