import yauzl from 'yauzl';
import { errorIssue, type Issue, ok, type Result, refused } from '#kernel/lib';
import type { SheetLimits } from './limits.ts';

/** The parts of a workbook, unpacked on demand; sizes were checked before anything was unpacked. */
export interface Package {
  has(path: string): boolean;
  paths(): readonly string[];
  /** Calls `take` with pieces of the part as text; stops with an exception when it grows past its declared size. */
  read(path: string, take: (text: string) => void): Promise<void>;
  text(path: string): Promise<string>;
  close(): void;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

/** Opens a zip from memory and refuses it when its parts are too many, too large or packed too tightly to be a workbook. */
export async function openPackage(bytes: Uint8Array, limits: SheetLimits): Promise<Result<Package>> {
  let zip: yauzl.ZipFile;
  try {
    zip = await fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    return refused(errorIssue('workbook-broken', ['file'], { reason: error instanceof Error ? error.message : String(error) }));
  }
  const entries = new Map<string, yauzl.Entry>();
  const issue = await listEntries(zip, entries, limits);
  if (issue) {
    zip.close();
    return refused(issue);
  }
  const read = (path: string, take: (text: string) => void): Promise<void> => readEntry(zip, entries.get(path), take);
  return ok({
    has: (path) => entries.has(path),
    paths: () => [...entries.keys()],
    read,
    text: async (path) => {
      const parts: string[] = [];
      await read(path, (text) => parts.push(text));
      return parts.join('');
    },
    close: () => zip.close(),
  });
}

function fromBuffer(buffer: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(buffer, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
}

/** Fills `entries`; the answer is the issue that refuses the file, or null. */
function listEntries(zip: yauzl.ZipFile, entries: Map<string, yauzl.Entry>, limits: SheetLimits): Promise<Issue | null> {
  return new Promise((resolve) => {
    let total = 0;
    if (zip.entryCount > limits.parts) {
      resolve(errorIssue('workbook-too-many-parts', ['file'], { parts: zip.entryCount, limit: limits.parts }));
      return;
    }
    zip.on('entry', (entry: yauzl.Entry) => {
      total += entry.uncompressedSize;
      const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
      if (total > limits.unpackedBytes) {
        const params = { megabytes: megabytes(total), limit: megabytes(limits.unpackedBytes) };
        resolve(errorIssue('workbook-unpacks-too-large', ['file'], params));
      } else if (entry.uncompressedSize > 1024 * 1024 && ratio > limits.ratio) {
        resolve(
          errorIssue('workbook-packed-too-tightly', ['file'], {
            part: entry.fileName,
            ratio: Math.round(ratio),
            limit: limits.ratio,
          }),
        );
      } else {
        entries.set(entry.fileName.replace(/^\//, ''), entry);
        zip.readEntry();
      }
    });
    zip.on('end', () => resolve(null));
    zip.on('error', (error: Error) => resolve(errorIssue('workbook-broken', ['file'], { reason: error.message })));
    zip.readEntry();
  });
}

function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined, take: (text: string) => void): Promise<void> {
  if (!entry) return Promise.resolve();
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      stream.setEncoding('utf8');
      stream.on('data', (chunk) => {
        try {
          take(String(chunk));
        } catch (problem) {
          stream.destroy();
          reject(problem instanceof Error ? problem : new Error(String(problem)));
        }
      });
      stream.on('end', () => resolve());
      stream.on('error', reject);
    });
  });
}
