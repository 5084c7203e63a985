import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { areaShow } from '#contract/areas';
import { unitCreate } from '#contract/units';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { emptyUnit, UnitForm, unitInputOf } from './form.tsx';

/** Enter a unit; `?area=` fills in where it stands. */
export function Component() {
  const { t } = useTranslation(['units', 'org'] as const);
  const [query] = useSearchParams();
  const areaId = query.get('area');
  const area = useQuery({
    queryKey: ['area', areaId],
    queryFn: async () => (await client.call(areaShow, { params: { areaId: areaId ?? '' } })).data.path.at(-1) ?? null,
    enabled: areaId !== null,
  });
  const cache = useQueryClient();
  const go = useNavigate();
  return (
    <Page>
      <PageHead path={[{ label: t('units:title'), to: '/units' }]} title={t('units:new')} lead={t('units:new-lead')} />
      <Sheet>
        {area.error ? <ProblemState error={area.error} /> : null}
        {areaId !== null && area.isPending ? (
          <Loading label={t('org:org.loading')} lines={4} />
        ) : (
          <UnitForm
            draft={emptyUnit(area.data ?? null)}
            submit={t('units:new-submit')}
            cancel={areaId === null ? '/units' : `/units?area=${areaId}`}
            onSubmit={async (draft) => {
              const body = { ...unitInputOf(draft), locatedAreaId: draft.located?.id ?? '' };
              const { data } = await client.call(unitCreate, { body });
              await cache.invalidateQueries();
              await go(`/units/${data.id}`);
            }}
          />
        )}
      </Sheet>
    </Page>
  );
}
