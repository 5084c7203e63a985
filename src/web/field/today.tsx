/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { keep, kept } from '../data/local/outbox.ts';
import { call, type Duties, type Me, Refused } from './api.ts';
import { Band } from './band.tsx';
import { dayOf, sayTime } from './days.ts';
import { type Answer, DutyCard } from './duty-card.tsx';
import { Notices } from './notices.tsx';
import { Questions } from './questions.tsx';
import type { Want } from './roster-days.tsx';
import { language, t } from './texts.ts';
import { useOutbox } from './use-outbox.ts';

/** A declined duty is held this long on the device, so that a slip of the finger can be taken back. */
const SECOND_THOUGHTS_MS = 8_000;

/** My duties, one question at a time; works from what was last read when there is no network. */
export function Today({ me, signedOut }: { me: Me; signedOut: () => void }) {
  const [duties, setDuties] = useState<Duties>();
  const [offline, setOffline] = useState(false);
  const [failed, setFailed] = useState<string>();
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

  const { outbox, entries: waiting } = useOutbox(me.accountId, read);

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
