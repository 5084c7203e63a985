import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { areaShow } from '#contract/areas';
import { tableExport } from '#contract/import';
import { unitList } from '#contract/units';
import { UNIT_KINDS } from '#kernel/registry';
import { ProblemState } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import '../../ui/plain-table.css';
import './units.css';

/** All units of a place and below it; enterprises and public institutions are kinds of their own (S-022). */
export function Component() {
  const { t } = useTranslation(['units', 'org', 'import'] as const);
  const { grant } = useSession();
  const [query, setQuery] = useSearchParams();
  const [typed, setTyped] = useState('');
  const areaId = query.get('area') ?? undefined;
  const kind = query.get('kind') ?? '';
  const acts = grant !== undefined && ['officer', 'secretary', 'headquarters'].includes(grant.role);
  const area = useQuery({
    queryKey: ['area', areaId],
    queryFn: async () => (await client.call(areaShow, { params: { areaId: areaId ?? '' } })).data.path.at(-1) ?? null,
    enabled: areaId !== undefined,
  });
  const choose = (next: string) => {
    const kept = new URLSearchParams(query);
    if (next === '') kept.delete('kind');
    else kept.set('kind', next);
    setQuery(kept, { replace: true });
  };
  return (
    <Page>
      <PageHead
        path={
          areaId
            ? [{ label: area.data?.name ?? '', to: `/organizations/areas/${areaId}?tree=area` }]
            : [{ label: t('org:org.title'), to: '/organizations' }]
        }
        title={t('units:title')}
        state={area.data?.name}
        actions={
          acts ? (
            <>
              <FileButton take={() => client.call(tableExport, { params: { kind: 'units' } })}>
                {t('import:export-xlsx')}
              </FileButton>
              <Button to={areaId ? `/units/new?area=${areaId}` : '/units/new'}>{t('units:new')}</Button>
            </>
          ) : undefined
        }
      />
      <div className="u-find">
        <SearchBox
          label={t('units:find')}
          placeholder={t('org:org.form-unit-hint')}
          value={typed}
          onChange={setTyped}
          name="unit"
        />
        <Choice
          label={t('units:kind')}
          value={kind}
          options={['', ...UNIT_KINDS].map((one) => ({
            value: one,
            label: t(one === '' ? 'units:every-kind' : `org:org.unit-kind-${one}`),
          }))}
          onChange={choose}
        />
      </div>
      <Rows areaId={areaId} kind={kind} text={typed.trim()} />
    </Page>
  );
}

function Rows({ areaId, kind, text }: { readonly areaId: string | undefined; readonly kind: string; readonly text: string }) {
  const { t } = useTranslation(['units', 'org'] as const);
  const list = useInfiniteQuery({
    queryKey: ['units', areaId, kind, text],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) =>
      (
        await client.call(unitList, {
          query: {
            limit: 100,
            ...(areaId ? { areaId } : {}),
            ...(kind ? { kind } : {}),
            ...(text ? { q: text } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        })
      ).data,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Sheet
      flush
      foot={
        list.hasNextPage ? (
          <Button kind="link" onClick={() => void list.fetchNextPage()}>
            {t('units:more')}
          </Button>
        ) : undefined
      }
    >
      {list.error ? <ProblemState error={list.error} retry={() => void list.refetch()} /> : null}
      {list.isPending ? <Loading label={t('org:org.loading')} lines={8} rowHeight={38} /> : null}
      {list.data && rows.length === 0 ? (
        <div className="u-pad">
          <Empty title={t('units:none')}>{t('units:none-text')}</Empty>
        </div>
      ) : null}
      {rows.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls sideways on a phone, by keyboard too
        <div className="q-scroll" role="group" aria-label={t('units:title')} tabIndex={0}>
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('units:name')}</th>
                <th scope="col">{t('units:kind')}</th>
                <th scope="col">{t('units:tier')}</th>
                <th scope="col">{t('units:located')}</th>
                <th scope="col">{t('units:organizations')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to={`/units/${row.id}`}>{row.name}</Link>
                  </td>
                  <td>{t(`org:org.unit-kind-${row.kind}`)}</td>
                  <td>{row.affiliationTier ? t(`org:org.tier-${row.affiliationTier}`) : '–'}</td>
                  <td>{row.locatedArea ?? '–'}</td>
                  <td>
                    {row.orgId ? (
                      <Link to={`/organizations/${row.orgId}`}>{t('units:to-organization')}</Link>
                    ) : (
                      <span className="ink2">{t('units:blank')}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Sheet>
  );
}
