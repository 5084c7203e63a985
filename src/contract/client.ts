import * as z from 'zod';
import { uuidV7 } from '#kernel/lib';
import { type ProblemBody, problemSchema } from './problems.ts';
import { type InputOf, isFileShape, type ResponseOf, type RouteShape } from './route.ts';

/** The part of `Response` that the client needs; browser, Node and worker all have it. */
export interface AnswerLike {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What the client is given by its surroundings: it owns no clock, no randomness, no network. */
export interface ClientDeps {
  /** Address before `/api/…`: '' in the browser. */
  readonly origin: string;
  readonly fetch: (
    url: string,
    init: { method: string; headers: Record<string, string>; body?: unknown; signal?: unknown },
  ) => Promise<AnswerLike>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Random bytes; need not be secret. */
  readonly random: (count: number) => Uint8Array;
  /** Language and acting role of this moment. */
  readonly context: () => { readonly language: string; readonly grantId?: string | undefined };
}

/** A successful answer. */
export interface Answer<T> {
  readonly status: number;
  readonly data: T;
  /** Version of the thing, to be sent back as `ifMatch`. */
  readonly etag: string | null;
  readonly location: string | null;
  /** Name under which a file asks to be saved. */
  readonly fileName: string | null;
}

/** Options of one call; `key` repeats an earlier attempt of the same write. */
export interface CallOptions {
  readonly ifMatch?: string | null | undefined;
  readonly key?: string;
  readonly contentType?: string;
  /** Name of the file that is sent. */
  readonly fileName?: string;
  readonly signal?: unknown;
}

/** A request that the server refused; `problem.code` and `problem.issues` say why. */
export class ProblemAnswer extends Error {
  readonly problem: ProblemBody;
  constructor(problem: ProblemBody) {
    super(`${problem.code} (${problem.status}) ${problem.title}`);
    this.name = 'ProblemAnswer';
    this.problem = problem;
  }
}

/** A typed caller of the routes. */
export interface Client {
  /** Calls a route; throws {@link ProblemAnswer} when refused, the error of fetch when the server is away. */
  call<R extends RouteShape>(route: R, input: InputOf<R>, options?: CallOptions): Promise<Answer<ResponseOf<R>>>;
}

/** Path with parameters and query filled in; lists become repeated keys, undefined is left out. */
export function addressOf(route: RouteShape, input: { params?: unknown; query?: unknown }): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(params[key])));
  const parts: string[] = [];
  for (const [key, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) parts.push(`${encodeURIComponent(key)}=${encodeURIComponent(String(one))}`);
    }
  }
  return parts.length > 0 ? `${path}?${parts.join('&')}` : path;
}

/** Makes a client; the same for the console, the field page, tests and the command line. */
export function createClient(deps: ClientDeps): Client {
  return {
    async call(route, input, options = {}) {
      const { language, grantId } = deps.context();
      const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language };
      if (grantId) headers['qunying-acting'] = grantId;
      if (options.ifMatch) headers['if-match'] = options.ifMatch;
      if (route.idempotent) headers['idempotency-key'] = options.key ?? uuidV7(deps.now(), deps.random(10));
      const given = (input as { body?: unknown }).body;
      const init: Parameters<ClientDeps['fetch']>[1] = { method: route.method, headers };
      if (route.body && isFileShape(route.body)) {
        headers['content-type'] = options.contentType ?? route.body.file[0]!;
        if (options.fileName !== undefined) headers['content-disposition'] = fileHeader(options.fileName);
        init.body = given;
      } else if (given !== undefined) {
        headers['content-type'] = 'application/json';
        init.body = JSON.stringify(given);
      }
      if (options.signal) init.signal = options.signal;
      const answer = await deps.fetch(deps.origin + addressOf(route, input), init);
      if (!answer.ok) throw new ProblemAnswer(await readProblem(answer));
      return {
        status: answer.status,
        data: (await readData(route, answer)) as ResponseOf<typeof route>,
        etag: answer.headers.get('etag'),
        location: answer.headers.get('location'),
        fileName: fileNameOf(answer.headers.get('content-disposition')),
      };
    },
  };
}

async function readData(route: RouteShape, answer: AnswerLike): Promise<unknown> {
  if (route.response === 'empty' || answer.status === 204) return undefined;
  if (isFileShape(route.response)) return new Uint8Array(await answer.arrayBuffer());
  return answer.json();
}

/** The Content-Disposition of a file with this name. */
function fileHeader(name: string): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
}

/** The name in a Content-Disposition, or null when it holds none. */
export function fileNameOf(disposition: string | null): string | null {
  const name = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1];
  if (name === undefined) return null;
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}

async function readProblem(answer: AnswerLike): Promise<ProblemBody> {
  const parsed = z.safeParse(problemSchema, await answer.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  return {
    type: 'about:blank',
    code: 'unexpected',
    status: answer.status,
    title: `HTTP ${answer.status}`,
    params: {},
    instance: '',
  };
}
