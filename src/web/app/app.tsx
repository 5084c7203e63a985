import { ConfigProvider } from 'antd';
import english from 'antd/es/locale/en_US.js';
import type { Locale } from 'antd/es/locale/index.js';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { RouterProvider } from 'react-router';
import { Page } from '../ui/page.tsx';
import { styleNonce } from '../ui/style-nonce.ts';
import { antdTheme } from '../ui/theme.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { ProblemState } from './problem-state.tsx';
import { PUBLIC_PATHS } from './public-shell.tsx';
import { createConsoleRouter, createPublicRouter } from './routes.tsx';
import { useSession } from './session.tsx';

const SignIn = lazy(() => import('./sign-in.tsx'));
const NewPassword = lazy(() => import('./new-password.tsx'));

const csp = { nonce: styleNonce };

/** The console: sign-in, a forced new password, or the pages. */
export function App() {
  const { preferences } = useSession();
  const theme = useMemo(
    () => antdTheme(preferences.largeType ? 'large' : 'normal', preferences.language),
    [preferences.largeType, preferences.language],
  );
  const locale = useKitLocale(preferences.language);
  return (
    <ConfigProvider csp={csp} theme={theme} locale={locale}>
      <ErrorBoundary>
        <Suspense fallback={null}>
          <Door />
        </Suspense>
      </ErrorBoundary>
    </ConfigProvider>
  );
}

/**
 * The kit speaks English by itself; its Chinese words come with the Chinese texts. There is always one: the kit builds the pages anew
 * when a locale appears or goes, and what was typed would be lost.
 */
function useKitLocale(language: string): Locale {
  const [chinese, setChinese] = useState<Locale>(english);
  useEffect(() => {
    if (language === 'zh-CN') void import('antd/es/locale/zh_CN.js').then((module) => setChinese(module.default));
  }, [language]);
  return language === 'zh-CN' ? chinese : english;
}

function Door() {
  const { me, failed, retry } = useSession();
  const router = useMemo(createConsoleRouter, []);
  if (me) return me.mustChange ? <NewPassword /> : <RouterProvider router={router} />;
  if (me === null) return PUBLIC_PATHS.includes(window.location.pathname) ? <PublicPages /> : <SignIn />;
  if (failed) {
    return (
      <main>
        <Page>
          <ProblemState error={failed} retry={retry} />
        </Page>
      </main>
    );
  }
  return null;
}

function PublicPages() {
  const router = useMemo(createPublicRouter, []);
  return <RouterProvider router={router} />;
}
