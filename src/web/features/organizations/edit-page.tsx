import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { orgEdit, orgEnd } from '#contract/organizations';
import { ProblemState } from '../../app/problem-state.tsx';
import { useBase } from '../../app/use-base.ts';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { inputOf, OrgForm } from './form.tsx';
import { type Org, useOrg } from './page.tsx';
import { Side } from './side.tsx';

/** Change a standing organization, move it, or end it. Two editors: the second one is shown what the first one wrote. */
export function Component() {
  const { t } = useTranslation('org');
  const { orgId = '' } = useParams();
  const org = useOrg(orgId);
  const base = useBase(org);
  const cache = useQueryClient();
  const go = useNavigate();
  const back = `/organizations/${orgId}`;
  return (
    <Page side={<Side selected={orgId} path={org.data?.path.map((one) => one.id)} />}>
      <PageHead path={[{ label: org.data?.name ?? '', to: back }]} title={t('org.edit-title')} lead={t('org.edit-lead')} />
      {org.error ? <ProblemState error={org.error} /> : null}
      {base.data ? (
        <Sheet>
          <OrgForm
            draft={draftOf(base.data)}
            newest={async () => draftOf(await base.newest())}
            mayMove={base.data.parent !== null}
            submit={t('org.edit-submit')}
            cancel={back}
            onSubmit={async (draft) => {
              await client.call(
                orgEdit,
                {
                  params: { orgId },
                  body: {
                    ...inputOf(draft),
                    ...(draft.parent && draft.parent.id !== org.data?.parent?.id ? { parentId: draft.parent.id } : {}),
                  },
                },
                { ifMatch: base.etag() },
              );
              await cache.invalidateQueries();
              await go(back);
            }}
          />
        </Sheet>
      ) : null}
      {org.data?.may.edit ? <End org={org.data} /> : null}
    </Page>
  );
}

function End({ org }: { readonly org: Org }) {
  const { t } = useTranslation('org');
  const [error, setError] = useState<unknown>(null);
  const cache = useQueryClient();
  const go = useNavigate();
  const end = () => {
    client.call(orgEnd, { params: { orgId: org.id } }).then(
      async () => {
        await cache.invalidateQueries();
        await go(`/organizations/${org.parent?.id ?? ''}`);
      },
      (reason: unknown) => setError(reason),
    );
  };
  return (
    <div className="o-below">
      <Sheet title={t('org.end-title')} note={t('org.end-note')}>
        {error ? <ProblemState error={error} /> : null}
        <Button onClick={end}>{t('org.end-submit')}</Button>
      </Sheet>
    </div>
  );
}

function draftOf(org: Org) {
  return {
    name: org.name,
    class: org.class ?? 'primary-level',
    form: org.form ?? 'branch',
    parent: org.parent,
    unit: org.unit ? { id: org.unit.id, name: org.unit.name } : null,
    area: org.area,
    joint: org.jointSense === 'rule' ? org.constituents.filter((one) => one.relation === 'constituent') : [],
    evolvedFrom: org.evolvedFrom,
    termEndsOn: org.termEndsOn ?? '',
    committee: org.hasCommittee === null ? ('' as const) : org.hasCommittee ? ('yes' as const) : ('no' as const),
    startedOn: org.startedOn ?? '',
    sourceKey: org.sourceKey ?? '',
  };
}
