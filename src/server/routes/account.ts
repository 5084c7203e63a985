import type * as z from 'zod';
import {
  accountAdd,
  accountChange,
  accountList,
  type accountSchema,
  accountShow,
  accountUnlock,
  bodySearch,
  codeMake,
  codeSheetMake,
  grantAdd,
  grantEnd,
} from '#contract/account';
import type { Role } from '#contract/roles';
import type { RouteShape } from '#contract/route';
import { errorIssue } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { addAccount, addGrant, keepAttempt } from '#store/account';
import {
  type AccountRow,
  bodyExists,
  changeAccount,
  endGrant,
  listAccounts,
  membersForSheet,
  orgForSheet,
  searchBodies,
  takenLogins,
} from '#store/account-list';
import { newId } from '#store/id';
import { endSessions } from '#store/session';
import type { Context } from '../context.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { freshLogins, giveCode } from '../one-time-codes.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { created, empty, ok } from '../reply.ts';

type Account = z.infer<typeof accountSchema>;

/** Accounts, roles, one-time codes and the printed sheet. */
export function accountRoutes(routes: Registrar): void {
  routes.handle(accountList, async (ctx) => {
    const { scope, body } = ctx;
    const after = decodeCursor(body.cursor, 1)?.[0];
    const secretary = scope.role === 'secretary';
    const rows = await listAccounts(ctx.db, ctx.cityId, {
      ...(after === undefined ? {} : { after: String(after) }),
      limit: body.limit + 1,
      q: body.q,
      ...(scope.body.anchors.length > 0 ? { within: scope.body, members: secretary } : {}),
      today: ctx.today,
    });
    return ok(pageFrom(rows, body.limit, (row) => [row.login], accountOf));
  });

  routes.handle(accountShow, async (ctx) => {
    const row = await accountRow(ctx, ctx.params.accountId);
    return ok(accountOf(row), { version: row.version });
  });

  routes.handle(accountAdd, async (ctx) => {
    const { login, displayName, role, orgId, unitId } = ctx.body;
    if ((await takenLogins(ctx.db, [login])).size > 0) throw invalid([errorIssue('login-taken', ['body', 'login'], { login })]);
    await checkBody(ctx, role, orgId, unitId);
    const accountId = await addAccount(ctx.db, { cityId: ctx.cityId, login, hash: null, displayName, mustChange: true });
    const grant = { id: newId(), cityId: ctx.cityId, accountId, role, orgId, unitId, from: ctx.today, by: ctx.session.accountId };
    await addGrant(ctx.db, grant);
    await ctx.audit({
      action: 'account-added',
      subjectKind: 'account',
      subjectId: accountId,
      detail: { login, role, orgId, unitId },
    });
    return created(accountId, `/api/accounts/${accountId}`);
  });

  routes.handle(accountChange, async (ctx) => {
    const { accountId } = ctx.params;
    const row = await accountRow(ctx, accountId);
    ctx.expectVersion(row.version, accountOf(row));
    if (!(await changeAccount(ctx.db, accountId, row.version, ctx.body))) throw problem('conflict', { what: row.login });
    if (ctx.body.disabled) await endSessions(ctx.db, accountId);
    ctx.deps.security?.({ event: 'account-changed', address: ctx.address, account: accountId, by: ctx.session.accountId });
    await ctx.audit({ action: 'account-changed', subjectKind: 'account', subjectId: accountId, detail: ctx.body });
    const fresh = await accountRow(ctx, accountId);
    return ok(accountOf(fresh), { version: fresh.version });
  });

  routes.handle(bodySearch, async (ctx) => {
    const within = ctx.scope.body.anchors.length > 0 ? ctx.scope.body : undefined;
    return ok({ items: await searchBodies(ctx.db, ctx.cityId, ctx.query.q, within, ctx.today) });
  });

  routes.handle(accountUnlock, async (ctx) => {
    await keepAttempt(ctx.db, ctx.params.accountId, 0, null);
    ctx.deps.security?.({
      event: 'account-unlocked',
      address: ctx.address,
      account: ctx.params.accountId,
      by: ctx.session.accountId,
    });
    await ctx.audit({ action: 'account-unlocked', subjectKind: 'account', subjectId: ctx.params.accountId });
    return empty();
  });

  routes.handle(grantAdd, async (ctx) => {
    const { accountId } = ctx.params;
    const { role, orgId, unitId } = ctx.body;
    await checkBody(ctx, role, orgId, unitId);
    const row = await accountRow(ctx, accountId);
    const apart: Partial<Record<Role, Role>> = {
      'system-administrator': 'security-administrator',
      'security-administrator': 'system-administrator',
    };
    if (row.grants.some((grant) => grant.role === apart[role]))
      throw invalid([errorIssue('administrators-apart', ['body', 'role'], {})]);
    if (row.grants.some((grant) => grant.role === role && grant.orgId === orgId && grant.unitId === unitId)) {
      throw invalid([errorIssue('role-held', ['body', 'role'], {})]);
    }
    const id = newId();
    await addGrant(ctx.db, {
      id,
      cityId: ctx.cityId,
      accountId,
      role,
      orgId,
      unitId,
      from: ctx.today,
      by: ctx.session.accountId,
    });
    ctx.deps.security?.({ event: 'role-granted', address: ctx.address, account: accountId, by: ctx.session.accountId, role });
    await ctx.audit({ action: 'role-granted', subjectKind: 'account', subjectId: accountId, detail: { role, orgId, unitId } });
    return created(id, `/api/accounts/${accountId}/grants/${id}`);
  });

  routes.handle(grantEnd, async (ctx) => {
    const { accountId, grantId } = ctx.params;
    if (!(await endGrant(ctx.db, ctx.cityId, accountId, grantId, ctx.today))) throw problem('not-found', {});
    ctx.deps.security?.({ event: 'role-ended', address: ctx.address, account: accountId, by: ctx.session.accountId });
    await ctx.audit({ action: 'role-ended', subjectKind: 'account', subjectId: accountId, detail: { grantId } });
    return empty();
  });

  routes.handle(codeMake, async (ctx) => {
    const row = await accountRow(ctx, ctx.params.accountId);
    if (row.external || row.disabled) throw problem('state-refuses', { state: row.external ? 'external' : 'disabled' });
    const { code, expiresAt } = await giveCode(ctx.db, row.id, ctx.now);
    ctx.deps.security?.({ event: 'code-made', address: ctx.address, account: row.id, by: ctx.session.accountId });
    await ctx.audit({ action: 'code-made', subjectKind: 'account', subjectId: row.id });
    return ok({ login: row.login, code, expiresAt: expiresAt.toISOString() });
  });

  routes.handle(codeSheetMake, async (ctx) => {
    const { orgId } = ctx.params;
    const org = await orgForSheet(ctx.db, ctx.cityId, orgId);
    if (!org?.holds) throw problem('state-refuses', { state: 'no-relationships' });
    const members = await membersForSheet(ctx.db, ctx.cityId, orgId, ctx.today);
    const waiting = members.filter((one) => !one.hasPassword && !one.external && !one.disabled);
    const logins = await freshLogins(ctx.db, waiting.filter((one) => one.accountId === null).length);
    const rows: { name: string; login: string; code: string }[] = [];
    let expiresAt = ctx.now;
    for (const member of waiting) {
      const { personId, name } = member;
      const login = member.login ?? logins.pop()!;
      const accountId =
        member.accountId ??
        (await addAccount(ctx.db, {
          cityId: ctx.cityId,
          login,
          hash: null,
          personId,
          displayName: maskName(name),
          mustChange: true,
        }));
      if (member.accountId === null) {
        const by = ctx.session.accountId;
        await addGrant(ctx.db, {
          id: newId(),
          cityId: ctx.cityId,
          accountId,
          role: 'member',
          orgId,
          unitId: null,
          from: ctx.today,
          by,
        });
      }
      const given = await giveCode(ctx.db, accountId, ctx.now);
      expiresAt = given.expiresAt;
      rows.push({ name, login, code: given.code });
    }
    const personIds = waiting.map((one) => one.personId);
    await ctx.audit({
      action: 'code-sheet-printed',
      subjectKind: 'org',
      subjectId: orgId,
      detail: { purpose: 'code-sheet', personIds },
    });
    return ok({ organization: org.name, expiresAt: expiresAt.toISOString(), alreadyIn: members.length - waiting.length, rows });
  });
}

