import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';
import { type Body, orgsBelow } from './scope.ts';
import { headThenInside, matches, matchesOrg } from './search.ts';
import type { Grant } from './session.ts';

/** An account with its roles, as administrators see it. */
export interface AccountRow {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly personId: string | null;
  readonly disabled: boolean;
  readonly demo: boolean;
  readonly lockedUntil: Date | null;
  readonly hasPassword: boolean;
  readonly external: boolean;
  readonly codeExpiresAt: Date | null;
  readonly version: number;
  readonly grants: readonly HeldGrant[];
}

/** A role with its days; `until` null = open. */
export interface HeldGrant extends Grant {
  readonly accountId: string;
  readonly from: Day;
  readonly until: Day | null;
}

const FOREVER = '9999-12-31';

/** Accounts by login after `after`, at most `limit`; `within` limits to members whose relationship is held below that body, or to holders of roles there. */
export async function listAccounts(
  db: Db | Trx,
  cityId: string,
  choice: { after?: string; limit: number; q?: string | undefined; within?: Body; members?: boolean; id?: string; today: Day },
): Promise<AccountRow[]> {
  let query = db
    .selectFrom('account')
    .leftJoin('one_time_code', (join) =>
      join.onRef('one_time_code.account_id', '=', 'account.id').on('one_time_code.used_at', 'is', null),
    )
    .select([
      'account.id as id',
      'account.login as login',
      'account.display_name as displayName',
      'account.person_id as personId',
      'account.disabled as disabled',
      'account.demo as demo',
      'account.locked_until as lockedUntil',
      sql<boolean>`account.hash is not null`.as('hasPassword'),
      sql<boolean>`account.subject is not null`.as('external'),
      'one_time_code.expires_at as codeExpiresAt',
      'account.version as version',
    ])
    .where('account.city_id', '=', cityId)
    .orderBy('account.login')
    .limit(choice.limit);
  if (choice.id !== undefined) query = query.where('account.id', '=', choice.id);
  if (choice.after !== undefined) query = query.where('account.login', '>', choice.after);
  if (choice.q)
    query = query.where(
      sql<boolean>`(account.login like ${`${escapeLike(choice.q)}%`} or account.display_name like ${`%${escapeLike(choice.q)}%`})`,
    );
  if (choice.within) {
    const held = sql<boolean>`exists (select 1 from role_grant g where g.city_id = account.city_id and g.account_id = account.id and ${orgsBelow(choice.within, sql.ref('g.org_id'))})`;
    const home = sql<boolean>`exists (select 1 from home h where h.city_id = account.city_id and h.person_id = account.person_id
      and h.valid_from <= ${choice.today} and h.valid_to > ${choice.today} and ${orgsBelow(choice.within, sql.ref('h.org_id'))})`;
    query = query.where(choice.members ? home : held);
  }
  const rows = await query.execute();
  const grants = await grantsOfAll(
    db,
    cityId,
    rows.map((row) => row.id),
    choice.today,
  );
  return rows.map((row) => ({ ...row, grants: grants.get(row.id) ?? [] }));
}

async function grantsOfAll(
  db: Db | Trx,
  cityId: string,
  accountIds: readonly string[],
  today: Day,
): Promise<Map<string, HeldGrant[]>> {
  const grants = new Map<string, HeldGrant[]>();
  if (accountIds.length === 0) return grants;
  const rows = await db
    .selectFrom('role_grant')
    .leftJoin('org', (join) => join.onRef('org.city_id', '=', 'role_grant.city_id').onRef('org.id', '=', 'role_grant.org_id'))
    .leftJoin('unit', (join) => join.onRef('unit.city_id', '=', 'role_grant.city_id').onRef('unit.id', '=', 'role_grant.unit_id'))
    .select((eb) => [
      'role_grant.id as id',
      'role_grant.account_id as accountId',
      'role_grant.role as role',
      'role_grant.org_id as orgId',
      'role_grant.unit_id as unitId',
      eb.fn.coalesce('org.name', 'unit.name').as('body'),
      'org.form as form',
      'org.standing as standing',
      'role_grant.valid_from as from',
      'role_grant.valid_to as until',
    ])
    .where('role_grant.city_id', '=', cityId)
    .where('role_grant.account_id', 'in', accountIds)
    .where('role_grant.valid_to', '>', today)
    .orderBy('role_grant.valid_from')
    .execute();
  for (const row of rows) {
    const grant = { ...row, until: row.until === FOREVER ? null : row.until };
    grants.set(row.accountId, [...(grants.get(row.accountId) ?? []), grant]);
  }
  return grants;
}

