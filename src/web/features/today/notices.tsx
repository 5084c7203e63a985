import { useTranslation } from 'react-i18next';
import { noticeList } from '#contract/notices';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { client } from '../../data/remote/client.ts';
import { formatDay, formatTime } from '../../ui/format.ts';
import { Sheet } from '../../ui/sheet.tsx';

/** Notices before "show more". */
const AT_ONCE = 8;

/** What the acting organization or unit was told lately; it asks nothing, what is to be done stands above. */
export function Notices() {
  const { t, i18n } = useTranslation('today');
  const list = usePagedList(
    ['notices'],
    async (page) => (await client.call(noticeList, { query: { limit: AT_ONCE, ...page } })).data,
    { refetchInterval: 60_000 },
  );
  if (list.items.length === 0) return null;
  const lang = i18n.language;
  return (
    <>
      <h2 className="q-section">{t('told')}</h2>
      <Sheet>
        <ul className="q-told">
          {list.items.map((one) => (
            <li key={one.id}>
              <span className="second ink3">
                {formatDay(one.at, lang)} {formatTime(one.at, lang)}
              </span>{' '}
              {t(`told-${one.kind}`, { ...one.params })}
            </li>
          ))}
        </ul>
        {moreOf(list)}
      </Sheet>
    </>
  );
}
