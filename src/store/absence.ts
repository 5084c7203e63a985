/** Days on which people cannot serve, as the person or the branch noted them. What plans, openings and rosters make of them is read there. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { type Absence, absenceWithout, joinedAbsence, shareDays } from '#kernel/registry';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** An absence as it is kept. */
export interface AbsenceRow extends Absence {
  readonly id: string;
  readonly notedOn: Day;
}

/** The absences of a person that are not over, by their days. */
export async function absencesOf(db: Q, cityId: string, personId: string, today: Day): Promise<AbsenceRow[]> {
  const { rows } = await sql<AbsenceRow>`
    select id, valid_from as "from", valid_to as "to", noted_on as "notedOn" from person_absence
    where city_id = ${cityId} and person_id = ${personId}::uuid and valid_to > ${today} order by valid_from`.execute(db);
  return rows;
}

/** Duties of running tasks, not yet told to be difficult, that fall on absences of a person; with the days that do, in the roster as far as one is kept. */
export async function dutiesMeant(
  db: Q,
  cityId: string,
  personId: string,
  today: Day,
): Promise<{ absenceId: string; dutyId: string; post: string; shift: string | null; from: Day; days: number }[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof dutiesMeant>>[number]>`
    select b.id as "absenceId", d.id as "dutyId", s.name as post, s.shift, min(g.day)::date as "from", count(*)::int as days
    from person_absence b join participation p on p.city_id = b.city_id and p.person_id = b.person_id
    join duty d on d.city_id = p.city_id and d.participation_id = p.id and d.state in ('told', 'accepted')
    join post s on s.city_id = d.city_id and s.id = d.post_id
    join task t on t.city_id = s.city_id and t.id = s.task_id and t.state = 'active'
    cross join lateral generate_series(greatest(d.on_day_from, b.valid_from, ${today}::date), least(d.on_day_to, b.valid_to) - 1, interval '1 day') as g(day)
    where b.city_id = ${cityId} and b.person_id = ${personId}::uuid and b.valid_to > ${today}
      and (not exists (select 1 from roster r where r.city_id = p.city_id and r.org_id = p.org_id and r.day_from <= g.day and r.day_to > g.day)
        or exists (select 1 from roster r join roster_duty x on x.city_id = r.city_id and x.roster_id = r.id
          where r.city_id = p.city_id and r.org_id = p.org_id and x.person_id = p.person_id and x.on_day = g.day))
    group by b.id, d.id, s.name, s.shift order by 5, 3`.execute(db);
  return rows;
}

/**
 * Adds days: one absence with all that share a day with them, kept since the first of them was noted. Open places whose proposal would
 * fall on them are asked about anew. Returns the absence, and whether such a place is open.
 */
export async function addAbsence(
  trx: Q,
  cityId: string,
  personId: string,
  days: Absence,
  today: Day,
): Promise<{ id: string; reopened: boolean }> {
  const kept = await lockAbsences(trx, cityId, personId);
  const meets = kept.filter((one) => shareDays(one, days));
  const whole = joinedAbsence(meets, days);
  await drop(trx, cityId, meets);
  const id = newId();
  const notedOn = meets.reduce<Day>((first, one) => (one.notedOn < first ? one.notedOn : first), today);
  await put(trx, cityId, personId, [{ id, notedOn, ...whole }]);
  const { numAffectedRows } = await sql`
    update slot_opening o set proposal = null, proposed_person_id = null from post s
    where o.city_id = ${cityId} and o.proposed_person_id = ${personId}::uuid and o.filled_at is null
      and s.city_id = o.city_id and s.id = o.post_id and s.day_from < ${whole.to} and s.day_to > ${whole.from}`.execute(trx);
  return { id, reopened: (numAffectedRows ?? 0n) > 0n };
}

/** Takes days back: what lies before and after them stays. Whether any of them was kept. */
export async function takeBackAbsence(trx: Q, cityId: string, personId: string, days: Absence): Promise<boolean> {
  const meets = (await lockAbsences(trx, cityId, personId)).filter((one) => shareDays(one, days));
  await drop(trx, cityId, meets);
  await put(
    trx,
    cityId,
    personId,
    meets.flatMap(({ notedOn, ...one }) => absenceWithout(one, days).map((part) => ({ ...part, id: newId(), notedOn }))),
  );
  return meets.length > 0;
}

/** All absences of the person; writes about one person wait for each other. */
async function lockAbsences(trx: Q, cityId: string, personId: string): Promise<AbsenceRow[]> {
  await sql`select 1 from person where city_id = ${cityId} and id = ${personId}::uuid for update`.execute(trx);
  return absencesOf(trx, cityId, personId, '0001-01-01' as Day);
}

async function drop(trx: Q, cityId: string, rows: readonly AbsenceRow[]): Promise<void> {
  const ids = rows.map((one) => one.id);
  if (ids.length > 0) await sql`delete from person_absence where city_id = ${cityId} and id = any(${ids}::uuid[])`.execute(trx);
}

async function put(trx: Q, cityId: string, personId: string, rows: readonly AbsenceRow[]): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto('person_absence')
    .values(
      rows.map((one) => ({
        city_id: cityId,
        id: one.id,
        person_id: personId,
        valid_from: one.from,
        valid_to: one.to,
        noted_on: one.notedOn,
      })),
    )
    .execute();
}
