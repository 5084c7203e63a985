import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { noticeList } from '#contract/notices';
import { client } from '../../data/remote/client.ts';
import { formatDay, formatTime } from '../../ui/format.ts';
import { Sheet } from '../../ui/sheet.tsx';

/** What the acting organization or unit was told lately; it asks nothing, what is to be done stands above. */
export function Notices() {
  const { t, i18n } = useTranslation('today');
  const list = useQuery({
    queryKey: ['notices'],
    queryFn: async () => (await client.call(noticeList, {})).data.items,
    refetchInterval: 60_000,
  });
  if (!list.data || list.data.length === 0) return null;
  const lang = i18n.language;
  return (
    <>
      <h2 className="q-section">{t('told')}</h2>
      <Sheet>
        <ul className="q-told">
          {list.data.slice(0, 8).map((one) => (
            <li key={one.id}>
              <span className="second ink3">
                {formatDay(one.at, lang)} {formatTime(one.at, lang)}
              </span>{' '}
              {t(`told-${one.kind}`, { ...one.params })}
            </li>
          ))}
        </ul>
      </Sheet>
    </>
  );
}
