import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeClean } from './axe.ts';
import { SIZES } from './browser.ts';

/** Language and type of a page, each at both sizes: eight looks in all. */
export const LOOKS = (['zh-CN', 'en'] as const).flatMap((language) => [false, true].map((large) => ({ language, large })));

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
  for (const look of LOOKS) {
    await chooseLook(page, look);
    await bothSizes(page, `${name}-${look.language}-${look.large ? 'large' : 'normal'}`, shows);
  }
}

/** Language and type by the switches of the top bar; nothing reloads. */
export async function chooseLook(page: Page, { language, large }: (typeof LOOKS)[number]): Promise<void> {
  await chooseIn(page, language === 'en' ? 'EN' : '中文');
  const words = language === 'en' ? ['Normal type', 'Large type'] : ['普通字', '大字'];
  // The texts of a language come a moment after its button: only then does the switch of the type carry its words.
  await page
    .locator('.q-top')
    .getByRole('button', { name: new RegExp(`^(${words.join('|')})$`) })
    .waitFor();
  await chooseIn(page, words[large ? 1 : 0]!);
}

/** Presses a switch of the top bar; when it is not there, what it gives is already so. */
async function chooseIn(page: Page, word: string): Promise<void> {
  const button = page.locator('.q-top').getByRole('button', { name: word, exact: true });
  if ((await button.count()) > 0) await button.click();
}
