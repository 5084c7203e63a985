import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '#contract/client';
import { sessionShow } from '#contract/session';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { createDemoAccounts, DEMO_PASSWORD } from '#server/demo-accounts';
import { openStore } from '#store/database';
import { startEmbedded } from '#store/embedded/supervisor';
import { migrate } from '#store/migrate';
import { clientOf } from './server.ts';
import { createSmallCity, SMALL_CITY } from './small-city.ts';

let filled: Promise<string> | undefined;

/** Fills a data folder with the small city, the way a first start does with the demo city, and leaves it stopped. */
export async function fillFolder(folder: string): Promise<void> {
  filled ??= fillOnce();
  cpSync(await filled, folder, { recursive: true, filter: (path) => !path.endsWith('.socket') });
}

/** Made once a test file and copied from then on. */
async function fillOnce(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'qunying-filled-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const postgres = await startEmbedded({ folder });
  const owner = { ...postgres.address, database: 'qunying' };
  await migrate(owner, { createDatabase: true });
  const store = openStore(owner, { as: 'owner' });
  await createSmallCity(store.db);
  await createDemoAccounts(store.db, SMALL_CITY, store.today());
  await store.close();
  await postgres.stop();
  return folder;
}

/** An officer signed in at a running server. */
export async function officerAt(url: string, part: 'districtOfficer' | 'cityApprover' = 'districtOfficer'): Promise<Client> {
  const answer = await fetch(`${url}api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: DEMO_ACCOUNTS[part].login, password: DEMO_PASSWORD }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  const origin = url.replace(/\/$/, '');
  const { data } = await clientOf(origin, cookie).call(sessionShow, {});
  const grant = data.grants.find((one) => one.role === 'officer')!;
  return clientOf(origin, cookie, grant.id);
}
