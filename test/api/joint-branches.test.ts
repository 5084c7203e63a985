import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { areaShow } from '#contract/areas';
import type { Client } from '#contract/client';
import { jointProposal, jointWorkbook, smallUnits } from '#contract/joint-branches';
import { orgShow } from '#contract/organizations';
import { readSheetFile } from '#documents/sheet';
import { branchInput, create, type RegisterWorld, startRegister } from '../support/register.ts';
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
    expect(data.counts.units).toBe(data.units.length + data.counts.joined + data.counts.own + data.counts.empty);
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

  test('the units to choose from: free ones and those in a joint branch, each small and not empty; a wide area has all of its parts', async () => {
    const { data } = await district.call(smallUnits, { params: { areaId } });
    const free = data.units.filter((unit) => unit.jointId === null);
    const { data: proposal } = await district.call(jointProposal, { params: { areaId } });
    expect(free.map((unit) => unit.id).sort()).toEqual(proposal.units.map((unit) => unit.id).sort());
    expect(data.units.length).toBeGreaterThan(free.length);
    expect(data.units.every((unit) => unit.full < 3 && unit.full + unit.probationary > 0)).toBe(true);
  });

  test('the workbook: groups as asked with reasons, what is against the rule as a remark, units without a group below', async () => {
    const { data } = await district.call(smallUnits, { params: { areaId } });
    const free = data.units.filter((unit) => unit.jointId === null);
    const [one, two] = free;
    const file = await district.call(jointWorkbook, { params: { areaId }, body: { groups: [[one!.id]] } });
    const read = await readSheetFile('joint.xlsx', file.data as Uint8Array);
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    const cells = JSON.stringify(read.value);
    expect(cells).toContain(one!.name);
    expect(cells).toContain('联合至少要两家');
    expect(cells).toContain('未编组');
    expect(cells).toContain(two!.name);
  });

  test('S-127 a proposed group is entered as a joint branch by the rule; its units are joined from then on', async () => {
    const { data } = await district.call(jointProposal, { params: { areaId } });
    const group = data.groups[0]!;
    const area = await district.call(areaShow, { params: { areaId } });
    const above = area.data.organizations.find((one) => one.standing && one.form === 'committee')!;
    const one = await refusal(create(district, above.id, branchInput('一家联合党支部', { jointUnitIds: [group.host] })));
    expect(one.issues?.map((issue) => issue.code)).toContain('organization-joint-needs-two-units');
    const made = await create(district, above.id, branchInput('建议成立的联合党支部', { jointUnitIds: [...group.units] }));
    const org = await district.call(orgShow, { params: { orgId: made.data.id } });
    expect(org.data.jointSense).toBe('rule');
    expect(org.data.constituents.map((each) => each.id).sort()).toEqual([...group.units].sort());
    const { data: after } = await district.call(smallUnits, { params: { areaId } });
    for (const id of group.units) expect(after.units.find((unit) => unit.id === id)?.jointId).toBe(made.data.id);
  });

  test('who may not edit an area is refused on each of the three ways; an area that is not there is not found', async () => {
    const { rows } = await sql<{ id: string }>`
      select a.id from area a where a.city_id = ${world.server.cityId} and a.name = '宛城区' and not a.overlay`.execute(
      world.server.deps.store.db,
    );
    const params = { areaId: rows[0]!.id };
    for (const call of [
      () => district.call(smallUnits, { params }),
      () => district.call(jointProposal, { params }),
      () => district.call(jointWorkbook, { params, body: { groups: [] } }),
    ])
      expect((await refusal(call())).code).toBe('outside-scope');
    const member = await world.client('member');
    expect((await refusal(member.call(smallUnits, { params: { areaId } }))).status).toBe(403);
  });

  test('administrators of the machine are refused', async () => {
    const security = await world.client('security');
    expect((await refusal(security.call(jointProposal, { params: { areaId } }))).status).toBe(403);
  });
});
