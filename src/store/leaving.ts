/** A person leaves: the relationship and all that hangs on it ends today; what identifies the person goes on its date. */
import { sql } from 'kysely';
import { addDays, type Day, errorIssue, ok, type Result, refused } from '#kernel/lib';
import { giveUpDuty } from './duty.ts';
import { distinctPlaces, placesOf, recount } from './member-count.ts';
import { forgetInRosters } from './roster.ts';
import type { Db, Trx } from './schema.ts';

/** Days between leaving and erasing, for what must still be handed over; the privacy page shows the same number. */
export const LEFT_DAYS = 30;

interface Serving {
  readonly id: string;
  readonly participationId: string;
  readonly personId: string;
  readonly taskId: string;
  readonly postId: string;
  readonly slotNo: number;
}

/**
 * Ends home, offices, acting roles, transfer, participations and duties of a person today and sets the date of erasing. Every seat
 * that was held opens without a name. Refused when the person has left before.
 */
export async function leaveOrganization(
  trx: Db | Trx,
  cityId: string,
  personId: string,
  when: { readonly at: Date; readonly today: Day },
): Promise<Result<{ eraseAfter: Day; opened: readonly { taskId: string; postId: string }[] }>> {
  const { today } = when;
  const person = await trx
    .selectFrom('person')
    .select(['id', 'erase_after'])
    .where('city_id', '=', cityId)
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  if (!person) return refused(errorIssue('person-unknown', ['personId'], { value: personId }));
  if (person.erase_after !== null) return refused(errorIssue('left-before', ['personId'], { on: person.erase_after }));
  const { rows: duties } = await sql<Serving>`
    select d.id, d.participation_id as "participationId", p.person_id as "personId", s.task_id as "taskId", d.post_id as "postId", d.slot_no as "slotNo"
    from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id
    join post s on s.city_id = d.city_id and s.id = d.post_id
    where d.city_id = ${cityId} and p.person_id = ${personId}::uuid and d.state <> 'ended' order by d.id`.execute(trx);
  for (const duty of duties) await giveUpDuty(trx, cityId, duty, { at: when.at, today, restUntil: addDays(today, LEFT_DAYS) });
  const mine = sql`city_id = ${cityId} and person_id = ${personId}::uuid`;
  await sql`update participation set valid_to = greatest(valid_from, ${today}::date) where ${mine} and valid_to > ${today}`.execute(
    trx,
  );
  await sql`delete from office where ${mine} and state = 'proposed'`.execute(trx);
  // A seat that the person was proposed for is asked about anew; nobody is proposed who cannot come.
  await sql`update slot_opening set proposal = null, proposed_person_id = null where city_id = ${cityId} and proposed_person_id = ${personId}::uuid
    and filled_at is null`.execute(trx);
  await sql`update office set state = 'ended', valid_to = greatest(valid_from + 1, ${today}::date) where ${mine} and state = 'active'`.execute(
    trx,
  );
  await sql`delete from transfer where ${mine} and received_on is null`.execute(trx);
  const belonged = await placesOf(trx, cityId, [personId]);
  await sql`delete from home where ${mine} and valid_from >= ${today}`.execute(trx);
  await sql`update home set valid_to = ${today} where ${mine} and valid_to > ${today}`.execute(trx);
  await sql`delete from person_wish where ${mine}`.execute(trx);
  await sql`delete from person_absence where ${mine}`.execute(trx);
  await sql`delete from offer where ${mine}`.execute(trx);
  await forgetInRosters(trx, cityId, personId, null, today);
  // The account opens one's own record until it is erased; it acts for nobody any more.
  const acting = sql`city_id = ${cityId} and role in ('officer', 'secretary', 'headquarters')
    and account_id in (select id from account where ${mine})`;
  await sql`delete from role_grant where ${acting} and valid_from >= ${today}`.execute(trx);
  await sql`update role_grant set valid_to = ${today} where ${acting} and valid_to > ${today}`.execute(trx);
  const eraseAfter = addDays(today, LEFT_DAYS);
  // From today no count, no search for members without an organization and no offer finds the person.
  await sql`update person set erase_after = ${eraseAfter}, valid_to = greatest(valid_from + 1, ${today}::date), version = version + 1 where city_id = ${cityId} and id = ${personId}::uuid`.execute(
    trx,
  );
  await recount(trx, cityId, today, distinctPlaces(belonged, await placesOf(trx, cityId, [personId])));
  return ok({ eraseAfter, opened: duties.map(({ taskId, postId }) => ({ taskId, postId })) });
}
