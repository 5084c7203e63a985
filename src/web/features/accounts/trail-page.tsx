import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trailListFile } from '#contract/list-files-administration';
import { trailActions, trailList } from '#contract/trail';
import { PagedRows, usePagedList } from '../../app/paged-list.tsx';
import { client } from '../../data/remote/client.ts';
import { Choice, Field } from '../../ui/field.tsx';
import { formatDay, formatTime } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack, WideTable } from '../../ui/stack.tsx';
import { Empty } from '../../ui/states.tsx';
import { TrailDetail } from './trail-detail.tsx';
import './code-sheet.css';

/** Who changed, exported or revealed what. It has no list by person: it is there to find a misuse, not to measure diligence. */
export function Component() {
  const { t, i18n } = useTranslation(['accounts', 'shell', 'acts']);
  const [action, setAction] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const actions = useQuery({
    queryKey: ['audit-actions'],
    queryFn: async () => (await client.call(trailActions, {})).data.items,
  });
  const filter = { ...(action && { action }), ...(from && { from }), ...(until && { until }) };
  const list = usePagedList(
    ['audit', action, from, until],
    async (page) =>
      (
        await client.call(trailList, {
          query: { ...page, ...filter },
        })
      ).data,
  );
  const { items } = list;
  const word = (code: string) => t(`acts:${code}`, { defaultValue: code });
  return (
    <Page>
      <Stack>
        <PageHead
          title={t('trail-title')}
          lead={<p>{t('trail-lead')}</p>}
          actions={
            items.length > 0 ? (
              <ListFile name={t('trail-title')} take={(format) => client.call(trailListFile, { query: { ...filter, format } })} />
            ) : undefined
          }
        />
        <div className="q-trail-filter">
          <Choice
            label={t('act')}
            value={action}
            options={[
              { value: '', label: t('act-all') },
              ...(actions.data ?? []).map((one) => ({ value: one, label: word(one) })),
            ]}
            onChange={setAction}
          />
          <Field label={t('from')} type="date" value={from} onChange={setFrom} />
          <Field label={t('until')} type="date" value={until} onChange={setUntil} />
        </div>
        <PagedRows list={list} label={t('trail-title')} empty={items.length === 0 ? <Empty title={t('trail-none')} /> : null}>
          <Sheet flush>
            <WideTable>
              <thead>
                <tr>
                  <th scope="col">{t('at')}</th>
                  <th scope="col">{t('act')}</th>
                  <th scope="col">{t('actor')}</th>
                  <th scope="col">{t('subject')}</th>
                  <th scope="col">{t('detail')}</th>
                  <th scope="col">{t('proof')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td className="q-trail-at">{`${formatDay(one.at, i18n.language)} ${formatTime(one.at, i18n.language)}`}</td>
                    <th scope="row">{word(one.action)}</th>
                    <td className="q-trail-who">
                      {one.actor ?? t('program')}
                      {one.role ? (
                        <div className="second ink2">
                          {t('shell:acting', { body: one.body ?? t('shell:whole-city'), role: t(`shell:role-${one.role}`) })}
                        </div>
                      ) : null}
                    </td>
                    <td>{t(`kind-${one.subjectKind}`, { defaultValue: one.subjectKind })}</td>
                    <td>
                      {one.erased ? <span className="second ink2">{t('erased')}</span> : <TrailDetail detail={one.detail} />}
                    </td>
                    <td>{one.sealed ? t('sealed') : t('unsealed')}</td>
                  </tr>
                ))}
              </tbody>
            </WideTable>
          </Sheet>
        </PagedRows>
      </Stack>
    </Page>
  );
}
