import type { RouteShape } from '#contract/route';
import { type JsonValue, record } from '#store/audit';
import type { Trx } from '#store/schema';
import { inTransaction } from '#store/transaction';
import type { Act, Context } from './context.ts';
import type { Deps } from './deps.ts';

/** Writes the audit row of an act with the account and the role it was done in. */
export async function recordAct(
  trx: Trx,
  deps: Pick<Deps, 'cityId'>,
  actor: { accountId: string | null; grantId: string | null },
  act: Act,
): Promise<void> {
  // As it will be read back: dates become text, absent members go.
  const detail = act.detail === undefined ? undefined : (JSON.parse(JSON.stringify(act.detail)) as JsonValue);
  await record(trx, {
    cityId: deps.cityId,
    actor,
    action: act.action,
    subject: { kind: act.subjectKind, id: act.subjectId },
    ...(detail === undefined ? {} : { detail }),
  });
}

/** Writes the acts of a request that reads in a transaction of their own, before anything is handed out. */
export async function noted<R extends RouteShape>(ctx: Context<R>, ...acts: readonly Act[]): Promise<void> {
  const actor = { accountId: ctx.session.accountId, grantId: ctx.actingGrantId ?? null };
  await inTransaction(ctx.deps.store, async (trx) => {
    for (const act of acts) await recordAct(trx, ctx.deps, actor, act);
  });
}
