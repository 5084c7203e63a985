import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty } from '../../ui/states.tsx';
import { Side } from './side.tsx';
import { treeLoader } from './tree-load.ts';

/** Opens one's own organization, or the top of the tree. */
export function Component() {
  const { t } = useTranslation('org');
  const { grant } = useSession();
  const [query] = useSearchParams();
  const tree = query.get('tree');
  const top = useQuery({
    queryKey: ['org-top'],
    queryFn: async () => (await treeLoader('standing')(undefined, 0)).nodes[0]?.id ?? null,
    enabled: !grant?.orgId,
  });
  const id = grant?.orgId ?? top.data;
  if (id && tree !== 'task' && tree !== 'area') return <Navigate replace to={`/organizations/${id}`} />;
  return (
    <Page side={<Side />}>
      <PageHead title={t('org.title')} />
      <Sheet>
        <Empty title={t('org.choose')}>{t('org.choose-text')}</Empty>
      </Sheet>
    </Page>
  );
}
