import { AsyncLocalStorage } from 'node:async_hooks';
import { type IncomingMessage, Server } from 'node:http';
import pg from 'pg';
import { afterAll } from 'vitest';

/** The header by which a request asks to be counted. */
const HEADER = 'qunying-count';

interface Count {
  queries: number;
}

const here = new AsyncLocalStorage<Count>();
const counts = new Map<string, Count>();
let last = 0;

/**
 * Asks an address of a server in this process; {@link countQueries} must have begun.
 * @returns the answer, and how often exactly this request asked PostgreSQL before its last byte: what timers and other requests ask meanwhile does not count
 */
export async function countedFetch(
  url: string,
  init: RequestInit = {},
): Promise<{ answer: Response; bytes: ArrayBuffer; queries: number }> {
  const tag = String(++last);
  const answer = await fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), [HEADER]: tag } });
  const bytes = await answer.arrayBuffer();
  const count = counts.get(tag);
  counts.delete(tag);
  if (!count) throw new Error(`${url} was answered by no server of this process`);
  return { answer, bytes, queries: count.queries };
}

/**
 * Counts the queries of requests until the last test of the file. The work of a request keeps its count through every wait; the queries
 * themselves run as always.
 */
export function countQueries(): void {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function counted(this: Server, event: string | symbol, ...args: unknown[]) {
    const tag = event === 'request' ? (args[0] as IncomingMessage).headers[HEADER] : undefined;
    if (typeof tag !== 'string') return Reflect.apply(emit, this, [event, ...args]);
    const count = { queries: 0 };
    counts.set(tag, count);
    return here.run(count, () => Reflect.apply(emit, this, [event, ...args]));
  };
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    const count = here.getStore();
    if (count) count.queries++;
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  // The files after this one share the modules of its worker.
  afterAll(() => {
    Server.prototype.emit = emit;
    pg.Client.prototype.query = query;
  });
}
