/** @jsxImportSource preact */
import { useId, useState } from 'preact/hooks';
import type * as z from 'zod';
import type { absenceInput, myAbsenceList } from '#contract/absences';
import { keep, kept } from '../data/local/outbox.ts';
import { call, type Me, Refused } from './api.ts';
import { Band } from './band.tsx';
import { dayOf, sayDay } from './days.ts';
import { language, shiftName, t } from './texts.ts';
import { useOutbox } from './use-outbox.ts';

type Mine = z.infer<typeof myAbsenceList.response>;
type Days = z.infer<typeof absenceInput>;

const SAY = '/api/me/absences';
const TAKE_BACK = '/api/me/absences/withdrawal';
/** Writes about my days go one after the other: a period said and taken back without a network arrives in this order. */
const ABOUT = 'absences';

/** Days on which I cannot come: said and taken back also without a network, sent once there is one. Duties that fall on them are named; they stay. */
export function Absences({ me, toToday, signedOut }: { me: Me; toToday: () => void; signedOut: () => void }) {
  const [data, setData] = useState<Mine>();
  const [readAt, setReadAt] = useState(0);
  const [failed, setFailed] = useState<string>();
  const name = `absences ${me.accountId}`;
  const read = async () => {
    const began = Date.now();
    try {
      const fresh = await call<Mine>('GET', SAY);
      setData(fresh);
      setReadAt(began);
      setFailed(undefined);
      await keep(name, fresh).catch(() => undefined);
    } catch (error) {
      if (error instanceof Refused) {
        if (error.problem.status === 401) signedOut();
        else setFailed(error.problem.title);
        return;
      }
      const last = await kept<Mine>(name).catch(() => undefined);
      setData((now) => now ?? last);
    }
  };
  const { outbox, entries } = useOutbox(me.accountId, read);
  // What the list does not show yet: still on this device, or sent after the list was read.
  const fresh = entries.filter(
    (one) => one.about === ABOUT && one.state !== 'rejected' && (one.sentAt ?? Number.MAX_VALUE) > readAt,
  );
  const write = (path: string, days: Days) =>
    outbox.add({ path, body: days, about: ABOUT }).then(
      () => setFailed(undefined),
      () => setFailed(t('not-kept')),
    );
  const isBack = (days: Days, after: number) =>
    fresh.some((one, at) => at > after && one.path === TAKE_BACK && covers(one.body as Days, days));
  return (
    <>
      <Band entries={entries} outbox={outbox} />
      <section class="f-card f-stack" aria-label={t('absent-title')}>
        <h2>{t('absent-title')}</h2>
        <ul class="f-absent">
          {data?.items.map((one) => (
            <Period key={one.id} days={one} back={isBack(one, -1)} takeBack={() => void write(TAKE_BACK, one)}>
              <span class="f-second">{t('absent-since', { day: sayDay(one.notedOn, data.today, language(), true) })}</span>
              {one.duties.map((duty) => (
                <p key={duty.dutyId} class="f-second f-warn">
                  {t('absent-duty', {
                    post: [duty.post, duty.shift && shiftName(duty.shift)].filter(Boolean).join(' '),
                    count: duty.days,
                    day: sayDay(duty.from, data.today, language(), true),
                  })}
                </p>
              ))}
              {one.duties.length > 0 ? (
                <button type="button" class="f-small" onClick={toToday}>
                  {t('absent-to-duty')}
                </button>
              ) : null}
            </Period>
          ))}
          {fresh.map((entry, at) =>
            entry.path === SAY ? (
              <Period
                key={entry.key}
                days={entry.body as Days}
                back={isBack(entry.body as Days, at)}
                takeBack={() => void write(TAKE_BACK, entry.body as Days)}
              >
                {entry.state === 'waiting' ? <span class="f-second f-warn">{t('mark-saved-word')}</span> : null}
              </Period>
            ) : null,
          )}
        </ul>
        <SayDays latest={data?.latest} say={(days) => write(SAY, days)} />
        {failed ? (
          <p class="f-second f-gap" role="alert">
            {failed}
          </p>
        ) : null}
        <p class="f-second">{t('absent-note')}</p>
      </section>
    </>
  );
}

function covers(outer: Days, inner: Days): boolean {
  return outer.from <= inner.from && inner.until <= outer.until;
}

function Period(props: { days: Days; back: boolean; takeBack: () => void; children: preact.ComponentChildren }) {
  const { from, until } = props.days;
  const [today, lang] = [dayOf(new Date()), language()];
  const days =
    from === until
      ? sayDay(from, today, lang)
      : t('from-to', { from: sayDay(from, today, lang), to: sayDay(until, today, lang, true) });
  return (
    <li>
      <p class="f-line">
        <strong>{days}</strong>
        {props.back ? (
          <span class="f-second f-ok">{t('absent-backed')}</span>
        ) : (
          <button type="button" class="f-small" aria-label={t('absent-back-of', { days })} onClick={props.takeBack}>
            {t('absent-back')}
          </button>
        )}
      </p>
      {props.back ? null : props.children}
    </li>
  );
}

function SayDays({ latest, say }: { latest: string | undefined; say: (days: Days) => Promise<void> }) {
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const id = useId();
  const today = dayOf(new Date());
  const turned = from !== '' && until !== '' && until < from;
  const field = (key: 'from' | 'until', value: string, set: (day: string) => void) => (
    <div class="f-field">
      <label for={id + key}>{t(`absent-${key}`)}</label>
      <input
        id={id + key}
        class="f-input"
        type="date"
        required
        min={key === 'until' && from !== '' ? from : today}
        max={latest}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </div>
  );
  return (
    <form
      class="f-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (from === '' || turned) return;
        void say({ from, until: until === '' ? from : until }).then(() => {
          setFrom('');
          setUntil('');
        });
      }}
    >
      <div class="f-two-days">
        {field('from', from, setFrom)}
        {field('until', until, setUntil)}
      </div>
      {turned ? (
        <p class="f-second f-gap" role="alert">
          {t('absent-turned')}
        </p>
      ) : null}
      <button type="submit" class="f-button" disabled={from === '' || turned}>
        {t('absent-say')}
      </button>
    </form>
  );
}
