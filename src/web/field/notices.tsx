/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Notice } from '#contract/notices';
import { call } from './api.ts';
import { dayOf, saidDays, sayDay, sayTime } from './days.ts';
import { language, t } from './texts.ts';

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
            <p>{t(`notice-${one.kind}${one.past ? '-past' : ''}`, saidDays(one.params, today, lang))}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
