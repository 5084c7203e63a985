/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type * as z from 'zod';
import type { myOfferList } from '#contract/offers';
import { call, newKey, Refused } from './api.ts';
import { t } from './texts.ts';

type Offers = z.infer<typeof myOfferList.response>;

/** What I may take part in by my own wish. Needs a network: nothing here is urgent. */
export function OffersCard() {
  const [data, setData] = useState<Offers>();
  const [said, setSaid] = useState('');
  const read = () => call<Offers>('GET', '/api/me/offers').then(setData, () => undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, and after every write
  useEffect(() => void read(), []);
  const write = (path: string, body?: unknown) =>
    call('POST', path, body, newKey()).then(
      () => {
        setSaid('');
        return read();
      },
      (error) => setSaid(error instanceof Refused ? error.message : t('offer-away')),
    );
  if (!data) return null;
  const offered = new Set(data.offers.filter((one) => one.state !== 'withdrawn').map((one) => one.taskId));
  // Whom a plan names already is in it; volunteering beside that would say nothing.
  const named = new Set(data.questions.filter((one) => one.answer !== 'hindered').map((one) => one.taskId));
  const open = data.tasks.filter((one) => !offered.has(one.taskId) && !named.has(one.taskId));
  return (
    <>
      {said ? (
        <p class="f-note" role="alert">
          {said}
        </p>
      ) : null}
      {data.offers
        .filter((one) => one.state !== 'withdrawn')
        .map((one) => (
          <section key={one.id} class="f-card f-stack">
            <h2 class="f-time">{one.title}</h2>
            <p class="f-second">{t('offered', { how: t(`mode-${one.mode}`), state: t(`offer-${one.state}`) })}</p>
            <button type="button" class="f-button" onClick={() => void write(`/api/me/offers/${one.id}/withdrawal`)}>
              {t('offer-withdraw')}
            </button>
          </section>
        ))}
      {open.map((one) => (
        <section key={one.taskId} class="f-card f-stack">
          <h2 class="f-time">{one.title}</h2>
          <p class="f-second">{one.areaName}</p>
          <button
            type="button"
            class="f-button"
            onClick={() => void write('/api/me/offers', { taskId: one.taskId, mode: 'self-applied' })}
          >
            {t('volunteer')}
          </button>
          {data.residence && one.here ? (
            <button
              type="button"
              class="f-button"
              onClick={() => void write('/api/me/offers', { taskId: one.taskId, mode: 'residence-report' })}
            >
              {t('report-to', { place: data.residence })}
            </button>
          ) : null}
        </section>
      ))}
    </>
  );
}
