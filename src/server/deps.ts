import type { Day } from '#kernel/lib';
import type { Store } from '#store/database';
import type { Content } from './content.ts';
import type { SecuritySink } from './security-log.ts';

/** How this installation runs; read from flags and environment by the command line only. */
export interface Config {
  /** A demo city: sign-in buttons are shown, and only on a loopback address. */
  readonly demo: boolean;
  /** Address that the server listens on; `127.0.0.1` unless said otherwise. */
  readonly host: string;
  /** Addresses of TLS proxies whose `X-Forwarded-*` headers are believed; of nobody else. */
  readonly trustedProxies: readonly string[];
  /** Folder with the built pages, or null when only the API is served. */
  readonly webRoot: string | null;
  readonly version: string;
  /** Sign-in through another provider; absent = off. */
  readonly externalSignIn?: ExternalSignInConfig;
}

/** An OpenID Connect provider: accounts are matched by `subject`, never made by signing in. */
export interface ExternalSignInConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Plain http is accepted for providers on loopback only (tests). */
  readonly allowHttp?: boolean;
}

/** Time as the server sees it; tests pass their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Today in the city, whatever the zone of the machine. */
  today(): Day;
}

/** Everything the server is made of; built once by the command line or by a test. */
export interface Deps {
  readonly store: Store;
  readonly cityId: string;
  readonly clock: Clock;
  readonly content: Content;
  readonly config: Config;
  /** Where unexpected errors go: one line each, with the request id. */
  readonly log: (line: string) => void;
  /** Where security events go; absent where nothing is served for long. */
  readonly security?: SecuritySink;
}
