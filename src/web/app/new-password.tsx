import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passwordSet } from '#contract/session';
import { client } from '../data/remote/client.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Failed } from '../ui/states.tsx';
import { GuestBar } from './guest-bar.tsx';
import { useProblemText } from './problem-state.tsx';
import { useSession } from './session.tsx';
import './sign-in.css';

const SHORTEST = 8;

/** After the one-time code: a password of one's own, before anything else. */
export default function NewPassword() {
  const { t } = useTranslation('shell');
  const { retry, signOut } = useSession();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const problemText = useProblemText();
  const change = useMutation({
    mutationFn: async () => client.call(passwordSet, { body: { current, password } }),
    onSuccess: retry,
  });
  const failed = change.error ? problemText(change.error) : undefined;
  const missing =
    password.length < SHORTEST
      ? t('password-short', { count: SHORTEST })
      : password !== again
        ? t('password-differs')
        : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing) change.mutate();
  };
  return (
    <>
      <GuestBar />
      <main id="content" className="q-sign-in">
        <h1>{t('new-password')}</h1>
        <p className="ink2">{t('new-password-why')}</p>
        <Sheet>
          <form onSubmit={submit} className="q-form">
            <Field
              label={t('code-now')}
              value={current}
              onChange={setCurrent}
              type="password"
              autoComplete="current-password"
              required
            />
            <Field
              label={t('password-new')}
              value={password}
              onChange={setPassword}
              type="password"
              autoComplete="new-password"
              required
            />
            <Field
              label={t('password-again')}
              value={again}
              onChange={setAgain}
              type="password"
              autoComplete="new-password"
              required
            />
            {failed ? <Failed title={failed.title}>{failed.text}</Failed> : null}
            <div>
              <Button kind="primary" size="bar" type="submit" disabled={Boolean(missing) || change.isPending} reason={missing}>
                {t('password-set')}
              </Button>
            </div>
          </form>
        </Sheet>
        <p>
          <Button kind="link" onClick={() => signOut()}>
            {t('sign-out')}
          </Button>
        </p>
      </main>
    </>
  );
}
