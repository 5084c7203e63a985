/**
 * The trees of organizations: lazy children, paths, the closure that every write keeps current, roll-ups over it.
 * Invariant: `org_closure` is what the dated edges say about today; it is rewritten in the transaction that changes an edge.
 */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { membersAt } from './member-count.ts';
import type { Db, Trx } from './schema.ts';

/** One line of a tree as it is shown before anyone opens it. */
export interface TreeNode {
  readonly id: string;
  readonly name: string;
  readonly class: 'central' | 'local' | 'primary-level' | 'leading-group' | null;
  readonly form: 'committee' | 'general-branch' | 'branch' | 'group' | null;
  readonly standing: boolean;
  readonly referenceOnly: boolean;
  readonly taskId: string | null;
  readonly children: number;
  /** Organizations below it on all levels; Party groups are no organizations of their own and do not count. */
  readonly below: number;
}

const node = sql`o.id, o.name, o.class, o.form, o.standing, o.reference_only as "referenceOnly", o.task_id as "taskId",
  (select count(*)::int from org_closure k where k.city_id = o.city_id and k.tree_id = o.tree_id and k.ancestor_id = o.id and k.depth = 1) as children,
  (select count(*)::int from org_closure k where k.city_id = o.city_id and k.tree_id = o.tree_id and k.ancestor_id = o.id and k.depth > 0
    and k.descendant_id not in (select d.id from org d where d.form = 'group')) as below`;

/** Organizations directly below `parentId` today, in the order in which they were entered; one more than `limit` tells that there are more. */
export async function childrenOf(
  db: Db | Trx,
  cityId: string,
  parentId: string,
  limit: number,
  after: string | null,
): Promise<TreeNode[]> {
  const { rows } = await sql<TreeNode>`
    select ${node} from org_closure c join org o on o.city_id = c.city_id and o.id = c.descendant_id
    where c.city_id = ${cityId} and c.ancestor_id = ${parentId}::uuid and c.depth = 1 and (${after}::uuid is null or o.id > ${after}::uuid)
    order by o.id limit ${limit + 1}`.execute(db);
  return rows;
}

/** Organizations without a parent today: the top of the standing tree, or the top of each chain of a task, newest first. Leading groups stand in no tree. */
export async function rootsOf(
  db: Db | Trx,
  cityId: string,
  kind: 'standing' | 'task',
  limit: number,
  after: string | null,
): Promise<TreeNode[]> {
  const { rows } = await sql<TreeNode>`
    select ${node} from tree t join org o on o.city_id = t.city_id and o.tree_id = t.id
    where t.city_id = ${cityId} and t.kind = ${kind} and o.class is distinct from 'leading-group' and o.state not in ('ended', 'cancelled')
      and (${after}::uuid is null or o.id < ${after}::uuid)
      and not exists (select 1 from org_closure c where c.city_id = o.city_id and c.descendant_id = o.id and c.depth = 1)
    order by o.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** The way from the top of the tree down to the organization, itself last; empty for an unknown id. */
export async function pathOf(
  db: Db | Trx,
  cityId: string,
  orgId: string,
): Promise<{ id: string; name: string; referenceOnly: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; referenceOnly: boolean }>`
    select o.id, o.name, o.reference_only as "referenceOnly" from org_closure c join org o on o.city_id = c.city_id and o.id = c.ancestor_id
    where c.city_id = ${cityId} and c.descendant_id = ${orgId}::uuid order by c.depth desc`.execute(db);
  return rows;
}

/** Whether `ancestor` is the organization itself or above it today. */
export async function isBelow(db: Db | Trx, cityId: string, orgId: string, ancestorId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from org_closure where city_id = ${cityId} and descendant_id = ${orgId}::uuid and ancestor_id = ${ancestorId}::uuid`.execute(
      db,
    );
  return rows.length > 0;
}

/** Hangs a new organization below its parent (null: a root) from `from` on; the closure follows. */
export async function attach(
  trx: Trx | Db,
  place: { cityId: string; treeId: string; childId: string; parentId: string | null; from: Day; edgeId: string },
): Promise<void> {
  const { cityId, treeId, childId, parentId } = place;
  await trx
    .insertInto('org_closure')
    .values({ city_id: cityId, tree_id: treeId, ancestor_id: childId, descendant_id: childId, depth: 0 })
    .execute();
  if (parentId === null) return;
  await trx
    .insertInto('org_edge')
    .values({
      city_id: cityId,
      id: place.edgeId,
      tree_id: treeId,
      child_id: childId,
      parent_id: parentId,
      valid_from: place.from,
    })
    .execute();
  await sql`insert into org_closure (city_id, tree_id, ancestor_id, descendant_id, depth)
    select city_id, tree_id, ancestor_id, ${childId}::uuid, depth + 1 from org_closure
    where city_id = ${cityId} and tree_id = ${treeId}::uuid and descendant_id = ${parentId}::uuid`.execute(trx);
}

