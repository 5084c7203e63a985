import { readdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { generatePath, matchRoutes, type RouteObject } from 'react-router';
import { expect, test } from 'vitest';
import { features, publicRoutes } from '../../src/web/app/features.ts';
import { SIZES, type TestBrowser, type Visit } from './browser.ts';
import { everyStop } from './keys.ts';
import { bothSizes, chooseLook, everyLook, LOOKS } from './looks.ts';
import { type DemoPart, ROOT } from './server.ts';

const routes = features.flatMap((feature) => feature.routes);

/** Pages by the file of tests that looks at them: by the beginning of their path; `other` has all the rest. */
const SHARES = {
  work: /^\/(?:$|tasks|approvals|consultations|offers|catalogue)/,
  register: /^\/(?:organizations|units|members|terms|search)/,
};

/** Path of the route table, name of its pictures, who is signed in, a selector of what it is about, what follows the path. */
type PageVisit = readonly [page: string, name: string, part: DemoPart, shows: string, query?: string];

/** Ids that addresses carry, set while the tests run. */
type Ids = Record<
  'taskId' | 'planId' | 'approvalId' | 'accountId' | 'importId' | 'orgId' | 'unitId' | 'personId' | 'areaId',
  string
>;

/** A key of a text, an id or a placeholder that shows instead of a text. */
const NOT_A_TEXT = /\b[a-z]+\.[a-z]+-[a-z]|[0-9a-f]{8}-[0-9a-f]{4}-7|\bundefined\b|\[object |\{\{/;

/**
 * Every page of a share in every look: two languages, two sizes of type, desk and phone; at the desk every control is a stop of Tab that
 * shows itself. The pages are those of the table the router is made from, the views of the phone page (share `work`) its files; one
 * that no visit reaches makes {@link PageVisits.complete} fail. A visit counts only where the address it ends at is of its page and
 * what it is about is there.
 */
export class PageVisits {
  readonly at: Ids = {
    ...{ taskId: '', planId: '', approvalId: '', accountId: '', importId: '' },
    ...{ orgId: '', unitId: '', personId: '', areaId: '' },
  };
  /** Pages and views that were seen. */
  readonly seen = new Set<string>();
  private readonly names = new Set<string>();
  private readonly browser: TestBrowser;

  constructor(browser: TestBrowser) {
    this.browser = browser;
  }

  /** One test for each page. */
  pages(...list: readonly PageVisit[]): void {
    for (const [path, name, part, shows, query = ''] of list)
      test(`${path} as ${name}`, async () => {
        const filled = query.replace(/:(\w+)/, (_, key: keyof Ids) => this.at[key]);
        const page = await this.browser.visit(generatePath(path, this.at) + filled, part);
        await page.locator(shows).first().waitFor();
        await this.visited(page, path, name, shows);
      });
  }

  /** The page that stands there, looked at as the page of this path. */
  async visited(page: Page, path: string, name: string, shows: string): Promise<void> {
    await this.looked(page, name, shows);
    expect(pageOf(page.url())).toBe(path);
    // The trail shows what was recorded, ids as well.
    if (path !== '/audit') expect(await page.locator('main').textContent()).not.toMatch(NOT_A_TEXT);
    this.seen.add(path);
  }

  /** A page outside the table of the console, seen as `as`. */
  async looked(page: Page, name: string, shows: string, as?: string): Promise<void> {
    this.names.add(name);
    await everyLook(page, name, shows);
    await page.setViewportSize(SIZES.desk);
    await chooseLook(page, LOOKS[0]!);
    await everyStop(page);
    if (as) this.seen.add(as);
  }

  /** A view of the phone page in every look, opened anew for each language and type; `reach` leads to it by selectors. */
  async field(
    name: string,
    visit: Visit,
    files: readonly string[],
    shows: string,
    reach?: (page: Page) => Promise<void>,
  ): Promise<void> {
    this.names.add(name);
    for (const { language, large } of LOOKS) {
      const page = await this.browser.open('/field', { ...visit, language, large, size: 'phone' });
      await page.locator('h1').waitFor();
      await reach?.(page);
      await bothSizes(page, `${name}-${language}-${large ? 'large' : 'normal'}`, shows);
      if (language === 'zh-CN' && !large) await everyStop(page);
      await page.context().close();
    }
    for (const file of files) this.seen.add(file);
  }

  /** The last tests of the file: nothing of its share was left out, and each page has its picture. */
  complete(share: keyof typeof SHARES | 'other'): void {
    test('every page was seen in every look, and each of its controls is a stop that shows itself', () => {
      const mine = (path: string) =>
        share === 'other' ? !Object.values(SHARES).some((one) => one.test(path)) : SHARES[share].test(path);
      const views = readdirSync(`${ROOT}/src/web/field`).filter(
        (file) => file.endsWith('.tsx') && !['main.tsx', 'app.tsx'].includes(file),
      );
      const all = [
        ...routes.map((one) => one.path!).filter(mine),
        ...(share === 'other' ? publicRoutes.map((one) => `guest ${one.path}`) : []),
        ...(share === 'work' ? views : []),
      ];
      expect(all.length).toBeGreaterThan(0);
      expect(all.filter((one) => !this.seen.has(one))).toEqual([]);
    });

    test('each of them has a picture in docs/screenshots', () => {
      const kept = readdirSync(`${ROOT}/docs/screenshots`);
      expect([...this.names].filter((name) => !kept.includes(`${name}.png`))).toEqual([]);
    });
  }
}

/** The path of the table of the console that an address belongs to; of the public pages with `of`. */
export function pageOf(url: string, of: readonly RouteObject[] = routes): string | undefined {
  return matchRoutes([...of], new URL(url).pathname)?.at(-1)?.route.path;
}
