import { sql } from 'kysely';
import { changeList, runningShow } from '#contract/running';
import { runDrill } from './drill.ts';
import { startTestServer } from './server.ts';

/** The demo city with its drill planned, approved and told, so that its task runs; made in some ten seconds. */
export async function startRunningDrill() {
  const server = await startTestServer({ seed: 'demo' });
  const { db } = server.deps.store;
  const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(db)).rows;
  /** Checksums of the standing tree and of all relationships, row for row. */
  const sums = () =>
    rows(sql<{ name: string; sum: string }>`
      select 'org' as name, md5(string_agg(o::text, '|' order by o.id)) as sum from org o where o.standing
      union all select 'edge', md5(string_agg(e::text, '|' order by e.id)) from org_edge e join tree t on t.city_id = e.city_id and t.id = e.tree_id where t.kind = 'standing'
      union all select 'closure', md5(string_agg(c::text, '|' order by c.ancestor_id, c.descendant_id)) from org_closure c join tree t on t.city_id = c.city_id and t.id = c.tree_id where t.kind = 'standing'
      union all select 'home', md5(string_agg(h::text, '|' order by h.id)) from home h order by 1`);
  const standing = await sums();
  const cityOrg = (await rows(sql<{ id: string }>`select id from org where name = '中共南阳市委' and standing`))[0]!.id;
  const { taskId } = await runDrill(server, {
    issuerOrgId: cityOrg,
    issuerUnitId: null,
    issuedOn: '2026-01-20',
    basis: '市委常委会会议纪要第3号',
  });
  const officer = await server.as('cityOfficer');
  const member = await server.as('member');
  const treeId = (await rows(sql<{ id: string }>`select tree_id as id from org where task_id = ${taskId}::uuid limit 1`))[0]!.id;
  const show = async (day?: string) => (await officer.call(runningShow, { params: { taskId }, query: day ? { day } : {} })).data;
  const changes = async () => (await officer.call(changeList, { params: { taskId } })).data.items;
  /** A person of the plan with one open duty who leads nothing. */
  const someone = async (skip = 0) =>
    (
      await rows(sql<{ personId: string; dutyId: string }>`
        select p.person_id as "personId", d.id as "dutyId" from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id
        where d.state = 'told' and p.role = 'member' and not exists (select 1 from office f where f.city_id = p.city_id and f.person_id = p.person_id)
        order by d.id offset ${skip} limit 1`)
    )[0]!;
  return { server, db, rows, sums, standing, cityOrg, taskId, treeId, officer, member, show, changes, someone };
}