/** Changes an account at this version; false when someone was faster. */
export async function changeAccount(
  trx: Db | Trx,
  accountId: string,
  version: number,
  change: { displayName?: string | undefined; disabled?: boolean | undefined },
): Promise<boolean> {
  const row = await trx
    .updateTable('account')
    .set((eb) => ({
      version: eb('version', '+', 1),
      ...(change.displayName === undefined ? {} : { display_name: change.displayName }),
      ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
    }))
    .where('id', '=', accountId)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a role on a day; a role that began that day goes altogether. False when the account holds no such role. */
export async function endGrant(trx: Db | Trx, cityId: string, accountId: string, grantId: string, today: Day): Promise<boolean> {
  const of = trx
    .deleteFrom('role_grant')
    .where('city_id', '=', cityId)
    .where('account_id', '=', accountId)
    .where('id', '=', grantId);
  const begun = await of.where('valid_from', '>=', today).returning('id').executeTakeFirst();
  if (begun) return true;
  const ended = await trx
    .updateTable('role_grant')
    .set({ valid_to: today })
    .where('city_id', '=', cityId)
    .where('account_id', '=', accountId)
    .where('id', '=', grantId)
    .where('valid_to', '>', today)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

/** Members whose relationship is held in exactly this organization, with their account when they have one; by name. */
export async function membersForSheet(
  db: Db | Trx,
  cityId: string,
  orgId: string,
  today: Day,
): Promise<
  {
    personId: string;
    name: string;
    accountId: string | null;
    login: string | null;
    hasPassword: boolean;
    external: boolean;
    disabled: boolean;
  }[]
> {
  const rows = await db
    .selectFrom('home')
    .innerJoin('person_name', (join) =>
      join.onRef('person_name.city_id', '=', 'home.city_id').onRef('person_name.person_id', '=', 'home.person_id'),
    )
    .leftJoin('account', (join) =>
      join.onRef('account.city_id', '=', 'home.city_id').onRef('account.person_id', '=', 'home.person_id'),
    )
    .select([
      'home.person_id as personId',
      'person_name.name as name',
      'account.id as accountId',
      'account.login as login',
      sql<boolean>`account.hash is not null`.as('hasPassword'),
      sql<boolean>`account.subject is not null`.as('external'),
      sql<boolean>`coalesce(account.disabled, false)`.as('disabled'),
    ])
    .where('home.city_id', '=', cityId)
    .where('home.org_id', '=', orgId)
    .where('home.valid_from', '<=', today)
    .where('home.valid_to', '>', today)
    .orderBy('person_name.pinyin')
    .orderBy('home.person_id')
    .execute();
  return rows;
}

/** Name of an organization and whether it holds relationships, or null. */
export async function orgForSheet(db: Db | Trx, cityId: string, orgId: string): Promise<{ name: string; holds: boolean } | null> {
  const row = await db
    .selectFrom('org')
    .select(['name', 'holds_relationship as holds'])
    .where('city_id', '=', cityId)
    .where('id', '=', orgId)
    .executeTakeFirst();
  return row ?? null;
}

/** Whether the body of a role exists: an organization or unit of this city. */
export async function bodyExists(db: Db | Trx, cityId: string, orgId: string | null, unitId: string | null): Promise<boolean> {
  const org = orgId
    ? await db.selectFrom('org').select('id').where('city_id', '=', cityId).where('id', '=', orgId).executeTakeFirst()
    : true;
  const unit = unitId
    ? await db.selectFrom('unit').select('id').where('city_id', '=', cityId).where('id', '=', unitId).executeTakeFirst()
    : true;
  return Boolean(org) && Boolean(unit);
}

/** Those of the logins that are taken. */
export async function takenLogins(db: Db | Trx, logins: readonly string[]): Promise<Set<string>> {
  if (logins.length === 0) return new Set();
  const rows = await db.selectFrom('account').select('login').where('login', 'in', logins).execute();
  return new Set(rows.map((row) => row.login));
}

/** The text with the wildcards of LIKE taken literally. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** A standing organization by id, source key or exact name; null when there is none or the name is not unique. */
export async function findOrg(db: Db | Trx, cityId: string, text: string): Promise<{ id: string; name: string } | null> {
  const rows = await db
    .selectFrom('org')
    .select(['id', 'name'])
    .where('city_id', '=', cityId)
    .where((eb) => eb.or([eb(sql`org.id::text`, '=', text), eb('source_key', '=', text), eb('name', '=', text)]))
    .limit(2)
    .execute();
  return rows.length === 1 ? rows[0]! : null;
}

/** Most bodies that a search for roles gives. */
const BODIES = 20;

/** Active organizations and administrative bodies found by characters, pinyin or initials; at most 20, shortest names first. */
export function searchBodies(
  db: Db | Trx,
  cityId: string,
  text: string,
  within: Body | undefined,
  today: Day,
): Promise<{ kind: 'org' | 'unit'; id: string; name: string; above: string | null }[]> {
  const reach = within ? orgsBelow(within, sql.ref('x.id')) : sql<boolean>`true`;
  return headThenInside(text, BODIES, async (how) => {
    const { rows } = await sql<{ kind: 'org' | 'unit'; id: string; name: string; above: string | null }>`
      (select 'org' as kind, x.id, x.name, (select p.name from org_edge e join org p on p.city_id = e.city_id and p.id = e.parent_id
          where e.city_id = x.city_id and e.child_id = x.id and e.valid_from <= ${today} and e.valid_to > ${today}) as above
        from org x where x.city_id = ${cityId} and x.state = 'active' and ${matchesOrg(text, 'x', how)} and ${reach} order by length(x.name), x.name limit ${BODIES})
      union all
      (select 'unit', x.id, x.name, null from unit x where x.city_id = ${cityId} and x.kind = 'administrative-body' and ${matches(text, 'x', how)}
        and ${within ? sql<boolean>`false` : sql<boolean>`true`} order by length(x.name), x.name limit 5)
      limit ${BODIES}`.execute(db);
    return rows;
  });
}
