import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { useSession } from './session.tsx';
import { TypeAndLanguage } from './type-and-language.tsx';
import './top-bar.css';

/** Pages that everyone may read without account. */
export const PUBLIC_PATHS: readonly string[] = ['/privacy', '/feedback'];

/** The bar without navigation, for those who have not signed in, and the page below it. */
export function PublicShell() {
  const { t } = useTranslation('shell');
  const { city } = useSession();
  return (
    <>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <header className="q-top">
        <span className="q-wordmark">{t('wordmark')}</span>
        <span className="ink2">{city?.name}</span>
        <div className="q-top-right">
          <a href="/">{t('sign-in')}</a>
          <TypeAndLanguage />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="q-main">
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
    </>
  );
}
