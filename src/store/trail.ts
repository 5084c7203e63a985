import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

/** An event of the audit trail with what may be read of it. */
export interface TrailRow {
  readonly id: string;
  /** `at` to the microsecond in UTC: many events of one moment keep their order from page to page. */
  readonly mark: string;
  readonly at: Date;
  readonly action: string;
  readonly actor: string | null;
  readonly role: string | null;
  readonly body: string | null;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly detail: unknown;
  readonly erased: boolean;
  readonly sealed: boolean;
}

/** Events, newest first, after the key `[mark, id]` of the last one shown; days are those of `zone`. */
export async function listTrail(
  db: Db | Trx,
  cityId: string,
  choice: {
    limit: number;
    zone: string;
    after?: readonly [string, string] | undefined;
    action?: string | undefined;
    subjectKind?: string | undefined;
    subjectId?: string | undefined;
    from?: string | undefined;
    until?: string | undefined;
  },
): Promise<TrailRow[]> {
  let query = db
    .selectFrom('audit_event as e')
    .leftJoin('audit_detail as d', (join) => join.onRef('d.city_id', '=', 'e.city_id').onRef('d.event_id', '=', 'e.id'))
    .leftJoin('account as a', 'a.id', 'e.actor_id')
    .leftJoin('role_grant as g', (join) => join.onRef('g.city_id', '=', 'e.city_id').onRef('g.id', '=', 'e.acting_grant_id'))
    .leftJoin('org as o', (join) => join.onRef('o.city_id', '=', 'g.city_id').onRef('o.id', '=', 'g.org_id'))
    .leftJoin('unit as u', (join) => join.onRef('u.city_id', '=', 'g.city_id').onRef('u.id', '=', 'g.unit_id'))
    .select((eb) => [
      'e.id as id',
      'e.at as at',
      sql<string>`to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('mark'),
      'e.action as action',
      'a.login as actor',
      'g.role as role',
      eb.fn.coalesce('o.name', 'u.name').as('body'),
      'e.subject_kind as subjectKind',
      'e.subject_id as subjectId',
      'd.detail as detail',
      sql<boolean>`e.detail_hash is not null and d.event_id is null`.as('erased'),
      sql<boolean>`e.txid < coalesce((select max(s.upto_txid) from audit_seal s where s.city_id = e.city_id), '0'::xid8)`.as(
        'sealed',
      ),
    ])
    .where('e.city_id', '=', cityId)
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(choice.limit);
  if (choice.after) query = query.where(sql<boolean>`(e.at, e.id) < (${choice.after[0]}::timestamptz, ${choice.after[1]}::uuid)`);
  if (choice.action) query = query.where('e.action', '=', choice.action);
  if (choice.subjectKind) query = query.where('e.subject_kind', '=', choice.subjectKind);
  if (choice.subjectId) query = query.where('e.subject_id', '=', choice.subjectId);
  if (choice.from) query = query.where(sql<boolean>`e.at >= (${choice.from}::date)::timestamp at time zone ${choice.zone}`);
  if (choice.until) query = query.where(sql<boolean>`e.at < (${choice.until}::date + 1)::timestamp at time zone ${choice.zone}`);
  return query.execute();
}

/** The actions that occur, by name. */
export async function trailActions(db: Db | Trx, cityId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('audit_event')
    .select('action')
    .distinct()
    .where('city_id', '=', cityId)
    .orderBy('action')
    .execute();
  return rows.map((row) => row.action);
}

/**
 * Whether an event `e` with its detail `d` showed the name of this person. An export names a whole organization rather than its people: it
 * concerns everyone whose relationship lay below it that day.
 */
export function concernsName(personId: string): RawBuilder<boolean> {
  return sql<boolean>`(e.action in ('names-revealed', 'names-exported', 'code-sheet-printed') and (d.detail -> 'personIds' ? ${personId}::text
    or e.subject_kind = 'person' and e.subject_id = ${personId}::uuid
    or e.action = 'names-exported' and exists (select 1 from home h join org_closure c on c.city_id = h.city_id and c.descendant_id = h.org_id
      where h.city_id = e.city_id and h.person_id = ${personId}::uuid and (c.ancestor_id = e.subject_id or e.subject_kind = 'city')
        and h.valid_from <= e.at::date and h.valid_to > e.at::date)))`;
}

/** When, in which role and for what purpose the name of a person was revealed; newest first, at most 100. */
export async function namesLookedAt(
  db: Db | Trx,
  cityId: string,
  personId: string,
): Promise<{ at: Date; role: string | null; body: string | null; purpose: string | null }[]> {
  return db
    .selectFrom('audit_event as e')
    .innerJoin('audit_detail as d', (join) => join.onRef('d.city_id', '=', 'e.city_id').onRef('d.event_id', '=', 'e.id'))
    .leftJoin('role_grant as g', (join) => join.onRef('g.city_id', '=', 'e.city_id').onRef('g.id', '=', 'e.acting_grant_id'))
    .leftJoin('org as o', (join) => join.onRef('o.city_id', '=', 'g.city_id').onRef('o.id', '=', 'g.org_id'))
    .leftJoin('unit as u', (join) => join.onRef('u.city_id', '=', 'g.city_id').onRef('u.id', '=', 'g.unit_id'))
    .select((eb) => [
      'e.at as at',
      'g.role as role',
      eb.fn.coalesce('o.name', 'u.name').as('body'),
      sql<string | null>`d.detail ->> 'purpose'`.as('purpose'),
    ])
    .where('e.city_id', '=', cityId)
    .where(concernsName(personId))
    .orderBy('e.at', 'desc')
    .execute();
}
