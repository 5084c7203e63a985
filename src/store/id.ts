import { randomFillSync } from 'node:crypto';
import { uuidV7 } from '#kernel/lib';

/** Random bytes of an id. */
const BYTES = 10;

/** Random bytes are fetched for so many ids at a time: a call for each costs more than all else that an import does with a row. */
const pool = new Uint8Array(BYTES * 400);
let used = pool.length;

/** A fresh UUIDv7: sorts by the time of making, so new rows land beside each other in an index. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES;
  return uuidV7(Date.now(), pool.subarray(used - BYTES, used));
}
