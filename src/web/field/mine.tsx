/** @jsxImportSource preact */
import { Absences } from './absences.tsx';
import type { Me } from './api.ts';
import { OffersCard } from './offers.tsx';
import type { Choice } from './preferences.ts';
import { t } from './texts.ts';

export interface MineProps {
  me: Me;
  preferences: Choice;
  prefer: (change: Partial<Choice>) => Promise<void>;
  leave: () => Promise<void>;
  toToday: () => void;
  signedOut: () => void;
}

/** Who I am here, days I cannot come, the calendar file, language, what is kept on this phone, signing out. */
export function Mine({ me, preferences, prefer, leave, toToday, signedOut }: MineProps) {
  const other = preferences.language === 'en' ? 'zh-CN' : 'en';
  return (
    <>
      <section class="f-card">
        <h2 class="f-time">{me.displayName}</h2>
        {me.grants.map((grant) => (
          <p key={grant.id} class="f-second">
            {t('holds', { body: grant.body ?? t('whole-city'), role: t(`role-${grant.role}`) })}
          </p>
        ))}
      </section>
      {me.personId === null ? null : <Absences me={me} toToday={toToday} signedOut={signedOut} />}
      <OffersCard />
      <section class="f-card f-stack">
        <a class="f-button" href={`/api/me/calendar?language=${preferences.language}`} download>
          {t('calendar')}
        </a>
        <button type="button" class="f-button" lang={other} onClick={() => void prefer({ language: other })}>
          {t('other-language')}
        </button>
        <a class="f-button" href="/my-data">
          {t('my-data')}
        </a>
        <a class="f-button" href="/">
          {t('desk')}
        </a>
        <a class="f-button" href="/privacy">
          {t('privacy')}
        </a>
        <button type="button" class="f-button" onClick={() => void leave()}>
          {t('sign-out')}
        </button>
      </section>
      <p class="f-note">{t('kept-here')}</p>
    </>
  );
}
