import { describe, expect, test } from 'vitest';
import { preferencesSet } from '#contract/session';
import { axeClean } from '../support/axe.ts';
import { openBrowser, quiet, SIZES } from '../support/browser.ts';
import { everyStop, Keys } from '../support/keys.ts';
import { fitsTheWindow } from '../support/looks.ts';
import { startTestServer } from '../support/server.ts';
import { createSmallTask } from '../support/small-task.ts';

const server = await startTestServer();
await createSmallTask(server.database.store.db, server.small, 'wolong');
const browser = await openBrowser(server);

describe('signing in', () => {
  test('a wrong password says so and what to do; a demo part is one click away', async () => {
    const page = await browser.open('/');
    await page.getByLabel('登录名').fill('district');
    await page.getByLabel('密码或一次性码').fill('not this one');
    await page.getByRole('button', { name: '进入' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('一次性码');
    await axeClean(page);
    await page.getByRole('button', { name: /钱经办/ }).click();
    await page.getByRole('heading', { level: 1, name: '今天' }).waitFor();
  });

  test('signing out leaves nothing of the account on the page', async () => {
    const page = await browser.open('/tasks', { part: 'headquarters' });
    await page.getByRole('heading', { level: 1, name: '中心工作' }).waitFor();
    await page.getByRole('button', { name: /我的身份/ }).click();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    expect(await page.locator('body').textContent()).not.toContain('社区防控演练');
    // The next person begins at the own first page, not at the one that was left.
    await page.getByText('全市，系统管理员').waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/');
  });
});

describe('language, type and role', () => {
  test('language switches in place and stays with the account', async () => {
    const page = await browser.open('/', { part: 'districtApprover' });
    await page.evaluate(() => {
      (window as { mark?: boolean }).mark = true;
    });
    await page.getByRole('button', { name: 'EN' }).click();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    expect(await page.evaluate(() => (window as { mark?: boolean }).mark)).toBe(true);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await quiet(page);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
  });

  test('large type is a layout of its own, without reloading, kept for the account', async () => {
    const page = await browser.open('/', { part: 'unitSecretary' });
    const height = () => page.locator('.q-top').evaluate((bar) => bar.getBoundingClientRect().height);
    const before = await height();
    await page.getByRole('button', { name: '大字' }).click();
    await page.getByRole('button', { name: '普通字' }).waitFor();
    expect(await height()).toBeGreaterThan(before);
    await quiet(page);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByRole('button', { name: '普通字' }).waitFor();
  });

  test('chosen on the sign-in page, language and large type stay after signing in, and go with the account', async () => {
    const page = await browser.open('/');
    await page.getByRole('button', { name: 'EN' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('button', { name: 'Large type' }).click();
    await page.getByRole('button', { name: /周书记/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await page.getByRole('button', { name: 'Normal type' }).waitFor();
    await quiet(page);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await page.getByRole('button', { name: 'Normal type' }).waitFor();
    // Nothing was chosen for the next account: its own choice holds.
    await (await server.as('districtOfficer')).call(preferencesSet, { body: { language: 'zh-CN', largeType: false } });
    await page
      .getByRole('button', { name: /My identity|Identity|周书记/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: /钱经办/ }).click();
    await page.getByRole('heading', { level: 1, name: '今天' }).waitFor();
    await page.getByRole('button', { name: '大字' }).waitFor();
  });

  test('by keyboard alone: skip link, navigation, the menu of roles', async () => {
    const page = await browser.open('/', { part: 'districtOfficer' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#content');
    await page.getByRole('button', { name: /我的身份/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '退出' }).waitFor();
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement?.className);
    await expect.poll(focused).toContain('q-menu-item');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('button', { name: '退出' }).count()).toBe(0);
    await expect.poll(focused).toContain('q-popup-face');
  });

  test('keys: F6 walks the parts, / goes to search and Esc back, ? shows all keys in both languages and in the menu', async () => {
    const page = await browser.open('/', { part: 'cityOfficer' });
    const keys = new Keys(page);
    await page.getByText('社区防控演练').first().waitFor();
    const parts: string[] = [];
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('F6');
      const part = await page.evaluate(() => document.activeElement?.className ?? '');
      if (part === parts.at(-1)) break;
      parts.push(part);
    }
    expect(parts[0]).toContain('q-head');
    expect(parts.filter((part) => part.includes('q-sheet')).length).toBe(await page.locator('main .q-sheet').count());
    await page.keyboard.press('Shift+F6');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe(parts.at(-2));
    // The search takes / from anywhere; Esc empties it, then goes back to where one was.
    await page.keyboard.press('/');
    const search = page.getByRole('searchbox');
    await keys.isAt(search);
    await page.keyboard.type('wh');
    await page.keyboard.press('Escape');
    expect(await search.inputValue()).toBe('');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe(parts.at(-2));
    await page.keyboard.press('?');
    const table = page.getByRole('dialog', { name: '按键' });
    await table.getByText('到下一块，到上一块').waitFor();
    await everyStop(page);
    await axeClean(page);
    await page.keyboard.press('Escape');
    await table.waitFor({ state: 'hidden' });
    await keys.stands();
    await keys.press(page.getByRole('button', { name: 'EN' }));
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await keys.press(page.locator('.q-popup-face'));
    await keys.press(page.getByRole('button', { name: 'Keys ?' }));
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Next part of the page, previous part').waitFor();
    await page.setViewportSize(SIZES.phone);
    await axeClean(page);
    await fitsTheWindow(page);
    await page.keyboard.press('Escape');
    // Back at the button that the menu hangs on.
    await keys.isAt(page.locator('.q-popup-face'));
    await page.keyboard.press('/');
    await page.keyboard.type('wenhua');
    await page.keyboard.press('Enter');
    await page.waitForURL(/search/);
    await keys.isAt(page.locator('main'));
  });
});

test('an unknown address says so and leads back', async () => {
  const page = await browser.open('/no/such/page', { part: 'cityOfficer' });
  await page.getByText('没有这一页').waitFor();
  await page.getByRole('link', { name: '去今天' }).click();
  await page.getByRole('heading', { level: 1, name: '今天' }).waitFor();
});

test('the server away: the page says so and recovers', async () => {
  const page = await browser.open('/no/such/page', { part: 'cityOfficer' });
  await page.route('**/api/today*', (route) => route.abort());
  await page.getByRole('link', { name: '去今天' }).click();
  await page.getByText('服务器没有回答').waitFor({ timeout: 20_000 });
  await page.unroute('**/api/today*');
  await page.getByRole('button', { name: '再试一次' }).click();
  await page.getByText('社区防控演练').first().waitFor();
});
