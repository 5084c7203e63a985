import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import { afterAll, expect, onTestFinished } from 'vitest';
import { preferencesSet } from '#contract/session';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { DEMO_PASSWORD } from '#server/demo-accounts';
import type { DemoPart, TestServer } from './server.ts';

/** The two sizes that every page must work in. */
export const SIZES = { desk: { width: 1366, height: 768 }, phone: { width: 360, height: 640 } } as const;

type SignedIn = Awaited<ReturnType<TestServer['signIn']>>;

/** How a page is opened. */
export interface Visit {
  /** Signed in as a part of the demo; without it as a guest. */
  readonly part?: DemoPart;
  /** Signed in as somebody else. */
  readonly as?: SignedIn;
  readonly size?: keyof typeof SIZES | { readonly width: number; readonly height: number };
  readonly language?: 'zh-CN' | 'en';
  readonly large?: boolean;
}

/** A browser of one test file, closed after its last test. */
export interface TestBrowser {
  /** Opens an address of the server (`/`, `/field` …) in a fresh context, closed after the test, and waits until the network is quiet. */
  open(path: string, visit?: Visit): Promise<Page>;
  /** Loads an address in the page that all such visits of a part share until the end of the file, and waits until the network is quiet. */
  visit(path: string, part: DemoPart): Promise<Page>;
  /** Requests that wanted to leave the origin; the browser finds no other host than that of the server. */
  readonly foreign: string[];
  /** Exceptions and errors that pages wrote to the console. */
  readonly errors: string[];
}

/** Flags of every browser the tests start; it finds no other host than the servers of the tests. */
export const FLAGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the system's Chromium for one test file. No request may leave the origin of the server and no page may throw: both are
 * checked once more after the last test, so that every journey of the file is also a test of that.
 */
export async function openBrowser(server: TestServer): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: FLAGS,
  });
  const foreign: string[] = [];
  const errors: string[] = [];
  const cookies = new Map<DemoPart, Promise<SignedIn>>();
  afterAll(async () => {
    await browser.close();
    expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
  });
  const shared = new Map<DemoPart, Promise<Page>>();
  const newPage = async (visit: Visit): Promise<Page> => {
    const { part, as, size = 'desk', language = 'zh-CN', large = false } = visit;
    const context = await browser.newContext({
      viewport: typeof size === 'string' ? SIZES[size] : size,
      locale: language,
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    });
    // Looked at and not routed: a browser whose requests are routed keeps no file, unlike that of a reader.
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${server.url}/`) && !/^(data|blob):/.test(url)) foreign.push(url);
    });
    await context.addInitScript(
      (kept) => {
        if (!localStorage.getItem('qunying-preferences')) localStorage.setItem('qunying-preferences', kept);
      },
      JSON.stringify({ language, largeType: large }),
    );
    if (part) {
      const known = cookies.get(part) ?? server.signIn(DEMO_ACCOUNTS[part].login, DEMO_PASSWORD);
      cookies.set(part, known);
      await signInto(context, server, await known, { language, largeType: large });
    }
    if (as) await signInto(context, server, as, { language, largeType: large });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      // A refused request is a state that pages show; the browser writes it down as an error all the same.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
        errors.push(`${page.url()}: ${message.text()}`);
    });
    watchRequests(page);
    return page;
  };
  return {
    foreign,
    errors,
    async open(path, visit = {}) {
      const page = await newPage(visit);
      onTestFinished(() => page.context().close());
      await page.goto(server.url + path);
      await quiet(page);
      return page;
    },
    async visit(path, part) {
      const known = shared.get(part) ?? newPage({ part });
      shared.set(part, known);
      const page = await known;
      await page.setViewportSize(SIZES.desk);
      await page.goto(server.url + path);
      await quiet(page);
      return page;
    },
  };
}

/** Requests of a page that are under way, and how many it began. */
const traffic = new WeakMap<Page, { readonly open: Set<Request>; begun: number }>();

function watchRequests(page: Page): void {
  const count = { open: new Set<Request>(), begun: 0 };
  traffic.set(page, count);
  page.on('request', (request) => {
    // What the last document asked for ends with it.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) count.open.clear();
    count.open.add(request);
    count.begun += 1;
  });
  page.on('requestfinished', (request) => count.open.delete(request));
  page.on('requestfailed', (request) => count.open.delete(request));
}

/** A page that asks for nothing and still shows that it loads is meant to. */
const STAYS_BUSY_MS = 5_000;

/**
 * Waits until the page asks for nothing and has drawn what came: no request is under way, none has begun after the last was drawn, nothing
 * shows that it loads and the main part is not empty. (`networkidle` of the browser waits half a second each time.) For pages of
 * {@link openBrowser}; throws after 60 s.
 */
export async function quiet(page: Page): Promise<void> {
  const count = traffic.get(page)!;
  let stillSince = Date.now();
  for (const until = Date.now() + 60_000; ; ) {
    const { begun } = count;
    // Behind all that the page has still to do, and over the short waits that collect requests.
    const drawn = await page.evaluate(
      () =>
        new Promise<boolean>((later) =>
          requestAnimationFrame(() =>
            setTimeout(() => {
              const main = document.querySelector('main');
              later(main !== null && main.childElementCount > 0 && document.querySelector('[aria-busy="true"]') === null);
            }, 60),
          ),
        ),
    );
    const asks = count.open.size > 0 || count.begun !== begun;
    if (asks) stillSince = Date.now();
    if (!asks && (drawn || Date.now() - stillSince > STAYS_BUSY_MS)) return;
    if (Date.now() > until) throw new Error(`${page.url()} still asks: ${[...count.open].map((one) => one.url()).join(', ')}`);
  }
}

/** The Chromium of the system, under any of its usual names. */
export function chromiumPath(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  if (!found) throw new Error('no Chromium found; on Debian: apt-get install chromium fonts-noto-cjk');
  return found;
}

async function signInto(
  context: BrowserContext,
  server: TestServer,
  client: SignedIn,
  preferences: { language: 'zh-CN' | 'en'; largeType: boolean },
): Promise<void> {
  await client.call(preferencesSet, { body: preferences });
  const [name, value] = client.cookie.split(/=(.*)/s) as [string, string];
  await context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: 'Lax' }]);
}
