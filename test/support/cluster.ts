import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, startEmbedded } from '#store/embedded/supervisor';
import { migrate } from '#store/migrate';

/** What a suite needs to make its own database. */
export interface ClusterInfo {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Migrated, empty, never connected to: suites clone it. */
  readonly template: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: ClusterInfo;
  }
}

interface Shared {
  users: number;
  ready: Promise<{ info: ClusterInfo; postgres: EmbeddedPostgres; folder: string }>;
}

const TEMPLATE = 'qunying_template';
const KEY = Symbol.for('qunying.test.cluster');
const store = globalThis as typeof globalThis & { [KEY]?: Shared };

/** One cluster a run, however many projects use it; the last project to finish stops it and removes its folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  store[KEY] ??= { users: 0, ready: start() };
  const shared = store[KEY];
  shared.users++;
  const { info, postgres, folder } = await shared.ready;
  project.provide('cluster', info);
  return async () => {
    shared.users--;
    if (shared.users > 0) return;
    delete store[KEY];
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'qunying-test-'));
  const postgres = await startEmbedded({ folder, disposable: true, maxConnections: 120 });
  try {
    const { address } = postgres;
    await migrate({ ...address, database: TEMPLATE }, { createDatabase: true });
    return { info: { ...address, template: TEMPLATE }, postgres, folder };
  } catch (error) {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
