/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks';
import { forgetKept, keep, kept, openOutbox } from '../data/local/outbox.ts';
import { call, type Me, Refused, send } from './api.ts';
import { Mine } from './mine.tsx';
import { applyPreferences, type Choice, keepPreferences, type Preferences, readPreferences } from './preferences.ts';
import { NewPassword, SignIn } from './sign-in.tsx';
import { t } from './texts.ts';
import { Today } from './today.tsx';

type Tab = 'today' | 'mine';

/** The phone page: who am I, one thing at a time, two words at the bottom. */
export function App() {
  const [me, setMe] = useState<Me | null | undefined>(undefined);
  const [tab, setTab] = useState<Tab>('today');
  const [preferences, setPreferences] = useState(readPreferences);
  const main = useRef<HTMLElement>(null);

  const show = async (next: Preferences) => {
    await applyPreferences(next);
    setPreferences(next);
  };
  const told = useRef(0);
  /** Nothing that was chosen waits any more. */
  const settle = () =>
    setPreferences((now) => {
      const next = { ...now, chosen: {} };
      keepPreferences(next);
      return next;
    });
  // Without a network the choice still holds on this device, and goes with the account the next time.
  const tell = async (change: Partial<Choice>) => {
    const no = ++told.current;
    await call('PUT', '/api/session/preferences', change).then(
      () => no === told.current && settle(),
      () => undefined,
    );
  };
  const prefer = async (change: Partial<Choice>) => {
    const chosen = { ...preferences.chosen, ...change };
    await show({ ...preferences, ...change, chosen });
    if (me) await tell(chosen);
  };
  const enter = async (who: Me) => {
    const { chosen } = preferences;
    await show({ ...who.preferences, ...chosen, chosen });
    setMe(who);
    // Whoever signs in begins with today, whatever page the one before left open.
    setTab('today');
    if (Object.keys(chosen).length > 0) await tell(chosen);
    await keep('me', who).catch(() => undefined);
  };
  const leave = async () => {
    if (me)
      await openOutbox(me.accountId, send)
        .release()
        .catch(() => undefined);
    await call('DELETE', '/api/session').catch(() => undefined);
    await forgetKept().catch(() => undefined);
    settle();
    setMe(null);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the page opens
  useEffect(() => {
    call<{ me: Me | null }>('GET', '/api/session/now').then(
      (now) => (now.me ? enter(now.me) : setMe(null)),
      async (error) => {
        if (error instanceof Refused) setMe(null);
        else setMe((await kept<Me>('me').catch(() => undefined)) ?? null);
      },
    );
  }, []);

  // As a page would: what was asked for comes next for the keys and is read out.
  const go = (one: Tab) => {
    setTab(one);
    main.current?.focus();
  };

  if (me === undefined) return null;
  if (me === null) return <SignIn enter={enter} preferences={preferences} prefer={prefer} />;
  if (me.mustChange) return <NewPassword done={() => void call<Me>('GET', '/api/session').then(enter)} leave={leave} />;
  return (
    <>
      <header class="f-top">
        <h1>{tab === 'today' ? t('title') : t('tab-mine')}</h1>
        <span class="f-who">{me.displayName}</span>
        <button type="button" class="f-small" onClick={() => void prefer({ largeType: !preferences.largeType })}>
          {preferences.largeType ? t('type-normal') : t('type-large')}
        </button>
      </header>
      <main ref={main} tabIndex={-1}>
        {tab === 'today' ? (
          <Today me={me} signedOut={() => setMe(null)} />
        ) : (
          <Mine
            me={me}
            preferences={preferences}
            prefer={prefer}
            leave={leave}
            toToday={() => go('today')}
            signedOut={() => setMe(null)}
          />
        )}
      </main>
      <nav class="f-tabs" aria-label={t('tabs')}>
        {(['today', 'mine'] as const).map((one) => (
          <button key={one} type="button" aria-current={one === tab ? 'page' : undefined} onClick={() => go(one)}>
            {t(`tab-${one}`)}
          </button>
        ))}
      </nav>
    </>
  );
}
