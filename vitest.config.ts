import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['source', 'module', 'node', 'default'] };
const ssr = { resolve: { conditions: ['source', 'module', 'node', 'default'] } };

/** unit: pure; pg: real PostgreSQL and HTTP (one cluster, one database a suite); browser: journeys in Chromium, one after the other. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 60_000,
          pool: 'forks',
          maxWorkers: 2,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'pg',
          include: ['test/api/**/*.test.ts', 'test/store/**/*.test.ts', 'test/fault/**/*.test.ts'],
          globalSetup: ['test/support/cluster.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          pool: 'forks',
          maxWorkers: 2,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/cluster.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks',
          maxWorkers: 1,
        },
      },
    ],
  },
});
