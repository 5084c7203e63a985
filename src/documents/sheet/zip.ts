import { crc32, createDeflateRaw } from 'node:zlib';

/** One part of a zip: its path and its content in pieces. */
export interface ZipPart {
  readonly path: string;
  readonly content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

/** Fixed time stamp (1980-01-01): the same content gives the same bytes. */
const DOS_DATE = 0x0021;
const PIECE = 1 << 16;

function localHeader(name: Buffer): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(0x0808, 6);
  head.writeUInt16LE(8, 8);
  head.writeUInt16LE(DOS_DATE, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function sizes(signature: number, crc: number, packed: number, size: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(signature, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(packed, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes;
}

function centralHeader(name: Buffer, crc: number, packed: number, size: number, offset: number): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(20, 6);
  head.writeUInt16LE(0x0808, 8);
  head.writeUInt16LE(8, 10);
  head.writeUInt16LE(DOS_DATE, 14);
  sizes(0, crc, packed, size).copy(head, 16, 4);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, name]);
}

/** Gathers small pieces, so that deflate is not called per cell. */
async function* gather(content: ZipPart['content']): AsyncGenerator<Buffer> {
  let text = '';
  for await (const piece of content) {
    if (typeof piece !== 'string') {
      if (text) yield Buffer.from(text);
      text = '';
      yield Buffer.from(piece);
      continue;
    }
    text += piece;
    if (text.length < PIECE) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text) yield Buffer.from(text);
}

/** A zip as a stream of bytes; memory stays at one piece. Parts over 4 GB are not supported (a sheet never is). */
export async function* zipChunks(parts: AsyncIterable<ZipPart> | Iterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const part of parts) {
    const name = Buffer.from(part.path, 'utf8');
    const start = offset;
    const head = localHeader(name);
    offset += head.length;
    yield head;
    let crc = 0;
    let size = 0;
    let packed = 0;
    const deflate = createDeflateRaw({ level: 4 });
    const feed = (async () => {
      for await (const piece of gather(part.content)) {
        crc = crc32(piece, crc);
        size += piece.length;
        if (!deflate.write(piece)) await new Promise((resolve) => deflate.once('drain', resolve));
      }
      deflate.end();
    })();
    feed.catch((error: unknown) => deflate.destroy(error instanceof Error ? error : new Error(String(error))));
    for await (const out of deflate as AsyncIterable<Buffer>) {
      packed += out.length;
      yield out;
    }
    await feed;
    yield sizes(0x08074b50, crc, packed, size);
    offset += packed + 16;
    directory.push(centralHeader(name, crc, packed, size, start));
  }
  const central = Buffer.concat(directory);
  yield central;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  yield end;
}

/** All chunks as one array. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return new Uint8Array(Buffer.concat(parts));
}
