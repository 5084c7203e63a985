import * as z from 'zod';
import type { Access } from './access.ts';
import type { ProblemCode } from './problems.ts';

/** A body or an answer that is a file and no JSON; `types` are the accepted or returned media types. */
export interface FileShape {
  readonly file: readonly string[];
  /** Largest size in bytes that is accepted (bodies only). */
  readonly limit?: number;
  /** The name of the file comes with it, in the header Content-Disposition: names may say who stands in the file, and addresses are logged. */
  readonly named?: true;
}

/**
 * A route as plain data: the only description of a request that the server, the OpenAPI document and the web share.
 * Keys with a rule: `idempotent` routes need the header `Idempotency-Key` and answer with a {@link receipt};
 * `etag` on a GET returns the version of the thing as ETag, on PUT, PATCH or DELETE needs `If-Match`.
 */
export interface RouteShape {
  /** Stable kebab-case name: operation id, and line of the checked-in list of routes. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces: `/api/orgs/{orgId}`. */
  readonly path: `/api/${string}`;
  /** One English sentence for the reference. */
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType | FileShape;
  readonly response: z.ZodType | FileShape | 'empty';
  readonly idempotent?: boolean;
  readonly etag?: boolean;
  /** Problems beyond those that every route can answer with. */
  readonly problems?: readonly ProblemCode[];
}

/**
 * Checks a route definition when the program is loaded and returns it with its exact type.
 *
 * @example
 * ```ts
 * import * as z from 'zod';
 * import { subject, within } from './access.ts';
 * import { defineRoute } from './route.ts';
 *
 * const gate = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'Gate' });
 * export const gateShow = defineRoute({
 *   id: 'gate-show', method: 'GET', path: '/api/gates/{gateId}', summary: 'One gate.',
 *   access: within(['officer', 'secretary'], subject('area', 'params.gateId', 'see')),
 *   params: z.object({ gateId: z.uuid() }), response: gate, etag: true,
 * });
 * // server: routes.handle(gateShow, async (ctx) => ok({ id: ctx.params.gateId, name: '…' }, { version: 3 }));
 * // web:    const answer = await client.call(gateShow, { params: { gateId } });  answer.data.name, answer.etag
 * ```
 */
export function defineRoute<const R extends RouteShape>(route: R): R {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(route.id)) throw new Error(`route ${route.id}: the id is not kebab-case`);
  const named = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const declared = Object.keys(route.params?.shape ?? {});
  if (named.join() !== declared.join()) throw new Error(`route ${route.id}: path has {${named}}, params has {${declared}}`);
  if (route.access.kind === 'within') {
    for (const { from } of route.access.subjects) {
      const [part, key] = from.split('.') as ['params' | 'query' | 'body', string];
      const schema = route[part];
      if (!(schema instanceof z.ZodObject) || !(key in schema.shape)) throw new Error(`route ${route.id}: no ${from}`);
    }
  }
  if (route.idempotent && (route.method === 'GET' || route.response !== receipt)) {
    throw new Error(`route ${route.id}: an idempotent route is a write that answers with a receipt`);
  }
  if (route.method === 'GET' && route.body) throw new Error(`route ${route.id}: GET has no body`);
  return route;
}

/**
 * What an idempotent write answers with: the thing it made or changed and where to read it. A repetition with the same key
 * gets the same receipt without a second effect.
 */
export const receipt = z.object({ id: z.string(), location: z.string() }).meta({ id: 'Receipt' });

/** The parameters of the path as the handler gets them. */
export type ParamsOf<R extends RouteShape> = R extends { readonly params: infer S extends z.ZodType } ? z.output<S> : NoKeys;

/** The query as the handler gets it: defaults filled in. */
export type QueryOf<R extends RouteShape> = R extends { readonly query: infer S extends z.ZodType } ? z.output<S> : NoKeys;

/** The body as the handler gets it: parsed JSON, or the bytes of a file. */
export type BodyOf<R extends RouteShape> = R extends { readonly body: infer S }
  ? S extends z.ZodType
    ? z.output<S>
    : Uint8Array
  : undefined;

/** What the handler returns and the caller receives; a file as bytes, `undefined` for an empty answer. */
export type ResponseOf<R extends RouteShape> = R['response'] extends z.ZodType
  ? z.output<R['response']>
  : R['response'] extends 'empty'
    ? undefined
    : Uint8Array;

/** What a caller passes for a route: only the parts it declares. */
export type InputOf<R extends RouteShape> = (R extends { readonly params: infer S extends z.ZodType }
  ? { readonly params: z.input<S> }
  : NoKeys) &
  (R extends { readonly query: infer S extends z.ZodType } ? { readonly query?: z.input<S> } : NoKeys) &
  (R extends { readonly body: infer S } ? { readonly body: S extends z.ZodType ? z.input<S> : Uint8Array | Blobish } : NoKeys);

/** A file of the browser: fetch takes it as it is. */
export interface Blobish {
  readonly size: number;
  readonly type: string;
}

type NoKeys = Record<never, never>;

/** Whether the shape is a file and no schema. */
export function isFileShape(shape: unknown): shape is FileShape {
  return typeof shape === 'object' && shape !== null && 'file' in shape && !(shape instanceof z.ZodType);
}
