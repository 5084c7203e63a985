import { randomBytes } from 'node:crypto';
import { uuidV7 } from '#kernel/lib';

/** A fresh UUIDv7: sorts by the time of making, so new rows land beside each other in an index. */
export function newId(): string {
  return uuidV7(Date.now(), randomBytes(10));
}
