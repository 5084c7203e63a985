/**
 * The backup file: one gzip-compressed COPY stream a table, each with its row count and checksum, closed by a line that seals
 * the whole. Written and read as a stream, so memory stays flat. Knows nothing of databases.
 *
 * `QUNYING-BACKUP 1`, a head line, then for each table a line, frames (4-byte length and bytes, ended by length 0) and a closing
 * line, then the end line. Lines are JSON. A checksum is SHA-256 over the unpacked rows.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip, createGzip, type Gunzip } from 'node:zlib';
import { Failure } from '../failure.ts';

const MAGIC = 'QUNYING-BACKUP 1\n';

/** First line: what was saved, and of which release. */
export interface BackupHead {
  readonly createdAt: string;
  readonly product: string;
  /** Names of the migrations that the database had seen. */
  readonly migrations: readonly string[];
  readonly cities: readonly string[];
}

/** What is said of a table before its rows. */
export interface TableHead {
  readonly table: string;
  readonly columns: readonly string[];
}

/** What is said of a table after its rows. */
export interface TableFoot {
  readonly rows: number;
  readonly sha256: string;
}

interface End {
  readonly end: true;
  readonly tables: number;
  /** Over head, tables and their checksums, in order. */
  readonly sha256: string;
}

/** Writes a backup; nothing counts until {@link BackupWriter.finish} has returned. */
export class BackupWriter {
  readonly #file: FileHandle;
  readonly #whole = createHash('sha256');
  #tables = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string, head: BackupHead): Promise<BackupWriter> {
    const writer = new BackupWriter(await open(path, 'w', 0o600));
    await writer.#file.write(MAGIC);
    await writer.#line(head);
    return writer;
  }

  /** One table; `produce` hands over the rows and resolves with their number. */
  async table(head: TableHead, produce: (sink: (chunk: Buffer) => Promise<void>) => Promise<number>): Promise<TableFoot> {
    await this.#line(head);
    const hash = createHash('sha256');
    const gzip = createGzip({ level: 5 });
    const packed = (async () => {
      for await (const chunk of gzip) await this.#frame(chunk as Buffer);
    })();
    // Told by the loop below as well; here only so that it is never unhandled.
    packed.catch(() => gzip.destroy());
    const rows = await produce(async (chunk) => {
      hash.update(chunk);
      if (!gzip.write(chunk)) await Promise.race([new Promise<void>((go) => gzip.once('drain', go)), packed]);
    });
    gzip.end();
    await packed;
    await this.#frame(Buffer.alloc(0));
    const foot = { rows, sha256: hash.digest('hex') };
    await this.#line(foot);
    this.#tables++;
    return foot;
  }

  /** Seals the file and forces it to the disk. */
  async finish(): Promise<void> {
    const end: End = { end: true, tables: this.#tables, sha256: this.#whole.copy().digest('hex') };
    await this.#line(end);
    await this.#file.sync();
    await this.#file.close();
  }

  async abandon(): Promise<void> {
    await this.#file.close().catch(() => {});
  }

  async #line(value: object): Promise<void> {
    const text = `${JSON.stringify(value)}\n`;
    this.#whole.update(text);
    await this.#file.write(text);
  }

  async #frame(bytes: Buffer): Promise<void> {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    await this.#file.write(Buffer.concat([length, bytes]));
  }
}

/** A table met while reading; its rows must be read to the end before the next one. */
export interface ReadTable {
  readonly head: TableHead;
  readonly rows: AsyncIterable<Buffer>;
  /** Known once the rows have been read; checked against what they hashed to. */
  readonly foot: () => TableFoot;
}

