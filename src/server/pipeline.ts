/**
 * One request through one route: who is it, may the acting role, is each subject in its scope, parse (all findings at once),
 * idempotency key, transaction, handler, answer. The order is fixed here and nowhere else.
 */
import { createHash } from 'node:crypto';
import { allowsRole } from '#contract/access';
import { fileNameOf } from '#contract/client';
import { isFileShape, type RouteShape } from '#contract/route';
import type { Issue } from '#kernel/lib';
import { keepAnswer, takeKey } from '#store/idempotency';
import type { Db, Trx } from '#store/schema';
import type { SessionAccount } from '#store/session';
import { inTransaction } from '#store/transaction';
import { recordAct } from './audit.ts';
import { backgroundOf } from './background.ts';
import { languageOf } from './content.ts';
import { asDb, type Context } from './context.ts';
import type { Deps } from './deps.ts';
import { JSON_LIMIT, parsePart, readBytes, readJson, readQuery } from './parse.ts';
import { editedSince, invalid, problem } from './problem.ts';
import type { Registered } from './registrar.ts';
import { etagOf, type Reply, versionOf } from './reply.ts';
import { type Scope, scopeOf } from './scope.ts';
import { isSameOrigin, siteOf, type Way } from './security.ts';
import { actingGrantOf, authenticate, cookieOf } from './session.ts';

/** What the surroundings know about a request before its route runs. */
export interface Incoming {
  readonly request: Request;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly way: Way;
}

/** A key is good for a day: longer than any outbox keeps trying. */
const KEY_MILLIS = 24 * 3_600_000;

/** Characters kept of the name of a file. */
const NAME_LENGTH = 200;

/** Answers one request; throws a Refusal when the catalogue has a reason. */
export async function run(deps: Deps, registered: Registered, incoming: Incoming): Promise<Response> {
  const { route } = registered;
  const { request, way } = incoming;
  if (backgroundOf(deps).stopping) throw problem('stopping', {});
  if (route.method !== 'GET' && !isSameOrigin(request, way))
    throw problem('foreign-origin', { from: siteOf(request), here: way.origin });
  const session = await authenticate(deps, request, way);
  if (route.access.kind !== 'open') {
    if (!session) throw problem('not-signed-in', {});
    if (session.mustChange && !registered.options.beforePasswordChange) throw problem('password-change-needed', {});
  }
  const scope = session ? await scopeFor(deps, session, request) : undefined;
  checkRole(route, scope);
  const parsed = await parseAddress(route, incoming, scope);
  await parseBody(route, incoming, parsed, scope);
  const cookies: string[] = [];
  const context = (db: Db | Trx): Context<RouteShape> => contextOf(deps, incoming, parsed, session, scope, asDb(db), cookies);
  const reply = await answer(deps, registered, parsed, request, session, context);
  return respond(route, reply, cookies);
}

function checkRole(route: RouteShape, scope: Scope | undefined): void {
  if (route.access.kind === 'open' || route.access.kind === 'signed-in') return;
  if (!scope) throw problem('no-role', {});
  if (!allowsRole(route.access, scope.role)) throw problem('role-not-allowed', { role: scope.role });
}

async function scopeFor(deps: Deps, session: SessionAccount, request: Request): Promise<Scope | undefined> {
  const grant = actingGrantOf(session, request.headers.get('qunying-acting'));
  if (!grant) return undefined;
  const who = { cityId: deps.cityId, accountId: session.accountId, personId: session.personId, today: deps.clock.today() };
  return scopeOf(deps.store.db, who, grant);
}

interface Parsed {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
  bytes: Uint8Array;
  mediaType: string;
  fileName: string;
  ifMatch: number | undefined;
}

/** Each part is checked against the scope before it is judged, so that a refusal tells nothing about what a request should look like. */
async function parseAddress(route: RouteShape, { request, url, params }: Incoming, scope: Scope | undefined): Promise<Parsed> {
  const issues: Issue[] = [];
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  const parsed: Parsed = {
    params: {},
    query: {},
    body: undefined,
    bytes: new Uint8Array(),
    mediaType,
    fileName: '',
    ifMatch: undefined,
  };
  if (route.params) parsed.params = parsePart(route.params, params, 'params', issues) as Record<string, unknown>;
  // An address that names nothing that can exist is not found rather than wrongly filled in.
  if (issues.length > 0) throw problem('not-found', {});
  if (scope) await checkSubjects(route, scope, 'params', parsed.params);
  if (route.query) {
    const query = readQuery(url, route.query);
    if (scope) await checkSubjects(route, scope, 'query', query);
    parsed.query = parsePart(route.query, query, 'query', issues) as Record<string, unknown>;
  }
  if (issues.length > 0) throw invalid(issues);
  return parsed;
}