/** Moves an organization with all below it under another parent from `today` on; the edge of before stays in the history. */
export async function move(
  trx: Trx | Db,
  place: { cityId: string; treeId: string; childId: string; parentId: string; today: Day; edgeId: string },
): Promise<void> {
  const { cityId, treeId, childId, parentId, today } = place;
  await endEdge(trx, cityId, childId, today);
  await trx
    .insertInto('org_edge')
    .values({ city_id: cityId, id: place.edgeId, tree_id: treeId, child_id: childId, parent_id: parentId, valid_from: today })
    .execute();
  await sql`delete from org_closure x using org_closure up, org_closure down
    where x.city_id = ${cityId} and x.tree_id = ${treeId}::uuid
      and up.city_id = x.city_id and up.tree_id = x.tree_id and up.descendant_id = ${childId}::uuid and up.depth > 0 and x.ancestor_id = up.ancestor_id
      and down.city_id = x.city_id and down.tree_id = x.tree_id and down.ancestor_id = ${childId}::uuid and x.descendant_id = down.descendant_id`.execute(
    trx,
  );
  await sql`insert into org_closure (city_id, tree_id, ancestor_id, descendant_id, depth)
    select up.city_id, up.tree_id, up.ancestor_id, down.descendant_id, up.depth + down.depth + 1
    from org_closure up join org_closure down on down.city_id = up.city_id and down.tree_id = up.tree_id
    where up.city_id = ${cityId} and up.tree_id = ${treeId}::uuid and up.descendant_id = ${parentId}::uuid and down.ancestor_id = ${childId}::uuid`.execute(
    trx,
  );
}

/** Takes an organization without children out of its tree from `today` on; its edges stay in the history. */
export async function detach(trx: Trx | Db, cityId: string, orgId: string, today: Day): Promise<void> {
  await endEdge(trx, cityId, orgId, today);
  await sql`delete from org_closure where city_id = ${cityId} and descendant_id = ${orgId}::uuid`.execute(trx);
}

/** An edge made today leaves no trace; an older one ends today. */
async function endEdge(trx: Trx | Db, cityId: string, childId: string, today: Day): Promise<void> {
  await sql`delete from org_edge where city_id = ${cityId} and child_id = ${childId}::uuid and valid_from >= ${today}`.execute(
    trx,
  );
  await sql`update org_edge set valid_to = ${today} where city_id = ${cityId} and child_id = ${childId}::uuid and valid_to > ${today}`.execute(
    trx,
  );
}

/** The closure anew from the dated edges, for today: after an import or a restore. Repeats the step until nothing is added. */
export async function rebuildClosure(trx: Trx | Db, cityId: string, today: Day): Promise<number> {
  await sql`delete from org_closure where city_id = ${cityId}`.execute(trx);
  const { rows } = await sql<{ count: number }>`
    with recursive up as (
      select o.city_id, o.tree_id, o.id as descendant, o.id as ancestor, 0 as depth from org o
        where o.city_id = ${cityId} and o.state not in ('ended', 'cancelled')
      union all
      select u.city_id, u.tree_id, u.descendant, e.parent_id, u.depth + 1 from up u
        join org_edge e on e.city_id = u.city_id and e.tree_id = u.tree_id and e.child_id = u.ancestor
        where e.city_id = ${cityId} and e.valid_from <= ${today} and e.valid_to > ${today} and u.depth < 64
    ), made as (
      insert into org_closure (city_id, tree_id, ancestor_id, descendant_id, depth)
      select city_id, tree_id, ancestor, descendant, min(depth) from up group by 1, 2, 3, 4 returning 1
    ) select count(*)::int as count from made`.execute(trx);
  return rows[0]?.count ?? 0;
}

/** Members of each organization in the table `below(descendant_id)` of the same statement: org_id, full, probationary. */
export const ownMembers = (cityId: string, asOf: Day) =>
  sql`select place_id as org_id, "full", probationary from (${membersAt('organization', cityId, asOf, sql`select descendant_id from below`)}) kept`;

/** Members of an organization and of all below it. */
export interface RolledCount {
  readonly orgId: string;
  readonly full: number;
  readonly probationary: number;
}

/**
 * Members of every organization with all below it on a day, in two steps: per organization first, then over the closure
 * (each person counts once, because each has one relationship). `under` limits the answer to one organization and those below it.
 */
export async function rollUpMembers(
  db: Db | Trx,
  cityId: string,
  asOf: Day,
  under: string | null = null,
): Promise<RolledCount[]> {
  const { rows } = await sql<RolledCount>`
    with own as materialized (${membersAt('organization', cityId, asOf, under === null ? undefined : sql`select descendant_id from org_closure where city_id = ${cityId} and ancestor_id = ${under}::uuid`)})
    select c.ancestor_id as "orgId", sum(own.full)::int as full, sum(own.probationary)::int as probationary
    from own join org_closure c on c.city_id = ${cityId} and c.descendant_id = own.place_id
    group by c.ancestor_id`.execute(db);
  return rows;
}

/** Members of these organizations, each with all below it, on a day; those without members are left out. One round trip. */
export async function membersBelow(db: Db | Trx, cityId: string, ids: readonly string[], asOf: Day): Promise<RolledCount[]> {
  const { rows } = await sql<RolledCount>`
    select c.ancestor_id as "orgId", sum(k."full")::int as full, sum(k.probationary)::int as probationary
    from (${membersAt('organization', cityId, asOf, sql`select descendant_id from org_closure where city_id = ${cityId} and ancestor_id = any(${[...ids]}::uuid[])`)}) k
    join org_closure c on c.city_id = ${cityId} and c.descendant_id = k.place_id and c.ancestor_id = any(${[...ids]}::uuid[])
    group by c.ancestor_id`.execute(db);
  return rows;
}

/** The standing tree of the city; made by the first organization when there is none. */
export async function standingTree(trx: Trx | Db, cityId: string, freshId: string): Promise<string> {
  const found = await trx
    .selectFrom('tree')
    .select('id')
    .where('city_id', '=', cityId)
    .where('kind', '=', 'standing')
    .executeTakeFirst();
  if (found) return found.id;
  await trx.insertInto('tree').values({ city_id: cityId, id: freshId, kind: 'standing' }).execute();
  return freshId;
}
