/**
 * Work that outlives a request: a queue in the database (pg-boss in a schema of its own, owned by the app role, exempt from the
 * `city_id` rule). A job is accepted with the transaction that asks for it, survives a killed process, and is tried again.
 */
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import PgBoss from 'pg-boss';
import type { Store } from './database.ts';
import { APP_ROLE } from './roles.ts';
import type { Trx } from './schema.ts';

/** Schema that holds the jobs. */
export const QUEUE_SCHEMA = 'pgboss';
const POLL_SECONDS = 0.5;

/** How jobs of one name are treated. */
export interface QueueRule {
  readonly name: string;
  /** Tries after the first. */
  readonly retryLimit?: number;
  /** A job still running after this long is given to another worker. */
  readonly expireInSeconds?: number;
  /** At most one waiting or running job for one key. */
  readonly onePerKey?: boolean;
}

/** Where a job stands. */
export type JobState = 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed';

/** The queue of one process. */
export interface Queue {
  /** Accepts a job with the transaction (or at once without one); null when `onePerKey` has one already. */
  send(
    name: string,
    data: object,
    options?: { readonly trx?: Trx; readonly key?: string; readonly startAfter?: Date },
  ): Promise<string | null>;
  /** Gives jobs of this name to `handler`, one at a time; what it throws makes the job fail or be tried again. */
  work<Data extends object>(
    name: string,
    handler: (job: { readonly id: string; readonly data: Data }) => Promise<void>,
  ): Promise<void>;
  cancel(name: string, id: string): Promise<void>;
  state(name: string, id: string): Promise<JobState | undefined>;
  /** Takes no new job and waits for running ones, at most `millis`. */
  stop(millis?: number): Promise<void>;
}

/** Opens the queue on the store's own connections and makes the named queues. */
export async function openQueue(store: Store, rules: readonly QueueRule[], onError: (error: unknown) => void): Promise<Queue> {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: (await store.pool.query(text, values)).rows }) },
    schema: QUEUE_SCHEMA,
    migrate: false,
    schedule: false,
    supervise: true,
  });
  boss.on('error', onError);
  await boss.start();
  for (const rule of rules) {
    await boss.createQueue(rule.name, {
      name: rule.name,
      policy: rule.onePerKey ? 'short' : 'standard',
      retryLimit: rule.retryLimit ?? 2,
      ...(rule.expireInSeconds === undefined ? {} : { expireInSeconds: rule.expireInSeconds }),
    });
  }
  const workers = new Map<string, string>();
  return {
    async send(name, data, options = {}) {
      const { trx, key, startAfter } = options;
      const id = await boss.send(name, data, {
        ...(key === undefined ? {} : { singletonKey: key }),
        ...(startAfter === undefined ? {} : { startAfter }),
        ...(trx === undefined ? {} : { db: within(trx) }),
      });
      const worker = workers.get(name);
      // Inside a transaction the job is not visible yet: the next poll finds it.
      if (worker && !trx) boss.notifyWorker(worker);
      return id;
    },
    async work(name, handler) {
      const id = await boss.work(name, { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1 }, async (jobs) => {
        for (const job of jobs) await handler({ id: job.id, data: job.data as never });
      });
      workers.set(name, id);
    },
    cancel: (name, id) => boss.cancel(name, id),
    state: async (name, id) => (await boss.getJobById(name, id))?.state,
    stop: (millis = 10_000) => boss.stop({ graceful: true, wait: true, timeout: millis, close: false }),
  };
}

function within(trx: Trx): PgBoss.Db {
  return {
    executeSql: async (text, values) => ({ rows: [...(await trx.executeQuery<never>(CompiledQuery.raw(text, values))).rows] }),
  };
}

/** Makes the schema of the queue once; run by the owner after migrations. The app role owns what is in it, but may make no other. */
export async function installQueue(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ here: string | null }>(`select to_regclass('${QUEUE_SCHEMA}.version')::text as here`);
  if (rows[0]?.here) return;
  await client.query(`create schema if not exists ${QUEUE_SCHEMA} authorization ${APP_ROLE}`);
  const text = PgBoss.getConstructionPlans(QUEUE_SCHEMA).replace(/CREATE SCHEMA IF NOT EXISTS \w+\s*;?/, '');
  await client.query(`set role ${APP_ROLE}`);
  try {
    await client.query(text);
  } finally {
    await client.query('reset role');
  }
}
