import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { externalBegin } from '#contract/external';
import { demoAccountList, sessionOpen } from '#contract/session';
import { client } from '../data/remote/client.ts';
import { SESSION_KEY } from '../data/remote/queries.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Failed } from '../ui/states.tsx';
import { GuestBar } from './guest-bar.tsx';
import { useProblemText } from './problem-state.tsx';
import { useSession } from './session.tsx';
import './sign-in.css';

/** Login with password, or with the one-time code of the printed sheet; a demo city offers its accounts as plain buttons. */
export default function SignIn() {
  const { t } = useTranslation('shell');
  const { city } = useSession();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const cache = useQueryClient();
  const problemText = useProblemText();
  const demo = useQuery({
    queryKey: ['demo-accounts'],
    queryFn: async () => (await client.call(demoAccountList, {})).data.items,
    enabled: city?.demo === true,
  });
  const enter = useMutation({
    mutationFn: async (body: { login: string; password: string }) => (await client.call(sessionOpen, { body })).data,
    onSuccess: (me) => cache.setQueryData(SESSION_KEY, me),
  });
  const elsewhere = useMutation({
    mutationFn: async () => (await client.call(externalBegin, {})).data,
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate({ login: login.trim(), password });
  };
  const partOf = ({ key, body, role }: { key: string; body: string; role: string }) => {
    const who = t('acting', { body: body || t('whole-city'), role: t(`role-${role}`) });
    if (role !== 'officer') return who;
    return t(key.endsWith('Approver') ? 'demo-part-approves' : 'demo-part-drafts', { who });
  };
  const error = enter.error ?? elsewhere.error;
  const failed = error ? problemText(error) : undefined;
  return (
    <>
      <GuestBar />
      <main id="content" className="q-sign-in">
        <h1>{t('sign-in')}</h1>
        <Sheet>
          <form onSubmit={submit} className="q-form">
            <Field label={t('login')} value={login} onChange={setLogin} name="username" autoComplete="username" required />
            <Field
              label={t('password-or-code')}
              value={password}
              onChange={setPassword}
              name="password"
              type="password"
              autoComplete="current-password"
              hint={t('code-hint')}
              required
            />
            {failed ? <Failed title={failed.title}>{failed.text}</Failed> : null}
            <div>
              <Button kind="primary" size="bar" type="submit" disabled={enter.isPending}>
                {t('enter')}
              </Button>{' '}
              {city?.externalSignIn ? (
                <Button size="bar" onClick={() => elsewhere.mutate()} disabled={elsewhere.isPending}>
                  {t('enter-external')}
                </Button>
              ) : null}
            </div>
          </form>
        </Sheet>
        {demo.data?.length ? (
          <Sheet title={t('demo-accounts')} note={t('demo-note')}>
            <ul className="q-demo-accounts">
              {demo.data.map((account) => (
                <li key={account.login}>
                  <button
                    type="button"
                    className="q-menu-item"
                    onClick={() => enter.mutate({ login: account.login, password: account.password })}
                  >
                    <b>{account.displayName}</b>
                    <span className="ink2 second">{partOf(account)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </Sheet>
        ) : null}
        <p className="second ink2">{t('no-account')}</p>
        <p className="second">
          <a href="/privacy">{t('privacy-link')}</a>　<a href="/feedback">{t('feedback-link')}</a>
        </p>
      </main>
    </>
  );
}
