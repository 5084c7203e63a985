import { describe, expect, test } from 'vitest';
import { axeClean, fitsTheWindow, openBrowser, screenshot } from '../support/browser.ts';
import { startTestServer } from '../support/server.ts';

const server = await startTestServer();
const browser = await openBrowser(server);

describe('the phone page', () => {
  test('signs in, keeps type and language with the account, signs out and forgets', async () => {
    const page = await browser.open('/field', { size: 'phone' });
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await axeClean(page);
    await page.getByRole('button', { name: /张明川/ }).click();
    await page.getByRole('heading', { level: 1, name: '我的今天' }).waitFor();
    await page.getByRole('button', { name: '大字' }).click();
    await page.getByRole('button', { name: '普通字' }).waitFor();
    await page.getByRole('button', { name: '我的', exact: true }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await axeClean(page);
    await fitsTheWindow(page);
    await screenshot(page, 'field-mine-en-large');
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByRole('button', { name: 'Normal type' }).waitFor();
    await page.getByRole('button', { name: 'Me', exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.locator('body').textContent()).not.toContain('组长');
  });

  test('buttons are at least 48 px high, 60 with large type', async () => {
    const page = await browser.open('/field', { size: 'phone' });
    const heights = () =>
      page.locator('.f-button').evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    await page.locator('.f-button').first().waitFor();
    expect(Math.min(...(await heights()))).toBeGreaterThanOrEqual(48);
    await page.getByRole('button', { name: '大字' }).click();
    await page.getByRole('button', { name: '普通字' }).waitFor();
    expect(Math.min(...(await heights()))).toBeGreaterThanOrEqual(60);
  });

  test('opens without a network after the first visit, and says so', async () => {
    const page = await browser.open('/field', { part: 'member', size: 'phone' });
    await page.getByRole('heading', { level: 1, name: '我的今天' }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    // A second visit passes through the worker, which then holds every file of the page.
    await page.reload({ waitUntil: 'networkidle' });
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: '我的今天' }).waitFor();
    await page.getByText('没有网络').waitFor();
    await page.context().setOffline(false);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map((request) => new URL(request.url).pathname);
    });
    expect(kept.length).toBeGreaterThan(3);
    expect(kept.filter((path) => path.startsWith('/api/'))).toEqual([]);
  });
});
