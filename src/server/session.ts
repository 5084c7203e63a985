import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '#store/schema';
import { addSession, extendSession, findSession, type Grant, grantsOf, type SessionAccount } from '#store/session';
import type { Deps } from './deps.ts';
import { problem } from './problem.ts';
import type { Way } from './security.ts';

/** A day at the desk; people who only serve keep their phone signed in for two weeks. */
const DESK_MILLIS = 12 * 3_600_000;
const MEMBER_MILLIS = 14 * 24 * 3_600_000;

/** The name with the prefix needs TLS, and then no other host of the domain can set it. */
function cookieName(secure: boolean): string {
  return secure ? '__Host-qunying' : 'qunying';
}

/** What is stored of a token: whoever reads the table cannot sign in with it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The session that the request's cookie opens; one that is half used up is extended. */
export async function authenticate(deps: Deps, request: Request, way: Way): Promise<SessionAccount | null> {
  const token = cookieOf(request, cookieName(way.secure));
  if (!token) return null;
  const now = deps.clock.now();
  const session = await findSession(deps.store.db, deps.cityId, hashToken(token), new Date(now), deps.clock.today());
  if (!session) return null;
  const lifetime = lifetimeOf(session.grants);
  if (session.expiresAt.getTime() - now < lifetime / 2)
    await extendSession(deps.store.db, session.tokenHash, new Date(now + lifetime));
  return session;
}

/** Opens a session for an account and returns the cookie. */
export async function openSession(
  deps: Deps,
  db: Db,
  accountId: string,
  secure: boolean,
): Promise<{ cookie: string; tokenHash: string }> {
  const token = randomBytes(32).toString('base64url');
  const now = deps.clock.now();
  const grants = await grantsOf(db, deps.cityId, accountId, deps.clock.today());
  const lifetime = lifetimeOf(grants);
  const tokenHash = hashToken(token);
  await addSession(db, {
    tokenHash,
    accountId,
    actingGrantId: grants[0]?.id ?? null,
    now: new Date(now),
    expiresAt: new Date(now + lifetime),
  });
  return { cookie: cookieText(cookieName(secure), token, MEMBER_MILLIS / 1000, secure), tokenHash };
}

/** The cookie that forgets the session. */
export function closingCookie(secure: boolean): string {
  return cookieText(cookieName(secure), '', 0, secure);
}

/** The role that acts: named by the request, else chosen for the session, else the first. A role one does not hold is refused. */
export function actingGrantOf(session: SessionAccount, named: string | null): Grant | undefined {
  if (named) {
    const grant = session.grants.find((one) => one.id === named);
    if (!grant) throw problem('no-role', {});
    return grant;
  }
  return session.grants.find((one) => one.id === session.actingGrantId) ?? session.grants[0];
}

function lifetimeOf(grants: readonly Grant[]): number {
  return grants.length > 0 && grants.every((grant) => grant.role === 'member') ? MEMBER_MILLIS : DESK_MILLIS;
}

function cookieText(name: string, value: string, seconds: number, secure: boolean): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
}

/** The value of a cookie of the request. */
export function cookieOf(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value) return value;
  }
  return undefined;
}
