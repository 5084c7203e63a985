import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { GuestBar } from './guest-bar.tsx';

/** Pages that everyone may read without account. */
export const PUBLIC_PATHS: readonly string[] = ['/privacy', '/feedback'];

/** The bar without navigation, for those who have not signed in, and the page below it. */
export function PublicShell() {
  const { t } = useTranslation('shell');
  return (
    <>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <GuestBar>
        <a href="/">{t('sign-in')}</a>
      </GuestBar>
      <main id="content" tabIndex={-1} className="q-main">
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
    </>
  );
}
