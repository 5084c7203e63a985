/** Wrong passwords that are forgiven before waiting begins. */
const FREE_ATTEMPTS = 5;

/** First wait; every further failure doubles it, up to an hour. */
const FIRST_WAIT_MILLIS = 30_000;
const LONGEST_WAIT_MILLIS = 3_600_000;

/** How long an account waits after its n-th failure in a row, in milliseconds; 0 = not at all. */
export function waitAfter(failures: number): number {
  if (failures < FREE_ATTEMPTS) return 0;
  return Math.min(FIRST_WAIT_MILLIS * 2 ** Math.min(failures - FREE_ATTEMPTS, 20), LONGEST_WAIT_MILLIS);
}

/**
 * Counts what an address or an unknown login may do in a window of time; in memory, since it only slows down.
 * Holds 10,000 keys at most; the oldest go first.
 */
export class Throttle {
  readonly #limit: number;
  readonly #windowMillis: number;
  readonly #seen = new Map<string, { count: number; until: number }>();

  constructor(limit: number, windowMillis: number) {
    this.#limit = limit;
    this.#windowMillis = windowMillis;
  }

  /** Seconds to wait, 0 when this one may pass (and is counted). */
  take(key: string, now: number): number {
    const entry = this.#seen.get(key);
    if (!entry || entry.until <= now) {
      this.#seen.delete(key);
      if (this.#seen.size >= 10_000) this.#seen.delete(this.#seen.keys().next().value!);
      this.#seen.set(key, { count: 1, until: now + this.#windowMillis });
      return 0;
    }
    entry.count++;
    return entry.count > this.#limit ? Math.ceil((entry.until - now) / 1000) : 0;
  }
}
