import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type * as z from 'zod';
import { tableExport } from '#contract/import';
import { type orgSheetSchema, orgShow } from '#contract/organizations';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { Away } from './away.tsx';
import { Functions } from './functions.tsx';
import { Offices } from './offices.tsx';
import { OwnLife } from './own-life.tsx';
import { People } from './people.tsx';
import { RulesToday } from './rules-today.tsx';
import { HeadFacts, SetUp } from './set-up.tsx';
import { Side } from './side.tsx';

/** The sheet of an organization. */
export type Org = z.output<typeof orgSheetSchema>;

/** Reads one organization; other pages of the feature share the answer. */
export function useOrg(orgId: string) {
  return useQuery({
    queryKey: ['org', orgId],
    queryFn: async () => {
      const { data, etag } = await client.call(orgShow, { params: { orgId } });
      return { ...data, etag };
    },
  });
}

/** One organization: rules of today first, function, set-up, people, where they take part, its own life. */
export function Component() {
  const { t } = useTranslation('org');
  const { orgId = '' } = useParams();
  const org = useOrg(orgId);
  const data = org.data;
  return (
    <Page
      side={<Side selected={orgId} path={data?.path.map((one) => one.id)} kind={data && !data.standing ? 'task' : 'standing'} />}
    >
      {org.error && !data ? (
        <Sheet>
          <ProblemState error={org.error} retry={() => void org.refetch()} />
        </Sheet>
      ) : null}
      {org.isPending ? (
        <Sheet>
          <Loading label={t('org.loading')} lines={8} rowHeight={40} />
        </Sheet>
      ) : null}
      {data ? <Sheets org={data} /> : null}
    </Page>
  );
}

function Sheets({ org }: { readonly org: Org }) {
  const { t } = useTranslation('org');
  const crumbs = org.path.slice(0, -1).filter((one) => !one.referenceOnly);
  const state = org.state === 'ended' ? t('org.state-ended') : org.referenceOnly ? t('org.reference') : undefined;
  return (
    <>
      <PageHead
        path={
          crumbs.length > 0
            ? crumbs.map((one) => ({ label: one.name, to: `/organizations/${one.id}` }))
            : [{ label: t('org.title'), to: '/organizations' }]
        }
        title={org.name}
        state={state}
        actions={
          org.referenceOnly ? undefined : (
            <>
              {org.may.seePersons || org.may.edit ? (
                <Button to={`/organizations/${org.id}/history`}>{t('org.history')}</Button>
              ) : null}
              {org.may.edit ? (
                <FileButton take={() => client.call(tableExport, { params: { kind: 'organizations' } })}>
                  {t('org.export')}
                </FileButton>
              ) : null}
              {org.may.edit ? <Button to={`/organizations/${org.id}/check`}>{t('org.check')}</Button> : null}
              {org.may.edit ? <Button to={`/organizations/${org.id}/new`}>{t('org.new-below')}</Button> : null}
              {org.may.edit ? <Button to={`/organizations/${org.id}/edit`}>{t('org.edit')}</Button> : null}
            </>
          )
        }
      />
      <Sheet>
        <HeadFacts org={org} />
      </Sheet>
      {org.referenceOnly ? null : (
        <div className="o-columns">
          <div className="o-column">
            {org.may.check && (org.standing || org.findings.length > 0) ? <RulesToday org={org} /> : null}
            {org.functions ? <Functions org={org} /> : null}
            <SetUp org={org} />
            {org.standing && org.form !== null ? <Offices org={org} /> : null}
            {org.standing && org.form !== null ? <People org={org} /> : null}
          </div>
          <div className="o-column">
            <Away org={org} />
            <OwnLife org={org} />
          </div>
        </div>
      )}
    </>
  );
}
