import type { Store } from './database.ts';
import type { Trx } from './schema.ts';

/** An open business transaction; every write and its audit row take it as their first argument. */
export type { Trx } from './schema.ts';

/** Serialization failure and deadlock: the server asks to run the transaction again. */
const AGAIN = new Set(['40001', '40P01']);
const TRIES = 3;

/**
 * Runs `work` in one transaction: all or nothing, committed when the promise resolves. `work` may run up to three times when
 * the server asks for it, so it must do nothing outside the database.
 */
export async function inTransaction<T>(store: Pick<Store, 'db'>, work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await store.db.transaction().execute(work);
    } catch (error) {
      if (tries >= TRIES || !AGAIN.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}
