import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { accountList } from '#contract/account';
import { accountListFile } from '#contract/list-files-administration';
import { PagedRows, usePagedList } from '../../app/paged-list.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack, WideTable } from '../../ui/stack.tsx';
import { Empty } from '../../ui/states.tsx';

/** Accounts by login: those one keeps, never how often someone signs in. */
export function Component() {
  const { t } = useTranslation(['accounts', 'shell']);
  const { grant } = useSession();
  const [q, setQ] = useState('');
  const asked = useDeferredValue(q.trim());
  const list = usePagedList(
    ['accounts', asked],
    async (page) => (await client.call(accountList, { body: { ...page, ...(asked ? { q: asked } : {}) } })).data,
  );
  const { items } = list;
  const actions =
    grant?.role === 'system-administrator' ? (
      <Button kind="primary" to="/accounts/new">
        {t('add')}
      </Button>
    ) : (
      <Button kind="primary" to="/code-sheet">
        {t('print-codes')}
      </Button>
    );
  return (
    <Page>
      <Stack>
        <PageHead
          title={t('title')}
          lead={<p>{t('lead')}</p>}
          actions={
            <>
              {items.length > 0 ? (
                <ListFile
                  name={t('title')}
                  take={(format) => client.call(accountListFile, { body: { format, ...(asked ? { q: asked } : {}) } })}
                />
              ) : null}
              {actions}
            </>
          }
        />
        <SearchBox label={t('find')} placeholder={t('find')} value={q} onChange={setQ} />
        <PagedRows list={list} label={t('title')} empty={items.length === 0 ? <Empty title={t('none')} /> : null}>
          <Sheet flush>
            <WideTable>
              <thead>
                <tr>
                  <th scope="col">{t('login')}</th>
                  <th scope="col">{t('name')}</th>
                  <th scope="col">{t('roles')}</th>
                  <th scope="col">{t('sign-in')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <th scope="row">
                      <Link to={`/accounts/${one.id}`}>{one.login}</Link>
                    </th>
                    <td>{one.displayName}</td>
                    <td>
                      {one.grants
                        .map((held) =>
                          t('shell:acting', { body: held.body ?? t('shell:whole-city'), role: t(`shell:role-${held.role}`) }),
                        )
                        .join(t('semicolon'))}
                    </td>
                    <td>
                      {one.disabled ? <Mark code="limited" /> : null} {one.disabled ? t('closed') : t(`sign-in-${one.signIn}`)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </WideTable>
          </Sheet>
        </PagedRows>
      </Stack>
    </Page>
  );
}
