/** Duties of people told about a task: read by oneself, answered, given up. No answer has a reason; nobody records who has read what. */
import { sql } from 'kysely';
import type { NoticeKind } from '#kernel/formation';
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import { forgetInRosters } from './roster.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** A duty of one person with everything the phone page shows. Names stand in full; the server masks them. */
export interface DutyRecord {
  readonly id: string;
  readonly state: 'told' | 'accepted' | 'difficulty' | 'ended';
  readonly personId: string;
  readonly participationId: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly mode: 'self-applied' | 'invited' | 'residence-report' | 'assigned';
  readonly taskId: string;
  readonly title: string;
  readonly ownerOrgId: string;
  readonly postId: string;
  readonly slotNo: number;
  readonly post: string;
  readonly shift: string | null;
  readonly startMinute: number;
  readonly endMinute: number;
  /** Half-open: `to` is the day after the last one. */
  readonly from: Day;
  readonly to: Day;
  readonly whatToDo: string;
  /** Subdistrict and community that the post lies in, as the chain has them; without a chain above, the place itself. */
  readonly place: string;
  /** Metres between the unit and the place when both points are known. */
  readonly distance: number | null;
  readonly difficulty: string | null;
  /** Counts answers and changes from 1: told with a higher one means asked again. */
  readonly version: number;
  /** The organization that runs the task, and the one that drafted it for that one where they differ: both hear of a difficulty. */
  readonly ownerName: string;
  readonly drafterOrgId: string | null;
  readonly drafterName: string | null;
  readonly contact: string | null;
  readonly leaderId: string | null;
  readonly leaderName: string | null;
  readonly leaderUnit: string | null;
  readonly leaderPhone: string | null;
}

const METRES = sql<number | null>`case when u.lat is null or a.lat is null then null else round(12742000 * asin(sqrt(
  power(sin(radians(a.lat - u.lat) / 2), 2) + cos(radians(u.lat)) * cos(radians(a.lat)) * power(sin(radians(a.lon - u.lon) / 2), 2))))::int end`;

const SELECT = (cityId: string) => sql`
  select d.id, d.state, p.person_id as "personId", p.id as "participationId", o.id as "orgId", o.name as "orgName", p.mode,
    t.id as "taskId", t.title, t.owner_org_id as "ownerOrgId", s.id as "postId", d.slot_no as "slotNo", s.name as post, s.shift,
    s.start_minute as "startMinute", s.end_minute as "endMinute", d.on_day_from as "from", d.on_day_to as "to",
    s.duty_text as "whatToDo", coalesce((select string_agg(ga.name, '' order by g.form desc) from org_closure c
      join org g on g.city_id = c.city_id and g.id = c.ancestor_id and g.form in ('general-branch', 'branch') join area ga on ga.city_id = g.city_id and ga.id = g.area_id
      where c.city_id = o.city_id and c.tree_id = o.tree_id and c.descendant_id = o.id), a.name) as place, ${METRES} as distance, d.difficulty, d.version, own.name as "ownerName", dr.id as "drafterOrgId", dr.name as "drafterName", d.contact,
    l.person_id as "leaderId", ln.name as "leaderName", lu.name as "leaderUnit",
    (select ld.contact from duty ld join participation lp on lp.city_id = ld.city_id and lp.id = ld.participation_id
      where ld.city_id = d.city_id and lp.person_id = l.person_id and lp.org_id = o.id and ld.contact is not null and ld.state <> 'ended' limit 1) as "leaderPhone"
  from duty d
  join participation p on p.city_id = d.city_id and p.id = d.participation_id
  join org o on o.city_id = p.city_id and o.id = p.org_id
  join post s on s.city_id = d.city_id and s.id = d.post_id
  join task t on t.city_id = s.city_id and t.id = s.task_id
  join org own on own.city_id = t.city_id and own.id = t.owner_org_id
  left join lateral (select b.id, b.name from approval x join org b on b.city_id = x.city_id and b.id = x.submitted_org_id
    where x.city_id = t.city_id and x.task_id = t.id and x.decision = 'approved' and b.id <> own.id order by x.submitted_at desc limit 1) dr on true
  join area a on a.city_id = s.city_id and a.id = s.area_id
  join person m on m.city_id = p.city_id and m.id = p.person_id
  left join unit u on u.city_id = m.city_id and u.id = m.unit_id
  left join lateral (select f.person_id from office f where f.city_id = o.city_id and f.org_id = o.id and f.state = 'active'
    and f.office in ('group-leader', 'secretary') order by f.office limit 1) l on true
  left join person_name ln on ln.city_id = d.city_id and ln.person_id = l.person_id
  left join person lm on lm.city_id = d.city_id and lm.id = l.person_id
  left join unit lu on lu.city_id = lm.city_id and lu.id = lm.unit_id
  where d.city_id = ${cityId}`;

