import { externalBegin, externalFinish } from '#contract/external';
import type { RouteShape } from '#contract/route';
import { findBySubject } from '#store/account';
import type { Context } from '../context.ts';
import { type ExternalSignIn, type Journey, openIdConnect } from '../external-sign-in.ts';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';
import { openSession } from '../session.ts';

const COOKIE = 'qunying-journey';

/** Long enough to type a password elsewhere. */
const JOURNEY_SECONDS = 600;

/** Signing in at the provider of the installation; not found where none is configured. */
export function externalRoutes(routes: Registrar): void {
  let place: ExternalSignIn | undefined;
  const placeOf = (ctx: Pick<Context<RouteShape>, 'deps'>): ExternalSignIn => {
    const config = ctx.deps.config.externalSignIn;
    if (!config) throw problem('not-found', {});
    place ??= openIdConnect(config);
    return place;
  };

  routes.handle(externalBegin, async (ctx) => {
    const { url, journey } = await placeOf(ctx).begin(`${ctx.origin}/api/external-sign-in`);
    ctx.setCookie(journeyCookie(encodeURIComponent(JSON.stringify(journey)), JOURNEY_SECONDS, ctx.secure));
    return ok({ url });
  });

  routes.handle(
    externalFinish,
    async (ctx) => {
      const there = placeOf(ctx);
      const journey = journeyOf(ctx.cookie(COOKIE));
      if (!journey) throw problem('sign-in-refused', {});
      const answer = new URL(`/api/external-sign-in${ctx.url.search}`, ctx.origin);
      const subject = await there.finish(answer, journey).catch((error: unknown) => {
        ctx.deps.log(`${ctx.requestId} external sign-in: ${error}`);
        throw problem('sign-in-refused', {});
      });
      const account = await findBySubject(ctx.db, ctx.cityId, subject);
      if (!account || account.disabled) throw problem('sign-in-refused', {});
      const { cookie } = await openSession(ctx.deps, ctx.db, account.id, ctx.secure);
      ctx.setCookie(cookie);
      ctx.setCookie(journeyCookie('', 0, ctx.secure));
      return { status: 303, data: undefined, headers: { location: '/' } };
    },
    { transaction: false },
  );
}

function journeyCookie(value: string, seconds: number, secure: boolean): string {
  return `${COOKIE}=${value}; Path=/api/external-sign-in; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
}

function journeyOf(text: string | undefined): Journey | undefined {
  try {
    const { verifier, state, nonce } = JSON.parse(decodeURIComponent(text ?? '')) as Partial<Journey>;
    return verifier && state && nonce ? { verifier, state, nonce } : undefined;
  } catch {
    return undefined;
  }
}
