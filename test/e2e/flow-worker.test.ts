import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { ResidualFlow, solveFlow } from '#kernel/assembly';
import { cityNetwork } from '../../bench/city.ts';
import { chromiumPath, FLAGS } from '../support/browser.ts';

test('the flow engine finds the same plan in a browser worker as here, and re-plans it', async () => {
  const network = cityNetwork({ members: 800, posts: 100, candidates: 12, kind: 'tight', seed: 3 });
  const first = solveFlow(network);
  if (!first.ok || first.value.status !== 'optimal') throw new Error('the city has a plan');
  const degree = new Int32Array(network.nodeCount);
  for (const node of network.to) degree[node]!++;
  const { flow } = first.value;
  const serving = [...flow.keys()].filter(
    (arc) => flow[arc] === 1 && network.capacity[arc] === 1 && degree[network.to[arc]!] === 1,
  );
  const close = serving.slice(0, 20);
  expect(close).toHaveLength(20);
  const state = new ResidualFlow(network, first.value);
  state.update({ capacity: close.map((arc) => [arc, 0] as const) });

  const code = await workerCode();
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: FLAGS });
  try {
    const page = await browser.newPage();
    // A page and its worker from one address; nothing leaves the machine.
    await page.route('**/*', (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: code })
        : route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>flow</title>' }),
    );
    await page.goto('http://localhost:9/');
    const found = await page.evaluate(
      ({ lists, nodeCount, close }) =>
        new Promise<unknown>((done, fail) => {
          const worker = new Worker('/worker.js', { type: 'module' });
          worker.onerror = (event) => fail(new Error(`${event.message} ${event.filename}:${event.lineno}`));
          worker.onmessage = (event) => done(event.data);
          const arrays = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, Int32Array.from(list)]));
          worker.postMessage({ network: { nodeCount, ...arrays }, close });
        }),
      {
        nodeCount: network.nodeCount,
        close,
        lists: {
          supply: [...network.supply],
          from: [...network.from],
          to: [...network.to],
          capacity: [...network.capacity],
          cost: [...network.cost],
        },
      },
    );
    const { algorithm, objective, gap } = first.value;
    expect(algorithm).toBe('layered-paths');
    expect(found).toEqual({ algorithm, objective, gap, after: state.objective, flow: [...state.flow] });
  } finally {
    await browser.close();
  }
});

/** The worker with all it needs, as one module. */
async function workerCode(): Promise<string> {
  const root = resolve(import.meta.dirname, '../..');
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['source', 'module', 'browser', 'default'] },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(root, 'test/support/flow-worker.ts'), formats: ['es'], fileName: 'worker' },
    },
  });
  const output = Array.isArray(built) ? built[0]!.output : 'output' in built ? built.output : [];
  const code = output.flatMap((part) => (part.type === 'chunk' ? [part.code] : []))[0];
  if (code === undefined) throw new Error('nothing was built');
  return code;
}
