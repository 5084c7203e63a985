import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { consultationStart } from '#contract/consultations';
import { formationShow, requestDocument } from '#contract/formation';
import { orgShow } from '#contract/organizations';
import { planCompare, planShow } from '#contract/plans';
import { isFileShape } from '#contract/route';
import { ROUTES } from '#contract/routes';
import { runningShow } from '#contract/running';
import { sessionShow } from '#contract/session';
import { sourcesShow } from '#contract/sources';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { runDrill } from '../support/drill.ts';
import { refusal, startTestServer } from '../support/server.ts';
import { readDocumentText } from '../support/word.ts';

/** Bodies that a task merely touches read of it what they need and nothing that points at somebody, directly or by subtraction. */
describe('counts for whoever is outside', async () => {
  const server = await startTestServer({ seed: 'demo' });
  const { db } = server.deps.store;
  let drill: Awaited<ReturnType<typeof runDrill>>;
  let names: string[] = [];
  let people: string[] = [];

  beforeAll(async () => {
    drill = await runDrill(server);
    const { rows } = await sql<{ id: string; name: string }>`
      select distinct p.person_id as id, n.name from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
      join person_name n on n.city_id = p.city_id and n.person_id = p.person_id where o.task_id = ${drill.taskId}::uuid`.execute(
      db,
    );
    people = rows.map((row) => row.id);
    names = rows.map((row) => row.name).filter((name) => name.length > 2);
  }, 300_000);

  /** Parts of one total as an outside reader sees them: no small one, and with a hidden one another that is not small. */
  function expectBlurred(shown: readonly (number | null)[], exact: readonly number[]) {
    for (const [i, count] of shown.entries()) {
      if (count === null) continue;
      expect(count === 0 || count >= 5).toBe(true);
      expect(count).toBe(exact[i]);
    }
    const hidden = exact.filter((_, i) => shown[i] === null);
    if (hidden.some((count) => count > 0 && count < 5) && exact.some((count) => count >= 5))
      expect(hidden.some((count) => count === 0 || count >= 5)).toBe(true);
  }

  test('the four boundaries, the units that lend and how full their caps are', async () => {
    const params = { taskId: drill.taskId };
    const inside = (await (await server.as('cityOfficer')).call(runningShow, { params, query: {} })).data;
    const outside = (await (await server.as('subdistrictSecretary')).call(runningShow, { params, query: {} })).data;
    expect(outside.seesPeople).toBe(false);
    const draftIn = (await (await server.as('cityOfficer')).call(formationShow, { params })).data;
    const draftOut = (await (await server.as('subdistrictSecretary')).call(formationShow, { params })).data;
    let hidden = 0;
    for (const [all, some] of [
      [inside, outside],
      [draftIn, draftOut],
    ] as const) {
      for (const key of ['unit', 'tier', 'area', 'system'] as const) {
        const counts = some.boundaries[key].evidence.map((one) => one.count);
        hidden += counts.filter((one) => one === null).length;
        // The list is cut at twelve: what is hidden below does not show here.
        if (all.boundaries[key].distinct <= 12)
          expectBlurred(
            counts,
            all.boundaries[key].evidence.map((one) => one.count!),
          );
        else for (const count of counts) expect(count === null || count >= 5).toBe(true);
      }
    }
    const byUnit = new Map(inside.units.map((one) => [one.id, one.people!]));
    expectBlurred(
      outside.units.map((one) => one.people),
      outside.units.map((one) => byUnit.get(one.id)!),
    );
    hidden += outside.units.filter((one) => one.people === null).length;
    expect(hidden).toBeGreaterThan(0);
    // The same parts are hidden in both lists, else each would give away what the other hides.
    const evidence = new Map(outside.boundaries.unit.evidence.map((one) => [one.value, one.count]));
    for (const one of outside.units) if (evidence.has(one.id)) expect(one.people).toBe(evidence.get(one.id));
    for (const cap of outside.caps) expect(outside.units.find((one) => one.id === cap.unitId)?.people).not.toBeNull();
  });

  test('the matrix of a plan: rows and columns with a hidden count hide one that is not small', async () => {
    const params = { planId: drill.planId };
    const inside = (await (await server.as('cityOfficer')).call(planShow, { params })).data.matrix;
    const outside = (await (await server.as('subdistrictSecretary')).call(planShow, { params })).data.matrix;
    const exact = inside.rows.map((row) => row.cells.map((one) => one!));
    const shown = outside.rows.map((row) => row.cells);
    expect(shown.flat()).toContain(null);
    for (const [r, row] of shown.entries()) expectBlurred(row, exact[r]!);
    for (const c of outside.columns.keys())
      expectBlurred(
        shown.map((row) => row[c]!),
        exact.map((row) => row[c]!),
      );
    for (const row of outside.rows) expect(row.rounded).toBe(row.cells.includes(null));
  });

  test('members and lent of units in the sources', async () => {
    const params = { taskId: drill.taskId };
    const inside = (await (await server.as('cityOfficer')).call(sourcesShow, { params })).data;
    const outside = (await (await server.as('subdistrictSecretary')).call(sourcesShow, { params })).data;
    for (const { id } of inside.categories) {
      const exact = inside.units.filter((one) => one.category === id).map((one) => one.members!);
      const shown = outside.units.filter((one) => one.category === id).map((one) => one.members);
      expectBlurred(shown, exact);
    }
    expectBlurred(
      outside.categories.map((one) => one.members),
      inside.categories.map((one) => one.members!),
    );
    for (const one of outside.units) expect(one.lent === null || one.lent === 0 || one.lent >= 5).toBe(true);
  });

  test('how many can be lent and how many are on the roster would tell a hidden unit by subtraction: told to no one outside', async () => {
    const params = { taskId: drill.taskId };
    const inside = (await (await server.as('cityOfficer')).call(sourcesShow, { params })).data;
    const outside = (await (await server.as('subdistrictSecretary')).call(sourcesShow, { params })).data;
    expect([inside.people! > 0, inside.canLend! > 0]).toEqual([true, true]);
    expect([outside.people, outside.canLend]).toEqual([null, null]);
    expectBlurred(
      outside.areas.map((one) => one.members),
      inside.areas.map((one) => one.members!),
    );
  });

  test('an organization with others below: its totals say no more than what these tell one by one, and its rules are its own', async () => {
    const insider = await server.as('districtOfficer');
    const outsider = await server.as('subdistrictSecretary');
    const { id: subdistrict } = await db
      .selectFrom('org')
      .select('id')
      .where('source_key', '=', TOUR_ORGS.qiyi)
      .executeTakeFirstOrThrow();
    const sheet = async (client: typeof insider, id: string) => (await client.call(orgShow, { params: { orgId: id } })).data;
    const { rows: under } = await sql<{ id: string }>`select descendant_id as id from org_closure
      where ancestor_id = ${subdistrict}::uuid and depth > 0`.execute(db);
    const [all, some] = [await sheet(insider, subdistrict), await sheet(outsider, subdistrict)];
    expect(all.atLeast).toEqual([]);
    const told = { full: 0, probationary: 0, away: 0 };
    let hidden = 0;
    for (const { id } of under) {
      const leaf = await sheet(outsider, id);
      if (leaf.children > 0 || leaf.members === null) continue;
      for (const [key, count] of [
        ['full', leaf.members.full],
        ['probationary', leaf.members.probationary],
        ['away', leaf.away],
      ] as const) {
        expect(count === null || count === 0 || count >= 5, `${leaf.name} ${key}`).toBe(true);
        told[key] += count ?? 1;
        if (count === null) hidden++;
      }
    }
    expect(hidden).toBeGreaterThan(0);
    expect([some.members!.full, some.members!.probationary, some.away]).toEqual([told.full, told.probationary, told.away]);
    expect(some.atLeast).toContain('probationary');
    expect(some.members!.probationary!).toBeLessThanOrEqual(all.members!.probationary!);
    expect([all.may.check, some.may.check, some.findings]).toEqual([true, false, []]);
    expect(all.findings.length).toBeGreaterThan(0);
  });

  test('the Word file of a request names officers in full to whoever made or decides on it, masked to the others', async () => {
    const params = { taskId: drill.taskId };
    const file = async (part: 'cityOfficer' | 'subdistrictSecretary') =>
      readDocumentText((await (await server.as(part)).call(requestDocument, { params, query: { kind: 'approval' } })).data);
    const [inside, outside] = [await file('cityOfficer'), await file('subdistrictSecretary')];
    expect(names.some((name) => inside.includes(name))).toBe(true);
    expect(names.filter((name) => outside.includes(name))).toEqual([]);
  });

  test('no route that the touched body may read answers with a name or an id of the people of the task', async () => {
    const { cookie } = await server.signIn(DEMO_ACCOUNTS.subdistrictSecretary.login, 'qunying-demo');
    const client = await server.as('subdistrictSecretary');
    const { data: me } = await client.call(sessionShow, {});
    const grantId = me.grants.find((one) => one.role === 'secretary')!.id;
    const own = new Set(
      (
        await sql<{
          id: string;
        }>`select h.person_id as id from home h join org_closure c on c.city_id = h.city_id and c.descendant_id = h.org_id
          where c.ancestor_id = ${me.grants.find((one) => one.id === grantId)!.orgId}::uuid`.execute(db)
      ).rows.map((row) => row.id),
    );
    const others = people.filter((id) => !own.has(id));
    expect(others.length).toBeGreaterThan(100);
    const ids: Record<string, string> = { taskId: drill.taskId, planId: drill.planId, approvalId: drill.approvalId };
    const reads = ROUTES.filter(
      (route) =>
        route.method === 'GET' &&
        !isFileShape(route.response) &&
        Object.keys(route.params?.shape ?? {}).some((key) => key in ids) &&
        Object.keys(route.params?.shape ?? {}).every((key) => key in ids),
    );
    expect(reads.length).toBeGreaterThan(10);
    const answered: string[] = [];
    for (const route of reads) {
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => ids[key]!);
      const query = route.id === 'formation-groups' ? '?parent=x' : route.id === planCompare.id ? `?with=${drill.planId}` : '';
      const answer = await fetch(`${server.url}${path}${query}`, { headers: { cookie, 'qunying-acting': grantId } });
      const text = await answer.text();
      expect(answer.status, `${route.id} ${text}`).toBeLessThan(500);
      if (answer.status === 200) answered.push(route.id);
      expect(
        others.filter((id) => text.includes(id)),
        route.id,
      ).toEqual([]);
      expect(
        names.filter((name) => text.includes(`"${name}"`)),
        route.id,
      ).toEqual([]);
    }
    expect(answered.length).toBeGreaterThan(5);
  });

  test('a body outside may not put the plan to people', async () => {
    const client = await server.as('subdistrictSecretary');
    const body = { until: '2099-01-01T00:00:00+08:00' };
    expect((await refusal(client.call(consultationStart, { params: { taskId: drill.taskId }, body }))).code).toBe(
      'outside-scope',
    );
  });
});
