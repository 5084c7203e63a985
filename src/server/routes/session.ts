import type * as z from 'zod';
import type { RouteShape } from '#contract/route';
import {
  actingSet,
  cityShow,
  demoAccountList,
  type meSchema,
  passwordSet,
  preferencesSchema,
  preferencesSet,
  sessionClose,
  sessionNow,
  sessionOpen,
  sessionShow,
} from '#contract/session';
import { findForSignIn, setPassword, setPreferences } from '#store/account';
import { cityOf } from '#store/city';
import { namesOf } from '#store/person-name';
import { endSession, endSessions, findSession, type SessionAccount, setActing } from '#store/session';
import type { Context } from '../context.ts';
import { demoParts } from '../demo-accounts.ts';
import { hashPassword, isPassword } from '../password.ts';
import { problem, Refusal } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { empty, ok } from '../reply.ts';
import type { SecurityEvent } from '../security-log.ts';
import { actingGrantOf, closingCookie, openSession } from '../session.ts';
import { SignIn } from '../sign-in.ts';

/** What the security log calls the refusals of signing in. */
const EVENTS: Readonly<Record<string, SecurityEvent['event']>> = {
  'locked-out': 'locked-out',
  'too-many-requests': 'slowed-down',
};

/** Signing in and out, who am I, acting role, password, preferences; the city before anyone signs in. */
export function sessionRoutes(routes: Registrar): void {
  const signIn = new SignIn();

  routes.handle(
    sessionOpen,
    async (ctx) => {
      const { login, password } = ctx.body;
      const about = { address: ctx.address, login: login.trim() };
      const accountId = await signIn.attempt(ctx.deps, about.login, password, ctx.address).catch((error: unknown) => {
        if (error instanceof Refusal) ctx.deps.security?.({ event: EVENTS[error.code] ?? 'sign-in-refused', ...about });
        throw error;
      });
      ctx.deps.security?.({ event: 'signed-in', ...about, account: accountId });
      const { cookie, tokenHash } = await openSession(ctx.deps, ctx.db, accountId, ctx.secure);
      const session = await findSession(ctx.db, ctx.cityId, tokenHash, ctx.now, ctx.today);
      if (!session) throw problem('sign-in-refused', {});
      ctx.setCookie(cookie);
      return ok(await meOf(ctx, session));
    },
    // A failed attempt must be remembered although the request is refused.
    { transaction: false },
  );

  routes.handle(sessionShow, async (ctx) => ok(await meOf(ctx, ctx.session, ctx.actingGrantId)), {
    beforePasswordChange: true,
  });

  routes.handle(sessionNow, async (ctx) => ok({ me: ctx.guest ? null : await meOf(ctx, ctx.session, ctx.actingGrantId) }));

  routes.handle(
    sessionClose,
    async (ctx) => {
      if (ctx.query.everywhere === 'yes') await endSessions(ctx.db, ctx.session.accountId);
      else await endSession(ctx.db, ctx.session.tokenHash);
      ctx.setCookie(closingCookie(ctx.secure));
      return empty();
    },
    { beforePasswordChange: true },
  );

  routes.handle(actingSet, async (ctx) => {
    const { grantId } = ctx.body;
    if (!ctx.session.grants.some((grant) => grant.id === grantId)) throw problem('not-found', {});
    await setActing(ctx.db, ctx.session.tokenHash, grantId);
    return ok(await meOf(ctx, ctx.session, grantId));
  });

  routes.handle(
    passwordSet,
    async (ctx) => {
      const row = await findForSignIn(ctx.db, ctx.cityId, ctx.session.login);
      // Whoever came in with a one-time code has just proved it and may have no password yet.
      const proved = ctx.session.mustChange || (await isPassword(row?.hash ?? null, ctx.body.current));
      if (!proved) throw problem('sign-in-refused', {});
      await setPassword(ctx.db, ctx.session.accountId, await hashPassword(ctx.body.password), false);
      await endSessions(ctx.db, ctx.session.accountId, ctx.session.tokenHash);
      ctx.deps.security?.({ event: 'password-changed', address: ctx.address, account: ctx.session.accountId });
      await ctx.audit({ action: 'password-changed', subjectKind: 'account', subjectId: ctx.session.accountId });
      return empty();
    },
    { beforePasswordChange: true },
  );

  routes.handle(
    preferencesSet,
    async (ctx) => {
      const { language, largeType } = { ...chosenBy(ctx.session.preferences), ...ctx.body };
      const chosen = { ...(language ? { language } : {}), ...(largeType === undefined ? {} : { largeType }) };
      await setPreferences(ctx.db, ctx.session.accountId, chosen);
      return ok(preferencesOf(chosen, ctx.language));
    },
    { beforePasswordChange: true },
  );

  routes.handle(demoAccountList, async (ctx) => ok({ items: await demoParts(ctx.deps, ctx.db, ctx.today) }));

  routes.handle(cityShow, async (ctx) => {
    const city = await cityOf(ctx.db, ctx.cityId);
    return ok({
      name: city.name,
      demo: city.demo,
      today: ctx.today,
      now: ctx.now.toISOString(),
      timeZone: city.timeZone,
      version: ctx.deps.config.version,
      externalSignIn: ctx.deps.config.externalSignIn !== undefined,
    });
  });
}

type Preferences = z.infer<typeof preferencesSchema>;

function chosenBy(stored: unknown) {
  const parsed = preferencesSchema.partial().safeParse(stored);
  return parsed.success ? parsed.data : {};
}

/** Whoever has not chosen a language goes on reading in that of the page. */
function preferencesOf(stored: unknown, language: Preferences['language']): Preferences {
  const chosen = chosenBy(stored);
  return { language: chosen.language ?? language, largeType: chosen.largeType ?? false };
}

/** Who is signed in. An account made from a code sheet bears a masked name; its holder reads his own in full. */
async function meOf<R extends RouteShape>(
  ctx: Pick<Context<R>, 'db' | 'cityId' | 'language'>,
  session: SessionAccount,
  acting?: string,
): Promise<z.infer<typeof meSchema>> {
  const { personId } = session;
  const own = personId === null ? undefined : (await namesOf(ctx.db, ctx.cityId, [personId])).get(personId);
  return {
    accountId: session.accountId,
    login: session.login,
    displayName: own ?? session.displayName,
    personId: session.personId,
    mustChange: session.mustChange,
    demo: session.demo,
    grants: session.grants.map((grant) => ({ ...grant })),
    acting: acting ?? actingGrantOf(session, null)?.id ?? null,
    preferences: preferencesOf(session.preferences, ctx.language),
  };
}
