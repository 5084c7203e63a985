/** The chain of a task: the places it is drawn from, what people chose for it, and its organizations once it was submitted. */
import { sql } from 'kysely';
import { addDays, type Day, FOREVER } from '#kernel/lib';
import { newId } from './id.ts';
import { dropRosters } from './roster.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** An area or place with the administrative areas around it; `tier` null for overlays. */
export interface PlaceRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly overlay: boolean;
  readonly within: string[];
  readonly lat: number | null;
  readonly lon: number | null;
}

/**
 * The places of the posts of a task and all administrative areas around them. `within` of an overlay holds every area of the
 * communities it is linked to, so a place in two communities shows both. Two queries. `withdrawn`: of all posts that ever were.
 */
export async function chainPlaces(
  db: Q,
  cityId: string,
  taskId: string,
  options: { readonly withdrawn?: boolean } = {},
): Promise<PlaceRow[]> {
  const { rows: overlays } = await sql<PlaceRow>`
    select a.id, a.name, a.kind, a.overlay, a.lat, a.lon,
      array_agg(distinct x.part) filter (where x.part <> '') as within
    from area a
    join (select distinct area_id from post where city_id = ${cityId} and task_id = ${taskId} and (not withdrawn or ${options.withdrawn ?? false})) p on p.area_id = a.id
    left join area_link l on l.city_id = a.city_id and l.overlay_id = a.id
    left join area c on c.city_id = l.city_id and c.id = l.area_id
    cross join lateral unnest(string_to_array(coalesce(c.path, a.path), '/')) as x(part)
    where a.city_id = ${cityId} group by a.id, a.name, a.kind, a.overlay, a.lat, a.lon`.execute(db);
  const ids = [...new Set(overlays.flatMap((row) => row.within ?? []))];
  if (ids.length === 0) return overlays;
  const { rows: around } = await sql<PlaceRow>`
    select id, name, kind, overlay, lat, lon, array_remove(string_to_array(path, '/'), '') as within
    from area where city_id = ${cityId} and id = any(${ids}::uuid[]) order by path`.execute(db);
  // The nearest area comes first.
  const known = new Set(around.map((row) => row.id));
  return [
    ...around.map((row) => ({ ...row, within: row.within.toReversed() })),
    ...overlays.filter((row) => !known.has(row.id)).map((row) => ({ ...row, within: [row.id, ...(row.within ?? [])] })),
  ];
}

/** Office or division chosen for a node of the chain. */
export interface ChainChoice {
  readonly nodeKey: string;
  readonly choice:
    | 'secretary'
    | 'deputy-secretary'
    | 'committee-member'
    | 'group-leader'
    | 'deputy-group-leader'
    | 'parts'
    | 'whole';
  readonly personId: string | null;
  readonly parts: number | null;
  /** Why a branch above the usual number stays whole. */
  readonly reason: string | null;
  readonly name: string | null;
  readonly status: 'full' | 'probationary' | 'non-member' | null;
}

/** All choices for the chain of a task. */
export async function listChainChoices(db: Q, cityId: string, taskId: string): Promise<ChainChoice[]> {
  const rows = await db
    .selectFrom('chain_choice as c')
    .leftJoin('person as p', (join) => join.onRef('p.city_id', '=', 'c.city_id').onRef('p.id', '=', 'c.person_id'))
    .leftJoin('person_name as n', (join) => join.onRef('n.city_id', '=', 'c.city_id').onRef('n.person_id', '=', 'c.person_id'))
    .select(['c.node_key as nodeKey', 'c.choice', 'c.person_id as personId', 'c.parts', 'c.reason', 'n.name', 'p.status'])
    .where('c.city_id', '=', cityId)
    .where('c.task_id', '=', taskId)
    .execute();
  return rows;
}

/** Sets a choice, or takes it back when person, parts and reason are null. */
export async function setChainChoice(
  trx: Q,
  cityId: string,
  taskId: string,
  one: {
    readonly nodeKey: string;
    readonly choice: ChainChoice['choice'];
    readonly personId: string | null;
    readonly parts: number | null;
    readonly reason?: string | null;
    readonly by: string;
  },
): Promise<void> {
  await trx
    .deleteFrom('chain_choice')
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .where('node_key', '=', one.nodeKey)
    .where('choice', '=', one.choice)
    .execute();
  if (one.personId === null && one.parts === null && !one.reason) return;
  await trx
    .insertInto('chain_choice')
    .values({
      city_id: cityId,
      task_id: taskId,
      node_key: one.nodeKey,
      choice: one.choice,
      person_id: one.personId,
      parts: one.parts,
      reason: one.reason ?? null,
      by_account: one.by,
    })
    .execute();
}

/** An organization to be written: node key, form, area, name, parent by key. */
export interface ChainOrg {
  readonly key: string;
  readonly id: string;
  readonly form: 'committee' | 'general-branch' | 'branch' | 'group';
  readonly areaId: string;
  readonly name: string;
  readonly parentKey: string | null;
  readonly search: { readonly grams: readonly string[]; readonly pinyin: string; readonly initials: string };
}

