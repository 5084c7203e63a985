import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type * as z from 'zod';
import { type unitSheetSchema, unitShow } from '#contract/units';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import './units.css';

/** The sheet of a unit. */
export type Unit = z.output<typeof unitSheetSchema>;

/** Reads one unit; the pages of the feature share the answer. */
export function useUnit(unitId: string) {
  return useQuery({
    queryKey: ['unit', unitId],
    queryFn: async () => {
      const { data, etag } = await client.call(unitShow, { params: { unitId } });
      return { ...data, etag };
    },
  });
}

/** One unit: what it is, where it belongs, where it stands, and the organizations set up in it. */
export function Component() {
  const { t } = useTranslation(['units', 'org'] as const);
  const { unitId = '' } = useParams();
  const unit = useUnit(unitId);
  const data = unit.data;
  return (
    <Page>
      {unit.error && !data ? <ProblemState error={unit.error} retry={() => void unit.refetch()} /> : null}
      {unit.isPending ? <Loading label={t('org:org.loading')} lines={6} /> : null}
      {data ? (
        <Stack>
          <PageHead
            path={[{ label: t('units:title'), to: '/units' }]}
            title={data.name}
            state={t(`org:org.unit-kind-${data.kind}`)}
            actions={data.may.edit ? <Button to={`/units/${unitId}/edit`}>{t('units:edit')}</Button> : undefined}
          />
          <Sheet title={t('units:about')}>
            <Facts list items={factsOf(data, (key, params = {}) => t(key, params))} />
          </Sheet>
          <Sheet flush title={t('units:organizations')}>
            {data.organizations.length === 0 ? (
              <div className="u-pad">
                <Empty title={t('units:organizations-none')}>{t('org:org.area-blank-text')}</Empty>
              </div>
            ) : null}
            <ul className="u-rows">
              {data.organizations.map((one) => (
                <li key={one.id}>
                  <Link to={`/organizations/${one.id}`}>{one.name}</Link>
                </li>
              ))}
            </ul>
          </Sheet>
        </Stack>
      ) : null}
    </Page>
  );
}

function factsOf(unit: Unit, t: (key: string, params?: Readonly<Record<string, unknown>>) => string) {
  const unknown = <span className="ink2">{t('units:not-stated')}</span>;
  const place = (id: string | null, name: string | null): ReactNode =>
    id === null ? unknown : <Link to={`/organizations/areas/${id}?tree=area`}>{name}</Link>;
  const count = (value: number | null): ReactNode =>
    value === null ? unknown : t('units:people', { count: formatNumber(value) });
  const items: { label: string; value: ReactNode }[] = [
    { label: t('units:tier'), value: unit.affiliationTier ? t(`org:org.tier-${unit.affiliationTier}`) : unknown },
    { label: t('units:affiliation'), value: place(unit.affiliationAreaId, unit.affiliationArea) },
    { label: t('units:located'), value: place(unit.locatedAreaId, unit.locatedArea) },
  ];
  if (unit.kind === 'social-organization' || unit.subtype !== null)
    items.push({
      label: t('units:subtype'),
      value: unit.subtype === null ? unknown : t(`units:subtype-${unit.subtype}`, { defaultValue: unit.subtype }),
    });
  if (unit.kind === 'social-organization')
    items.push({
      label: t('units:authority'),
      value: unit.authorityUnitId ? <Link to={`/units/${unit.authorityUnitId}`}>{unit.authority}</Link> : unknown,
    });
  if (unit.kind === 'state-enterprise')
    items.push({
      label: t('units:soe-tier'),
      value: unit.soeTier === null ? unknown : t('units:soe-tier-value', { tier: unit.soeTier }),
    });
  items.push({ label: t('units:full-time'), value: count(unit.fullTimeStaff) });
  items.push({ label: t('units:part-time'), value: count(unit.partTimeStaff) });
  items.push({ label: t('units:cap'), value: count(unit.releaseCap) });
  if (unit.industry) items.push({ label: t('units:industry'), value: unit.industry });
  if (unit.ownership)
    items.push({ label: t('units:ownership'), value: t(`units:ownership-${unit.ownership}`, { defaultValue: unit.ownership }) });
  if (unit.sourceKey) items.push({ label: t('org:org.form-key'), value: unit.sourceKey });
  return items;
}
