/** What units offer beside people, and which task uses it for what; forces as counts. The unit offers, the task takes, either gives back. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { Part } from './part.ts';
import type { Db, Trx } from './schema.ts';
import { type Body, orgsBelow } from './scope.ts';

type Q = Db | Trx;
type Kind = 'thing' | 'right' | 'money' | 'knowledge';

/** A resource with the names a page shows. */
export interface ResourceRow {
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  readonly quantity: number | null;
  readonly measure: string | null;
  readonly unitId: string;
  readonly unitName: string;
  readonly areaName: string | null;
  readonly state: 'offered' | 'used' | 'withdrawn';
  readonly taskId: string | null;
  readonly taskTitle: string | null;
  readonly usedFor: string | null;
}

const SELECT = (cityId: string) => sql`
  select r.id, r.kind, r.title, r.quantity, r.measure, u.id as "unitId", u.name as "unitName", a.name as "areaName", r.state,
    r.task_id as "taskId", t.title as "taskTitle", r.used_for as "usedFor"
  from resource r join unit u on u.city_id = r.city_id and u.id = r.unit_id
  left join area a on a.city_id = u.city_id and a.id = u.located_area_id
  left join task t on t.city_id = r.city_id and t.id = r.task_id
  where r.city_id = ${cityId} and r.state <> 'withdrawn'`;

const speaksFor = (body: Body) => sql<boolean>`exists (select 1 from org o where o.city_id = u.city_id and o.unit_id = u.id
  and o.standing and ${orgsBelow(body, sql`o.id`)})`;

/** Resources of units in reach, offered ones first. */
export async function resourcesInReach(db: Q, body: Body, part: Part): Promise<ResourceRow[]> {
  const { rows } = await sql<ResourceRow>`${SELECT(body.cityId)} and ${speaksFor(body)}
    order by r.state, r.kind, u.name, r.title, r.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** Resources that a task uses, then those on offer from units in its area or of the city; or the one with an id, if it is among them. */
export async function resourcesForTask(
  db: Q,
  cityId: string,
  taskId: string,
  which: Part | { readonly id: string },
): Promise<ResourceRow[]> {
  const part = 'id' in which ? { offset: 0, limit: 1 } : which;
  const one = 'id' in which ? sql`r.id = ${which.id}::uuid` : sql`true`;
  const { rows } =
    await sql<ResourceRow>`${SELECT(cityId)} and ${one} and (r.task_id = ${taskId}::uuid or (r.state = 'offered' and exists (
      select 1 from task x left join area w on w.city_id = x.city_id and w.id = x.area_id where x.city_id = r.city_id and x.id = ${taskId}::uuid
        and (u.affiliation_tier = 'city' or w.id is null or a.path like w.path || '%'))))
    order by r.state = 'used' desc, r.kind, u.name, r.title, r.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** One resource, locked; undefined when there is none. */
export async function lockResource(trx: Q, cityId: string, id: string): Promise<ResourceRow | undefined> {
  await sql`select id from resource where city_id = ${cityId} and id = ${id}::uuid for update`.execute(trx);
  const { rows } = await sql<ResourceRow>`${SELECT(cityId)} and r.id = ${id}::uuid`.execute(trx);
  return rows[0];
}

/** Writes a new offer of a unit. */
export async function offerResource(
  trx: Q,
  cityId: string,
  one: {
    readonly unitId: string;
    readonly kind: Kind;
    readonly title: string;
    readonly quantity: number | null;
    readonly measure: string | null;
  },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('resource')
    .values({
      city_id: cityId,
      id,
      unit_id: one.unitId,
      kind: one.kind,
      title: one.title,
      quantity: one.quantity,
      measure: one.measure,
    })
    .execute();
  return id;
}

/** Moves a resource: used by a task for a need, on offer again, or taken back by its unit. */
export async function moveResource(
  trx: Q,
  cityId: string,
  id: string,
  to: { readonly state: 'used'; readonly taskId: string; readonly usedFor: string } | { readonly state: 'offered' | 'withdrawn' },
): Promise<void> {
  const use = to.state === 'used' ? { task_id: to.taskId, used_for: to.usedFor } : { task_id: null, used_for: null };
  await trx
    .updateTable('resource')
    .set((eb) => ({ state: to.state, ...use, version: eb('version', '+', 1) }))
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
}

/** A task that ends gives back everything it used. */
export async function returnResources(trx: Q, cityId: string, taskId: string): Promise<void> {
  await trx
    .updateTable('resource')
    .set((eb) => ({ state: 'offered' as const, task_id: null, used_for: null, version: eb('version', '+', 1) }))
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .where('state', '=', 'used')
    .execute();
}

/** A unit that lends: its members, its cap and how many it has lent. */
export interface Lender {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  readonly cap: number | null;
  readonly lent: number;
}

/** Units in reach with members, cap and people lent on a day, those that can lend most first. */
export async function lendersInReach(db: Q, body: Body, today: Day, part: Part): Promise<Lender[]> {
  const { rows } = await sql<Lender>`
    with lent as (select source_unit_id as id, count(distinct person_id)::int as n from participation
      where city_id = ${body.cityId} and valid_from <= ${today} and valid_to > ${today} group by 1)
    select u.id, u.name, count(p.id)::int as members, u.release_cap as cap, coalesce(max(lent.n), 0)::int as lent
    from unit u join person p on p.city_id = u.city_id and p.unit_id = u.id and p.status <> 'non-member' and p.valid_to > ${today}
    left join lent on lent.id = u.id
    where u.city_id = ${body.cityId} and u.valid_to > ${today} and u.release_cap is not null and ${speaksFor(body)}
    group by u.id, u.name, u.release_cap
    order by u.release_cap - coalesce(max(lent.n), 0) desc, u.name, u.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** How many of the willing members in reach have each skill. */
export async function skillsInReach(db: Q, body: Body, today: Day): Promise<{ code: string; willing: number }[]> {
  const { rows } = await sql<{ code: string; willing: number }>`
    select k.code, count(*)::int as willing from person_skill k
    join person_wish w on w.city_id = k.city_id and w.person_id = k.person_id and w.willing
    join person p on p.city_id = k.city_id and p.id = k.person_id and p.valid_to > ${today}
    join home h on h.city_id = p.city_id and h.person_id = p.id and h.valid_from <= ${today} and h.valid_to > ${today}
    where k.city_id = ${body.cityId} and ${orgsBelow(body, sql`h.org_id`)}
    group by k.code order by count(*) desc, k.code`.execute(db);
  return rows;
}

/** Units that the body speaks for, by name, at most `limit`: an organization speaks for its unit, a committee for all below it. */
export async function unitsSpokenFor(db: Q, body: Body, limit: number): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from unit u where u.city_id = ${body.cityId} and u.valid_to > ${body.today} and ${speaksFor(body)}
    order by u.name, u.id limit ${limit}`.execute(db);
  return rows;
}
