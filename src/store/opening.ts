/** Slots that stand open in running tasks: who could take them, who takes them. An opening never holds the name of whoever left. */
import { type RawBuilder, sql } from 'kysely';
import { USUAL_RULES } from '#kernel/assembly';
import { type Day, FOREVER } from '#kernel/lib';
import type { Organization } from '#kernel/registry';
import { newId } from './id.ts';
import { offeredFor } from './offer.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** An opening with the approved plan that it belongs to. */
export interface Opening {
  readonly id: string;
  readonly taskId: string;
  readonly planId: string;
  readonly postId: string;
  readonly slotNo: number;
}

/** Openings of running tasks that have no proposal yet. */
export async function listUnproposed(db: Q, cityId: string): Promise<Opening[]> {
  const { rows } = await sql<Opening>`
    select o.id, o.task_id as "taskId", a.plan_id as "planId", o.post_id as "postId", o.slot_no as "slotNo"
    from slot_opening o join task t on t.city_id = o.city_id and t.id = o.task_id and t.state = 'active'
    join approval a on a.city_id = o.city_id and a.task_id = o.task_id and a.decision = 'approved'
    where o.city_id = ${cityId} and o.filled_at is null and o.proposal is null order by o.opened_at limit 50`.execute(db);
  return rows;
}

/** Whoever the plan had in this slot and who no longer serves there; only to ask the plan desk, never kept. */
export async function personWhoLeft(db: Q, cityId: string, opening: Opening): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select r.person_id as id from plan_row r where r.city_id = ${cityId} and r.plan_id = ${opening.planId}::uuid
      and r.post_id = ${opening.postId}::uuid and r.slot_no = ${opening.slotNo} and r.person_id is not null
      and not exists (select 1 from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id
        where d.city_id = r.city_id and d.post_id = r.post_id and p.person_id = r.person_id and d.state <> 'ended')
    order by r.seat_no limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

/** For a condition on a person `m`: on the register today, to be asked today and for this task. */
export function askable(cityId: string, taskId: string, today: Day): RawBuilder<boolean> {
  return sql<boolean>`(m.status <> 'non-member' and m.erase_after is null and m.valid_to > ${today}
      and exists (select 1 from home h where h.city_id = m.city_id and h.person_id = m.id and h.valid_from <= ${today} and h.valid_to > ${today})
      and not exists (select 1 from person_wish w where w.city_id = m.city_id and w.person_id = m.id and (w.willing = false or w.do_not_ask_until > ${today})
        and not ${offeredFor(cityId, taskId, sql`m.id`)})
      and (select q.answer from consultation q join plan v on v.city_id = q.city_id and v.id = q.plan_id
        where q.city_id = m.city_id and q.task_id = ${taskId}::uuid and q.person_id = m.id order by v.version_no desc limit 1) is distinct from 'hindered'
      and not exists (select 1 from task_rest r where r.city_id = m.city_id and r.task_id = ${taskId}::uuid and r.person_id = m.id))`;
}

/** For a post `s`: minutes of rest between two duties at least, as the group's newest roster was kept with, else as is usual. */
const rest: RawBuilder<number> = sql<number>`60 * coalesce((select r.rest_hours from roster r where r.city_id = s.city_id and r.org_id = s.org_id
        order by r.day_to desc limit 1), ${sql.lit(USUAL_RULES.restHours)})`;

/**
 * For a condition on a person `m` and a post `s`: not away, at no other post at the same time, and rested before and after it. `k` is how many
 * days the post begins after a day of the other duty; both come back on every day of their period. A duty ends on its day or the next and asks for
 * a day of rest at most, so that two days either way are enough.
 */
