import { sql } from 'kysely';
import type { Store } from './database.ts';
import { inTransaction } from './transaction.ts';

/** How many rows of each kind went on their date. */
export type Erased = Readonly<
  Record<
    'feedback' | 'wishes' | 'offers' | 'contacts' | 'consultations' | 'importRows' | 'rests' | 'notices' | 'sessions',
    number
  >
>;

/**
 * Erases everything whose date has come: complaints, wishes, offers, phone numbers left for a duty, opinions of persons asked, raw rows of
 * imports (7 days after commit), rests, notices, sessions that ran out. Run daily; running it again changes nothing.
 */
export async function eraseDue(store: Store, cityId: string, now: Date): Promise<Erased> {
  const today = store.today();
  return inTransaction(store, async (trx) => {
    const count = async (query: ReturnType<typeof sql>): Promise<number> =>
      Number((await query.execute(trx)).numAffectedRows ?? 0);
    return {
      feedback: await count(sql`delete from feedback where city_id = ${cityId} and erase_after <= ${today}`),
      wishes: await count(sql`delete from person_wish where city_id = ${cityId} and erase_after <= ${today}`),
      offers: await count(sql`delete from offer where city_id = ${cityId} and erase_after <= ${today}`),
      contacts: await count(
        sql`update duty set contact = null, contact_erase_after = null where city_id = ${cityId} and contact_erase_after <= ${today}`,
      ),
      consultations: await count(sql`delete from consultation where city_id = ${cityId} and erase_after <= ${today}`),
      importRows: await count(sql`update import_row r set raw = null from import_batch b
        where r.city_id = ${cityId} and b.city_id = r.city_id and b.id = r.batch_id and b.committed_at <= ${now}::timestamptz - interval '7 days' and r.raw is not null`),
      rests: await count(sql`delete from task_rest where city_id = ${cityId} and erase_after <= ${today}`),
      notices: await count(sql`delete from notice where city_id = ${cityId} and erase_after <= ${today}`),
      sessions: await count(sql`delete from session where expires_at <= ${now}`),
    };
  });
}
