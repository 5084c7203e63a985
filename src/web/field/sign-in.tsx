/** @jsxImportSource preact */
import { useEffect, useId, useState } from 'preact/hooks';
import { type City, call, type DemoAccounts, type Me, Refused } from './api.ts';
import type { Choice } from './preferences.ts';
import { t } from './texts.ts';

export interface SignInProps {
  enter: (me: Me) => Promise<void>;
  preferences: Choice;
  prefer: (change: Partial<Choice>) => Promise<void>;
}

/** Login with password or with the one-time code of the printed sheet. */
export function SignIn({ enter, preferences, prefer }: SignInProps) {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [failed, setFailed] = useState<string>();
  const [demo, setDemo] = useState<DemoAccounts['items']>([]);
  const other = preferences.language === 'en' ? 'zh-CN' : 'en';
  useEffect(() => {
    void call<City>('GET', '/api/city')
      .then((city) => (city.demo ? call<DemoAccounts>('GET', '/api/demo-accounts') : { items: [] }))
      .then(
        ({ items }) => setDemo(items),
        () => undefined,
      );
  }, []);
  const open = async (body: { login: string; password: string }) => {
    try {
      await enter(await call<Me>('POST', '/api/session', body));
    } catch (error) {
      setFailed(error instanceof Refused ? error.problem.title : t('offline'));
    }
  };
  return (
    <>
      <header class="f-top">
        <h1>{t('sign-in')}</h1>
        <button type="button" class="f-small" lang={other} onClick={() => void prefer({ language: other })}>
          {t('other-language')}
        </button>
        <button type="button" class="f-small" onClick={() => void prefer({ largeType: !preferences.largeType })}>
          {preferences.largeType ? t('type-normal') : t('type-large')}
        </button>
      </header>
      <main>
        <form
          class="f-card f-form"
          onSubmit={(event) => {
            event.preventDefault();
            void open({ login: login.trim(), password });
          }}
        >
          <Input label={t('login')} value={login} onInput={setLogin} autoComplete="username" />
          <Input label={t('password-or-code')} value={password} onInput={setPassword} secret autoComplete="current-password" />
          <p class="f-second">{t('code-hint')}</p>
          {failed ? (
            <p class="f-gap" role="alert">
              {failed}
            </p>
          ) : null}
          <button type="submit" class="f-button f-primary">
            {t('enter')}
          </button>
        </form>
        {demo.length > 0 ? (
          <section class="f-card f-stack">
            <h2>{t('demo-accounts')}</h2>
            {demo.map((account) => (
              <button
                key={account.login}
                type="button"
                class="f-button"
                onClick={() => void open({ login: account.login, password: account.password })}
              >
                {account.displayName} <span class="f-second">{account.body}</span>
              </button>
            ))}
          </section>
        ) : null}
      </main>
    </>
  );
}

const SHORTEST = 8;

/** After the one-time code: a password of one's own. */
export function NewPassword({ done, leave }: { done: () => void; leave: () => Promise<void> }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [failed, setFailed] = useState<string>();
  const wrong =
    password.length < SHORTEST
      ? t('password-short', { count: SHORTEST })
      : password !== again
        ? t('password-differs')
        : undefined;
  const set = async () => {
    try {
      await call('PUT', '/api/session/password', { current, password });
      done();
    } catch (error) {
      setFailed(error instanceof Refused ? error.problem.title : t('offline'));
    }
  };
  return (
    <>
      <header class="f-top">
        <h1>{t('new-password')}</h1>
        <button type="button" class="f-small" onClick={() => void leave()}>
          {t('sign-out')}
        </button>
      </header>
      <main>
        <form
          class="f-card f-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (!wrong) void set();
          }}
        >
          <Input label={t('code-now')} value={current} onInput={setCurrent} secret autoComplete="current-password" />
          <Input label={t('password-new')} value={password} onInput={setPassword} secret autoComplete="new-password" />
          <Input label={t('password-again')} value={again} onInput={setAgain} secret autoComplete="new-password" />
          {wrong ? <p class="f-second">{wrong}</p> : null}
          {failed ? (
            <p class="f-gap" role="alert">
              {failed}
            </p>
          ) : null}
          <button type="submit" class="f-button f-primary" disabled={Boolean(wrong)}>
            {t('password-set')}
          </button>
        </form>
      </main>
    </>
  );
}

function Input(props: {
  label: string;
  value: string;
  onInput: (value: string) => void;
  secret?: boolean;
  autoComplete: string;
}) {
  const { label, value, onInput, secret = false, autoComplete } = props;
  const id = useId();
  const shared = {
    id,
    class: 'f-input',
    value,
    autoComplete,
    required: true,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  return (
    <div class="f-field">
      <label for={id}>{label}</label>
      {secret ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
    </div>
  );
}
