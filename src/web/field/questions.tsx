/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type * as z from 'zod';
import type { myOfferList } from '#contract/offers';
import { call, newKey, Refused } from './api.ts';
import { dayOf, sayDay, sayTime } from './days.ts';
import { language, t } from './texts.ts';

type Offers = z.infer<typeof myOfferList.response>;

/** Plans that ask me in advance: what I would do, when and where, and until when I can say so. Needs a network, as the answer does. */
export function Questions({ today }: { today: string }) {
  const [items, setItems] = useState<Offers['questions']>([]);
  const [said, setSaid] = useState('');
  const read = () =>
    call<Offers>('GET', '/api/me/offers').then(
      ({ questions }) => setItems(questions),
      () => undefined,
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, and after every answer
  useEffect(() => void read(), []);
  const lang = language();
  const say = (id: string, answer: 'agreed' | 'hindered') =>
    call('POST', `/api/me/consultations/${id}/answer`, { answer }, newKey()).then(
      () => {
        setSaid('');
        return read();
      },
      (error) => setSaid(error instanceof Refused ? error.message : t('asked-away')),
    );
  return (
    <>
      {said ? (
        <p class="f-note" role="alert">
          {said}
        </p>
      ) : null}
      {items.map((one) => {
        const over = one.until !== null && Date.parse(one.until) < Date.now();
        const until =
          one.until && t('asked-until', { day: sayDay(dayOf(one.until), today, lang, true), time: sayTime(one.until, lang) });
        return (
          <section key={one.id} class="f-card f-card-open" aria-label={t('asked', { title: one.title })}>
            <p class="f-tags">
              {one.answer === 'open' && !over ? <span class="f-mark f-mark-wait">{t('waits-for-you')}</span> : null}
              <span class="f-second f-roomy">{t('asked-ahead')}</span>
            </p>
            <h2 class="f-time">{t('asked', { title: one.title })}</h2>
            {one.leads ? <p class="f-strong">{t('asked-lead', { org: one.leads })}</p> : null}
            {one.posts.map((post) => (
              <p key={post.post + (post.shift ?? '')} class="f-row">
                <span>
                  <strong>{[post.post, post.shift].filter(Boolean).join(t('comma'))}</strong>{' '}
                  <span class="f-second">
                    {post.fromDay === post.toDay
                      ? sayDay(post.fromDay, today, lang)
                      : t('from-to', { from: sayDay(post.fromDay, today, lang), to: sayDay(post.toDay, today, lang, true) })}{' '}
                    {post.window.from}–{post.window.to}
                  </span>
                </span>
              </p>
            ))}
            <p>{t(`asked-${one.answer}`)}</p>
            {over ? (
              <p class="f-second">{t('asked-over')}</p>
            ) : (
              <>
                <div class="f-answers f-two">
                  {one.answer === 'agreed' ? null : (
                    <button type="button" class="f-button f-primary" onClick={() => void say(one.id, 'agreed')}>
                      {t('asked-fine')}
                    </button>
                  )}
                  {one.answer === 'hindered' ? null : (
                    <button type="button" class="f-button" onClick={() => void say(one.id, 'hindered')}>
                      {t('asked-no')}
                    </button>
                  )}
                </div>
                <p class="f-second">{[until, t('asked-note')].filter(Boolean).join(lang === 'en' ? ' ' : '')}</p>
              </>
            )}
          </section>
        );
      })}
    </>
  );
}
