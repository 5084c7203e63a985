import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbedded } from '#store/embedded/supervisor';
import { withClient } from '#store/target';

const root = resolve(import.meta.dirname, '..');
const ROUNDS = 5;

/**
 * `start`: the demo city made once in a folder of its own, then started five times the way `npm start` does it, until the first page
 * is answered; median seconds, beside bare PostgreSQL (start to first query, same folder) and bare Node in the same run.
 */
export async function start(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'qunying-bench-'));
  try {
    const firstSeconds = await untilPage(folder);
    const seconds: number[] = [];
    const postgres: number[] = [];
    const node: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      seconds.push(await untilPage(folder));
      postgres.push(await untilQuery(folder));
      node.push(await timed(() => void spawnSync(process.execPath, ['-e', '0'])));
    }
    const [second, database, bare] = [seconds, postgres, node].map(median) as [number, number, number];
    console.log(
      JSON.stringify({
        bench: 'start',
        firstSeconds: round(firstSeconds),
        secondSeconds: round(second),
        worstSeconds: round(Math.max(...seconds)),
        postgresSeconds: round(database),
        nodeSeconds: round(bare),
        ratioToPostgresAndNode: round(second / (database + bare)),
      }),
    );
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From the call to the first page answered; the server is stopped again. */
async function untilPage(folder: string): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--port', '0', '--lang', 'en'], {
    env: { ...process.env, QUNYING_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const address = await new Promise<string>((found, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const at = /Ready: (http:\S+)/.exec(said)?.[1];
      if (at) found(at);
    });
    child.once('exit', () => failed(new Error(`ended without an address: ${said}`)));
  });
  const page = await fetch(address);
  await page.arrayBuffer();
  const seconds = (performance.now() - begin) / 1000;
  if (!page.ok) throw new Error(`${address} answered ${page.status}`);
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
  return seconds;
}

async function untilQuery(folder: string): Promise<number> {
  const begin = performance.now();
  const postgres = await startEmbedded({ folder });
  await withClient({ ...postgres.address, database: 'qunying' }, (client) => client.query('select count(*) from city'));
  const seconds = (performance.now() - begin) / 1000;
  await postgres.stop();
  return seconds;
}

async function timed(work: () => void): Promise<number> {
  const begin = performance.now();
  work();
  return (performance.now() - begin) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
