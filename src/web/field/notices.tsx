/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Notice } from '#contract/notices';
import { call } from './api.ts';
import { dayOf, sayDay, sayTime } from './days.ts';
import { language, t } from './texts.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What I was told lately. Nothing records that it was read. */
export function Notices() {
  const [items, setItems] = useState<readonly Notice[]>([]);
  useEffect(() => {
    call<{ items: Notice[] }>('GET', '/api/me/notices').then(
      (list) => setItems(list.items),
      () => undefined,
    );
  }, []);
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
            <p>{t(`notice-${one.kind}${one.past ? '-past' : ''}`, said(one.params, today, lang))}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Days and instants among the values, as people say them. */
function said(params: Notice['params'], today: string, lang: string): Record<string, string | number> {
  const value = (one: string | number | null) => {
    if (typeof one !== 'string') return one ?? '';
    if (DAY.test(one)) return sayDay(one, today, lang, true);
    return /^\d{4}-\d{2}-\d{2}T/.test(one) ? `${sayDay(dayOf(one), today, lang, true)} ${sayTime(one, lang)}` : one;
  };
  return Object.fromEntries(Object.entries(params).map(([key, one]) => [key, value(one)]));
}
