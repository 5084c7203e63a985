import { createDemoAccounts } from '#server/demo-accounts';
import { hasDemoAccounts } from '#store/account';
import type { City } from '#store/city';
import type { OpenDatabase } from './open-database.ts';

/** Makes the accounts of the tour in a demo city that has none, whoever seeded it; returns how many were made. */
export async function ensureDemoAccounts({ store }: OpenDatabase, city: Pick<City, 'id' | 'demo'>): Promise<number> {
  if (!city.demo || (await hasDemoAccounts(store.db))) return 0;
  return store.db.transaction().execute((trx) => createDemoAccounts(trx, city.id, store.today()));
}