async function accountRow<R extends RouteShape>(ctx: Context<R>, id: string): Promise<AccountRow> {
  const [row] = await listAccounts(ctx.db, ctx.cityId, { id, limit: 1, today: ctx.today });
  if (!row) throw problem('not-found', {});
  return row;
}

/** Roles of the work are held in an organization; headquarters may be in a unit; administrators may have no body. */
async function checkBody<R extends RouteShape>(
  ctx: Context<R>,
  role: Role,
  orgId: string | null,
  unitId: string | null,
): Promise<void> {
  const administers = role === 'system-administrator' || role === 'security-administrator';
  if (orgId !== null && unitId !== null) throw invalid([errorIssue('one-body', ['body', 'unitId'], {})]);
  if (!administers && orgId === null && unitId === null) throw invalid([errorIssue('body-missing', ['body', 'orgId'], {})]);
  if (unitId !== null && role !== 'headquarters') throw invalid([errorIssue('unit-body', ['body', 'unitId'], {})]);
  if (!(await bodyExists(ctx.db, ctx.cityId, orgId, unitId)))
    throw invalid([errorIssue('body-unknown', ['body', orgId ? 'orgId' : 'unitId'], {})]);
  // Who keeps the accounts of one body cannot hand out roles in another, nor in the whole installation.
  if (ctx.scope.body.anchors.length === 0) return;
  const inside = orgId ? await ctx.scope.holds('org', orgId) : unitId !== null && (await ctx.scope.holds('unit', unitId));
  if (!inside) throw problem('outside-scope', { kind: unitId ? 'unit' : 'org' });
}

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    login: row.login,
    displayName: row.personId ? maskName(row.displayName) : row.displayName,
    ofMember: row.personId !== null,
    disabled: row.disabled,
    demo: row.demo,
    lockedUntil: row.lockedUntil?.toISOString() ?? null,
    signIn: row.external ? 'external' : row.hasPassword ? 'own' : row.codeExpiresAt ? 'code' : 'none',
    codeExpiresAt: row.codeExpiresAt?.toISOString() ?? null,
    grants: row.grants.map(({ accountId: _account, ...grant }) => ({ ...grant })),
    version: row.version,
  };
}
