import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of mode 0700 of its own, removed when the test has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qunying-fault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Waits until `read` gives something other than undefined; fails after `millis`. */
export async function eventually<T>(
  what: string,
  read: () => T | undefined | Promise<T | undefined>,
  millis = 30_000,
): Promise<T> {
  for (const until = Date.now() + millis; ; ) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > until) throw new Error(`not within ${millis} ms: ${what}`);
    await new Promise((later) => setTimeout(later, 20));
  }
}
