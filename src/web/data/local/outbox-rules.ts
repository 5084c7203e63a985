/** A write that waits on this device until the server has it. */
export interface OutboxEntry {
  /** Idempotency key: the server does it once, however often it arrives. */
  readonly key: string;
  /** Whose it is: another person on the same phone neither sees nor sends it. */
  readonly accountId: string;
  readonly path: string;
  readonly body: unknown;
  /** What the page shows for it, for example the duty that was answered. */
  readonly about: string;
  readonly state: 'waiting' | 'rejected' | 'sent';
  readonly tries: number;
  /** Not before this moment (ms since 1970). */
  readonly next: number;
  readonly savedAt: number;
  /** When the server had it. */
  readonly sentAt?: number;
  /** Why the server refused it, in the reader's language. */
  readonly reason?: string;
}

/** What the server said, as far as the outbox cares; `null` when it did not answer. */
export interface OutboxReply {
  readonly status: number;
  readonly reason?: string;
  /** Seconds of Retry-After. */
  readonly wait?: number;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** How long to wait after the n-th failed try: doubling from 2 s to 5 min. */
export function waitAfter(tries: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, tries - 1));
}

/** The entry after a try. 2xx: sent. 401, 408, 425, 429, 5xx and silence: keep and try later. Any other 4xx: rejected, kept and shown. */
export function afterTry(entry: OutboxEntry, reply: OutboxReply | null, now: number): OutboxEntry {
  if (reply && reply.status >= 200 && reply.status < 300) return { ...entry, state: 'sent', sentAt: now };
  const tries = entry.tries + 1;
  if (!reply || reply.status >= 500 || [401, 408, 425, 429].includes(reply.status)) {
    const wait = Math.max(waitAfter(tries), (reply?.wait ?? 0) * 1000);
    return { ...entry, tries, next: now + wait };
  }
  return { ...entry, state: 'rejected', tries, reason: reply.reason ?? `HTTP ${reply.status}` };
}

/** What can be sent now, oldest first: a later answer about the same thing never overtakes an earlier one. */
export function due(entries: readonly OutboxEntry[], accountId: string, now: number): OutboxEntry[] {
  const held = new Set<string>();
  return entries
    .filter((entry) => entry.accountId === accountId && entry.state === 'waiting')
    .toSorted((a, b) => a.savedAt - b.savedAt || (a.key < b.key ? -1 : 1))
    .filter((entry) => {
      if (held.has(entry.about)) return false;
      if (entry.next > now) held.add(entry.about);
      return entry.next <= now;
    });
}
