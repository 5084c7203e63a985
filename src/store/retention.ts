/**
 * What goes on its date: personal wishes, phone numbers, opinions, answers, raw rows, readable details of the trail, and what
 * identifies a person who has left. Which table keeps what, and how it ends, is listed in
 * `test/store/retention.test.ts`, which knows every table.
 */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { eraseDetails, eraseDetailsAbout } from './audit.ts';
import type { Store } from './database.ts';
import { eraseOldRows } from './import-batch.ts';
import { countingAnew, recountOver } from './member-count.ts';
import { thinProblems } from './plan-document.ts';
import type { Trx } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** Days that are counted here rather than written into a row as a date; the privacy page shows the same numbers. */
export const KEPT_DAYS = {
  /** A request for correction, after its answer. */
  corrections: 365,
  /** The readable part of an act in the audit trail; the act itself and its hash stay. */
  details: 1095,
  /** A one-time code that nobody used, after it ran out: until then the list says that it has. */
  codes: 30,
} as const;

/** How many rows of each kind went on their date. */
export type Erased = Readonly<
  Record<
    | 'feedback'
    | 'wishes'
    | 'absences'
    | 'contacts'
    | 'consultations'
    | 'importRows'
    | 'rests'
    | 'offers'
    | 'notices'
    | 'corrections'
    | 'sessions'
    | 'codes'
    | 'keys'
    | 'plans'
    | 'persons'
    | 'details',
    number
  >
>;

/** Erases everything whose date has come; counts of members whose days are over are made anew. Run every hour; running it again changes nothing. */
export async function eraseDue(store: Store, cityId: string, now: Date): Promise<Erased> {
  const today = store.today();
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  return inTransaction(store, async (trx) => {
    await recountOver(trx, cityId, today);
    const count = async (query: ReturnType<typeof sql>): Promise<number> =>
      Number((await query.execute(trx)).numAffectedRows ?? 0);
    const ofCity = sql`account_id in (select id from account where city_id = ${cityId})`;
    return {
      feedback: await count(sql`delete from feedback where city_id = ${cityId} and erase_after <= ${today}`),
      wishes: await count(sql`delete from person_wish where city_id = ${cityId} and erase_after <= ${today}`),
      absences: await count(sql`delete from person_absence where city_id = ${cityId} and valid_to <= ${today}`),
      contacts: await count(
        sql`update duty set contact = null, contact_erase_after = null where city_id = ${cityId} and contact_erase_after <= ${today}`,
      ),
      consultations: await count(sql`delete from consultation where city_id = ${cityId} and erase_after <= ${today}`),
      importRows: await eraseOldRows(trx, cityId, now),
      rests: await count(sql`delete from task_rest where city_id = ${cityId} and erase_after <= ${today}`),
      offers: await count(sql`delete from offer where city_id = ${cityId} and erase_after <= ${today}`),
      notices: await count(sql`delete from notice where city_id = ${cityId} and erase_after <= ${today}`),
      corrections: await count(
        sql`delete from correction_request where city_id = ${cityId} and answered_at <= ${before(KEPT_DAYS.corrections)}`,
      ),
      sessions: await count(sql`delete from session where ${ofCity} and expires_at <= ${now}`),
      codes: await count(
        sql`delete from one_time_code where ${ofCity} and (used_at is not null or expires_at <= ${before(KEPT_DAYS.codes)})`,
      ),
      keys: await count(sql`delete from idempotency where ${ofCity} and expires_at <= ${now}`),
      plans: await thinProblems(trx, cityId, { wishesOver: today }),
      persons: await erasePersons(trx, cityId, today),
      details: await eraseOldDetails(trx, cityId, before(KEPT_DAYS.details)),
    };
  });
}

/**
 * Takes away what identifies persons who left and whose date has come: name, number, unit, residence, skills, wishes,
 * absences, requests, choices made about them, what plans knew of them, account. What they were part of keeps its counts under an id that leads to nobody.
 */
async function erasePersons(trx: Trx, cityId: string, today: Day): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select p.id from person p join person_name n on n.city_id = p.city_id and n.person_id = p.id
    where p.city_id = ${cityId} and p.erase_after <= ${today} for update of p`.execute(trx);
  if (rows.length === 0) return 0;
  const ids = rows.map((row) => row.id);
  const these = sql`city_id = ${cityId} and person_id = any(${ids}::uuid[])`;
  for (const table of [
    'person_name',
    'person_skill',
    'person_wish',
    'person_absence',
    'correction_request',
    'consultation',
    'offer',
    'notice',
    'plan_choice',
    'chain_choice',
  ] as const)
    await sql`delete from ${sql.table(table)} where ${these}`.execute(trx);
  await countingAnew(trx, cityId, today, ids, () =>
    sql`update person set source_key = null, unit_id = null, residence_area_id = null,
      home_elsewhere = false, version = version + 1 where city_id = ${cityId} and id = any(${ids}::uuid[])`.execute(trx),
  );
  await sql`delete from session where account_id in (select id from account where ${these})`.execute(trx);
  await sql`delete from one_time_code where account_id in (select id from account where ${these})`.execute(trx);
  // The account stays as the actor of what it did; it opens nothing and names nobody any more.
  await sql`update account set person_id = null, disabled = true, hash = null, subject = null, display_name = '', preferences = '{}',
    login = 'left-' || id, version = version + 1 where ${these}`.execute(trx);
  await thinProblems(trx, cityId, { people: ids });
  for (const id of ids) await eraseDetailsAbout(trx, cityId, { kind: 'person', id });
  return ids.length;
}

async function eraseOldDetails(trx: Trx, cityId: string, before: Date): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select e.id from audit_event e join audit_detail d on d.city_id = e.city_id and d.event_id = e.id
    where e.city_id = ${cityId} and e.at <= ${before} limit 20000`.execute(trx);
  return eraseDetails(
    trx,
    cityId,
    rows.map((row) => row.id),
  );
}
