import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { termListFile } from '#contract/list-files-register';
import { TODAY_SCOPES, termList } from '#contract/today';
import { PagedRows, usePagedList } from '../../app/paged-list.tsx';
import { client } from '../../data/remote/client.ts';
import { cityDay, formatDay } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { WideTable } from '../../ui/stack.tsx';
import { AllCovered } from '../../ui/states.tsx';
import '../../ui/plain-table.css';

/** Organizations whose term is over or ends within half a year, the first to end first; each leads to its page. */
export function Component() {
  const { t, i18n } = useTranslation('org');
  const [query] = useSearchParams();
  const scope = TODAY_SCOPES.find((one) => one === query.get('scope')) ?? 'mine';
  const list = usePagedList(
    ['terms', scope],
    async (page) => (await client.call(termList, { query: { scope, limit: 50, ...page } })).data,
  );
  const today = cityDay();
  return (
    <Page>
      <PageHead
        path={[{ label: t('org.terms-today'), to: '/' }]}
        title={t('org.terms')}
        lead={<p>{t('org.terms-lead')}</p>}
        actions={
          list.items.length > 0 ? (
            <ListFile name={t('org.terms')} take={(format) => client.call(termListFile, { query: { scope, format } })} />
          ) : undefined
        }
      />
      <PagedRows
        list={list}
        label={t('org.loading')}
        empty={list.items.length === 0 ? <AllCovered title={t('org.terms-none')} /> : null}
      >
        <Sheet flush>
          <WideTable>
            <thead>
              <tr>
                <th scope="col">{t('org.terms-organization')}</th>
                <th scope="col">{t('org.terms-place')}</th>
                <th scope="col">{t('org.term-ends')}</th>
              </tr>
            </thead>
            <tbody>
              {list.items.map((one) => (
                <tr key={one.orgId}>
                  <th scope="row">
                    <Link to={`/organizations/${one.orgId}`}>{one.name}</Link>
                  </th>
                  <td className="ink2">{one.place ?? '–'}</td>
                  <td className={one.endsOn < today ? 'warn' : undefined}>
                    {t(one.endsOn < today ? 'org.terms-over' : 'org.terms-until', {
                      day: formatDay(one.endsOn, i18n.language),
                    })}
                  </td>
                </tr>
              ))}
            </tbody>
          </WideTable>
        </Sheet>
      </PagedRows>
    </Page>
  );
}
