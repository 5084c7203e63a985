import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Outbox, openOutbox } from '../data/local/outbox.ts';
import type { OutboxEntry } from '../data/local/outbox-rules.ts';
import { send } from './api.ts';

const REREAD_MS = 60_000;

/**
 * The outbox of an account while a page of it is open, and what lies in it. `read` asks the server anew: at first, after every write that
 * arrived, when the network comes back, and every minute.
 */
export function useOutbox(accountId: string, read: () => Promise<void>): { outbox: Outbox; entries: readonly OutboxEntry[] } {
  const [entries, setEntries] = useState<readonly OutboxEntry[]>([]);
  const outbox = useMemo(() => openOutbox(accountId, send), [accountId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one life for one account
  useEffect(() => {
    let sentBefore = 0;
    const changed = () =>
      void outbox.entries().then((all) => {
        setEntries(all);
        const sent = all.filter((entry) => entry.state === 'sent').length;
        if (sent > sentBefore) void read();
        sentBefore = sent;
      }, noStore);
    // Seen once: what was sent during an earlier visit needs no band any more.
    void outbox
      .entries()
      .then((all) => Promise.all(all.filter((one) => one.state === 'sent').map((one) => outbox.dismiss(one.key))))
      .then(changed, noStore);
    const stop = outbox.start(changed);
    void read();
    const timer = setInterval(() => void read(), REREAD_MS);
    addEventListener('online', read);
    // Who turns away from the page has finished thinking: a declined duty that stays on the device would leave its post uncovered.
    const turnedAway = () => {
      if (document.visibilityState === 'hidden') void outbox.release();
    };
    document.addEventListener('visibilitychange', turnedAway);
    return () => {
      stop();
      void outbox.release();
      clearInterval(timer);
      removeEventListener('online', read);
      document.removeEventListener('visibilitychange', turnedAway);
    };
  }, [outbox]);
  return { outbox, entries };
}

/** Storage is switched off on this phone: what the server says can still be read and answered while connected. */
function noStore(): void {}
