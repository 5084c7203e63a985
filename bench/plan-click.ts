import { spawn } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';
import type { Client } from '#contract/client';
import { needsSave, needsShow } from '#contract/needs';
import { planList, planShow } from '#contract/plans';
import { sourcesSave, sourcesShow } from '#contract/sources';
import { taskCreate, taskList, taskShow } from '#contract/tasks';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { ended, signIn } from './demo-server.ts';
import { processorOf } from './processor.ts';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/**
 * `npm run bench -- plan-click <data folder> [people] [posts] [runs]`: a server on the folder of the demo city, a task with so many posts of the demo's exercise and units with so many
 * members, planned by the button of the page in Chromium, each run after a change of the needs. One JSON line: seconds from the click to the plan on the page (median, worst), processor
 * time of server and database for one plan, a read of the session in the same run.
 */
export async function planClick(args: readonly string[]): Promise<number> {
  const [folder, people = '2000', posts = '300', runs = '5'] = args;
  if (folder === undefined) throw new Error('usage: npm run bench -- plan-click <data folder> [people] [posts] [runs]');
  const port = Number(process.env.PORT ?? 18109);
  const server = spawn(process.execPath, ['dist/cli/main.js', 'serve'], {
    env: { ...process.env, QUNYING_DATA: folder, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  let browser: Browser | null = null;
  try {
    while ((await fetch(`${url}/api/session`).catch(() => null)) === null) await later(100);
    const client = await signIn(url, DEMO_ACCOUNTS.cityOfficer.login);
    const { taskId, members } = await prepare(client, Number(people), Number(posts));
    const used = processorOf(server.pid!, folder);
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    const [name, value] = client.cookie.split(/=(.*)/s) as [string, string];
    await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    const seconds: number[] = [];
    const before = used();
    for (let run = 0; run < Number(runs); run++) {
      await page.goto(`${url}/tasks/${taskId}/sources`, { waitUntil: 'networkidle' });
      const begin = performance.now();
      await page.locator('.q-bottom-actions .q-button-primary').click();
      await page.locator('.t-headline').waitFor({ timeout: 120_000 });
      seconds.push((performance.now() - begin) / 1000);
    }
    const processorMillis = (used() - before) / Number(runs);
    const asked = performance.now();
    await fetch(`${url}/api/session`, { headers: { cookie: client.cookie } });
    const session = performance.now() - asked;
    const [newest] = (await client.call(planList, { params: { taskId } })).data.items;
    const plan = (await client.call(planShow, { params: { planId: newest!.id } })).data;
    const sorted = seconds.toSorted((a, b) => a - b);
    const line = {
      ...{
        bench: 'plan-click',
        members,
        posts: Number(posts),
        needed: plan.needed,
        placed: plan.placed,
        gap: plan.gap,
        planSeconds: plan.seconds,
      },
      ...{ verified: plan.proof?.verified, medianSeconds: sorted[sorted.length >> 1], worstSeconds: sorted.at(-1) },
      ...{ firstSeconds: seconds[0], processorMillis, sessionMillis: session },
    };
    console.log(JSON.stringify(line));
    return 0;
  } finally {
    await browser?.close();
    await ended(server);
  }
}

/** A task of its own with the first posts of the exercise, from units with so many members together. */
async function prepare(client: Client, people: number, posts: number): Promise<{ taskId: string; members: number }> {
  const drill = (await client.call(taskList, {})).data.items.find((one) => one.title.includes('卡点'))!.id;
  const { content } = (await client.call(taskShow, { params: { taskId: drill } })).data;
  const rows = (await client.call(needsShow, { params: { taskId: drill } })).data.rows.slice(0, posts);
  const body = { title: '从按下到方案', pack: 'epidemic-control', areaId: content.areaId };
  const params = { taskId: (await client.call(taskCreate, { body })).data.id };
  const needs = await client.call(needsShow, { params });
  await client.call(needsSave, { params, body: { rows: rows.map(({ cells }) => ({ cells })) } }, { ifMatch: needs.etag });
  const sources = await client.call(sourcesShow, { params });
  let members = 0;
  const outside = sources.data.units.filter((unit) => {
    if (members >= people) return true;
    members += unit.members ?? 0;
    return false;
  });
  const areaIds = sources.data.areas.filter((area) => area.included).map((area) => area.id);
  const chosen = {
    ...{ areaIds, caps: [], excludedCategories: ['subdistrict-community', 'free-community'] },
    excludedUnitIds: outside.map((unit) => unit.id),
  };
  const { data } = await client.call(sourcesSave, { params, body: chosen }, { ifMatch: sources.etag });
  return { taskId: params.taskId, members: data.units.reduce((sum, unit) => sum + (unit.included ? (unit.members ?? 0) : 0), 0) };
}

const later = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));
