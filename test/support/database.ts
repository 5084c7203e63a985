import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { openStore, type Store, type StoreOptions, type Target } from '#store/database';
import { asAppLogin } from '#store/roles';
import { inDatabase, withClient } from '#store/target';
import type { ClusterInfo } from './cluster.ts';

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

/** The same without vitest's hooks: the caller drops it. */
export async function cloneDatabase(cluster: ClusterInfo, options: StoreOptions = {}): Promise<TestDatabase> {
  const { template, ...address } = cluster;
  const name = `t_${process.pid}_${randomBytes(5).toString('hex')}`;
  const server: Target = { ...address, database: 'postgres' };
  await withClient(server, (client) => client.query(`create database ${name} template ${template} strategy file_copy`));
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
