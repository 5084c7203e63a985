/** Ending a task: reads what hangs on it, writes what the kernel says and nothing else. Standing organizations and homes are never touched (I-9). */
import { sql } from 'kysely';
import type { EndingChanges } from '#kernel/formation';
import type { Day } from '#kernel/lib';
import { began } from './began.ts';
import { setChainState } from './chain.ts';
import { newId } from './id.ts';
import { returnResources } from './resource.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** What hangs on a task that is to end. */
export interface EndingRecord {
  readonly organizations: readonly { id: string; name: string; state: string; endedOn: Day | null }[];
  readonly participations: readonly { id: string; personId: string; orgId: string; role: string; from: Day; to: Day }[];
  readonly duties: number;
  readonly offices: number;
  /** Units whose people are in it still or are yet to come; once it has ended, those whose people served. */
  readonly units: number;
  /** Resources that it uses. */
  readonly resources: number;
  readonly standing: number;
  readonly homes: number;
}

/** What the log of a task kept about its end; numbers that an earlier release did not keep are null. */
export interface EndingKept {
  readonly organizations: number;
  readonly people: number | null;
  readonly participations: number;
  readonly duties: number | null;
  readonly offices: number | null;
  readonly notes: number | null;
  readonly units: number | null;
  readonly resources: number | null;
  readonly thanks: string | null;
}

/** The end of a task as its log has it; undefined before. */
export async function lastEnding(db: Q, cityId: string, taskId: string): Promise<EndingKept | undefined> {
  const { rows } = await sql<{ params: Partial<EndingKept> }>`
    select params from task_change where city_id = ${cityId} and task_id = ${taskId}::uuid and kind in ('end', 'call-off') order by at desc limit 1`.execute(
    db,
  );
  const params = rows[0]?.params;
  if (!params) return undefined;
  const {
    organizations = 0,
    participations = 0,
    people = null,
    duties = null,
    offices = null,
    notes = null,
    units = null,
    resources = null,
    thanks = null,
  } = params;
  return { organizations, people, participations, duties, offices, notes, units, resources, thanks };
}

/** Reads it; counts of what stays beside it. */
export async function readEnding(db: Q, cityId: string, treeId: string, today: Day): Promise<EndingRecord> {
  const organizations = await sql<EndingRecord['organizations'][number]>`
    select id, name, state, ended_on as "endedOn" from org where city_id = ${cityId} and tree_id = ${treeId} order by id`.execute(
    db,
  );
  const participations = await sql<EndingRecord['participations'][number]>`
    select p.id, p.person_id as "personId", p.org_id as "orgId", p.role, p.valid_from as "from", p.valid_to as "to"
    from participation p join org o on o.city_id = p.city_id and o.id = p.org_id where p.city_id = ${cityId} and o.tree_id = ${treeId} order by p.id`.execute(
    db,
  );
  const counts = await sql<Omit<EndingRecord, 'organizations' | 'participations'>>`select
    (select count(*)::int from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id join org o on o.city_id = p.city_id and o.id = p.org_id
      where d.city_id = ${cityId} and o.tree_id = ${treeId} and d.state <> 'ended') as duties,
    (select count(*)::int from office f join org o on o.city_id = f.city_id and o.id = f.org_id where f.city_id = ${cityId} and o.tree_id = ${treeId} and f.state = 'active') as offices,
    (select count(distinct a.source_unit_id)::int from participation a join org g on g.city_id = a.city_id and g.id = a.org_id
      where a.city_id = ${cityId} and g.tree_id = ${treeId}
        and case when exists (select from org x where x.city_id = ${cityId} and x.tree_id = ${treeId} and x.state <> 'ended')
          then a.valid_to > greatest(a.valid_from, ${today}::date) else ${began} end) as units,
    (select count(*)::int from resource r where r.city_id = ${cityId} and r.state = 'used'
      and r.task_id in (select o.task_id from org o where o.city_id = ${cityId} and o.tree_id = ${treeId})) as resources,
    (select count(*)::int from org where city_id = ${cityId} and standing and state = 'active') as standing,
    (select count(*)::int from home where city_id = ${cityId} and valid_from <= ${today} and valid_to > ${today}) as homes`.execute(
    db,
  );
  return { organizations: organizations.rows, participations: participations.rows, ...counts.rows[0]! };
}

/** Writes the end in one go: chain, participations, duties, service notes with thanks, dates of erasure. */
export async function writeEnding(
  trx: Q,
  cityId: string,
  task: { readonly id: string; readonly treeId: string; readonly on: Day; readonly thanks: string; readonly eraseWishesOn: Day },
  changes: EndingChanges,
): Promise<void> {
  await setChainState(trx, cityId, task.treeId, 'ended', task.on);
  await returnResources(trx, cityId, task.id);
  const parts = JSON.stringify(changes.participations);
  await sql`update participation p set valid_to = r."to" from jsonb_to_recordset(${parts}::jsonb) as r(id uuid, "to" date)
    where p.city_id = ${cityId} and p.id = r.id`.execute(trx);
  await sql`update duty d set state = 'ended', difficulty = null, contact = null, contact_erase_after = null, version = d.version + 1
    from participation p, org o where p.city_id = d.city_id and p.id = d.participation_id and o.city_id = p.city_id and o.id = p.org_id
      and d.city_id = ${cityId} and o.tree_id = ${task.treeId} and d.state <> 'ended'`.execute(trx);
  const notes = JSON.stringify(changes.serviceNotes.map((note) => ({ id: newId(), ...note })));
  await sql`insert into service_note (city_id, id, person_id, task_id, org_name, role, day_from, day_to, thanks)
    select ${cityId}, r.id, r."personId", ${task.id}::uuid, r."orgName", r.role, r."from", r."to", ${task.thanks}
    from jsonb_to_recordset(${notes}::jsonb) as r(id uuid, "personId" uuid, "orgName" text, role text, "from" date, "to" date)`.execute(
    trx,
  );
  await sql`update person_wish w set erase_after = ${task.eraseWishesOn}::date where w.city_id = ${cityId} and w.erase_after is null
    and exists (select from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
      where p.city_id = w.city_id and p.person_id = w.person_id and o.tree_id = ${task.treeId})`.execute(trx);
  await sql`update offer set erase_after = least(erase_after, ${task.eraseWishesOn}::date) where city_id = ${cityId} and task_id = ${task.id}::uuid`.execute(
    trx,
  );
  await sql`delete from slot_opening where city_id = ${cityId} and task_id = ${task.id}::uuid and filled_at is null`.execute(trx);
  await sql`update task_rest set erase_after = least(erase_after, ${task.on}::date) where city_id = ${cityId} and task_id = ${task.id}::uuid`.execute(
    trx,
  );
}
