/** Offers: what a member may take part in by wish, who confirms it. The address kept is the community, nothing finer. */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { Part } from './part.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;
type Mode = 'self-applied' | 'residence-report';

/** Tasks that a person may offer for: open ones whose area holds the community where the person lives. */
export async function tasksForOffers(
  db: Q,
  cityId: string,
  personId: string,
  today: Day,
): Promise<{ taskId: string; title: string; areaName: string | null; startsOn: Day | null; here: boolean }[]> {
  const { rows } = await sql<{ taskId: string; title: string; areaName: string | null; startsOn: Day | null; here: boolean }>`
    select t.id as "taskId", t.title, a.name as "areaName", t.starts_on as "startsOn",
      exists (select 1 from post s join area x on x.city_id = s.city_id and x.id = s.area_id where s.city_id = t.city_id and s.task_id = t.id and not s.withdrawn
        and (x.id = m.residence_area_id or exists (select 1 from area_link l where l.city_id = x.city_id and l.overlay_id = x.id and l.area_id = m.residence_area_id))) as here
    from person m join task t on t.city_id = m.city_id and t.state in ('planned', 'submitted', 'approved', 'active')
    left join area a on a.city_id = t.city_id and a.id = t.area_id
    left join area r on r.city_id = m.city_id and r.id = m.residence_area_id
    where m.city_id = ${cityId} and m.id = ${personId}::uuid and m.status <> 'non-member' and m.valid_to > ${today} and (a.id is null or r.path like a.path || '%')
      and not exists (select 1 from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
        where p.city_id = t.city_id and p.person_id = m.id and o.task_id = t.id and p.valid_to > greatest(${today}::date, p.valid_from))
    order by t.title`.execute(db);
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
    where o.city_id = ${cityId} and o.person_id = ${personId}::uuid order by o.created_at desc`.execute(db);
  return rows;
}

/** A question of a plan, with what the plan would have the person do. */
export interface PlanQuestion {
  readonly id: string;
  readonly taskId: string;
  readonly title: string;
  readonly until: Date | null;
  readonly answer: 'open' | 'agreed' | 'hindered';
  /** The organization that someone without a post would lead. */
  readonly leads: string | null;
  readonly posts: readonly {
    readonly post: string;
    readonly shift: string | null;
    readonly place: string;
    /** Half-open: `to` is the day after the last one. */
    readonly from: Day;
    readonly to: Day;
    readonly startMinute: number;
    readonly endMinute: number;
  }[];
}

/** Questions of plans put to a person, of each task the newest version that asks. */
export async function questionsTo(db: Q, cityId: string, personId: string): Promise<PlanQuestion[]> {
  const { rows } = await sql<PlanQuestion>`
    select * from (select distinct on (t.id) c.id, t.id as "taskId", t.title, t.consult_until as until, c.answer, c.leads,
      (select coalesce(jsonb_agg(jsonb_build_object('post', s.name, 'shift', s.shift, 'place', a.name, 'from', s.day_from, 'to', s.day_to,
          'startMinute', s.start_minute, 'endMinute', s.end_minute) order by s.day_from, s.start_minute), '[]')
        from plan_row r join post s on s.city_id = r.city_id and s.id = r.post_id join area a on a.city_id = s.city_id and a.id = s.area_id
        where r.city_id = c.city_id and r.plan_id = c.plan_id and r.person_id = c.person_id) as posts
    from consultation c join task t on t.city_id = c.city_id and t.id = c.task_id join plan v on v.city_id = c.city_id and v.id = c.plan_id
    where c.city_id = ${cityId} and c.person_id = ${personId}::uuid and t.state in ('planned', 'submitted')
    order by t.id, v.version_no desc) q order by until nulls last`.execute(db);
  return rows;
}

/** The community where a person lives. */
export async function residenceOf(db: Q, cityId: string, personId: string): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select a.id, a.name from person m join area a on a.city_id = m.city_id and a.id = m.residence_area_id
    where m.city_id = ${cityId} and m.id = ${personId}::uuid`.execute(db);
  return rows[0];
}

