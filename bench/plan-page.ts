import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Client } from '#contract/client';
import { needsSave, needsShow } from '#contract/needs';
import { planList, planShow, planStart, planStop } from '#contract/plans';
import { sourcesSave, sourcesShow } from '#contract/sources';
import { standingDecide, taskList, taskShow } from '#contract/tasks';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { ended, signIn } from './demo-server.ts';

/** Copies of the demo's exercise, each at gates of its own: 23 of 868 places are some 20,000. */
const COPIES = 23;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/**
 * `npm run bench -- plan-page <data folder> [copies] [own|all|page] [stop after seconds]`: a server on the folder of a city (`seed --scale city`; built before by `npm run build`),
 * a task with some 20,000 places planned from everyone (or from the county alone, or as the last run left it), its page in Chromium. One JSON line: longest task of the
 * page's thread for each step, bytes of its answers, longest delay of the server's event loop while saving the needs, solving and answering; a picture of the page when SHOT names a file.
 */
export async function planPage(args: readonly string[]): Promise<number> {
  const [folder, copies = String(COPIES), areas = 'all', most = ''] = args;
  if (folder === undefined)
    throw new Error('usage: npm run bench -- plan-page <data folder> [copies] [own|all|page] [stop after seconds]');
  const port = Number(process.env.PORT ?? 18107);
  const scratch = mkdtempSync(join(tmpdir(), 'qunying-plan-page-'));
  const delayFile = join(scratch, 'delay.json');
  const server = spawn(process.execPath, ['--import', './bench/loop-delay.mjs', 'dist/cli/main.js', 'serve'], {
    env: { ...process.env, QUNYING_DATA: folder, PORT: String(port), BENCH_LOOP_DELAY: delayFile },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  let browser: Browser | null = null;
  try {
    await until(async () => (await fetch(`${url}/api/session`).catch(() => null)) !== null, 120_000);
    const delay = delays(delayFile);
    const client = await signIn(url, DEMO_ACCOUNTS.cityOfficer.login);
    const { cookie } = client;
    await delay.restart();
    const taskId = await prepare(client, Number(copies), areas);
    const needs = await delay.read();
    await delay.restart();
    const first = areas === 'page' ? await newest(client, taskId) : await solve(client, taskId, false, Number(most));
    const second = areas === 'page' ? first : await solve(client, taskId, true, Number(most));
    const solving = await delay.read();
    console.error(JSON.stringify({ needs, solving, planSeconds: [first.seconds, second.seconds] }));
    await delay.restart();
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
    const steps = await visit(browser, url, cookie, taskId, second.id);
    const reading = await delay.read();
    const worst = Math.max(...Object.values(steps).map((step) => step.longest));
    const line = {
      bench: 'plan-page',
      places: first.needed,
      placed: first.placed,
      planSeconds: first.seconds,
      gap: first.gap,
      serverDelayMillis: { needs: needs.max, solving: solving.max, reading: reading.max },
      serverMB: reading.rssMB,
      pageLongestTaskMillis: worst,
      steps,
    };
    console.log(JSON.stringify(line));
    return worst > 100 ? 1 : 0;
  } finally {
    await browser?.close();
    await ended(server);
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The demo's exercise with so many copies of its needs, from everyone or from its own county. */
async function prepare(client: Client, copies: number, areas: string): Promise<string> {
  const { data } = await client.call(taskList, {});
  const taskId = data.items.find((one) => one.title.includes('卡点'))!.id;
  if (areas === 'page') return taskId;
  const params = { taskId };
  const task = await client.call(taskShow, { params });
  await client.call(
    standingDecide,
    { params, body: { enough: false, reason: '城市规模的测试', orgId: null } },
    { ifMatch: task.etag },
  );
  const needs = await client.call(needsShow, { params });
  const one = needs.data.rows.filter((row) => !/ \d+$/.test(row.cells.checkpoint));
  const rows = Array.from({ length: copies }, (_, k) =>
    one.map(({ cells }) => ({ cells: { ...cells, checkpoint: k === 0 ? cells.checkpoint : `${cells.checkpoint} ${k}` } })),
  ).flat();
  await client.call(needsSave, { params, body: { rows } }, { ifMatch: needs.etag });
  const sources = await client.call(sourcesShow, { params });
  const chosen = sources.data.areas.filter((area) =>
    areas === 'all' ? (area.members ?? 0) > 0 : area.id === task.data.content.areaId,
  );
  const body = { areaIds: chosen.map((area) => area.id), excludedCategories: [], excludedUnitIds: [], caps: [] };
  await client.call(sourcesSave, { params, body }, { ifMatch: sources.etag });
  return taskId;
}

/** `most`: after so many seconds it is stopped with what it has; 0 never. */
async function solve(client: Client, taskId: string, keep: boolean, most: number) {
  const { data } = await client.call(planStart, { params: { taskId }, body: { keep } });
  let shown = (await client.call(planShow, { params: { planId: data.id } })).data;
  const begin = performance.now();
  let stopped = false;
  await until(async () => {
    if (most > 0 && !stopped && performance.now() - begin > most * 1000) {
      stopped = true;
      await client.call(planStop, { params: { planId: data.id } });
    }
    shown = (await client.call(planShow, { params: { planId: data.id } })).data;
    return !['queued', 'running'].includes(shown.state);
  }, 1_800_000);
  if (shown.objective === null) throw new Error(`no plan: ${JSON.stringify(shown.failure)} ${JSON.stringify(shown.issues)}`);
  return shown;
}

/** The newest version that can be used. */
async function newest(client: Client, taskId: string) {
  const { data } = await client.call(planList, { params: { taskId } });
  const usable = data.items.find((one) => one.objective !== null);
  if (usable === undefined) throw new Error('nothing was planned in this folder yet');
  return (await client.call(planShow, { params: { planId: usable.id } })).data;
}

interface Step {
  /** Longest task of the page's thread, milliseconds; 0: none of 50 or more. */
  readonly longest: number;
  readonly seconds: number;
  readonly bytes: number;
}

/** Opens the page and does what people do on it. */
async function visit(
  browser: Browser,
  url: string,
  cookie: string,
  taskId: string,
  planId: string,
): Promise<Record<string, Step>> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(900_000);
  await page.addInitScript(() => {
    const seen: number[] = [];
    (window as unknown as { longTasks: number[] }).longTasks = seen;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  let bytes = 0;
  let open = 0;
  page.on('request', () => open++);
  page.on('requestfinished', () => open--);
  page.on('requestfailed', () => open--);
  page.on('response', (answer) => {
    if (!answer.url().includes('/api/')) return;
    answer
      .body()
      .then((body) => {
        bytes += body.length;
      })
      .catch(() => {});
  });
  const steps: Record<string, Step> = {};
  const step = async (label: string, act: () => Promise<unknown>) => {
    bytes = 0;
    const begin = performance.now();
    await act();
    // Load states of the browser are over after the first load: idle is when no request was open for a while. An answer that waits
    // until a plan was solved again is not waited for.
    let quiet = performance.now();
    const end = quiet + 20_000;
    while (performance.now() < end && performance.now() - quiet < 500) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (open > 0) quiet = performance.now();
    }
    const seconds = Math.round((performance.now() - begin) / 10) / 100;
    const longest = await page.evaluate(() => {
      const seen = (window as unknown as { longTasks: number[] }).longTasks;
      return Math.round(Math.max(0, ...seen.splice(0)));
    });
    steps[label] = { longest, seconds, bytes };
    console.error(label, JSON.stringify(steps[label]));
  };
  // A page that was compiled before is what people see all day.
  await page.goto(`${url}/`);
  await page.waitForLoadState('networkidle');
  await step('open', () =>
    page.goto(`${url}/tasks/${taskId}/plan?plan=${planId}`).then(() => page.locator('.t-picture').waitFor()),
  );
  await step('scroll', () => scroll(page));
  const shot = process.env.SHOT;
  if (shot) await page.screenshot({ path: shot });
  const more = page.locator('.t-gap-scroll > .q-button-link');
  if ((await more.count()) > 0) await step('more gaps', () => more.click());
  await step('table', () => page.locator('.t-picture input[value=table]').check());
  await step('next page', () => page.getByRole('button', { name: '后20个' }).first().click());
  await page.locator('.t-picture .q-button-link').nth(3).waitFor();
  await step('person', () => page.locator('.t-picture .q-button-link').nth(3).click());
  await step('person again', () => page.locator('.t-picture .q-button-link').nth(5).click());
  if (shot) await page.screenshot({ path: shot.replace('.png', '-table.png'), fullPage: true });
  const count = page.locator('.t-whatif input[type=number]');
  if ((await count.count()) === 0) return steps;
  await count.fill(String(Number(/\d+/.exec((await page.locator('.t-whatif').textContent()) ?? '')?.[0] ?? '3') + 1));
  await step('what if', () => page.locator('.t-whatif button[type=submit]').click());
  const compare = page.getByRole('button', { name: /和方案.*比/ }).first();
  if ((await compare.count()) > 0) await step('compare', () => compare.click());
  await context.close();
  return steps;
}

async function scroll(page: Page): Promise<void> {
  for (let k = 0; k < 20; k++) await page.mouse.wheel(0, k < 10 ? 400 : -400);
}

function delays(file: string) {
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as { max: number; p99: number; rssMB: number };
  return {
    /** Forgets what was. */
    restart: async () => {
      rmSync(file, { force: true });
      await until(async () => existsSync(file), 10_000);
    },
    read: async () => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      const { max, p99, rssMB } = read();
      return { max: Math.round(max), p99: Math.round(p99), rssMB: Math.round(rssMB) };
    },
  };
}

async function until(done: () => Promise<boolean>, millis: number): Promise<void> {
  const end = performance.now() + millis;
  while (!(await done())) {
    if (performance.now() > end) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
