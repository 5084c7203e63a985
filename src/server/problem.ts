import { PROBLEMS, type ProblemBody, type ProblemCode, type ProblemParams } from '#contract/problems';
import type { Issue } from '#kernel/lib';
import type { Content, Language } from './content.ts';

/** A request that fails for a reason of the catalogue; thrown anywhere below a route, rolls back its transaction. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly issues: readonly Issue[];
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    params: Readonly<Record<string, string | number>>,
    more: { issues?: readonly Issue[]; extra?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.params = params;
    this.issues = more.issues ?? [];
    this.extra = more.extra ?? {};
    this.headers = more.headers ?? {};
  }
}

/** `throw problem('not-found', {})`: the params are those of the catalogue. */
export function problem<C extends ProblemCode>(code: C, params: ProblemParams<C>): Refusal {
  const wait = code === 'stopping' ? 5 : (params as Record<string, unknown>).seconds;
  return new Refusal(code, params, wait === undefined ? {} : { headers: { 'retry-after': String(wait) } });
}

/** `throw invalid(issues)`: all findings at once, 422. */
export function invalid(issues: readonly Issue[]): Refusal {
  return new Refusal('invalid', { count: issues.length }, { issues });
}

/** `throw editedSince(current, yours, etag)`: 412 with both versions, so that a person can choose. */
export function editedSince(current: unknown, yours: unknown, etag: string): Refusal {
  return new Refusal('edited-since', {}, { extra: { current, yours, etag } });
}

/** The RFC 9457 answer in the language of the request. */
export function renderProblem(refusal: Refusal, content: Content, language: Language, requestId: string): Response {
  const status = PROBLEMS[refusal.code].status;
  const body: ProblemBody = {
    type: `/api/docs#problem-${refusal.code}`,
    code: refusal.code,
    status,
    title: content.text(language, `problems:problem-${refusal.code}`, said(refusal.params, content, language)),
    params: { ...refusal.params },
    instance: requestId,
    ...(refusal.issues.length > 0
      ? { issues: refusal.issues.map((one) => ({ ...one, path: [...one.path], params: { ...one.params } })) }
      : {}),
    ...refusal.extra,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', ...refusal.headers },
  });
}

/** A state among the values as its word. */
function said(params: Refusal['params'], content: Content, language: Language): Readonly<Record<string, unknown>> {
  const { state } = params as Readonly<Record<string, unknown>>;
  if (typeof state !== 'string') return params;
  const key = `problems:problem-state.${state}`;
  const word = content.text(language, key);
  return { ...params, state: word === key ? state : word };
}

function databaseAway(): Refusal {
  return new Refusal('database-away', {}, { headers: { 'retry-after': '5' } });
}

/** What the database or the network did, as a refusal; undefined when it is a bug of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const { code, syscall, message } = (error ?? {}) as { code?: unknown; syscall?: unknown; message?: unknown };
  // The driver gives these no code: the server ended under a query, the next query on that connection, and no connection within the wait.
  if (/^Connection terminated|not queryable$|^timeout exceeded when trying to connect/.test(String(message)))
    return databaseAway();
  if (typeof code !== 'string') return undefined;
  // 08: connection; 57P01–03: going down or starting; 53300: no connection left.
  if (/^(08|57P0[1-3]|53300)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code)) return databaseAway();
  // The socket file or the host is not there; a missing file of ours has the same code and is a bug.
  if (syscall === 'connect' || syscall === 'getaddrinfo') return databaseAway();
  if (code === '53100' || code === 'ENOSPC') return new Refusal('disk-full', {});
  if (code === '40001' || code === '40P01') return new Refusal('conflict', { what: 'transaction' });
  return undefined;
}
