import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { homeOf } from './entries.ts';
import type { Feature } from './feature.ts';
import { useSession } from './session.tsx';
import { TopBar } from './top-bar.tsx';

/** Top bar and the page below it; moving to another page puts the focus on its main part, as a browser would. */
export function Shell({ features }: { readonly features: readonly Feature[] }) {
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  const { grant } = useSession();
  const home = homeOf(features, grant?.role);
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <TopBar features={features} />
      <main id="content" ref={main} tabIndex={-1} className="q-main">
        <Suspense fallback={null}>{pathname === '/' && home !== '/' ? <Navigate to={home} replace /> : <Outlet />}</Suspense>
      </main>
      <ScrollRestoration />
    </>
  );
}
