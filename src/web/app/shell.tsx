import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useNextPart } from '../ui/next-part.ts';
import { isTyping } from '../ui/search-box.tsx';
import { homeOf } from './entries.ts';
import type { Feature } from './feature.ts';
import { useSession } from './session.tsx';
import { TopBar } from './top-bar.tsx';

const KeysHelp = lazy(() => import('./keys-help.tsx'));

/** Top bar and the page below it; moving to another page puts the focus on its main part, as a browser would. */
export function Shell({ features }: { readonly features: readonly Feature[] }) {
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  const { grant } = useSession();
  const home = homeOf(features, grant?.role);
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  const [help, setHelp] = useState(false);
  useNextPart();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '?' || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      setHelp(true);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
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
      <TopBar features={features} onKeys={() => setHelp(true)} />
      <main id="content" ref={main} tabIndex={-1} className="q-main">
        <Suspense fallback={null}>{pathname === '/' && home !== '/' ? <Navigate to={home} replace /> : <Outlet />}</Suspense>
      </main>
      <ScrollRestoration />
      <Suspense fallback={null}>{help ? <KeysHelp onClose={() => setHelp(false)} /> : null}</Suspense>
    </>
  );
}
