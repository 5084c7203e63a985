import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { orgCreate } from '#contract/organizations';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { emptyDraft, inputOf, OrgForm } from './form.tsx';
import { useOrg } from './page.tsx';
import { Side } from './side.tsx';

/** Set up a standing organization below one; task organizations are set up by their task. */
export function Component() {
  const { t } = useTranslation('org');
  const { orgId = '' } = useParams();
  const org = useOrg(orgId);
  const cache = useQueryClient();
  const go = useNavigate();
  const back = `/organizations/${orgId}`;
  return (
    <Page side={<Side selected={orgId} path={org.data?.path.map((one) => one.id)} />}>
      <PageHead path={[{ label: org.data?.name ?? '', to: back }]} title={t('org.new-title')} lead={t('org.new-lead')} />
      <Sheet>
        {org.error ? <ProblemState error={org.error} /> : null}
        {org.data ? (
          <OrgForm
            draft={emptyDraft({ id: org.data.id, name: org.data.name })}
            mayMove={false}
            submit={t('org.new-submit')}
            cancel={back}
            onSubmit={async (draft) => {
              const { data } = await client.call(orgCreate, { params: { orgId }, body: inputOf(draft) });
              await cache.invalidateQueries();
              await go(`/organizations/${data.id}`);
            }}
          />
        ) : null}
      </Sheet>
    </Page>
  );
}
