/** Reading what a person or a body was told. Nobody records who has read what; a notice goes on its date. */
import { sql } from 'kysely';
import type { NoticeKind } from '#kernel/formation';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** A notice as it was written. */
export interface NoticeRow {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly params: Record<string, string | number | null>;
  readonly at: Date;
}

/** What a person was told, the newest first. */
export async function noticesOfPerson(db: Q, cityId: string, personId: string, limit: number): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select id, kind, params, created_at as at from notice where city_id = ${cityId} and person_id = ${personId}::uuid
    order by created_at desc, id desc limit ${limit}`.execute(db);
  return rows;
}

/** What organizations and a unit were told, the newest first. */
export async function noticesOfBody(
  db: Q,
  cityId: string,
  body: { readonly anchors: readonly string[]; readonly unitId: string | null },
  limit: number,
): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select id, kind, params, created_at as at from notice where city_id = ${cityId}
      and (org_id = any(${body.anchors}::uuid[]) or unit_id = ${body.unitId}::uuid)
    order by created_at desc, id desc limit ${limit}`.execute(db);
  return rows;
}