/** Writes a submitted chain as organizations of a tree of its own: rows, tags, edges, closure, areas served. Returns the tree. */
export async function insertChain(
  trx: Q,
  cityId: string,
  task: {
    readonly id: string;
    readonly charter: string | null;
    readonly endCondition: string | null;
    readonly reviewOn: Day | null;
  },
  orgs: readonly ChainOrg[],
  tags: readonly ('temporary' | 'joint' | 'functional')[],
  from: Day,
): Promise<string> {
  const treeId = newId();
  await trx.insertInto('tree').values({ city_id: cityId, id: treeId, kind: 'task' }).execute();
  const byKey = new Map(orgs.map((org) => [org.key, org]));
  const rows = orgs.map((org) => ({ id: org.id, form: org.form, area_id: org.areaId, name: org.name, ...org.search }));
  await sql`insert into org (city_id, id, tree_id, standing, form, holds_relationship, name, grams, pinyin, initials, area_id, task_id, charter, end_condition, review_on, state)
    select ${cityId}, r.id, ${treeId}::uuid, false, r.form, false, r.name, r.grams, r.pinyin, r.initials, r.area_id, ${task.id}::uuid, ${task.charter}, ${task.endCondition}, ${task.reviewOn}::date, 'submitted'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, form text, area_id uuid, name text, grams text[], pinyin text, initials text)`.execute(
    trx,
  );
  await sql`insert into org_tag (city_id, org_id, tag) select ${cityId}, o.id, t.tag from org o, unnest(${tags}::text[]) as t(tag)
    where o.city_id = ${cityId} and o.tree_id = ${treeId}`.execute(trx);
  const edges = orgs
    .filter((org) => org.parentKey !== null)
    .map((org) => ({ id: newId(), child: org.id, parent: byKey.get(org.parentKey!)!.id }));
  await sql`insert into org_edge (city_id, id, tree_id, child_id, parent_id, valid_from, valid_to)
    select ${cityId}, e.id, ${treeId}::uuid, e.child, e.parent, ${from}::date, ${FOREVER}::date
    from jsonb_to_recordset(${JSON.stringify(edges)}::jsonb) as e(id uuid, child uuid, parent uuid)`.execute(trx);
  const closure: { a: string; d: string; n: number }[] = [];
  for (const org of orgs) {
    let at: ChainOrg | undefined = org;
    for (let depth = 0; at; depth++) {
      closure.push({ a: at.id, d: org.id, n: depth });
      at = at.parentKey === null ? undefined : byKey.get(at.parentKey);
    }
  }
  await sql`insert into org_closure (city_id, tree_id, ancestor_id, descendant_id, depth)
    select ${cityId}, ${treeId}::uuid, c.a, c.d, c.n from jsonb_to_recordset(${JSON.stringify(closure)}::jsonb) as c(a uuid, d uuid, n int)`.execute(
    trx,
  );
  const served = orgs.map((org) => ({ id: newId(), org: org.id, area: org.areaId }));
  await sql`insert into org_constituent (city_id, id, org_id, area_id, relation, valid_from, valid_to)
    select ${cityId}, s.id, s.org, s.area, 'serves', ${from}::date, ${FOREVER}::date
    from jsonb_to_recordset(${JSON.stringify(served)}::jsonb) as s(id uuid, org uuid, area uuid)`.execute(trx);
  return treeId;
}

/** Moves every organization of a tree to a state; `day` becomes the start (active) or the end (ended, cancelled). */
export async function setChainState(
  trx: Q,
  cityId: string,
  treeId: string,
  state: 'approved' | 'active' | 'ended' | 'cancelled',
  day: Day,
): Promise<number> {
  // A chain called off before its first day has an empty period, not one that ends before it starts.
  const ended = sql<Day>`greatest(${day}::date, coalesce(started_on, ${day}::date))`;
  const change = state === 'active' ? { state, started_on: day } : state === 'approved' ? { state } : { state, ended_on: ended };
  const result = await trx
    .updateTable('org')
    .set(change)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('city_id', '=', cityId)
    .where('tree_id', '=', treeId)
    .where('state', 'not in', ['ended', 'cancelled'])
    .executeTakeFirst();
  if (state === 'ended' || state === 'cancelled') {
    const until = addDays(day, 0);
    await sql`update org_edge set valid_to = greatest(${until}::date, valid_from + 1) where city_id = ${cityId} and tree_id = ${treeId} and valid_to > ${until}`.execute(
      trx,
    );
    await sql`update org_constituent c set valid_to = greatest(${until}::date, c.valid_from + 1) from org o
      where o.city_id = c.city_id and o.id = c.org_id and c.city_id = ${cityId} and o.tree_id = ${treeId} and c.valid_to > ${until}`.execute(
      trx,
    );
    await sql`update office f set state = 'ended', valid_to = greatest(${until}::date, f.valid_from + 1) from org o
      where o.city_id = f.city_id and o.id = f.org_id and f.city_id = ${cityId} and o.tree_id = ${treeId} and f.state <> 'ended'`.execute(
      trx,
    );
    await dropRosters(trx, cityId, { treeId });
  }
  return Number(result.numUpdatedRows);
}

/** An organization of a chain; `people` counts those in it or below, each once an organization. */
export interface ChainRow {
  readonly id: string;
  readonly name: string;
  readonly form: string;
  readonly areaId: string;
  readonly areaName: string;
  readonly parentId: string | null;
  readonly state: string;
}

/** Organizations of a chain with their places and what they hang under. */
export async function chainOrgs(db: Q, cityId: string, treeId: string): Promise<ChainRow[]> {
  const { rows } = await sql<ChainRow>`
    select o.id, o.name, o.form, o.area_id as "areaId", coalesce(s.name, o.name) as "areaName", o.state,
      (select e.parent_id from org_edge e where e.city_id = o.city_id and e.child_id = o.id order by e.valid_from desc limit 1) as "parentId"
    from org o left join area s on s.city_id = o.city_id and s.id = o.area_id
    where o.city_id = ${cityId} and o.tree_id = ${treeId} order by o.id`.execute(db);
  return rows;
}
