/** What a task must know about a person before the person is asked for it. Owns only SQL. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { offeredFor } from './offer.ts';
import type { Db, Trx } from './schema.ts';

/** A person as a task sees one it would ask; nothing of it is kept. */
export interface AskedPerson {
  /** A member with a relationship today, and nothing to be erased. */
  readonly onRegister: boolean;
  /** Offered for the task, and the offer was not taken back. */
  readonly offered: boolean;
  /** In an organization of the task, now or before. */
  readonly served: boolean;
  /** Declined this task, or asked not to be asked until a day to come and did not offer for this task. */
  readonly rests: boolean;
  readonly unitId: string | null;
  readonly unitKind: string | null;
  readonly tier: string | null;
  readonly system: string | null;
  /** The unit stands in one of the areas; without a unit, the person lives there. */
  readonly inAreas: boolean;
}

/** Facts about a person for a task; undefined when the city has no such person. */
export async function askedPerson(
  db: Db | Trx,
  cityId: string,
  ask: { readonly taskId: string; readonly personId: string; readonly areaIds: readonly string[]; readonly today: Day },
): Promise<AskedPerson | undefined> {
  const { rows } = await sql<AskedPerson>`
    select p.status <> 'non-member' and p.valid_to > ${ask.today} and p.erase_after is null and exists (select 1 from home h
        where h.city_id = p.city_id and h.person_id = p.id and h.valid_from <= ${ask.today} and h.valid_to > ${ask.today}) as "onRegister",
      exists (select 1 from offer o where o.city_id = p.city_id and o.task_id = ${ask.taskId}::uuid and o.person_id = p.id and o.state <> 'withdrawn') as offered,
      exists (select 1 from participation x join org o on o.city_id = x.city_id and o.id = x.org_id
        where x.city_id = p.city_id and x.person_id = p.id and o.task_id = ${ask.taskId}::uuid) as served,
      exists (select 1 from task_rest r where r.city_id = p.city_id and r.task_id = ${ask.taskId}::uuid and r.person_id = p.id)
        or exists (select 1 from person_wish w where w.city_id = p.city_id and w.person_id = p.id and w.do_not_ask_until > ${ask.today}
          and not ${offeredFor(cityId, ask.taskId, sql`p.id`)}) as rests,
      u.id as "unitId", u.kind as "unitKind", u.affiliation_tier as tier, u.system,
      exists (select 1 from area a join area c on c.city_id = a.city_id and c.id = any(${ask.areaIds}::uuid[]) and a.path like c.path || '%'
        where a.city_id = p.city_id and a.id = case when u.id is null then p.residence_area_id else u.located_area_id end) as "inAreas"
    from person p left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    where p.city_id = ${cityId} and p.id = ${ask.personId}::uuid`.execute(db);
  return rows[0];
}
