import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { DEMO_CITY } from '#cli/seed-city';
import { type Client, createClient, ProblemAnswer } from '#contract/client';
import type { Role } from '#contract/roles';
import { sessionShow } from '#contract/session';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { loadContent } from '#server/content';
import { createDemoAccounts, DEMO_PASSWORD } from '#server/demo-accounts';
import type { Config, Deps } from '#server/deps';
import { type Listening, listen } from '#server/listen';
import type { SecuritySink } from '#server/security-log';
import { needsBuild } from './built.ts';
import { createDemoDatabase, createTestDatabase, type TestDatabase } from './database.ts';
import { createSmallCity, SMALL_CITY, type SmallCity } from './small-city.ts';

/** Root of the product. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** A part of the tour: `cityOfficer`, `districtOfficer`, `member` … */
export type DemoPart = keyof typeof DEMO_ACCOUNTS;

/** A server over a real socket on a database of its own. */
export interface TestServer {
  readonly url: string;
  readonly cityId: string;
  readonly database: TestDatabase;
  readonly deps: Deps;
  /** Ids of the small city; throws for the demo city. */
  readonly small: SmallCity;
  /** Lines that the server logged: unexpected errors. */
  readonly logged: string[];
  /** A client signed in as a part of the demo, in the role of that part. */
  as(part: DemoPart, role?: Role): Promise<Client>;
  /** A client signed in with a login, or a thrown {@link ProblemAnswer}; `grantId` fixes the acting role. */
  signIn(login: string, password: string, grantId?: string): Promise<Client & { readonly cookie: string }>;
  /** A client without account. */
  readonly guest: Client;
  /** Moves the server's clock by milliseconds. */
  advance(millis: number): void;
}

/** What to start with. */
export interface TestServerOptions {
  /** `small` (default): 11 organizations, 44 members, made in some 100 ms; `demo`: a copy of the whole demo city. */
  readonly seed?: 'small' | 'demo';
  readonly config?: Partial<Config>;
  readonly security?: SecuritySink;
}

/** Starts a server; it is stopped and its database dropped after the last test of the file. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  needsBuild();
  const isDemo = options.seed === 'demo';
  const database = isDemo ? await createDemoDatabase() : await createTestDatabase();
  const { store } = database;
  let small: SmallCity | undefined;
  if (!isDemo) {
    small = await createSmallCity(store.db);
    await createDemoAccounts(store.db, SMALL_CITY, store.today());
  }
  const cityId = small ? SMALL_CITY : DEMO_CITY.id;
  const logged: string[] = [];
  let shift = 0;
  const deps: Deps = {
    store,
    cityId,
    clock: { now: () => Date.now() + shift, today: () => store.today() },
    content: loadContent(ROOT),
    config: {
      demo: true,
      host: '127.0.0.1',
      trustedProxies: [],
      webRoot: join(ROOT, 'dist/web'),
      version: '0.0.0-test',
      ...options.config,
    },
    log: (line) => logged.push(line),
    ...(options.security ? { security: options.security } : {}),
  };
  const listening: Listening = await listen(deps, 0);
  afterAll(() => listening.close());
  const signIn = async (login: string, password: string, grantId?: string) => {
    const answer = await fetch(`${listening.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    if (!answer.ok) throw new ProblemAnswer((await answer.json()) as ProblemAnswer['problem']);
    const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
    return { ...clientOf(listening.url, cookie, grantId), cookie };
  };
  const clients = new Map<string, Promise<Client>>();
  return {
    url: listening.url,
    cityId,
    database,
    deps,
    get small() {
      if (!small) throw new Error('the demo city has no fixed ids');
      return small;
    },
    logged,
    as(part, role) {
      const key = `${part} ${role ?? ''}`;
      const known = clients.get(key) ?? signInAs(part, role);
      clients.set(key, known);
      return known;
    },
    signIn,
    guest: clientOf(listening.url),
    advance: (millis) => {
      shift += millis;
    },
  };

  async function signInAs(part: DemoPart, role: Role = DEMO_ACCOUNTS[part].role): Promise<Client> {
    const first = await signIn(DEMO_ACCOUNTS[part].login, DEMO_PASSWORD);
    const { data: me } = await first.call(sessionShow, {});
    const grant = me.grants.find((one) => one.role === role);
    if (!grant) throw new Error(`${part} does not hold the role ${role}`);
    return clientOf(listening.url, first.cookie, grant.id);
  }
}

/** A client of a running server with a cookie; the same client that the pages use. */
export function clientOf(url: string, cookie?: string, grantId?: string, language = 'zh-CN'): Client {
  return createClient({
    origin: url,
    fetch: (address, init) =>
      fetch(address, { ...init, headers: { ...init.headers, ...(cookie ? { cookie } : {}) } } as RequestInit),
    now: Date.now,
    random: (count) => randomBytes(count),
    context: () => ({ language, grantId }),
  });
}

/** The problem that a call was refused with; throws when it was not refused. */
export async function refusal(call: Promise<unknown>): Promise<ProblemAnswer['problem']> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemAnswer)) throw new Error(`no refusal but ${String(error)}`);
  return error.problem;
}