/** My open duties from a day on: unanswered first, then by day and time. */
export async function dutiesOf(db: Q, cityId: string, personId: string, from: Day): Promise<DutyRecord[]> {
  const { rows } =
    await sql<DutyRecord>`${SELECT(cityId)} and p.person_id = ${personId}::uuid and d.state <> 'ended' and d.on_day_to > ${from}
    and t.state = 'active' order by (d.state = 'told') desc, d.on_day_from, s.start_minute, d.id`.execute(db);
  return rows;
}

/** One duty, locked for an answer; undefined when there is none. */
export async function lockDuty(trx: Q, cityId: string, dutyId: string): Promise<DutyRecord | undefined> {
  await sql`select id from duty where city_id = ${cityId} and id = ${dutyId}::uuid for update`.execute(trx);
  const { rows } = await sql<DutyRecord>`${SELECT(cityId)} and d.id = ${dutyId}::uuid`.execute(trx);
  return rows[0];
}

/** Who stands at the same posts on the same days, without oneself. */
export async function companionsOf(
  db: Q,
  cityId: string,
  dutyIds: readonly string[],
): Promise<{ dutyId: string; personId: string; name: string; unit: string | null }[]> {
  if (dutyIds.length === 0) return [];
  const { rows } = await sql<{ dutyId: string; personId: string; name: string; unit: string | null }>`
    select d.id as "dutyId", p.person_id as "personId", coalesce(n.name, '') as name, u.name as unit
    from duty d join participation mine on mine.city_id = d.city_id and mine.id = d.participation_id
    join duty x on x.city_id = d.city_id and x.post_id = d.post_id and x.id <> d.id and x.state <> 'ended'
      and x.on_day_from < d.on_day_to and d.on_day_from < x.on_day_to
    join participation p on p.city_id = x.city_id and p.id = x.participation_id and p.person_id <> mine.person_id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.person_id
    join person m on m.city_id = p.city_id and m.id = p.person_id
    left join unit u on u.city_id = m.city_id and u.id = m.unit_id
    where d.city_id = ${cityId} and d.id = any(${dutyIds}::uuid[]) order by x.id`.execute(db);
  return rows;
}

/** Matters of my own branch in the coming days: the other line of duty; they need no answer. */
export async function ownMatters(
  db: Q,
  cityId: string,
  personId: string,
  from: Day,
): Promise<
  {
    id: string;
    title: string;
    orgName: string;
    place: string | null;
    day: Day;
    startMinute: number | null;
    endMinute: number | null;
  }[]
> {
  const { rows } = await sql<{
    id: string;
    title: string;
    orgName: string;
    place: string | null;
    day: Day;
    startMinute: number | null;
    endMinute: number | null;
  }>`
    select x.id, x.title, o.name as "orgName", a.name as place, x.on_day as day, x.start_minute as "startMinute", x.end_minute as "endMinute"
    from activity x join org o on o.city_id = x.city_id and o.id = x.org_id
    left join area a on a.city_id = x.city_id and a.id = x.place_area_id
    where x.city_id = ${cityId} and x.on_day >= ${from} and not x.held and exists (select 1 from home h where h.city_id = x.city_id
      and h.person_id = ${personId}::uuid and (h.org_id = x.org_id or h.group_org_id = x.org_id) and h.valid_from <= x.on_day and h.valid_to > x.on_day)
    order by x.on_day, x.start_minute`.execute(db);
  return rows;
}