/** Makes the offer of a person for a task, or renews one that was made or taken back; undefined when it is confirmed already. */
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
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into offer (city_id, id, task_id, person_id, mode, area_id, state, created_at, erase_after)
    values (${cityId}, ${newId()}::uuid, ${offer.taskId}::uuid, ${offer.personId}::uuid, ${offer.mode}, ${offer.areaId}::uuid, 'open', ${offer.at}, ${offer.eraseAfter}::date)
    on conflict (city_id, task_id, person_id) do update set mode = excluded.mode, area_id = excluded.area_id, state = 'open', confirmed_by = null,
      created_at = excluded.created_at, erase_after = excluded.erase_after
    where offer.state <> 'confirmed' returning id`.execute(trx);
  const made = rows[0];
  // Who offers now is asked again, whatever was declined before.
  if (made)
    await trx
      .deleteFrom('task_rest')
      .where('city_id', '=', cityId)
      .where('task_id', '=', offer.taskId)
      .where('person_id', '=', offer.personId)
      .execute();
  return made?.id;
}

/**
 * For a condition: the person offered for the task and did not take it back. Whoever offers asks to serve there, so "do not ask me until"
 * does not keep the person out of that task; it stays for all others.
 */
export function offeredFor(cityId: string, taskId: string, personId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from offer mine where mine.city_id = ${cityId} and mine.task_id = ${taskId}::uuid and mine.person_id = ${personId} and mine.state <> 'withdrawn')`;
}

/** One's own offer, locked; undefined when there is none. */
export async function lockOwnOffer(
  trx: Q,
  cityId: string,
  offerId: string,
  personId: string,
): Promise<{ taskId: string; title: string; state: 'open' | 'confirmed' | 'withdrawn' } | undefined> {
  const { rows } = await sql<{ taskId: string; title: string; state: 'open' | 'confirmed' | 'withdrawn' }>`
    select o.task_id as "taskId", t.title, o.state from offer o join task t on t.city_id = o.city_id and t.id = o.task_id
    where o.city_id = ${cityId} and o.id = ${offerId}::uuid and o.person_id = ${personId}::uuid for update of o`.execute(trx);
  return rows[0];
}

/** Confirmed offers for a task of people whom a plan does not name. */
export async function unplacedOffers(db: Q, cityId: string, taskId: string, placed: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select person_id as id from offer
    where city_id = ${cityId} and task_id = ${taskId}::uuid and state = 'confirmed' and person_id <> all(${placed}::uuid[])`.execute(
    db,
  );
  return rows.map((row) => row.id);
}

/** Who offered for a task and did not take it back. */
export async function openOffers(db: Q, cityId: string, taskId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('offer')
    .select('person_id as id')
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .where('state', '<>', 'withdrawn')
    .execute();
  return rows.map((row) => row.id);
}

/** How many open duties a person has in a task. */
export async function openDutiesIn(db: Q, cityId: string, taskId: string, personId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from duty d join post s on s.city_id = d.city_id and s.id = d.post_id
    join participation p on p.city_id = d.city_id and p.id = d.participation_id
    where d.city_id = ${cityId} and s.task_id = ${taskId}::uuid and p.person_id = ${personId}::uuid and d.state <> 'ended'`.execute(
    db,
  );
  return rows[0]!.n;
}

/** Takes an offer back; whoever joined by it and has no duty leaves the chain that day. */
export async function withdrawOffer(
  trx: Q,
  cityId: string,
  offer: { readonly id: string; readonly taskId: string; readonly personId: string },
  today: Day,
): Promise<void> {
  await trx.updateTable('offer').set({ state: 'withdrawn' }).where('city_id', '=', cityId).where('id', '=', offer.id).execute();
  await sql`update participation p set valid_to = greatest(p.valid_from, ${today}::date) from org o
    where o.city_id = p.city_id and o.id = p.org_id and p.city_id = ${cityId} and o.task_id = ${offer.taskId}::uuid and p.person_id = ${offer.personId}::uuid
      and p.mode <> 'assigned' and p.valid_to > ${today}
      and not exists (select 1 from duty d where d.city_id = p.city_id and d.participation_id = p.id and d.state <> 'ended')`.execute(
    trx,
  );
}

/** An offer that waits. */
export interface WaitingOffer {
  readonly id: string;
  readonly taskId: string;
  readonly title: string;
  readonly taskState: string;
  readonly state: 'open' | 'confirmed' | 'withdrawn';
  readonly personId: string;
  readonly name: string;
  readonly mode: Mode;
  readonly areaId: string | null;
  readonly areaName: string | null;
  readonly unitName: string | null;
  readonly createdAt: Date;
  /** Already in an organization of the task. */
  readonly serves: boolean;
  /** Organizations of the running chain that could take the person in. */
  readonly places: { orgId: string; name: string; form: string }[];
}

