/** Reading what a person or a body was told. Nobody records who has read what; a notice goes on its date. */
import { type RawBuilder, sql } from 'kysely';
import type { NoticeKind } from '#kernel/formation';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** A notice as it was written. */
export interface NoticeRow {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly params: Record<string, string | number | null>;
  readonly at: Date;
  /** It pointed at a duty of the person that is no longer there, or waits for no answer. */
  readonly past: boolean;
}

/** At most `limit` notices, those older than the notice `after` where one is given; nothing once that one is erased. */
export interface NoticePart {
  readonly limit: number;
  readonly after?: string | undefined;
}

// By the row itself: an instant that went through the browser has lost its microseconds.
function olderThan(cityId: string, after: string | undefined): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`;
  return sql<boolean>`(created_at, id) < (select m.created_at, m.id from notice m where m.city_id = ${cityId} and m.id = ${after}::uuid)`;
}

/** Whether the person of a notice (alias `n`) has a duty of its task that the phone page shows. */
const holdsDuty = (
  which: RawBuilder<unknown>,
) => sql`exists (select 1 from duty d join post s on s.city_id = d.city_id and s.id = d.post_id
  join task t on t.city_id = s.city_id and t.id = s.task_id join participation q on q.city_id = d.city_id and q.id = d.participation_id
  where d.city_id = n.city_id and q.person_id = n.person_id and t.id = (n.params ->> 'taskId')::uuid and t.state = 'active' and d.state <> 'ended' and ${which})`;

/** What a person was told, the newest first; a question of a plan as long as it can be answered, and the last one of a task alone. */
export async function noticesOfPerson(db: Q, cityId: string, personId: string, part: NoticePart): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select id, kind, params, created_at as at, case when kind in ('duty', 'roster', 'offer-joined') then not ${holdsDuty(sql`true`)}
        when kind in ('roster-asked', 'difficulty-stands') then not ${holdsDuty(sql`d.state = 'told'`)} else false end as past
    from notice n where city_id = ${cityId} and person_id = ${personId}::uuid
      and (kind <> 'consultation' or (exists (select 1 from task t join consultation c on c.city_id = t.city_id and c.task_id = t.id and c.person_id = n.person_id
          where t.city_id = n.city_id and t.id = (n.params ->> 'taskId')::uuid and t.state in ('planned', 'submitted'))
        and not exists (select 1 from notice x where x.city_id = n.city_id and x.person_id = n.person_id and x.kind = n.kind
          and x.params ->> 'taskId' = n.params ->> 'taskId' and (x.created_at, x.id) > (n.created_at, n.id))))
      and ${olderThan(cityId, part.after)}
    order by created_at desc, id desc limit ${part.limit}`.execute(db);
  return rows;
}

/** What organizations and a unit were told, the newest first. */
export async function noticesOfBody(
  db: Q,
  cityId: string,
  body: { readonly anchors: readonly string[]; readonly unitId: string | null },
  part: NoticePart,
): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select id, kind, params, created_at as at, false as past from notice where city_id = ${cityId}
      and (org_id = any(${body.anchors}::uuid[]) or unit_id = ${body.unitId}::uuid) and ${olderThan(cityId, part.after)}
    order by created_at desc, id desc limit ${part.limit}`.execute(db);
  return rows;
}
