import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { memberCreate } from '#contract/members';
import { orgShow } from '#contract/organizations';
import { ProblemState } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { inputOf, MemberForm } from './form.tsx';
import './members.css';

/** Enter a member with the relationship in one organization; an outsider of its unit is refused with the way out. */
export function Component() {
  const { t } = useTranslation('member');
  const [query] = useSearchParams();
  const { grant } = useSession();
  const orgId = query.get('org') || (grant?.orgId ?? '');
  const org = useQuery({
    queryKey: ['org', orgId],
    queryFn: async () => (await client.call(orgShow, { params: { orgId } })).data,
  });
  const cache = useQueryClient();
  const go = useNavigate();
  return (
    <Page>
      <PageHead
        path={[{ label: org.data?.name ?? '', to: `/organizations/${orgId}` }]}
        title={t('member.new')}
        lead={t('member.new-lead')}
      />
      <Sheet>
        {org.error ? <ProblemState error={org.error} /> : null}
        {org.data ? (
          <MemberForm
            draft={{ name: '', status: 'full', unit: org.data.unit, residence: null, sourceKey: '', skills: '' }}
            nameKept={false}
            submit={t('member.new-submit')}
            cancel={`/organizations/${orgId}`}
            onSubmit={async (draft) => {
              const { data } = await client.call(memberCreate, {
                params: { orgId },
                body: { ...inputOf(draft), name: draft.name.trim() },
              });
              await cache.invalidateQueries();
              await go(`/members/${data.id}`);
            }}
          />
        ) : null}
      </Sheet>
    </Page>
  );
}
