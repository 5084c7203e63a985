import { type SqlBool, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';
import type { Grant } from './session.ts';

/** What signing in needs to know about an account. */
export interface SignInRow {
  readonly id: string;
  readonly hash: string | null;
  readonly failedCount: number;
  readonly lockedUntil: Date | null;
  readonly disabled: boolean;
  readonly demo: boolean;
  readonly codeHash: string | null;
  readonly codeExpiresAt: Date | null;
}

const SIGN_IN = [
  'account.id as id',
  'account.hash as hash',
  'account.failed_count as failedCount',
  'account.locked_until as lockedUntil',
  'account.disabled as disabled',
  'account.demo as demo',
] as const;

/** The account of a login with its unused one-time code. */
export async function findForSignIn(db: Db | Trx, cityId: string, login: string): Promise<SignInRow | null> {
  const row = await db
    .selectFrom('account')
    .leftJoin('one_time_code', (join) =>
      join.onRef('one_time_code.account_id', '=', 'account.id').on('one_time_code.used_at', 'is', null),
    )
    .select([...SIGN_IN, 'one_time_code.code_hash as codeHash', 'one_time_code.expires_at as codeExpiresAt'])
    .where('account.city_id', '=', cityId)
    .where('account.login', '=', login)
    .executeTakeFirst();
  return row ?? null;
}

/** The account that an external provider knows under this subject. */
export async function findBySubject(
  db: Db | Trx,
  cityId: string,
  subject: string,
): Promise<{ id: string; disabled: boolean } | null> {
  const row = await db
    .selectFrom('account')
    .select(['id', 'disabled'])
    .where('city_id', '=', cityId)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps the outcome of an attempt to sign in: zero failures after a success. */
export async function keepAttempt(db: Db | Trx, accountId: string, failedCount: number, lockedUntil: Date | null): Promise<void> {
  await db
    .updateTable('account')
    .set({ failed_count: failedCount, locked_until: lockedUntil })
    .where('id', '=', accountId)
    .execute();
}

/** A new account; the login is unique in the whole installation. */
export async function addAccount(
  trx: Db | Trx,
  account: {
    /** Given for accounts of the demo, which its tasks name; fresh otherwise. */
    id?: string;
    cityId: string;
    login: string;
    hash: string | null;
    personId?: string | null;
    displayName: string;
    mustChange: boolean;
    demo?: boolean;
    subject?: string | null;
  },
): Promise<string> {
  const id = account.id ?? newId();
  await trx
    .insertInto('account')
    .values({
      id,
      city_id: account.cityId,
      login: account.login,
      hash: account.hash,
      person_id: account.personId ?? null,
      display_name: account.displayName,
      must_change: account.mustChange,
      demo: account.demo ?? false,
      subject: account.subject ?? null,
      locked_until: null,
    })
    .execute();
  return id;
}

/** Sets the password, or takes it away (null); failures, locks and a waiting code are forgotten. */
export async function setPassword(trx: Db | Trx, accountId: string, hash: string | null, mustChange: boolean): Promise<void> {
  await trx
    .updateTable('account')
    .set((eb) => ({ hash, must_change: mustChange, failed_count: 0, locked_until: null, version: eb('version', '+', 1) }))
    .where('id', '=', accountId)
    .execute();
  await trx.deleteFrom('one_time_code').where('account_id', '=', accountId).execute();
}

/** Puts a one-time code in the place of an earlier one. */
export async function setOneTimeCode(trx: Db | Trx, accountId: string, codeHash: string, expiresAt: Date): Promise<void> {
  await trx
    .insertInto('one_time_code')
    .values({ account_id: accountId, code_hash: codeHash, expires_at: expiresAt, used_at: null })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet({ code_hash: codeHash, expires_at: expiresAt, used_at: null }),
    )
    .execute();
}

/** Spends the code; false when someone else was faster. */
export async function spendCode(trx: Db | Trx, accountId: string, codeHash: string, now: Date): Promise<boolean> {
  const row = await trx
    .updateTable('one_time_code')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .returning('account_id')
    .executeTakeFirst();
  await trx.updateTable('account').set({ must_change: true }).where('id', '=', accountId).execute();
  return row !== undefined;
}

/** Language and type size of an account. */
export async function setPreferences(trx: Db | Trx, accountId: string, preferences: unknown): Promise<void> {
  await trx
    .updateTable('account')
    .set({ preferences: JSON.stringify(preferences) })
    .where('id', '=', accountId)
    .execute();
}

/** Gives a role in an organization or unit from a day on. */
export async function addGrant(
  trx: Db | Trx,
  grant: {
    id: string;
    cityId: string;
    accountId: string;
    role: Grant['role'];
    orgId: string | null;
    unitId: string | null;
    from: Day;
    by: string | null;
  },
): Promise<void> {
  await trx
    .insertInto('role_grant')
    .values({
      city_id: grant.cityId,
      id: grant.id,
      account_id: grant.accountId,
      role: grant.role,
      org_id: grant.orgId,
      unit_id: grant.unitId,
      valid_from: grant.from,
      granted_by: grant.by,
    })
    .execute();
}

/** Whether any demo account can sign in: a server outside demo mode refuses to start then. */
export async function hasDemoAccounts(db: Db | Trx): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select(sql<SqlBool>`true`.as('found'))
    .where('demo', '=', true)
    .where('disabled', '=', false)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Demo accounts with their roles in force and the name of the body. */
export async function demoAccounts(
  db: Db | Trx,
  cityId: string,
  today: Day,
): Promise<{ login: string; displayName: string; role: Grant['role']; body: string | null }[]> {
  return db
    .selectFrom('account')
    .innerJoin('role_grant', (join) =>
      join.onRef('role_grant.account_id', '=', 'account.id').onRef('role_grant.city_id', '=', 'account.city_id'),
    )
    .leftJoin('org', (join) => join.onRef('org.city_id', '=', 'role_grant.city_id').onRef('org.id', '=', 'role_grant.org_id'))
    .leftJoin('unit', (join) => join.onRef('unit.city_id', '=', 'role_grant.city_id').onRef('unit.id', '=', 'role_grant.unit_id'))
    .select((eb) => [
      'account.login as login',
      'account.display_name as displayName',
      'role_grant.role as role',
      eb.fn.coalesce('org.name', 'unit.name').as('body'),
    ])
    .where('account.city_id', '=', cityId)
    .where('account.demo', '=', true)
    .where('account.disabled', '=', false)
    .where('role_grant.valid_from', '<=', today)
    .where('role_grant.valid_to', '>', today)
    .execute();
}

/** Opens a closed account again. */
export async function enableAccount(trx: Db | Trx, accountId: string): Promise<void> {
  await trx.updateTable('account').set({ disabled: false }).where('id', '=', accountId).execute();
}