/** A confirmed offer and where it led. */
export interface ConfirmedOffer {
  readonly id: string;
  readonly taskId: string;
  readonly title: string;
  readonly name: string;
  readonly mode: Mode;
  readonly unitName: string | null;
  /** Posts in the plan that stands, or duties of the running task. */
  readonly posts: readonly { readonly post: string; readonly shift: string | null }[];
  /** The organization of the running chain. */
  readonly orgName: string | null;
  /** Version of the plan that was looked at; null before the first and once the task runs. */
  readonly plan: number | null;
  /** The unit lends what it allows already. How many it lends is for itself and the owners of tasks. */
  readonly full: boolean;
}

/** Confirmed offers of tasks that are not over and where each has led so far, the newest first. */
export async function confirmedOffers(
  db: Q,
  cityId: string,
  anchors: readonly string[],
  today: Day,
  part: Part,
): Promise<ConfirmedOffer[]> {
  const { rows } = await sql<ConfirmedOffer>`
    select o.id, o.task_id as "taskId", t.title, coalesce(n.name, '') as name, o.mode, u.name as "unitName", v.version_no as plan,
      case when t.state = 'active' then coalesce(d.posts, '[]') else coalesce(r.posts, '[]') end as posts, j.name as "orgName",
      coalesce(u.release_cap <= (select count(distinct q.person_id)::int from participation q join org x on x.city_id = q.city_id and x.id = q.org_id
        where q.city_id = o.city_id and q.source_unit_id = u.id and not x.standing and q.valid_from <= ${today} and q.valid_to > ${today}), false) as full
    from offer o join task t on t.city_id = o.city_id and t.id = o.task_id
    join person m on m.city_id = o.city_id and m.id = o.person_id
    left join person_name n on n.city_id = o.city_id and n.person_id = o.person_id
    left join unit u on u.city_id = m.city_id and u.id = m.unit_id
    left join lateral (select p.id, p.version_no from plan p where p.city_id = t.city_id and p.task_id = t.id and p.state in ('ready', 'stopped', 'submitted', 'approved')
      and t.state <> 'active' order by p.version_no desc limit 1) v on true
    left join lateral (select jsonb_agg(jsonb_build_object('post', s.name, 'shift', s.shift) order by s.start_minute) as posts
      from plan_row w join post s on s.city_id = w.city_id and s.id = w.post_id
      where w.city_id = o.city_id and w.plan_id = v.id and w.person_id = o.person_id) r on true
    left join lateral (select x.name from participation q join org x on x.city_id = q.city_id and x.id = q.org_id
      where q.city_id = o.city_id and q.person_id = o.person_id and x.task_id = o.task_id and q.valid_to > greatest(${today}::date, q.valid_from) order by q.valid_from limit 1) j on true
    left join lateral (select jsonb_agg(jsonb_build_object('post', s.name, 'shift', s.shift) order by s.start_minute) as posts
      from duty w join post s on s.city_id = w.city_id and s.id = w.post_id join participation q on q.city_id = w.city_id and q.id = w.participation_id
      where w.city_id = o.city_id and s.task_id = o.task_id and q.person_id = o.person_id and w.state <> 'ended') d on true
    where o.city_id = ${cityId} and o.state = 'confirmed' and t.state in ${OPEN_TASK} and (t.state <> 'active' or j.name is not null) and ${mayConfirm(cityId, anchors)}
    order by o.created_at desc, o.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** States of a task in which offers for it are looked at. */
const OPEN_TASK = sql`('planned', 'submitted', 'approved', 'active')`;

/**
 * Which offers wait: open ones, and confirmed ones of a running task that no plan placed, that the anchors may confirm: reports to a
 * community whose organization is theirs, and offers for tasks they own.
 */
const waits = (cityId: string, anchors: readonly string[]) => sql`t.state in ${OPEN_TASK}
      and (o.state = 'open' or (o.state = 'confirmed' and t.state = 'active' and not v.serves)) and ${mayConfirm(cityId, anchors)}`;

const mayConfirm = (cityId: string, anchors: readonly string[]) => sql`o.city_id = ${cityId}
      and (exists (select 1 from org_closure c where c.city_id = o.city_id and c.descendant_id = t.owner_org_id and c.ancestor_id = any(${anchors}::uuid[]))
        or (o.mode = 'residence-report' and exists (select 1 from org g join org_closure c on c.city_id = g.city_id and c.descendant_id = g.id
          where g.city_id = o.city_id and g.standing and g.area_id = o.area_id and g.unit_id is null and c.ancestor_id = any(${anchors}::uuid[]))))`;

/** Whether whoever offers serves in the task already. */
const serves = (
  today: Day,
) => sql`lateral (select exists (select 1 from participation p join org x on x.city_id = p.city_id and x.id = p.org_id
      where p.city_id = o.city_id and p.person_id = o.person_id and x.task_id = o.task_id and p.valid_to > greatest(${today}::date, p.valid_from)) as serves) v`;

/** How many offers wait for the anchors and since when: to be confirmed, and confirmed ones that no plan placed (`unplaced`). */
export async function offersWaiting(
  db: Q,
  cityId: string,
  anchors: readonly string[],
  today: Day,
): Promise<{ count: number; since: Date; unplaced: boolean }[]> {
  const { rows } = await sql<{ count: number; since: Date; unplaced: boolean }>`
    select count(*)::int as count, min(o.created_at) as since, o.state = 'confirmed' as unplaced from offer o
    join task t on t.city_id = o.city_id and t.id = o.task_id
    cross join ${serves(today)} where ${waits(cityId, anchors)} group by 3 order by 3`.execute(db);
  return rows;
}

/** Offers that wait for the anchors, the oldest first; one that is named is found in any state. */
export async function offersFor(
  db: Q,
  cityId: string,
  anchors: readonly string[],
  today: Day,
  which: Part | { readonly id: string },
): Promise<WaitingOffer[]> {
  const one = 'id' in which;
  const found = one ? sql`o.id = ${which.id}::uuid and ${mayConfirm(cityId, anchors)}` : waits(cityId, anchors);
  const part = one ? { offset: 0, limit: 1 } : which;
  const { rows } = await sql<WaitingOffer>`
    select o.id, o.task_id as "taskId", t.title, t.state as "taskState", o.state, o.person_id as "personId", coalesce(n.name, '') as name, o.mode,
      o.area_id as "areaId", a.name as "areaName", u.name as "unitName", o.created_at as "createdAt", coalesce(c.places, '[]') as places, v.serves
    from offer o join task t on t.city_id = o.city_id and t.id = o.task_id
    join person m on m.city_id = o.city_id and m.id = o.person_id
    left join person_name n on n.city_id = o.city_id and n.person_id = o.person_id
    left join unit u on u.city_id = m.city_id and u.id = m.unit_id
    left join area a on a.city_id = o.city_id and a.id = o.area_id
    left join lateral (select jsonb_agg(jsonb_build_object('orgId', d.id, 'name', d.name, 'form', d.form) order by k.depth, d.name) as places
      from org r join org_closure k on k.city_id = r.city_id and k.tree_id = r.tree_id and k.ancestor_id = r.id
      join org d on d.city_id = k.city_id and d.id = k.descendant_id and d.state = 'active'
      where r.city_id = o.city_id and r.task_id = o.task_id and t.state = 'active'
        and r.area_id = coalesce(o.area_id, m.residence_area_id) and r.state = 'active') c on true
    cross join ${serves(today)}
    where ${found} order by o.created_at, o.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** Confirms an offer; false when it was taken back. */
export async function confirmOffer(trx: Q, cityId: string, offerId: string, by: string): Promise<boolean> {
  const result = await trx
    .updateTable('offer')
    .set({ state: 'confirmed', confirmed_by: by })
    .where('city_id', '=', cityId)
    .where('id', '=', offerId)
    .where('state', '<>', 'withdrawn')
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

/** Whoever is taken into a task after offering oneself is confirmed by that: the way of joining stays as it was. */
export async function confirmOfferOf(trx: Q, cityId: string, taskId: string, personId: string, by: string): Promise<void> {
  await trx
    .updateTable('offer')
    .set({ state: 'confirmed', confirmed_by: by })
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .where('person_id', '=', personId)
    .where('state', '=', 'open')
    .execute();
}
