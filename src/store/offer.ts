/** Offers: what a member may take part in by wish, who confirms it. The address kept is the community, nothing finer. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;
type Mode = 'self-applied' | 'residence-report';

/** Tasks that a person may offer for: open ones whose area holds the community where the person lives. */
export async function tasksForOffers(
  db: Q,
  cityId: string,
  personId: string,
): Promise<{ taskId: string; title: string; areaName: string | null; startsOn: Day | null; here: boolean }[]> {
  const { rows } = await sql<{ taskId: string; title: string; areaName: string | null; startsOn: Day | null; here: boolean }>`
    select t.id as "taskId", t.title, a.name as "areaName", t.starts_on as "startsOn",
      exists (select 1 from post s join area x on x.city_id = s.city_id and x.id = s.area_id where s.city_id = t.city_id and s.task_id = t.id and not s.withdrawn
        and (x.id = m.residence_area_id or exists (select 1 from area_link l where l.city_id = x.city_id and l.overlay_id = x.id and l.area_id = m.residence_area_id))) as here
    from person m join task t on t.city_id = m.city_id and t.state in ('planned', 'submitted', 'approved', 'active')
    left join area a on a.city_id = t.city_id and a.id = t.area_id
    left join area r on r.city_id = m.city_id and r.id = m.residence_area_id
    where m.city_id = ${cityId} and m.id = ${personId}::uuid and (a.id is null or r.path like a.path || '%')
      and not exists (select 1 from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
        where p.city_id = t.city_id and p.person_id = m.id and o.task_id = t.id and p.valid_to > current_date)
    order by t.title limit 50`.execute(db);
  return rows;
}

/** My offers, newest first. */
export async function offersOf(
  db: Q,
  cityId: string,
  personId: string,
): Promise<{ id: string; taskId: string; title: string; mode: Mode; state: 'open' | 'confirmed' | 'withdrawn' }[]> {
  const { rows } = await sql<{
    id: string;
    taskId: string;
    title: string;
    mode: Mode;
    state: 'open' | 'confirmed' | 'withdrawn';
  }>`
    select o.id, o.task_id as "taskId", t.title, o.mode, o.state from offer o join task t on t.city_id = o.city_id and t.id = o.task_id
    where o.city_id = ${cityId} and o.person_id = ${personId}::uuid order by o.created_at desc limit 50`.execute(db);
  return rows;
}

/** Questions of plans put to a person. */
export async function questionsTo(
  db: Q,
  cityId: string,
  personId: string,
): Promise<{ id: string; title: string; until: Date | null; answer: 'open' | 'agreed' | 'hindered' }[]> {
  const { rows } = await sql<{ id: string; title: string; until: Date | null; answer: 'open' | 'agreed' | 'hindered' }>`
    select c.id, t.title, t.consult_until as until, c.answer from consultation c join task t on t.city_id = c.city_id and t.id = c.task_id
    where c.city_id = ${cityId} and c.person_id = ${personId}::uuid and t.state in ('planned', 'submitted') order by t.consult_until nulls last limit 50`.execute(
    db,
  );
  return rows;
}

/** The community where a person lives. */
export async function residenceOf(db: Q, cityId: string, personId: string): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select a.id, a.name from person m join area a on a.city_id = m.city_id and a.id = m.residence_area_id
    where m.city_id = ${cityId} and m.id = ${personId}::uuid`.execute(db);
  return rows[0];
}

/** Makes or renews the offer of a person for a task. */
export async function makeOffer(
  trx: Q,
  cityId: string,
  offer: {
    readonly taskId: string;
    readonly personId: string;
    readonly mode: Mode;
    readonly areaId: string | null;
    readonly at: Date;
    readonly eraseAfter: Day;
  },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into offer (city_id, id, task_id, person_id, mode, area_id, state, created_at, erase_after)
    values (${cityId}, ${newId()}::uuid, ${offer.taskId}::uuid, ${offer.personId}::uuid, ${offer.mode}, ${offer.areaId}::uuid, 'open', ${offer.at}, ${offer.eraseAfter}::date)
    on conflict (city_id, task_id, person_id) do update set mode = excluded.mode, area_id = excluded.area_id, state = 'open', confirmed_by = null, created_at = excluded.created_at
    where offer.state <> 'confirmed' returning id`.execute(trx);
  const made = rows[0];
  if (made) return made.id;
  const known = await trx
    .selectFrom('offer')
    .select('id')
    .where('city_id', '=', cityId)
    .where('task_id', '=', offer.taskId)
    .where('person_id', '=', offer.personId)
    .executeTakeFirstOrThrow();
  return known.id;
}

/** Takes one's own offer back; false when there is none. */
export async function withdrawOffer(trx: Q, cityId: string, offerId: string, personId: string): Promise<boolean> {
  const result = await trx
    .updateTable('offer')
    .set({ state: 'withdrawn' })
    .where('city_id', '=', cityId)
    .where('id', '=', offerId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

/** An offer that waits. */
export interface WaitingOffer {
  readonly id: string;
  readonly taskId: string;
  readonly title: string;
  readonly taskState: string;
  readonly personId: string;
  readonly name: string;
  readonly mode: Mode;
  readonly areaId: string | null;
  readonly areaName: string | null;
  readonly unitName: string | null;
  readonly createdAt: Date;
}

/** Open offers that the anchors may confirm: reports to a community whose organization is theirs, and offers for tasks they own. */
export async function offersFor(
  db: Q,
  cityId: string,
  anchors: readonly string[],
  offerId: string | null = null,
): Promise<WaitingOffer[]> {
  const { rows } = await sql<WaitingOffer>`
    select o.id, o.task_id as "taskId", t.title, t.state as "taskState", o.person_id as "personId", coalesce(n.name, '') as name, o.mode,
      o.area_id as "areaId", a.name as "areaName", u.name as "unitName", o.created_at as "createdAt"
    from offer o join task t on t.city_id = o.city_id and t.id = o.task_id
    join person m on m.city_id = o.city_id and m.id = o.person_id
    left join person_name n on n.city_id = o.city_id and n.person_id = o.person_id
    left join unit u on u.city_id = m.city_id and u.id = m.unit_id
    left join area a on a.city_id = o.city_id and a.id = o.area_id
    where o.city_id = ${cityId} and o.state = 'open' and (${offerId}::uuid is null or o.id = ${offerId}::uuid)
      and (exists (select 1 from org_closure c where c.city_id = o.city_id and c.descendant_id = t.owner_org_id and c.ancestor_id = any(${anchors}::uuid[]))
        or (o.mode = 'residence-report' and exists (select 1 from org g join org_closure c on c.city_id = g.city_id and c.descendant_id = g.id
          where g.city_id = o.city_id and g.standing and g.area_id = o.area_id and g.unit_id is null and c.ancestor_id = any(${anchors}::uuid[]))))
    order by o.created_at limit 200`.execute(db);
  return rows;
}

/** Confirms an offer. */
export async function confirmOffer(trx: Q, cityId: string, offerId: string, by: string): Promise<void> {
  await trx
    .updateTable('offer')
    .set({ state: 'confirmed', confirmed_by: by })
    .where('city_id', '=', cityId)
    .where('id', '=', offerId)
    .execute();
}
