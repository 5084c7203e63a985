import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
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
  /** Opens an address of the server (`/`, `/field` …) in a fresh context and waits until the network is quiet. */
  open(path: string, visit?: Visit): Promise<Page>;
  /** Requests that wanted to leave the origin; they were stopped. */
  readonly foreign: string[];
  /** Exceptions and errors that pages wrote to the console. */
  readonly errors: string[];
}

/** Flags of every browser the tests start. */
export const FLAGS = [
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
  return {
    foreign,
    errors,
    async open(path, visit = {}) {
      const { part, as, size = 'desk', language = 'zh-CN', large = false } = visit;
      const context = await browser.newContext({
        viewport: typeof size === 'string' ? SIZES[size] : size,
        locale: language,
        timezoneId: 'Asia/Shanghai',
        reducedMotion: 'reduce',
      });
      onTestFinished(() => context.close());
      await context.route('**/*', (route) => {
        const url = route.request().url();
        if (url.startsWith(`${server.url}/`) || /^(data|blob):/.test(url)) return route.continue();
        foreign.push(url);
        return route.abort();
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
      page.on('pageerror', (error) => errors.push(`${path}: ${error.message}`));
      page.on('console', (message) => {
        // A refused request is a state that pages show; the browser writes it down as an error all the same.
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
          errors.push(`${path}: ${message.text()}`);
      });
      await page.goto(server.url + path, { waitUntil: 'networkidle' });
      return page;
    },
  };
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

/** Language and type of a page, each at both sizes: eight looks in all. */
export const LOOKS = (['zh-CN', 'en'] as const).flatMap((language) => [false, true].map((large) => ({ language, large })));

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** No violation of axe (WCAG 2 A and AA and its best practices) on the page as it stands; the page has no frames. */
export async function axeClean(page: Page): Promise<void> {
  expect(page.frames()).toHaveLength(1);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  // The rules that run by default need no style sheets or media loaded once more.
  const options: RunOptions = { resultTypes: ['violations'], preload: false };
  const violations = await page.evaluate(async (given) => {
    const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
    const found = await axe.run(given);
    return found.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      at: nodes.slice(0, 5).map((node) => node.target.join(' ')),
    }));
  }, options);
  expect(violations, page.url()).toEqual([]);
}

/** Where pictures go: the folder named by `QUNYING_SCREENSHOTS`; without it none are taken. */
const SCREENSHOTS = process.env.QUNYING_SCREENSHOTS;
/** The whole page in place of what the window shows: `QUNYING_SCREENSHOTS_WHOLE=yes`. */
const fullPage = process.env.QUNYING_SCREENSHOTS_WHOLE === 'yes';

/** Saves the page as `<name>.png`, when pictures are wanted. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!SCREENSHOTS) return;
  // Words that the server writes come after those of the page.
  await page.waitForTimeout(300);
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage });
}

/** Nothing of the page sticks out at the right: a phone never scrolls sideways. */
export async function fitsTheWindow(page: Page): Promise<void> {
  // After a change of size the panes are laid out again a moment later.
  await expect.poll(() => page.evaluate(sticksOut), { timeout: 5_000 }).toEqual([]);
}

/** What reaches beyond the window, when the page is wider than it; runs in the page. */
function sticksOut(): string[] {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const beyond = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth);
  return ['the page', ...beyond.slice(0, 9).map((one) => `${one.tagName}.${one.className} ${one.textContent?.slice(0, 30)}`)];
}

/**
 * The page as it stands, at the desk and on the phone: free of axe violations, within the window, and still showing what it is about
 * (`shows`, a selector). Kept as pictures `<name>-<size>`.
 */
export async function bothSizes(page: Page, name: string, shows: string): Promise<void> {
  for (const size of ['desk', 'phone'] as const) {
    await page.setViewportSize(SIZES[size]);
    await page.locator(shows).first().waitFor();
    await expect.poll(() => page.locator('.q-loading').count(), { timeout: 20_000 }).toBe(0);
    await axeClean(page);
    await fitsTheWindow(page);
    await screenshot(page, `${name}-${size}`);
  }
}

/**
 * The page as it stands in every look: both languages, both sizes of type, desk and phone (switched in place, nothing reloads). Checked
 * and kept as by {@link bothSizes}, as `<name>-<language>-<type>-<size>`. The page has the top bar. Ends in English and large type on the
 * phone.
 */
export async function everyLook(page: Page, name: string, shows = 'h1'): Promise<void> {
  for (const { language, large } of LOOKS) {
    await chooseIn(page, language === 'en' ? 'EN' : '中文');
    const words = language === 'en' ? ['Normal type', 'Large type'] : ['普通字', '大字'];
    // The texts of a language come a moment after its button: only then does the switch of the type carry its words.
    await page
      .locator('.q-top')
      .getByRole('button', { name: new RegExp(`^(${words.join('|')})$`) })
      .waitFor();
    await chooseIn(page, words[large ? 1 : 0]!);
    await bothSizes(page, `${name}-${language}-${large ? 'large' : 'normal'}`, shows);
  }
}

/** Presses a switch of the top bar; when it is not there, what it gives is already so. */
async function chooseIn(page: Page, word: string): Promise<void> {
  const button = page.locator('.q-top').getByRole('button', { name: word, exact: true });
  if ((await button.count()) > 0) await button.click();
}
