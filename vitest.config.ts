import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['source', 'module', 'node', 'default'] };
const ssr = { resolve: { conditions: ['source', 'module', 'node', 'default'] } };

/**
 * unit: pure; pg: real PostgreSQL and HTTP (one cluster, one database a suite); browser: journeys in Chromium. All three share two
 * workers, so that the waits of one fill with the work of another. Files of unit and pg share the modules of their worker (half of
 * the processor time otherwise goes into loading them again): a test file keeps no state in a module.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 120_000,
          pool: 'forks',
          isolate: false,
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
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks',
          isolate: false,
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
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // As long as a locator waits: another program may keep both cores.
          expect: { poll: { timeout: 30_000 } },
          pool: 'forks',
          maxWorkers: 2,
        },
      },
    ],
  },
});
