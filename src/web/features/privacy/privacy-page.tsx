import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { privacyShow } from '#contract/privacy';
import { ProblemState } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack, WideTable } from '../../ui/stack.tsx';
import { Loading } from '../../ui/states.tsx';

const RIGHTS = ['see', 'correct', 'export', 'decline', 'complain'] as const;

/** Who is responsible, what is kept, why, how long; what is never kept; what one can do. Open to everyone. */
export function Component() {
  const { t } = useTranslation('privacy');
  const { me } = useSession();
  const privacy = useQuery({ queryKey: ['privacy'], queryFn: async () => (await client.call(privacyShow, {})).data });
  if (privacy.error) {
    return (
      <Page>
        <ProblemState error={privacy.error} retry={() => void privacy.refetch()} />
      </Page>
    );
  }
  if (!privacy.data) {
    return (
      <Page>
        <Loading label={t('privacy-title')} lines={6} />
      </Page>
    );
  }
  const { responsible, demo, kept } = privacy.data;
  const howLong = (one: (typeof kept)[number]) =>
    one.days === 0 ? t(`days-0-${one.from}`) : t(`days-from-${one.from}`, { count: one.days });
  return (
    <Page>
      <Stack>
        <PageHead
          title={t('privacy-title')}
          lead={
            <>
              <p>{t('privacy-lead', { responsible })}</p>
              {demo ? <p className="warn">{t('privacy-demo')}</p> : null}
            </>
          }
          actions={
            <>
              {me?.personId ? <Button to="/my-data">{t('to-my-data')}</Button> : null}
              <Button to="/feedback">{t('to-feedback')}</Button>
            </>
          }
        />
        <Sheet title={t('privacy-kept')} flush>
          <WideTable>
            <thead>
              <tr>
                <th scope="col">{t('privacy-what')}</th>
                <th scope="col">{t('privacy-why')}</th>
                <th scope="col">{t('privacy-howlong')}</th>
              </tr>
            </thead>
            <tbody>
              {kept.map((one) => (
                <tr key={one.key}>
                  <th scope="row">{t(`kept-${one.key}`)}</th>
                  <td>{t(`why-${one.key}`)}</td>
                  <td>{howLong(one)}</td>
                </tr>
              ))}
            </tbody>
          </WideTable>
        </Sheet>
        <Sheet title={t('privacy-never')}>
          <p>{t('privacy-never-list')}</p>
          <p className="second ink2">{t('privacy-machine')}</p>
        </Sheet>
        <Sheet title={t('privacy-rights')}>
          <ul>
            {RIGHTS.map((right) => (
              <li key={right}>{t(`privacy-right-${right}`)}</li>
            ))}
          </ul>
        </Sheet>
      </Stack>
    </Page>
  );
}
