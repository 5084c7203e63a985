import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { afterAll, describe, expect, test } from 'vitest';
import { axeClean } from '../support/axe.ts';
import { openBrowser, SIZES } from '../support/browser.ts';
import { fitsTheWindow, screenshot } from '../support/looks.ts';
import { startTestServer } from '../support/server.ts';

/** The recipes on pages of their own, built like the product and served by it, under its content security policy. */
const folder = mkdtempSync(join(tmpdir(), 'qunying-kit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
await build({
  configFile: false,
  logLevel: 'error',
  root: resolve(import.meta.dirname, '../kit'),
  plugins: [react()],
  html: { cspNonce: 'QUNYING_CSP_NONCE' },
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: { outDir: folder, emptyOutDir: true, minify: false, target: 'es2022' },
});
const server = await startTestServer({ config: { webRoot: folder } });
const browser = await openBrowser(server);

describe('recipes without a violation of axe, nothing sticking out', () => {
  for (const name of ['plan', 'formation', 'member', 'register', 'states']) {
    test(name, async () => {
      for (const look of ['', '&large=1', '&lang=en', '&lang=en&large=1']) {
        const page = await browser.open(`/?p=${name}${look}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await axeClean(page);
        await screenshot(page, `kit-${name}${look.replace(/[&=]/g, '-')}`);
        await page.setViewportSize(SIZES.phone);
        await fitsTheWindow(page);
        await axeClean(page);
        await screenshot(page, `kit-${name}${look.replace(/[&=]/g, '-')}-phone`);
      }
    });
  }
});

describe('keyboard', () => {
  test('tree: arrows walk, right opens, Enter chooses, the last line loads the rest', async () => {
    const page = await browser.open('/?p=register');
    const tree = page.getByRole('tree', { name: '组织' });
    await tree.getByRole('treeitem', { name: /第0党支部/ }).waitFor();
    await tree.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const active = () =>
      tree.evaluate((element) => document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.textContent);
    expect(await active()).toContain('宛清水务集团党委');
    await page.keyboard.press('ArrowLeft');
    expect(await tree.getByRole('treeitem', { name: /第0党支部/ }).count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await tree.getByRole('treeitem', { name: /第0党支部/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'b0' }).waitFor();
    // Only rows in sight are drawn, so a tree of any size stays quick.
    expect(await tree.getByRole('treeitem').count()).toBeLessThan(50);
  });

  test('matrix: arrows move between cells', async () => {
    const page = await browser.open('/?p=plan');
    const grid = page.getByRole('grid', { name: '从哪来，到哪去' });
    await grid.locator('[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('71');
  });

  test('narrow window: the reason is a drawer that opens with the selection and closes with Esc', async () => {
    const page = await browser.open('/?p=plan', { size: { width: 1100, height: 768 } });
    const drawer = page.getByRole('dialog', { name: '文化小区东门 早班' });
    expect(await drawer.isVisible()).toBe(false);
    await page.locator('.q-map-point').nth(3).click();
    await drawer.waitFor();
    await axeClean(page);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '文化小区东门 早班' }).click();
    await drawer.waitFor();
  });
});

test('paper: no controls, and every mark keeps its word', async () => {
  const page = await browser.open('/?p=states');
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: '导入Excel' }).isVisible()).toBe(false);
  const mark = page.locator('.q-mark').first();
  expect(await mark.isVisible()).toBe(true);
  expect(await mark.evaluate((element) => getComputedStyle(element).borderTopColor)).toBe('rgb(0, 0, 0)');
});

test('what is loading shows nothing for 300 ms, then keeps its place', async () => {
  const page = await browser.open('/?p=states');
  await page.locator('.q-loading-late').waitFor();
  const height = await page.locator('.q-loading').evaluate((element) => element.getBoundingClientRect().height);
  expect(height).toBeGreaterThan(50);
});
