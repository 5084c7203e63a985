import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { ProblemState } from '../../app/problem-state.tsx';
import { search } from '../../data/remote/find.ts';
import { Masked } from '../../ui/masked.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import './organizations.css';

/** Most of each kind; then there may be more. */
const MOST = 50;

/** What the search of the top bar finds: organizations, units, places; members of one's own organization. */
export function Component() {
  const { t } = useTranslation('org');
  const { state } = useLocation() as { readonly state: { readonly q?: string } | null };
  const text = (state?.q ?? '').trim();
  const found = useQuery({
    queryKey: ['search', text],
    queryFn: () => search(text, { limit: MOST }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
  const data = found.data;
  const total = data ? data.organizations.length + data.units.length + data.areas.length + data.members.length : 0;
  return (
    <Page>
      <PageHead title={t('org.search-title')} state={text ? t('org.search-for', { text }) : undefined} />
      {found.error ? <ProblemState error={found.error} retry={() => void found.refetch()} /> : null}
      {text !== '' && found.isPending ? <Loading label={t('org.loading')} lines={5} rowHeight={38} /> : null}
      {text === '' || (data && total === 0) ? (
        <Sheet>
          <Empty title={text === '' ? t('org.search-empty') : t('org.found-none', { text })}>{t('org.search-how')}</Empty>
        </Sheet>
      ) : null}
      {data && total > 0 ? (
        <div className="o-columns">
          <div className="o-column">
            <Group title={t('org.search-organizations')} rows={data.organizations} to={(id) => `/organizations/${id}`} />
            <Group title={t('org.search-areas')} rows={data.areas} to={(id) => `/organizations/areas/${id}?tree=area`} />
          </div>
          <div className="o-column">
            {data.members.length > 0 ? (
              <Sheet
                flush
                title={t('org.search-members')}
                note={t('org.search-members-note')}
                foot={data.members.length < MOST ? undefined : <First />}
              >
                <ul className="o-rows">
                  {data.members.map((one) => (
                    <li key={one.id}>
                      <Link to={`/members/${one.id}`}>
                        <Masked name={one.name} />
                      </Link>
                      <span className="o-rows-end ink2">{one.orgName}</span>
                    </li>
                  ))}
                </ul>
              </Sheet>
            ) : null}
            {data.membersSearched ? null : <p className="second ink2">{t('org.search-no-members')}</p>}
            <Group title={t('org.search-units')} rows={data.units} to={(id) => `/units/${id}`} />
          </div>
        </div>
      ) : null}
    </Page>
  );
}

function Group({
  title,
  rows,
  to,
}: {
  readonly title: string;
  readonly rows: readonly { id: string; name: string; place: string | null }[];
  readonly to: (id: string) => string;
}) {
  if (rows.length === 0) return null;
  return (
    <Sheet flush title={title} foot={rows.length < MOST ? undefined : <First />}>
      <ul className="o-rows">
        {rows.map((one) => (
          <li key={one.id}>
            <Link to={to(one.id)}>{one.name}</Link>
            <span className="o-rows-end ink2">{one.place}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** That a list is as long as one answer gets, and how to find the others. */
function First() {
  const { t } = useTranslation('org');
  return <>{t('org.search-first', { count: MOST })}</>;
}
