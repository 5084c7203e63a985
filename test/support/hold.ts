import { sql } from 'kysely';
import type { Store } from '#store/database';
import { eventually } from './folder.ts';

/** Holds a table until `release`, so that whoever uses it stands still half way; `waited` resolves when `waiting` of them do. */
export async function hold(
  store: Store,
  table: string,
  waiting = 1,
): Promise<{ waited: Promise<unknown>; release: () => Promise<void> }> {
  let release = () => {};
  const released = new Promise<void>((free) => {
    release = free;
  });
  let held = () => {};
  const holding = new Promise<void>((done) => {
    held = done;
  });
  const work = store.db
    .transaction()
    .execute(async (trx) => {
      await sql`lock table ${sql.ref(table)} in access exclusive mode`.execute(trx);
      held();
      await released;
    })
    .catch(() => undefined);
  await holding;
  const waited = eventually('somebody waits half way', async () => {
    const { rows } = await sql`select 1 from pg_locks where relation = ${table}::regclass and not granted`.execute(store.db);
    return rows.length >= waiting ? true : undefined;
  });
  return {
    waited,
    release: async () => {
      release();
      await work;
    },
  };
}
