import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { Failure } from './failure.ts';
import { type Target, userOf, withClient } from './target.ts';

/** The role of the running server: reads and writes the register, adds audit rows, changes or deletes none of them. */
export const APP_ROLE = 'qunying_app';

/** Audit rows may be added and read by the server; erasing a readable detail goes through `erase_audit_detail` alone. */
export const AUDIT_TABLES = ['audit_event', 'audit_detail', 'audit_seal'] as const;

/** The password of the app role in an embedded cluster, derived so that only one secret is kept. */
export function appPassword(ownerPassword: string): string {
  return createHmac('sha256', ownerPassword).update(APP_ROLE).digest('base64url');
}

/** The same embedded database as the app role. */
export function asAppLogin(owner: Target): Target {
  return { ...owner, user: APP_ROLE, password: appPassword(owner.password ?? '') };
}

/**
 * Makes the app role and its rights what they must be; run by the owner after every migration, changes nothing when run again.
 * With `password` the role may sign in itself (embedded), otherwise the owner's sessions switch to it (`DATABASE_URL`).
 */
export async function ensureAppRole(client: pg.Client, password?: string): Promise<void> {
  const { rows } = await client.query<{ login: boolean }>('select rolcanlogin as login from pg_roles where rolname = $1', [
    APP_ROLE,
  ]);
  if (rows.length === 0) {
    await client.query(`create role ${APP_ROLE} nologin`).catch(ignoreExisting);
  }
  // A superuser may switch to every role; others must be members, and since version 16 whoever made a role may not switch to it by that.
  await client.query(
    `do $$ begin
      if not pg_has_role(current_user, '${APP_ROLE}', case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end)
      then grant ${APP_ROLE} to current_user; end if;
    end $$`,
  );
  if (password !== undefined && !rows[0]?.login) {
    await client
      .query(`alter role ${APP_ROLE} login password ${client.escapeLiteral(password)}`)
      .catch((error: { code?: string }) => {
        // XX000 "tuple concurrently updated": another database of the cluster has just done the same.
        if (error.code !== 'XX000') throw error;
      });
  }
}

/** Rights of the app role on the schema of this database. */
export async function grantApp(client: pg.Client): Promise<void> {
  await client.query(`
    grant usage on schema public to ${APP_ROLE};
    grant select, insert, update, delete on all tables in schema public to ${APP_ROLE};
    grant usage on all sequences in schema public to ${APP_ROLE};
    do $$ declare t text; begin
      foreach t in array array['${AUDIT_TABLES.join("','")}'] loop
        if to_regclass('public.' || t) is not null then
          execute format('revoke all on public.%I from ${APP_ROLE}', t);
          execute format('grant select, insert on public.%I to ${APP_ROLE}', t);
        end if;
      end loop;
      if to_regprocedure('erase_audit_detail(text, uuid[])') is not null then
        grant execute on function erase_audit_detail(text, uuid[]) to ${APP_ROLE};
      end if;
      foreach t in array array['kysely_migration', 'kysely_migration_lock'] loop
        if to_regclass('public.' || t) is not null then
          execute format('revoke all on public.%I from ${APP_ROLE}', t);
          execute format('grant select on public.%I to ${APP_ROLE}', t);
        end if;
      end loop;
    end $$;`);
}

/**
 * Throws `database-app-rights` when a sign-in that is to work as the app role may do less than it (reading the city) or more (changing
 * the audit trail); run after the rights were set.
 */
export async function checkAppLogin(target: Target): Promise<void> {
  await withClient(target, async (client) => {
    const { rows } = await client.query<{ city: boolean; trail: boolean }>(
      `select has_table_privilege('city', 'insert') as city, has_table_privilege('audit_event', 'update, delete, truncate') as trail`,
    );
    const { city, trail } = rows[0]!;
    if (!city || trail)
      throw new Failure('database-app-rights', {
        user: userOf(target),
        role: APP_ROLE,
        reason: city ? 'update, delete on audit_event' : 'no insert on city',
      });
  });
}

function ignoreExisting(error: unknown): void {
  const code = (error as { code?: string }).code;
  // Two databases of one cluster may be made at the same moment; roles belong to the cluster.
  if (code !== '42710' && code !== '23505') throw error;
}
