import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { areaShow } from '#contract/areas';
import { tableExport } from '#contract/import';
import { areaOrgListFile } from '#contract/list-files-register';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import { Side } from './side.tsx';

/** One place: its organizations, and the units stationed there by kind; the kinds with none are named as well (S-030, S-031). */
export function Component() {
  const { t } = useTranslation('org');
  const { areaId = '' } = useParams();
  const list = usePagedList(['area', areaId, 'organizations'], async (query) => {
    const { data } = await client.call(areaShow, { params: { areaId }, query });
    return { ...data, items: data.organizations };
  });
  const area = list.query;
  const { grant } = useSession();
  const acts = grant !== undefined && ['officer', 'secretary', 'headquarters'].includes(grant.role);
  const other = area.isPlaceholderData;
  const data = other ? undefined : list.last;
  const here = data?.path.at(-1);
  const kinds = data?.stationed ?? [];
  const none = kinds.filter((group) => group.count === 0).map((group) => t(`org.unit-kind-${group.kind}`));
  return (
    <Page side={<Side kind="area" selected={areaId} path={data?.path.map((one) => one.id)} />}>
      {area.error ? <ProblemState error={area.error} retry={() => void area.refetch()} /> : null}
      {area.isPending || other ? <Loading label={t('org.loading')} lines={6} rowHeight={38} /> : null}
      {data && here ? (
        <>
          <PageHead
            path={data.path.slice(0, -1).map((one) => ({ label: one.name, to: `/organizations/areas/${one.id}?tree=area` }))}
            title={here.name}
            state={t(`org.area-kind-${here.kind}`, { defaultValue: '' })}
            actions={
              <>
                {acts ? <Button to={`/organizations/joint?area=${here.id}`}>{t('org.area-joint')}</Button> : null}
                <Button to={`/units?area=${here.id}`}>{t('org.units-link')}</Button>
                {acts ? (
                  <FileButton take={() => client.call(tableExport, { params: { kind: 'areas' } })}>{t('org.export')}</FileButton>
                ) : null}
              </>
            }
          />
          <div className="o-columns">
            <Sheet
              flush
              title={t('org.area-orgs')}
              aside={
                list.items.length > 0 ? (
                  <ListFile
                    name={`${here.name} ${t('org.area-orgs')}`}
                    take={(format) => client.call(areaOrgListFile, { params: { areaId }, query: { format } })}
                  />
                ) : undefined
              }
              foot={moreOf(list)}
            >
              {list.items.length === 0 ? (
                <div className="o-pad">
                  <Empty title={t('org.area-blank')}>{t('org.area-blank-text')}</Empty>
                </div>
              ) : null}
              <ul className="o-rows">
                {list.items.map((one) => (
                  <li key={one.id}>
                    <Link to={`/organizations/${one.id}`}>{one.name}</Link>
                    <span className="o-rows-end ink2">
                      {one.standing ? t('org.standing') : t('org.tree-task')}
                      {one.state === 'ended' ? t('org.comma') + t('org.state-ended') : null}
                    </span>
                  </li>
                ))}
              </ul>
            </Sheet>
            <Sheet flush title={t('org.stationed')} note={t('org.stationed-note')}>
              <ul className="o-rows">
                {kinds
                  .filter((group) => group.count > 0)
                  .map((group) => (
                    <li key={group.kind}>
                      <b>{t(`org.unit-kind-${group.kind}`)}</b>
                      <span className="ink2">{t('org.stationed-count', { count: group.count })}</span>
                      {group.units.length > 0 ? (
                        <span className="second o-units">
                          {group.units.map((unit) => (
                            <span key={unit.id}>
                              <Link to={unit.orgId ? `/organizations/${unit.orgId}` : `/units/${unit.id}`}>{unit.name}</Link>
                              {unit.affiliationTier ? (
                                <span className="ink2"> {t(`org.tier-${unit.affiliationTier}`)}</span>
                              ) : null}
                            </span>
                          ))}
                        </span>
                      ) : null}
                    </li>
                  ))}
              </ul>
              {none.length > 0 ? (
                <p className="o-pad second ink2">{t('org.stationed-none', { kinds: none.join(t('org.list-comma')) })}</p>
              ) : null}
            </Sheet>
          </div>
        </>
      ) : null}
    </Page>
  );
}
