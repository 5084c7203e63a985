import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { jointProposal } from '#contract/joint-branches';
import { type RegisterWorld, startRegister } from '../support/register.ts';
import { refusal } from '../support/server.ts';

let world: RegisterWorld;
let district: Client;
let areaId: string;

beforeAll(async () => {
  world = await startRegister();
  district = await world.client('districtOfficer');
  const { rows } = await sql<{ id: string }>`
    select a.id from area a where a.city_id = ${world.server.cityId} and a.name = '卧龙区' and not a.overlay`.execute(
    world.server.deps.store.db,
  );
  areaId = rows[0]!.id;
}, 180_000);

describe('joint branches of an area', () => {
  test('every small unit of the area is in one group or left with a reason; the proposal is verified', async () => {
    const { data } = await district.call(jointProposal, { params: { areaId } });
    expect(data.path.at(-1)?.name).toBe('卧龙区');
    expect(data.verified).toBe(true);
    expect(data.bound).toBeLessThanOrEqual(data.objective);
    const unitById = new Map(data.units.map((unit) => [unit.id, unit]));
    const placed = [...data.groups.flatMap((group) => group.units), ...data.left.map((row) => row.unit)];
    expect([...placed].sort()).toEqual([...unitById.keys()].sort());
    expect(data.units.length).toBeGreaterThan(0);
    expect(data.units.every((unit) => unit.full < 3 && unit.full + unit.probationary > 0)).toBe(true);
    for (const group of data.groups) {
      expect(group.units.reduce((sum, id) => sum + unitById.get(id)!.full, 0)).toBeGreaterThanOrEqual(3);
      expect(group.principles.map((fact) => fact.principle)).toEqual(['near', 'trade', 'size', 'manage']);
    }
    expect(data.counts.units).toBe(data.units.length + data.joined.length + data.counts.own + data.counts.empty);
  });

  test('members are those of the register of today', async () => {
    const { data } = await district.call(jointProposal, { params: { areaId } });
    const { rows } = await sql<{ id: string; count: number }>`
      select unit_id as id, count(*)::int as count from person where city_id = ${world.server.cityId} and status = 'full'
        and unit_id = any(${data.units.map((unit) => unit.id)}::uuid[]) and valid_to > current_date group by 1`.execute(
      world.server.deps.store.db,
    );
    const count = new Map(rows.map((row) => [row.id, row.count]));
    for (const unit of data.units) expect([unit.name, unit.full]).toEqual([unit.name, count.get(unit.id) ?? 0]);
  });

  test('administrators of the machine are refused', async () => {
    const security = await world.client('security');
    expect((await refusal(security.call(jointProposal, { params: { areaId } }))).status).toBe(403);
  });
});
