import { randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { afterAll, inject } from 'vitest';
import { DEMO_CITY, seedDemoCity } from '#cli/seed-city';
import { createDemoAccounts } from '#server/demo-accounts';
import { openStore, type Store, type StoreOptions, type Target } from '#store/database';
import { asAppLogin } from '#store/roles';
import { inDatabase, withClient } from '#store/target';
import type { ClusterInfo } from './cluster.ts';

/** The demo city of this run: never connected to once it has this name. */
const DEMO = 'qunying_demo';

/** A migrated database of one suite. */
export interface TestDatabase {
  readonly name: string;
  /** As the owner of the schema. */
  readonly owner: Target;
  /** As the app role, the way the server works. */
  readonly app: Target;
  /** Opened as the app role; closed by {@link TestDatabase.drop}. */
  readonly store: Store;
  /** Closes the store and removes the database. */
  drop(): Promise<void>;
}

/**
 * Clones the migrated template into a database of its own. Inside a test file it is dropped after the file's last test;
 * `drop` may be called earlier.
 */
export async function createTestDatabase(options: StoreOptions = {}): Promise<TestDatabase> {
  const made = await cloneDatabase(inject('cluster'), options);
  afterAll(() => made.drop());
  return made;
}

/** Clones the demo city with its accounts, made once a run by whichever suite asks first. Dropped like {@link createTestDatabase}. */
export async function createDemoDatabase(): Promise<TestDatabase> {
  const cluster = inject('cluster');
  const made = await cloneDatabase({ ...cluster, template: await demoTemplate(cluster) });
  afterAll(() => made.drop());
  return made;
}

async function demoTemplate(cluster: ClusterInfo): Promise<string> {
  const { template, ...address } = cluster;
  const server: Target = { ...address, database: 'postgres' };
  await withClient(server, async (client) => {
    // Both workers may come at once; the lock ends with the connection.
    await client.query('select pg_advisory_lock(1)');
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DEMO]);
    if (rowCount) return;
    const making = `${DEMO}_making`;
    await client.query(`drop database if exists ${making}`);
    await copyDatabase(client, making, template);
    const owner = inDatabase(server, making);
    await seedDemoCity(owner, { scale: 'demo', seed: 1 });
    const store = openStore(asAppLogin(owner), { as: 'app-login', poolSize: 1 });
    try {
      await createDemoAccounts(store.db, DEMO_CITY.id, store.today());
    } finally {
      await store.close();
    }
    await client.query(`alter database ${making} rename to ${DEMO}`);
  });
  return DEMO;
}

function copyDatabase(client: ClientBase, name: string, template: string): Promise<unknown> {
  return client.query(`create database ${name} template ${template} strategy file_copy`);
}

/** The same as {@link createTestDatabase} without vitest's hooks: the caller drops it. */
export async function cloneDatabase(cluster: ClusterInfo, options: StoreOptions = {}): Promise<TestDatabase> {
  const { template, ...address } = cluster;
  const name = `t_${process.pid}_${randomBytes(5).toString('hex')}`;
  const server: Target = { ...address, database: 'postgres' };
  await withClient(server, (client) => copyDatabase(client, name, template));
  const owner = inDatabase(server, name);
  const app = asAppLogin(owner);
  const store = openStore(app, { as: 'app-login', poolSize: 6, ...options });
  let dropped: Promise<void> | undefined;
  const drop = async () => {
    await store.close();
    await withClient(server, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return {
    name,
    owner,
    app,
    store,
    drop: () => {
      dropped ??= drop();
      return dropped;
    },
  };
}