export const freeAt: RawBuilder<boolean> = sql<boolean>`(not exists (select 1 from person_absence b where b.city_id = m.city_id and b.person_id = m.id and b.valid_from < s.day_to and s.day_from < b.valid_to)
      and not exists (select 1 from (select ${rest} as minutes offset 0) rest cross join duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id
        join post x on x.city_id = d.city_id and x.id = d.post_id
        join generate_series(-2, 2) k on d.on_day_from + k < s.day_to and s.day_from < d.on_day_to + k
          and s.start_minute + 1440 * k < x.end_minute + rest.minutes and x.start_minute < s.end_minute + 1440 * k + rest.minutes
        where d.city_id = m.city_id and p.person_id = m.id and d.state <> 'ended'))`;

/** Those of the given people who could serve: on the register, not away, to be asked today and for this task, at no other post at the same time. */
export async function peopleAvailable(
  db: Q,
  cityId: string,
  opening: Pick<Opening, 'taskId' | 'postId'>,
  people: readonly string[],
  today: Day,
): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select m.id from person m join post s on s.city_id = m.city_id and s.id = ${opening.postId}::uuid
    where m.city_id = ${cityId} and m.id = any(${people}::uuid[]) and ${askable(cityId, opening.taskId, today)} and ${freeAt}`.execute(
    db,
  );
  return new Set(rows.map((row) => row.id));
}

/** Keeps what the plan desk answered; an empty list is an answer too. */
export async function saveProposal(
  db: Q,
  cityId: string,
  openingId: string,
  items: readonly { readonly personId: string; readonly difference: number }[],
  proposed: string | null,
): Promise<void> {
  await db
    .updateTable('slot_opening')
    .set({ proposal: JSON.stringify({ items }), proposed_person_id: proposed })
    .where('city_id', '=', cityId)
    .where('id', '=', openingId)
    .where('filled_at', 'is', null)
    .execute();
}

/** An open slot as the running page shows it. */
export interface OpenSlot {
  readonly id: string;
  readonly postId: string;
  readonly slotNo: number;
  readonly post: string;
  readonly shift: string | null;
  readonly place: string;
  readonly orgId: string | null;
  readonly orgName: string | null;
  readonly skill: string | null;
  readonly openedAt: Date;
  readonly from: Day;
  readonly startMinute: number;
  readonly endMinute: number;
  readonly computed: boolean;
  readonly proposedId: string | null;
  readonly proposedName: string | null;
  readonly proposedUnit: string | null;
  readonly difference: number | null;
}

/** Slots that were given up and not filled, the one that begins first in front. */
export async function listOpenSlots(db: Q, cityId: string, taskId: string, id: string | null = null): Promise<OpenSlot[]> {
  const { rows } = await sql<OpenSlot>`
    select o.id, s.id as "postId", o.slot_no as "slotNo", s.name as post, s.shift, a.name as place, g.id as "orgId", g.name as "orgName",
      k.skill, o.opened_at as "openedAt", s.day_from as "from", s.start_minute as "startMinute", s.end_minute as "endMinute",
      o.proposal is not null as computed, o.proposed_person_id as "proposedId", n.name as "proposedName", u.name as "proposedUnit",
      (o.proposal -> 'items' -> 0 ->> 'difference')::float as difference
    from slot_opening o join post s on s.city_id = o.city_id and s.id = o.post_id
    join area a on a.city_id = s.city_id and a.id = s.area_id
    left join org g on g.city_id = s.city_id and g.id = s.org_id
    left join post_slot k on k.city_id = o.city_id and k.post_id = o.post_id and k.slot_no = o.slot_no
    left join person m on m.city_id = o.city_id and m.id = o.proposed_person_id
    left join person_name n on n.city_id = o.city_id and n.person_id = m.id
    left join unit u on u.city_id = m.city_id and u.id = m.unit_id
    where o.city_id = ${cityId} and o.task_id = ${taskId}::uuid and o.filled_at is null and (${id}::uuid is null or o.id = ${id}::uuid)
    order by s.day_from, s.start_minute, o.opened_at`.execute(db);
  return rows;
}

/** What is frozen about where a person comes from. */
export interface FrozenSource {
  readonly unitId: string | null;
  readonly tier: string | null;
  readonly areaId: string | null;
  readonly system: string | null;
  readonly mode: string;
  readonly category: string | null;
}

/** What a person may join or not: an organization of this city with what #kernel/registry asks about it; undefined for any other id. */
export async function joinable(
  db: Q,
  cityId: string,
  orgId: string,
): Promise<Pick<Organization, 'name' | 'standing' | 'state' | 'endedOn'> | undefined> {
  const row = await db
    .selectFrom('org')
    .select(['name', 'standing', 'state', 'ended_on as endedOn'])
    .where('city_id', '=', cityId)
    .where('id', '=', orgId)
    .executeTakeFirst();
  return row as Pick<Organization, 'name' | 'standing' | 'state' | 'endedOn'> | undefined;
}

/** A participation: made now, or there before since a day. */
export interface Joined {
  readonly id: string;
  readonly created: boolean;
  readonly since: Day;
}

/** Puts a person into an organization from a day on, with the source frozen; where the person takes part on that day or later nothing is written. */
export async function joinOrg(
  trx: Q,
  cityId: string,
  who: { readonly personId: string; readonly orgId: string; readonly planId: string | null; readonly from: Day },
  source: FrozenSource,
): Promise<Joined> {
  const known = await trx
    .selectFrom('participation')
    .select(['id', 'valid_from as since'])
    .where('city_id', '=', cityId)
    .where('person_id', '=', who.personId)
    .where('org_id', '=', who.orgId)
    .where('valid_to', '>', who.from)
    .executeTakeFirst();
  if (known) return { ...known, created: false };
  const id = newId();
  await sql`insert into participation (city_id, id, person_id, org_id, role, mode, source_unit_id, source_tier, source_area_id, source_system, source_category, plan_id, valid_from, valid_to)
    values (${cityId}, ${id}::uuid, ${who.personId}::uuid, ${who.orgId}::uuid, 'member', ${source.mode}, ${source.unitId}::uuid, ${source.tier},
      ${source.areaId}::uuid, ${source.system}, ${source.category}, ${who.planId}::uuid, ${who.from}::date, ${FOREVER}::date)`.execute(
    trx,
  );
  return { id, created: true, since: who.from };
}

/** Gives a person the duty of a post from a day on; told, not yet answered. */
export async function addDuty(
  trx: Q,
  cityId: string,
  duty: { readonly participationId: string; readonly postId: string; readonly slotNo: number; readonly from: Day },
): Promise<string> {
  const id = newId();
  await sql`insert into duty (city_id, id, participation_id, post_id, slot_no, on_day_from, on_day_to)
    select ${cityId}, ${id}::uuid, ${duty.participationId}::uuid, s.id, ${duty.slotNo}, greatest(s.day_from, ${duty.from}::date), s.day_to
    from post s where s.city_id = ${cityId} and s.id = ${duty.postId}::uuid`.execute(trx);
  return id;
}

/** Opens a place of a post that nobody left: the plan had no one for it. */
export async function openSlot(
  trx: Q,
  cityId: string,
  slot: { readonly taskId: string; readonly postId: string; readonly slotNo: number; readonly at: Date },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('slot_opening')
    .values({
      city_id: cityId,
      id,
      task_id: slot.taskId,
      post_id: slot.postId,
      slot_no: slot.slotNo,
      opened_at: slot.at,
      // The desk knows whom it would put in place of somebody; here the plan itself has answered that nobody is free.
      proposal: JSON.stringify({ items: [] }),
    })
    .execute();
  return id;
}

/** Closes an opening; false when somebody else has filled it. */
export async function closeOpening(trx: Q, cityId: string, openingId: string, at: Date): Promise<boolean> {
  const result = await trx
    .updateTable('slot_opening')
    .set({ filled_at: at })
    .where('city_id', '=', cityId)
    .where('id', '=', openingId)
    .where('filled_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}
