import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

/** The account behind a session token, with the grants in force today. */
export interface SessionAccount {
  readonly tokenHash: string;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly accountId: string;
  readonly login: string;
  readonly displayName: string;
  readonly personId: string | null;
  readonly mustChange: boolean;
  readonly demo: boolean;
  readonly preferences: unknown;
  readonly actingGrantId: string | null;
  readonly grants: readonly Grant[];
}

/** A role in force, with the words that name its body. */
export interface Grant {
  readonly id: string;
  readonly role: 'system-administrator' | 'security-administrator' | 'officer' | 'secretary' | 'headquarters' | 'member';
  readonly orgId: string | null;
  readonly unitId: string | null;
  readonly body: string | null;
  readonly form: string | null;
  readonly standing: boolean | null;
}

/** The session of this token hash when it has not run out and the account may sign in; one round trip and one for the grants. */
export async function findSession(
  db: Db | Trx,
  cityId: string,
  tokenHash: string,
  now: Date,
  today: Day,
): Promise<SessionAccount | null> {
  const row = await db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .select([
      'session.token_hash as tokenHash',
      'session.expires_at as expiresAt',
      'session.created_at as createdAt',
      'session.acting_grant_id as actingGrantId',
      'account.id as accountId',
      'account.login as login',
      'account.display_name as displayName',
      'account.person_id as personId',
      'account.must_change as mustChange',
      'account.demo as demo',
      'account.preferences as preferences',
    ])
    .where('session.token_hash', '=', tokenHash)
    .where('session.expires_at', '>', now)
    .where('account.disabled', '=', false)
    .where('account.city_id', '=', cityId)
    .executeTakeFirst();
  return row ? { ...row, grants: await grantsOf(db, cityId, row.accountId, today) } : null;
}

/** Roles in force today, the most far-reaching first: by the fixed order of roles, then by name of the body. */
export async function grantsOf(db: Db | Trx, cityId: string, accountId: string, today: Day): Promise<Grant[]> {
  const rows = await db
    .selectFrom('role_grant')
    .leftJoin('org', (join) => join.onRef('org.city_id', '=', 'role_grant.city_id').onRef('org.id', '=', 'role_grant.org_id'))
    .leftJoin('unit', (join) => join.onRef('unit.city_id', '=', 'role_grant.city_id').onRef('unit.id', '=', 'role_grant.unit_id'))
    .select((eb) => [
      'role_grant.id as id',
      'role_grant.role as role',
      'role_grant.org_id as orgId',
      'role_grant.unit_id as unitId',
      eb.fn.coalesce('org.name', 'unit.name').as('body'),
      'org.form as form',
      'org.standing as standing',
    ])
    .where('role_grant.city_id', '=', cityId)
    .where('role_grant.account_id', '=', accountId)
    .where('role_grant.valid_from', '<=', today)
    .where('role_grant.valid_to', '>', today)
    .execute();
  const order = ['officer', 'headquarters', 'secretary', 'system-administrator', 'security-administrator', 'member'];
  return rows.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || (a.body ?? '').localeCompare(b.body ?? '', 'zh'));
}

/** Opens a session; old ones that ran out are removed on the way. */
export async function addSession(
  db: Db | Trx,
  session: { tokenHash: string; accountId: string; actingGrantId: string | null; now: Date; expiresAt: Date },
): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<=', session.now).execute();
  await db
    .insertInto('session')
    .values({
      token_hash: session.tokenHash,
      account_id: session.accountId,
      acting_grant_id: session.actingGrantId,
      created_at: session.now,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** The role that acts when a request names none. */
export async function setActing(db: Db | Trx, tokenHash: string, grantId: string): Promise<void> {
  await db.updateTable('session').set({ acting_grant_id: grantId }).where('token_hash', '=', tokenHash).execute();
}

/** Moves the end of a session that is in use. */
export async function extendSession(db: Db | Trx, tokenHash: string, expiresAt: Date): Promise<void> {
  await db.updateTable('session').set({ expires_at: expiresAt }).where('token_hash', '=', tokenHash).execute();
}

/** Ends one session. */
export async function endSession(db: Db | Trx, tokenHash: string): Promise<void> {
  await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute();
}

/** Ends all sessions of an account, except the one named. */
export async function endSessions(db: Db | Trx, accountId: string, except?: string): Promise<void> {
  let query = db.deleteFrom('session').where('account_id', '=', accountId);
  if (except) query = query.where('token_hash', '<>', except);
  await query.execute();
}