/** Keeps an answer that leaves the duty open; words belong to a difficulty only. */
export async function setDutyState(
  trx: Q,
  cityId: string,
  dutyId: string,
  state: 'told' | 'accepted' | 'difficulty',
  words: string | null,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('duty')
    .set((eb) => ({ state, difficulty: state === 'difficulty' ? words : null, answered_at: at, version: eb('version', '+', 1) }))
    .where('city_id', '=', cityId)
    .where('id', '=', dutyId)
    .execute();
}

/** Leaves a phone number with a duty, or takes it back; it is erased on its date or when the duty ends. */
export async function setDutyContact(
  trx: Q,
  cityId: string,
  dutyId: string,
  contact: string | null,
  eraseAfter: Day,
): Promise<void> {
  await trx
    .updateTable('duty')
    .set({ contact, contact_erase_after: contact === null ? null : eraseAfter })
    .where('city_id', '=', cityId)
    .where('id', '=', dutyId)
    .execute();
}

/**
 * Ends a duty that was declined: the seat opens without a name, the person rests for this task, and the participation ends unless
 * another duty hangs on it. Returns the opening.
 */
export async function giveUpDuty(
  trx: Q,
  cityId: string,
  duty: Pick<DutyRecord, 'id' | 'participationId' | 'personId' | 'taskId' | 'postId' | 'slotNo'>,
  when: { readonly at: Date; readonly today: Day; readonly restUntil: Day },
): Promise<string> {
  await sql`update duty set state = 'ended', difficulty = null, contact = null, contact_erase_after = null, answered_at = ${when.at}, version = version + 1
    where city_id = ${cityId} and id = ${duty.id}::uuid`.execute(trx);
  await sql`update participation p set valid_to = greatest(p.valid_from, ${when.today}::date)
    where p.city_id = ${cityId} and p.id = ${duty.participationId}::uuid and p.valid_to > ${when.today}
      and not exists (select 1 from duty d where d.city_id = p.city_id and d.participation_id = p.id and d.state <> 'ended')`.execute(
    trx,
  );
  await sql`update office f set state = 'ended', valid_to = greatest(f.valid_from + 1, ${when.today}::date) from participation p
    where p.city_id = ${cityId} and p.id = ${duty.participationId}::uuid and p.valid_to <= greatest(${when.today}::date, p.valid_from)
      and f.city_id = p.city_id and f.org_id = p.org_id and f.person_id = p.person_id and f.state = 'active'`.execute(trx);
  await sql`insert into task_rest (city_id, task_id, person_id, erase_after)
    values (${cityId}, ${duty.taskId}::uuid, ${duty.personId}::uuid, ${when.restUntil}::date) on conflict do nothing`.execute(
    trx,
  );
  await forgetInRosters(trx, cityId, duty.personId, duty.participationId, when.today);
  const id = newId();
  await trx
    .insertInto('slot_opening')
    .values({ city_id: cityId, id, task_id: duty.taskId, post_id: duty.postId, slot_no: duty.slotNo, opened_at: when.at })
    .execute();
  return id;
}

/** Tells one person something about a task. */
export async function tellPerson(
  trx: Q,
  cityId: string,
  personId: string,
  notice: {
    readonly kind: NoticeKind;
    readonly params: Readonly<Record<string, unknown>>;
    readonly at: Date;
    readonly eraseAfter: Day;
  },
): Promise<void> {
  await trx
    .insertInto('notice')
    .values({
      city_id: cityId,
      id: newId(),
      person_id: personId,
      kind: notice.kind,
      params: JSON.stringify(notice.params),
      created_at: notice.at,
      erase_after: notice.eraseAfter,
    })
    .execute();
}

/** Tells several people the same, one notice each. */
export async function tellPeople(
  trx: Q,
  cityId: string,
  people: readonly string[],
  notice: Parameters<typeof tellPerson>[3],
): Promise<void> {
  const rows = people.map((person) => ({ id: newId(), person }));
  await sql`insert into notice (city_id, id, person_id, kind, params, created_at, erase_after)
    select ${cityId}, r.id, r.person, ${notice.kind}, ${JSON.stringify(notice.params)}::jsonb, ${notice.at}, ${notice.eraseAfter}::date
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, person uuid)`.execute(trx);
}
