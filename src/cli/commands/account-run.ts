import { loginSchema } from '#contract/account';
import { giveCode } from '#server/one-time-codes';
import { addAccount, addGrant, enableAccount, findForSignIn } from '#store/account';
import { findOrg, takenLogins } from '#store/account-list';
import { record, THE_PROGRAM } from '#store/audit';
import { Failure } from '#store/failure';
import { newId } from '#store/id';
import { inTransaction } from '#store/transaction';
import { cityFor } from '../city-for.ts';
import type { Call, ExitCode } from '../command.ts';
import { withCity } from '../open-database.ts';

type Role = Parameters<typeof addGrant>[1]['role'];

/** Adds an account with one role and prints its one-time code, once. */
export function runAccountAdd(call: Call): Promise<ExitCode> {
  const { out, options, environment } = call;
  const login = call.arguments.login!;
  const role = options.role as Role;
  return withCity<ExitCode>(environment, out, async ({ store }) => {
    if (!loginSchema.safeParse(login).success) throw new Failure('account-login-invalid', { login });
    const city = await cityFor(store, environment);
    const { code, expiresAt } = await inTransaction(store, async (trx) => {
      if ((await takenLogins(trx, [login])).size > 0) throw new Failure('account-login-taken', { login });
      const administers = role.endsWith('-administrator');
      if (options.org === undefined && !administers) throw new Failure('account-org-missing', { role });
      const org = options.org === undefined ? null : await findOrg(trx, city.id, options.org);
      if (options.org !== undefined && !org) throw new Failure('account-org-unknown', { org: options.org });
      const accountId = await addAccount(trx, {
        cityId: city.id,
        login,
        hash: null,
        displayName: options.name ?? login,
        mustChange: true,
      });
      const from = store.today();
      await addGrant(trx, {
        id: newId(),
        cityId: city.id,
        accountId,
        role,
        orgId: org?.id ?? null,
        unitId: null,
        from,
        by: null,
      });
      const subject = { kind: 'account', id: accountId };
      await record(trx, {
        cityId: city.id,
        actor: THE_PROGRAM,
        action: 'account-added',
        subject,
        detail: { login, role, by: 'command-line' },
      });
      return giveCode(trx, accountId, new Date());
    });
    tell(call, 'account.added', { login, city: city.name, code, until: expiresAt.toISOString().slice(0, 10) });
    return 0;
  });
}

/** A new one-time code for an account; it is unlocked and open again, its sessions end. */
export function runAccountReset(call: Call): Promise<ExitCode> {
  const { out, environment } = call;
  const login = call.arguments.login!;
  return withCity<ExitCode>(environment, out, async ({ store }) => {
    const city = await cityFor(store, environment);
    const { code, expiresAt } = await inTransaction(store, async (trx) => {
      const row = await findForSignIn(trx, city.id, login);
      if (!row) throw new Failure('account-unknown', { login });
      await enableAccount(trx, row.id);
      const subject = { kind: 'account', id: row.id };
      await record(trx, {
        cityId: city.id,
        actor: THE_PROGRAM,
        action: 'account-reset',
        subject,
        detail: { login, by: 'command-line' },
      });
      return giveCode(trx, row.id, new Date());
    });
    tell(call, 'account.reset', { login, city: city.name, code, until: expiresAt.toISOString().slice(0, 10) });
    return 0;
  });
}

function tell({ out }: Call, key: string, params: { login: string; city: string; code: string; until: string }): void {
  out.progressDone();
  out.say(key, params);
  out.say('account.code', params);
  out.result(params);
}
