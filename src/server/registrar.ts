import type { RouteShape } from '#contract/route';
import type { Context, Handler } from './context.ts';
import type { Reply } from './reply.ts';

/** Choices for one handler. */
export interface HandlerOptions {
  /** false: the handler opens its own transactions (imports, sign-in that must remember failures). Not for idempotent routes. */
  readonly transaction?: boolean;
  /** Callable before the password that must be changed has been changed. */
  readonly beforePasswordChange?: boolean;
}

/** A route with its handler, types erased. */
export interface Registered {
  readonly route: RouteShape;
  readonly handler: (ctx: Context<RouteShape>) => Promise<Reply<unknown>>;
  readonly options: HandlerOptions;
}

/**
 * Where the files of `server/routes/` put their handlers.
 *
 * @example
 * ```ts
 * export function gateRoutes(routes: Registrar): void {
 *   routes.handle(gateShow, async (ctx) => ok(await readGate(ctx.db, ctx.cityId, ctx.params.gateId)));
 * }
 * ```
 */
export class Registrar {
  readonly all = new Map<string, Registered>();

  /** Gives a route its handler; the compiler checks params, query, body and answer. */
  handle<R extends RouteShape>(route: R, handler: Handler<R>, options: HandlerOptions = {}): void {
    if (this.all.has(route.id)) throw new Error(`route ${route.id} has two handlers`);
    if (route.idempotent && options.transaction === false)
      throw new Error(`route ${route.id} is idempotent: it needs the transaction`);
    this.all.set(route.id, { route, handler: handler as unknown as Registered['handler'], options });
  }

  /** Throws when a route of the contract has no handler, or a handler no route there. */
  complete(routes: readonly RouteShape[]): readonly Registered[] {
    const ids = new Set(routes.map((route) => route.id));
    const missing = routes.filter((route) => !this.all.has(route.id)).map((route) => route.id);
    const unknown = [...this.all.keys()].filter((id) => !ids.has(id));
    if (missing.length > 0) throw new Error(`routes without handler: ${missing.join(', ')}`);
    if (unknown.length > 0) throw new Error(`handlers of routes that contract/routes.ts does not list: ${unknown.join(', ')}`);
    return routes.map((route) => this.all.get(route.id)!);
  }
}
