import type pg from 'pg';

/**
 * Opens a new epoch where transaction numbers start lower than those already in the trail, as after a restore or a move to
 * another cluster; run by the owner after migrations. Returns whether it did.
 */
export async function renewAuditEpoch(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ next: number | null }>(`
    with newest as (select epoch, txid from audit_event order by epoch desc, txid desc limit 1),
         sealed as (select upto_epoch as epoch, upto_txid as txid from audit_seal order by upto_epoch desc, upto_txid desc limit 1),
         last as (select * from (select * from newest union all select * from sealed) both_ends order by epoch desc, txid desc limit 1),
         present as (select column_default::integer as epoch from information_schema.columns
                     where table_schema = 'public' and table_name = 'audit_event' and column_name = 'epoch')
    select last.epoch + 1 as next from last, present where present.epoch <= last.epoch and last.txid > pg_current_xact_id()
       or present.epoch < last.epoch`);
  const next = rows[0]?.next;
  if (next == null) return false;
  await client.query(`alter table audit_event alter column epoch set default ${Number(next)}`);
  return true;
}
