import { type ChildProcess, spawn } from 'node:child_process';
import type { Client } from '#contract/client';
import { approvalDecide, approvalTell } from '#contract/formation';
import { taskList } from '#contract/tasks';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { submitDrill } from '../test/support/drill.ts';
import { ended, type SignedIn, signIn } from './demo-server.ts';
import { processorOf } from './processor.ts';
import { listReads, type Read, type Reader } from './route-list.ts';

const RUNS = 40;
/** A slow read is not repeated for ever. */
const LIMIT_MILLIS = 5_000;

/**
 * `npm run bench -- routes <data folder> [runs] [part of a name]`: a server process on the folder of a city (`seed --scale city`, built before by `npm run build`),
 * asked over HTTP by the accounts of the demo, one request after the other. One JSON line for each read: median and 95th percentile in
 * milliseconds, processor time of server and database, queries of one request, bytes; beside a bare `select 1` of the same process and the smallest route that needs a session.
 * The demo's drill is planned and approved first when it does not run yet. 1 when a read takes more than 200 ms (95th percentile).
 */
export async function routes(args: readonly string[]): Promise<number> {
  const [folder, runs = String(RUNS), only = ''] = args;
  if (folder === undefined) throw new Error('usage: npm run bench -- routes <data folder> [runs] [part of a name]');
  const port = Number(process.env.PORT ?? 18122);
  const server = spawn(process.execPath, ['--import', './bench/count-queries.mjs', 'dist/cli/main.js', 'serve'], {
    env: { ...process.env, QUNYING_DATA: folder, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await answering(server, url);
    const signedIn = new Map<string, Promise<SignedIn>>();
    const as = (part: keyof typeof DEMO_ACCOUNTS): Promise<SignedIn> => {
      const known = signedIn.get(part) ?? signIn(url, DEMO_ACCOUNTS[part].login);
      signedIn.set(part, known);
      return known;
    };
    await runningTask(await as('cityOfficer'), await as('cityApprover'));
    const spent = processorOf(server.pid!, folder);
    const reader: Reader = async (part, path) => {
      const answer = await fetch(`${url}${path}`, { headers: { cookie: (await as(part)).cookie } });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return (await answer.json()) as never;
    };
    const reads = await listReads(reader);
    const bare = spread(((await asked(server, { bare: 500 })) as { taken: number[] }).taken);
    const floor = await measure(
      server,
      spent,
      url,
      (await as('cityOfficer')).cookie,
      { name: 'session', part: 'cityOfficer', path: '/api/session' },
      Number(runs),
    );
    say({ name: 'select 1', ...bare });
    say({ name: 'session', ...floor });
    let worst = 0;
    for (const read of reads.filter((one) => one.name.includes(only))) {
      // A read that fails is a line of its own; the others are still measured.
      const figures = await measure(server, spent, url, (await as(read.part)).cookie, read, Number(runs)).catch(
        (error: Error) => error,
      );
      if (figures instanceof Error) {
        worst = Number.POSITIVE_INFINITY;
        say({ name: read.name, part: read.part, failed: figures.message.slice(0, 200) });
        continue;
      }
      worst = Math.max(worst, figures.p95);
      say({ name: read.name, part: read.part, ...figures, toSession: round(figures.p50 / floor.p50) });
    }
    return worst > 200 ? 1 : 0;
  } finally {
    await ended(server);
  }
}

interface Figures {
  readonly p50: number;
  readonly p95: number;
  /** Processor time of a request in milliseconds, server and database together; the clock of the system ticks every 10 ms. */
  readonly cpu: number;
  readonly queries: number;
  readonly bytes: number;
}

async function measure(
  server: ChildProcess,
  spent: () => number,
  url: string,
  cookie: string,
  read: Read,
  runs: number,
): Promise<Figures> {
  const taken: number[] = [];
  const queries: number[] = [];
  let bytes = 0;
  const end = performance.now() + LIMIT_MILLIS;
  let begun = 0;
  for (let k = -3; k < runs && (k < 3 || performance.now() < end); k++) {
    if (k === 0) begun = spent();
    const before = await counted(server);
    const begin = performance.now();
    const answer = await fetch(`${url}${read.path}`, {
      headers: { cookie, 'content-type': 'application/json' },
      ...(read.body === undefined ? {} : { method: 'POST', body: JSON.stringify(read.body) }),
    });
    const body = await answer.arrayBuffer();
    const millis = performance.now() - begin;
    if (!answer.ok) throw new Error(`${read.name}: ${Buffer.from(body).toString()}`);
    // The first three fill caches and are not counted.
    if (k < 0) continue;
    taken.push(millis);
    queries.push((await counted(server)) - before);
    bytes = body.byteLength;
  }
  // Now and then the server seals its trail or looks into its queue meanwhile: the usual number is the request's own.
  return {
    ...spread(taken),
    cpu: round((spent() - begun) / taken.length),
    queries: queries.sort((a, b) => a - b)[queries.length >> 1]!,
    bytes,
  };
}

const counted = async (server: ChildProcess): Promise<number> => ((await asked(server, 'count')) as { count: number }).count;

function asked(server: ChildProcess, message: 'count' | { bare: number }): Promise<unknown> {
  return new Promise((resolve) => {
    server.once('message', resolve);
    server.send(message);
  });
}

/** A task that runs: the drill, planned, approved and told, unless an earlier run did so. */
async function runningTask(drafter: Client, approver: Client): Promise<void> {
  const { data } = await drafter.call(taskList, {});
  if (data.items.some((task) => task.step === 'running')) return;
  const { approvalId } = await submitDrill(drafter);
  const params = { approvalId };
  await approver.call(approvalDecide, { params, body: { decision: 'approved', opinion: '' } });
  await approver.call(approvalTell, { params });
}

async function answering(server: ChildProcess, url: string): Promise<void> {
  const end = performance.now() + 120_000;
  while (!(await fetch(`${url}/api/city`).catch(() => null))?.ok) {
    if (server.exitCode !== null) throw new Error('the server ended');
    if (performance.now() > end) throw new Error('the server does not answer');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function spread(taken: readonly number[]): { p50: number; p95: number } {
  const sorted = [...taken].sort((a, b) => a - b);
  const at = (share: number): number => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
  return { p50: at(0.5), p95: at(0.95) };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function say(figures: Readonly<Record<string, string | number>>): void {
  console.log(JSON.stringify({ bench: 'routes', ...figures }));
}