/** Reads a backup; a damaged one throws `backup-damaged` with the table (or part) in which it is damaged. */
export async function* readBackup(path: string, onHead: (head: BackupHead) => void | Promise<void>): AsyncGenerator<ReadTable> {
  const file = await open(path, 'r').catch((error: Error) => {
    throw new Failure('backup-unreadable', { file: path, reason: error.message }, error);
  });
  const source = new Source(file, path);
  try {
    source.part = 'head';
    if (!(await source.startsWith(MAGIC))) throw new Failure('backup-no-backup', { file: path });
    const whole = createHash('sha256');
    const line = async <T>(): Promise<T> => {
      const text = await source.line();
      try {
        const value = JSON.parse(text) as T;
        return value;
      } catch {
        throw source.damaged();
      }
    };
    const hashed = async <T extends object>(): Promise<T> => {
      const value = await line<T>();
      if (!('end' in value)) whole.update(`${JSON.stringify(value)}\n`);
      return value;
    };
    await onHead(await hashed<BackupHead>());
    for (let tables = 0; ; tables++) {
      const head = await hashed<TableHead | End>();
      if ('end' in head) {
        if (head.tables !== tables || head.sha256 !== whole.digest('hex') || !(await source.atEnd())) throw source.damaged();
        return;
      }
      if (typeof head.table !== 'string' || !Array.isArray(head.columns)) throw source.damaged();
      source.part = head.table;
      let foot: TableFoot | undefined;
      const hash = createHash('sha256');
      const rows = (async function* () {
        for await (const chunk of unpacked(source)) {
          hash.update(chunk);
          yield chunk;
        }
        foot = await hashed<TableFoot>();
        if (foot.sha256 !== hash.digest('hex')) throw source.damaged();
      })();
      yield {
        head,
        rows,
        foot: () => {
          if (!foot) throw new Error(`the rows of ${head.table} have not been read`);
          return foot;
        },
      };
      if (!foot) throw new Error(`the rows of ${head.table} have not been read`);
      source.part = `after ${head.table}`;
    }
  } finally {
    await file.close();
  }
}

async function* unpacked(source: Source): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const feed = (async () => {
    for (;;) {
      const frame = await source.frame();
      if (frame.length === 0) break;
      if (!gunzip.write(frame)) await drained(gunzip);
    }
    gunzip.end();
  })();
  feed.catch((error: Error) => gunzip.destroy(error));
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    throw error instanceof Failure ? error : source.damaged(error);
  }
  await feed;
}

/** Resolves when the stream takes more, or is closed and takes nothing any more. */
function drained(stream: Gunzip): Promise<void> {
  return new Promise((go) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      go();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}

/** Longest frame that the writer makes is far below; a longer one is damage, not data. */
const LONGEST_FRAME = 16 * 1024 * 1024;

class Source {
  readonly #file: FileHandle;
  readonly #path: string;
  #buffer: Buffer = Buffer.alloc(0);
  /** Where reading stands, for the message. */
  part = '';

  constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  damaged(cause?: unknown): Failure {
    return new Failure('backup-damaged', { file: this.#path, table: this.part }, cause);
  }

  async startsWith(text: string): Promise<boolean> {
    while (this.#buffer.length < text.length) if (!(await this.#more())) return false;
    return (await this.#take(text.length)).toString('utf8') === text;
  }

  async line(): Promise<string> {
    for (;;) {
      const at = this.#buffer.indexOf(10);
      if (at >= 0) return (await this.#take(at + 1)).toString('utf8').trimEnd();
      if (this.#buffer.length > LONGEST_FRAME || !(await this.#more())) throw this.damaged();
    }
  }

  async frame(): Promise<Buffer> {
    const length = (await this.#take(4)).readUInt32BE();
    if (length > LONGEST_FRAME) throw this.damaged();
    return this.#take(length);
  }

  async atEnd(): Promise<boolean> {
    return this.#buffer.length === 0 && !(await this.#more());
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#buffer.length < length) if (!(await this.#more())) throw this.damaged();
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return Buffer.from(taken);
  }

  async #more(): Promise<boolean> {
    const chunk = Buffer.alloc(256 * 1024);
    const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) return false;
    this.#buffer = Buffer.concat([this.#buffer, chunk.subarray(0, bytesRead)]);
    return true;
  }
}
