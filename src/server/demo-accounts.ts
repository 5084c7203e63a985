import type { Role } from '#contract/roles';
import { DEMO_ACCOUNTS, type DemoAccount } from '#demo/accounts';
import type { Day } from '#kernel/lib';
import { addAccount, addGrant, demoAccounts } from '#store/account';
import { newId } from '#store/id';
import type { Db, Trx } from '#store/schema';
import { findBodies } from '#store/scope';
import type { Deps } from './deps.ts';
import { hashPassword } from './password.ts';
import { isLoopback } from './security.ts';

/** The password of every demo account: no secret, the buttons carry it; such accounts work on loopback in demo mode only. */
export const DEMO_PASSWORD = 'qunying-demo';

const PARTS: readonly (readonly [string, DemoAccount])[] = Object.entries(DEMO_ACCOUNTS);

/**
 * Makes the accounts of the tour for the bodies that exist in this city; parts without body are left out. Whoever is also a member
 * holds that role too. Returns how many were made.
 */
export async function createDemoAccounts(trx: Db | Trx, cityId: string, today: Day): Promise<number> {
  const accounts = PARTS.map(([, account]) => account);
  const found = await findBodies(trx, cityId, {
    orgs: accounts.flatMap((one) => one.orgKey ?? []),
    units: accounts.flatMap((one) => one.unitKey ?? []),
    persons: accounts.flatMap((one) => one.personKey ?? []),
  });
  const hash = await hashPassword(DEMO_PASSWORD);
  let made = 0;
  for (const { id, login, displayName, role, orgKey, unitKey, personKey } of accounts) {
    const orgId = orgKey === null ? null : found.orgs.get(orgKey);
    const unitId = unitKey === undefined ? null : found.units.get(unitKey);
    if (orgId === undefined || unitId === undefined) continue;
    const personId = (personKey === null ? undefined : found.persons.get(personKey)) ?? null;
    await addAccount(trx, { id, cityId, login, hash, personId, displayName, mustChange: false, demo: true });
    const roles: readonly Role[] = personId && role !== 'member' ? [role, 'member'] : [role];
    for (const one of roles) {
      await addGrant(trx, { id: newId(), cityId, accountId: id, role: one, orgId, unitId, from: today, by: null });
    }
    made++;
  }
  return made;
}

/** Whether demo accounts may be used: a demo city that only this machine can reach. */
export function showsDemo(config: Deps['config']): boolean {
  return config.demo && isLoopback(config.host);
}

/** The buttons of the sign-in page, in the order of the tour; empty outside demo mode. */
export async function demoParts(
  deps: Deps,
  db: Db,
  today: Day,
): Promise<{ key: string; login: string; password: string; displayName: string; role: Role; body: string }[]> {
  if (!showsDemo(deps.config)) return [];
  const accounts = await demoAccounts(db, deps.cityId, today);
  return PARTS.flatMap(([key, part]) => {
    const account = accounts.find((one) => one.login === part.login && one.role === part.role);
    if (!account) return [];
    const { login, displayName } = account;
    return [{ key, login, password: DEMO_PASSWORD, displayName, role: part.role, body: account.body ?? '' }];
  });
}
