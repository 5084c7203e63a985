/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Notice } from '#contract/notices';
import { call } from './api.ts';
import { dayOf, saidDays, sayDay, sayTime } from './days.ts';
import { language, t } from './texts.ts';

type Page = { readonly items: Notice[]; readonly next: string | null };

/** What I was told lately, the older ones on request. Nothing records that it was read. */
export function Notices() {
  const [items, setItems] = useState<readonly Notice[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const read = (cursor?: string) => {
    setFailed(false);
    call<Page>('GET', `/api/me/notices?${new URLSearchParams(cursor ? { cursor } : {})}`).then(
      (list) => {
        setItems((before) => (cursor ? [...before, ...list.items] : list.items));
        setNext(list.next);
      },
      // The first ones are beside the point of this page: without them it stays silent.
      () => setFailed(cursor !== undefined),
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the page opens
  useEffect(() => read(), []);
  if (items.length === 0) return null;
  const lang = language();
  const today = dayOf(new Date());
  return (
    <section class="f-card">
      <h2 class="f-time">{t('told')}</h2>
      <ul class="f-told">
        {items.map((one) => (
          <li key={one.id}>
            <span class="f-second">
              {sayDay(dayOf(one.at), today, lang)} {sayTime(one.at, lang)}
            </span>
            <p>{t(`notice-${one.kind}${one.past ? '-past' : ''}`, saidDays(one.params, today, lang))}</p>
          </li>
        ))}
      </ul>
      {failed ? (
        <p class="f-second f-warn" role="alert">
          {t('offline')}
        </p>
      ) : null}
      {next ? (
        <button type="button" class="f-button" onClick={() => read(next)}>
          {t('told-older')}
        </button>
      ) : null}
    </section>
  );
}
