import type { Trx } from './schema.ts';

/** What an earlier request with the same key did. */
export interface EarlierAnswer {
  readonly bodyHash: string;
  readonly status: number;
  readonly location: string | null;
}

/**
 * Takes the key for this transaction: null when it is fresh, else what the earlier request answered. A request with the same
 * key that runs at the same time is waited for, so the effect happens once.
 */
export async function takeKey(
  trx: Trx,
  entry: { accountId: string; key: string; bodyHash: string; now: Date; expiresAt: Date },
): Promise<EarlierAnswer | null> {
  await trx.deleteFrom('idempotency').where('account_id', '=', entry.accountId).where('expires_at', '<=', entry.now).execute();
  const taken = await trx
    .insertInto('idempotency')
    .values({
      account_id: entry.accountId,
      key: entry.key,
      body_hash: entry.bodyHash,
      status: 0,
      location: null,
      expires_at: entry.expiresAt,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  if (taken) return null;
  const row = await trx
    .selectFrom('idempotency')
    .select(['body_hash as bodyHash', 'status', 'location'])
    .where('account_id', '=', entry.accountId)
    .where('key', '=', entry.key)
    .executeTakeFirstOrThrow();
  return row;
}

/** Records the answer beside the effect, in the same transaction. */
export async function keepAnswer(trx: Trx, accountId: string, key: string, status: number, location: string): Promise<void> {
  await trx
    .updateTable('idempotency')
    .set({ status, location })
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .execute();
}
