/** @jsxImportSource preact */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { keep, kept, openOutbox } from '../data/local/outbox.ts';
import type { OutboxEntry } from '../data/local/outbox-rules.ts';
import { call, type Duties, type Me, Refused, send } from './api.ts';
import { Band } from './band.tsx';
import { dayOf, sayTime } from './days.ts';
import { type Answer, DutyCard } from './duty-card.tsx';
import { Notices } from './notices.tsx';
import { Questions } from './questions.tsx';
import type { Want } from './roster-days.tsx';
import { language, t } from './texts.ts';

/** A declined duty is held this long on the device, so that a slip of the finger can be taken back. */
const SECOND_THOUGHTS_MS = 8_000;
const REREAD_MS = 60_000;

/** My duties, one question at a time; works from what was last read when there is no network. */
export function Today({ me, signedOut }: { me: Me; signedOut: () => void }) {
  const [duties, setDuties] = useState<Duties>();
  const [offline, setOffline] = useState(false);
  const [failed, setFailed] = useState<string>();
  const [waiting, setWaiting] = useState<OutboxEntry[]>([]);
  const outbox = useMemo(() => openOutbox(me.accountId, send), [me.accountId]);
  const name = `duties ${me.accountId}`;

  const read = async () => {
    try {
      const fresh = await call<Duties>('GET', '/api/me/duties');
      setDuties(fresh);
      setOffline(false);
      setFailed(undefined);
      await keep(name, fresh).catch(() => undefined);
    } catch (error) {
      if (!(error instanceof Refused)) {
        setOffline(true);
        const last = await kept<Duties>(name).catch(() => undefined);
        setDuties((now) => now ?? last);
      } else if (error.problem.status === 401) signedOut();
      else setFailed(error.problem.title);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: one life for one account
  useEffect(() => {
    let sentBefore = 0;
    const changed = () =>
      void outbox.entries().then((entries) => {
        setWaiting(entries);
        const sent = entries.filter((entry) => entry.state === 'sent').length;
        if (sent > sentBefore) void read();
        sentBefore = sent;
      }, noStore);
    // Seen once: what was sent during an earlier visit needs no band any more.
    void outbox
      .entries()
      .then((entries) => Promise.all(entries.filter((one) => one.state === 'sent').map((one) => outbox.dismiss(one.key))))
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

  const answer = async (dutyId: string, body: Answer) => {
    const write = { path: `/api/me/duties/${dutyId}/answer`, body, about: dutyId };
    const earlier = waiting.find((entry) => entry.about === dutyId && entry.state === 'waiting' && entry.tries === 0);
    if (earlier) await outbox.takeBack(earlier.key);
    await outbox
      .add({ ...write, delay: body.answer === 'decline' ? SECOND_THOUGHTS_MS : 0 })
      .catch(() => setFailed(t('not-kept')));
  };

  const today = dayOf(new Date());
  const items = duties?.items ?? [];
  const open = items.filter((duty) => duty.state === 'told' && duty.line === 'task');
  const rest = items.filter((duty) => !open.includes(duty));
  return (
    <>
      <Band entries={waiting} outbox={outbox} />
      {offline ? (
        <p class="f-note">{duties ? t('offline-since', { time: sayTime(duties.asOf, language()) }) : t('offline')}</p>
      ) : null}
      {failed ? (
        <p class="f-note f-gap" role="alert">
          {failed}
        </p>
      ) : null}
      <Questions today={today} />
      {duties && items.length === 0 ? (
        <section class="f-card">
          <p class="f-strong">{t('nothing')}</p>
          <p class="f-second">{t('nothing-text', { time: sayTime(duties.asOf, language()) })}</p>
        </section>
      ) : null}
      {[...open, ...rest].map((duty) => (
        <DutyCard
          key={duty.id}
          duty={duty}
          today={today}
          pending={waiting.findLast((entry) => entry.about === duty.id && entry.state !== 'rejected')}
          answer={(body) => void answer(duty.id, body)}
          takeBack={(key) => void outbox.takeBack(key)}
          said={(day) => {
            const entry = waiting.findLast((one) => one.about === `${duty.id} ${day}` && one.state !== 'rejected');
            return entry && (entry.body as { want: Want }).want;
          }}
          say={(day, want) =>
            void outbox
              .add({ path: `/api/me/duties/${duty.id}/wishes`, body: { day, want }, about: `${duty.id} ${day}`, delay: 0 })
              .catch(() => setFailed(t('not-kept')))
          }
        />
      ))}
      <Notices />
    </>
  );
}

/** Storage is switched off on this phone: duties can still be read and answered while connected. */
function noStore(): void {}