async function parseBody(route: RouteShape, { request }: Incoming, parsed: Parsed, scope: Scope | undefined): Promise<void> {
  const { mediaType } = parsed;
  if (isFileShape(route.body)) {
    const accepted = route.body.file;
    if (!accepted.includes(mediaType) && !accepted.includes('*/*'))
      throw problem('media-type', { expected: accepted.join(', ') });
    if (route.body.named) {
      parsed.fileName = fileNameOf(request.headers.get('content-disposition'))?.slice(0, NAME_LENGTH) ?? '';
      if (parsed.fileName === '') throw problem('file-name-missing', {});
    }
    parsed.bytes = await readBytes(request, route.body.limit ?? JSON_LIMIT);
    parsed.body = parsed.bytes;
  } else if (route.body) {
    if (mediaType !== 'application/json') throw problem('media-type', { expected: 'application/json' });
    parsed.bytes = await readBytes(request, JSON_LIMIT);
    const raw = readJson(parsed.bytes);
    if (scope) await checkSubjects(route, scope, 'body', raw);
    const issues: Issue[] = [];
    parsed.body = parsePart(route.body, raw, 'body', issues);
    if (issues.length > 0) throw invalid(issues);
  }
  if (route.etag && route.method !== 'GET') {
    parsed.ifMatch = versionOf(request.headers.get('if-match') ?? undefined);
    if (parsed.ifMatch === undefined) throw problem('version-missing', {});
  }
}

async function checkSubjects(route: RouteShape, scope: Scope, part: 'params' | 'query' | 'body', values: unknown): Promise<void> {
  if (route.access.kind !== 'within' || typeof values !== 'object' || values === null) return;
  for (const rule of route.access.subjects) {
    const [from, key] = rule.from.split('.') as [string, string];
    if (from !== part) continue;
    const value = (values as Record<string, unknown>)[key];
    for (const id of Array.isArray(value) ? value : [value]) {
      if (id === undefined || id === null) continue;
      if (!(await scope.covers(rule.kind, String(id), rule.power))) {
        throw rule.power === 'names' ? problem('names-not-allowed', {}) : problem('outside-scope', { kind: rule.kind });
      }
    }
  }
}

async function answer(
  deps: Deps,
  registered: Registered,
  parsed: Parsed,
  request: Request,
  session: SessionAccount | null,
  context: (db: Db | Trx) => Context<RouteShape>,
): Promise<Reply<unknown>> {
  const { route, handler, options } = registered;
  if (route.method === 'GET' || options.transaction === false) return handler(context(deps.store.db));
  if (!route.idempotent || !session) return inTransaction(deps.store, (trx) => handler(context(trx)));
  const key = request.headers.get('idempotency-key');
  if (!key || key.length > 100) throw problem('key-missing', {});
  const now = deps.clock.now();
  const bodyHash = createHash('sha256')
    .update(`${route.id}\n${JSON.stringify(parsed.params)}\n${JSON.stringify(parsed.query)}\n`)
    .update(parsed.bytes)
    .digest('hex');
  return inTransaction(deps.store, async (trx) => {
    const entry = { accountId: session.accountId, key, bodyHash, now: new Date(now), expiresAt: new Date(now + KEY_MILLIS) };
    const earlier = await takeKey(trx, entry);
    if (earlier) {
      if (earlier.bodyHash !== bodyHash || earlier.location === null) throw problem('key-reused', {});
      const id = decodeURIComponent(earlier.location.split('?')[0]!.split('/').at(-1)!);
      return {
        status: earlier.status,
        data: { id, location: earlier.location },
        headers: { location: earlier.location, 'idempotency-replayed': 'true' },
      };
    }
    const reply = await handler(context(trx));
    const location = reply.headers.location;
    if (location === undefined)
      throw new Error(`route ${route.id} is idempotent: its reply must come from created() or changed()`);
    await keepAnswer(trx, session.accountId, key, reply.status, location);
    const id = decodeURIComponent(location.split('?')[0]!.split('/').at(-1)!);
    return { ...reply, data: { id, location } };
  });
}

function contextOf(
  deps: Deps,
  incoming: Incoming,
  parsed: Parsed,
  session: SessionAccount | null,
  scope: Scope | undefined,
  db: Db,
  cookies: string[],
): Context<RouteShape> {
  return {
    params: parsed.params,
    query: parsed.query,
    body: parsed.body as never,
    mediaType: parsed.mediaType,
    fileName: parsed.fileName,
    db,
    deps,
    cityId: deps.cityId,
    now: new Date(deps.clock.now()),
    today: deps.clock.today(),
    language: languageOf(incoming.request.headers.get('accept-language') ?? undefined),
    requestId: incoming.requestId,
    address: incoming.way.address,
    secure: incoming.way.secure,
    origin: incoming.way.origin,
    url: incoming.url,
    guest: session === null,
    actingGrantId: scope?.grantId,
    get session() {
      if (!session) throw problem('not-signed-in', {});
      return session;
    },
    get scope() {
      if (!scope) throw problem('no-role', {});
      return scope;
    },
    ifMatch: parsed.ifMatch,
    expectVersion(current, currentData) {
      if (parsed.ifMatch !== current) throw editedSince(currentData, parsed.body, etagOf(current));
    },
    audit: (act) =>
      recordAct(db as unknown as Trx, deps, { accountId: session?.accountId ?? null, grantId: scope?.grantId ?? null }, act),
    cookie: (name) => cookieOf(incoming.request, name),
    setCookie: (cookie) => void cookies.push(cookie),
  };
}

function respond(route: RouteShape, reply: Reply<unknown>, cookies: readonly string[]): Response {
  const headers = new Headers(reply.headers);
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  if (reply.data === undefined) return new Response(null, { status: reply.status, headers });
  if (isFileShape(route.response))
    return new Response(reply.data as Uint8Array<ArrayBuffer> | ReadableStream, { status: reply.status, headers });
  headers.set('content-type', 'application/json; charset=utf-8');
  return new Response(JSON.stringify(reply.data), { status: reply.status, headers });
}
