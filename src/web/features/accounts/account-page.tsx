import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { accountChange, accountShow, accountUnlock, codeMake, grantAdd, grantEnd } from '#contract/account';
import { ProblemState } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatDay } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack, WideTable } from '../../ui/stack.tsx';
import { Loading } from '../../ui/states.tsx';
import { type RoleChoice, RoleForm } from './role-form.tsx';
import './code-sheet.css';

/** One account: how it signs in, its roles, and what can be done about both. */
export function Component() {
  const { accountId = '' } = useParams();
  const { t, i18n } = useTranslation(['accounts', 'shell']);
  const { me, grant } = useSession();
  const cache = useQueryClient();
  const params = { accountId };
  const shown = useQuery({ queryKey: ['account', accountId], queryFn: () => client.call(accountShow, { params }) });
  const [choice, setChoice] = useState<RoleChoice>({ role: 'officer', orgId: null, unitId: null });
  const fresh = () => cache.invalidateQueries({ queryKey: ['account', accountId] });
  const code = useMutation({ mutationFn: async () => (await client.call(codeMake, { params })).data, onSuccess: fresh });
  const change = useMutation({
    mutationFn: (disabled: boolean) => client.call(accountChange, { params, body: { disabled } }, { ifMatch: shown.data?.etag }),
    onSettled: fresh,
  });
  const unlock = useMutation({ mutationFn: () => client.call(accountUnlock, { params }), onSuccess: fresh });
  const give = useMutation({ mutationFn: () => client.call(grantAdd, { params, body: choice }), onSuccess: fresh });
  const end = useMutation({
    mutationFn: (grantId: string) => client.call(grantEnd, { params: { accountId, grantId } }),
    onSuccess: fresh,
  });
  const account = shown.data?.data;
  if (!account) {
    return (
      <Page>
        {shown.error ? (
          <ProblemState error={shown.error} retry={() => void shown.refetch()} />
        ) : (
          <Loading label={t('title')} lines={6} />
        )}
      </Page>
    );
  }
  const own = me?.accountId === accountId;
  const manages = grant?.role === 'system-administrator' && !own;
  const problem = code.error ?? change.error ?? unlock.error ?? give.error ?? end.error;
  const state = account.disabled ? t('closed') : t(`sign-in-${account.signIn}`);
  return (
    <Page>
      <Stack>
        <PageHead
          path={[{ label: t('title'), to: '/accounts' }]}
          title={account.login}
          state={`${account.displayName}${t('comma')}${state}`}
          actions={
            own ? undefined : (
              <>
                {account.lockedUntil ? <Button onClick={() => unlock.mutate()}>{t('unlock')}</Button> : null}
                {manages ? (
                  <Button onClick={() => change.mutate(!account.disabled)}>{t(account.disabled ? 'reopen' : 'close')}</Button>
                ) : null}
                {account.disabled || account.signIn === 'external' ? null : (
                  <Button kind="primary" onClick={() => code.mutate()} disabled={code.isPending}>
                    {t('make-code')}
                  </Button>
                )}
              </>
            )
          }
        />
        {own ? <p className="ink2">{t('own')}</p> : null}
        {problem ? <ProblemState error={problem} /> : null}
        {code.data ? (
          <Sheet title={t('code-title')}>
            <p role="status">{t('code-once', { day: formatDay(code.data.expiresAt, i18n.language) })}</p>
            <p className="q-accounts-code">
              {code.data.login} <b>{code.data.code}</b>
            </p>
          </Sheet>
        ) : null}
        <Sheet title={t('roles')} flush>
          <WideTable>
            <thead>
              <tr>
                <th scope="col">{t('role')}</th>
                <th scope="col">{t('body')}</th>
                <th scope="col">{t('from')}</th>
                <th scope="col">
                  <span className="sr">{t('action')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {account.grants.map((held) => (
                <tr key={held.id}>
                  <th scope="row">{t(`shell:role-${held.role}`)}</th>
                  <td>{held.body ?? t('shell:whole-city')}</td>
                  <td>{formatDay(held.from, i18n.language)}</td>
                  <td>
                    {manages ? (
                      <Button size="row" onClick={() => end.mutate(held.id)} label={`${t('end-role')} ${held.body ?? ''}`}>
                        {t('end-role')}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </WideTable>
        </Sheet>
        {manages ? (
          <Sheet title={t('give-role')}>
            <form
              className="q-form"
              onSubmit={(event) => {
                event.preventDefault();
                give.mutate();
              }}
            >
              <RoleForm value={choice} onChange={setChoice} />
              <div>
                <Button type="submit" disabled={give.isPending}>
                  {t('give-role')}
                </Button>
              </div>
            </form>
          </Sheet>
        ) : null}
      </Stack>
    </Page>
  );
}
