import { ConfigProvider } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { RouterProvider } from 'react-router';
import { Page } from '../ui/page.tsx';
import { antdTheme } from '../ui/theme.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { ProblemState } from './problem-state.tsx';
import { createConsoleRouter } from './routes.tsx';
import { useSession } from './session.tsx';

const SignIn = lazy(() => import('./sign-in.tsx'));
const NewPassword = lazy(() => import('./new-password.tsx'));

/** The console: sign-in, a forced new password, or the pages. */
export function App() {
  const { preferences } = useSession();
  const theme = useMemo(
    () => antdTheme(preferences.largeType ? 'large' : 'normal', preferences.language),
    [preferences.largeType, preferences.language],
  );
  return (
    <ConfigProvider theme={theme}>
      <ErrorBoundary>
        <Suspense fallback={null}>
          <Door />
        </Suspense>
      </ErrorBoundary>
    </ConfigProvider>
  );
}

function Door() {
  const { me, failed, retry } = useSession();
  const router = useMemo(createConsoleRouter, []);
  if (me) return me.mustChange ? <NewPassword /> : <RouterProvider router={router} />;
  if (me === null) return <SignIn />;
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
