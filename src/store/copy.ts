/**
 * COPY in and out over the connection of `pg`, which speaks the messages but offers no door to them.
 * Owns the text format of PostgreSQL (tabs, `\N`, arrays in braces); both ends honour back-pressure, so memory stays flat.
 */
import type { ClientBase } from 'pg';

/** A value as COPY takes it; arrays are arrays of text. */
export type CopyValue = string | number | boolean | null | readonly string[];

/** The part of pg's connection that COPY needs. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  readonly stream: {
    readonly writableNeedDrain: boolean;
    once(event: 'drain' | 'close', listener: () => void): void;
    off(event: 'drain' | 'close', listener: () => void): void;
    pause(): void;
    resume(): void;
  };
}

/** Bytes per message: large enough that the protocol's five bytes do not count, small enough to stay responsive. */
const CHUNK = 64 * 1024;

/**
 * Runs `copy … from stdin` and feeds it the chunks; resolves when the server has taken all, rejects with the server's error
 * (nothing of this statement is then stored). When `chunks` throws, the copy is failed and the error passed on.
 * @returns the number of rows as the server counted them
 */
export function copyIn(
  client: ClientBase,
  sql: string,
  chunks: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failure: unknown;
    const feed = async (wire: Wire): Promise<void> => {
      try {
        for await (const chunk of chunks) {
          if (failure !== undefined) return;
          wire.sendCopyFromChunk(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
          if (wire.stream.writableNeedDrain) await drained(wire);
        }
        wire.endCopyFrom();
      } catch (error) {
        failure ??= error;
        wire.sendCopyFail('the source of the rows failed');
      }
    };
    client.query({
      ...idle,
      submit: (connection: unknown) => (connection as Wire).query(sql),
      handleCopyInResponse: (connection: Wire) => void feed(connection),
      handleCommandComplete: (message: { text?: string }) => {
        rows = Number(/\d+$/.exec(message.text ?? '')?.[0] ?? 0);
      },
      handleError: (error: Error) => {
        failure ??= error;
        // While rows are still being fed the server waits for the end of the sync; ReadyForQuery follows the error here.
        reject(failure as Error);
      },
      handleReadyForQuery: () => (failure === undefined ? resolve(rows) : reject(failure as Error)),
    } as never);
  });
}

/**
 * Runs `copy … to stdout` and hands every chunk to `sink`, waiting for it before reading on; resolves with the number of rows.
 * Rejects with the error of the server or of the sink.
 */
export function copyOut(client: ClientBase, sql: string, sink: (chunk: Buffer) => void | Promise<void>): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failure: unknown;
    let last: Promise<void> = Promise.resolve();
    let waiting = 0;
    client.query({
      ...idle,
      submit: (connection: unknown) => (connection as Wire).query(sql),
      handleCopyData: (message: { chunk: Buffer }, connection: Wire) => {
        if (failure !== undefined) return;
        // The parser reuses its buffer.
        const chunk = Buffer.from(message.chunk);
        if (++waiting === 64) connection.stream.pause();
        last = last
          .then(() => (failure === undefined ? sink(chunk) : undefined))
          .catch((error: unknown) => {
            failure ??= error;
          })
          .finally(() => {
            if (waiting-- === 64) connection.stream.resume();
          });
      },
      handleCommandComplete: (message: { text?: string }) => {
        rows = Number(/\d+$/.exec(message.text ?? '')?.[0] ?? 0);
      },
      handleError: (error: Error) => {
        failure ??= error;
        reject(error);
      },
      handleReadyForQuery: () => {
        void last.then(() => (failure === undefined ? resolve(rows) : reject(failure as Error)));
      },
    } as never);
  });
}

/** The other messages of a query: none of them matters here. */
const idle = {
  handleRowDescription: () => {},
  handleDataRow: () => {},
  handlePortalSuspended: () => {},
  handleEmptyQuery: () => {},
  handleCopyInResponse: () => {},
  handleCopyData: () => {},
};

function drained(wire: Wire): Promise<void> {
  return new Promise((go) => {
    const done = (): void => {
      wire.stream.off('drain', done);
      wire.stream.off('close', done);
      go();
    };
    wire.stream.once('drain', done);
    wire.stream.once('close', done);
  });
}

/** Copies rows into a table; columns and table are names of our own schema. */
export function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  return copyIn(client, `copy "${table}" (${names}) from stdin`, encoded(rows));
}

function* encoded(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let text = '';
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) text += (i === 0 ? '' : '\t') + encode(row[i]!);
    text += '\n';
    if (text.length >= CHUNK) {
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

/** One value in the text format of COPY. */
export function encode(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return escapeText(`{${value.map((one) => `"${one.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`);
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeText(text: string): string {
  return text.replace(SPECIAL, (char) => ESCAPES[char]!);
}
