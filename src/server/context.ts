import type { BodyOf, FileShape, ParamsOf, QueryOf, ResponseOf, RouteShape } from '#contract/route';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from '#store/schema';
import type { SessionAccount } from '#store/session';
import type { Language } from './content.ts';
import type { Deps } from './deps.ts';
import type { Reply } from './reply.ts';
import type { Scope } from './scope.ts';

/** An audited act: what was done to which thing; `detail` is kept apart, salted and erasable. */
export interface Act {
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly detail?: unknown;
}

/** Everything a handler may use. In writes `db` is the transaction of the request: return and it commits, throw and it rolls back. */
export interface Context<R extends RouteShape> {
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
  /** Media type of a file body. */
  readonly mediaType: string;
  /** Name of a file body whose shape is `named`, at most 200 characters; '' for any other. */
  readonly fileName: string;
  readonly db: Db;
  readonly deps: Deps;
  readonly cityId: string;
  readonly now: Date;
  readonly today: Day;
  readonly language: Language;
  readonly requestId: string;
  /** Address of the caller, behind a named proxy that of the person. */
  readonly address: string;
  readonly secure: boolean;
  /** Scheme and host as the person's browser shows them. */
  readonly origin: string;
  readonly url: URL;
  /** The account; in open routes only when someone is signed in, then see {@link Context.guest}. */
  readonly session: SessionAccount;
  /** No one is signed in (open routes). */
  readonly guest: boolean;
  /** The role that acts in this request; undefined for an account without roles. */
  readonly actingGrantId: string | undefined;
  /** Reach of the acting role; throws `no-role` when the account holds none. */
  readonly scope: Scope;
  /** The version that If-Match names; undefined where the route has no etag. */
  readonly ifMatch: number | undefined;
  /** Refuses with 412 and both versions when the thing is no longer the one that was read. */
  expectVersion(current: number, currentData: unknown): void;
  /** Writes the audit row beside the write, in the same transaction. */
  audit(act: Act): Promise<void>;
  /** A cookie of the request. */
  cookie(name: string): string | undefined;
  /** A cookie of the answer. */
  setCookie(cookie: string): void;
}

/** What answers a route. */
export type Handler<R extends RouteShape> = (ctx: Context<R>) => Promise<Reply<Answered<R>>>;

/** A file may be handed on piece by piece. */
type Answered<R extends RouteShape> = R['response'] extends FileShape ? Uint8Array | ReadableStream<Uint8Array> : ResponseOf<R>;

/** A transaction is a query builder with fewer methods; handlers see both as one. */
export function asDb(db: Db | Trx): Db {
  return db as Db;
}
