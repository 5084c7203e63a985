import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { uuidV7 } from '#kernel/lib';
import { afterTry, due, type OutboxEntry, type OutboxReply } from './outbox-rules.ts';

interface FieldDatabase extends DBSchema {
  outbox: { key: string; value: OutboxEntry };
  /** Last answers of the server, so that the page opens without a network. */
  kept: { key: string; value: unknown };
}

let opening: Promise<IDBPDatabase<FieldDatabase>> | undefined;

/** The database of the field page on this device. */
function database(): Promise<IDBPDatabase<FieldDatabase>> {
  opening ??= openDB<FieldDatabase>('qunying-field', 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'key' });
      db.createObjectStore('kept');
    },
  });
  return opening;
}

/** Keeps what the server last said under a name. */
export async function keep(name: string, value: unknown): Promise<void> {
  await (await database()).put('kept', value, name);
}

/** What was kept under a name. */
export async function kept<T>(name: string): Promise<T | undefined> {
  return (await (await database()).get('kept', name)) as T | undefined;
}

/** Forgets what was kept, at signing out; what waits to be sent stays. */
export async function forgetKept(): Promise<void> {
  await (await database()).clear('kept');
}

/** How the outbox reaches the server; throws when there is no answer. */
export type Send = (entry: OutboxEntry) => Promise<OutboxReply>;

/** Writes that survive a killed tab and a dropped connection, and arrive once. */
export interface Outbox {
  /** Everything of this account, oldest first. */
  entries(): Promise<OutboxEntry[]>;
  /** Saves a write; it is safe on the device when the promise resolves. `delay` in ms holds it back, so that it can be taken back. */
  add(write: { path: string; body: unknown; about: string; delay?: number }): Promise<OutboxEntry>;
  /** Takes back a write that has not been tried yet. Whether it was still there. */
  takeBack(key: string): Promise<boolean>;
  /** Removes a rejected or sent entry after the person has seen it. */
  dismiss(key: string): Promise<void>;
  /** Sends what is due; only one tab at a time does. */
  flush(): Promise<void>;
  /** Ends every hold of a write that was not tried yet and sends what is due: for leaving the page, so that no answer stays behind. */
  release(): Promise<void>;
  /** Starts sending at load, when the network comes back and by timer; `changed` after every change. */
  start(changed: () => void): () => void;
}

const TICK_MS = 3_000;

/** The outbox of one account. */
export function openOutbox(accountId: string, send: Send): Outbox {
  let announce = () => {};
  const entries = async () => {
    const all = await (await database()).getAll('outbox');
    return all.filter((entry) => entry.accountId === accountId).toSorted((a, b) => a.savedAt - b.savedAt);
  };
  const sendDue = async () => {
    for (const entry of due(await entries(), accountId, Date.now())) {
      const reply = await send(entry).catch(() => null);
      const db = await database();
      // Taken back while it was on its way: the server has it or not; either way it must not reappear.
      if (!(await db.get('outbox', entry.key))) continue;
      await db.put('outbox', afterTry(entry, reply, Date.now()));
      announce();
      if (reply === null || reply.status === 401) return;
    }
  };
  const flush = () => onlyHere(sendDue);
  return {
    entries,
    flush,
    async release() {
      const now = Date.now();
      const db = await database();
      for (const entry of await entries())
        if (entry.state === 'waiting' && entry.tries === 0 && entry.next > now) await db.put('outbox', { ...entry, next: now });
      await flush();
    },
    async add({ path, body, about, delay = 0 }) {
      const now = Date.now();
      const key = uuidV7(now, crypto.getRandomValues(new Uint8Array(10)));
      const entry: OutboxEntry = {
        key,
        accountId,
        path,
        body,
        about,
        state: 'waiting',
        tries: 0,
        next: now + delay,
        savedAt: now,
      };
      await (await database()).put('outbox', entry);
      announce();
      void flush();
      return entry;
    },
    async takeBack(key) {
      const db = await database();
      const entry = await db.get('outbox', key);
      if (entry?.state !== 'waiting' || entry.tries > 0) return false;
      await db.delete('outbox', key);
      announce();
      return true;
    },
    async dismiss(key) {
      await (await database()).delete('outbox', key);
      announce();
    },
    start(changed) {
      announce = changed;
      const run = () => void flush();
      const timer = setInterval(run, TICK_MS);
      addEventListener('online', run);
      run();
      return () => {
        clearInterval(timer);
        removeEventListener('online', run);
        announce = () => {};
      };
    },
  };
}

/** Runs in one tab at a time; browsers without locks (plain http) rely on the idempotency key instead. */
async function onlyHere(work: () => Promise<void>): Promise<void> {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (!locks) return work();
  await locks.request('qunying-outbox', { ifAvailable: true }, async (lock) => {
    await (lock ? work() : undefined);
  });
}
