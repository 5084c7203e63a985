import { lazy, Suspense, useMemo } from 'react';
import { RouterProvider } from 'react-router';
import { Page } from '../ui/page.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { ProblemState } from './problem-state.tsx';
import { PUBLIC_PATHS } from './public-shell.tsx';
import { createConsoleRouter, createPublicRouter } from './routes.tsx';
import { useSession } from './session.tsx';

const SignIn = lazy(() => import('./sign-in.tsx'));
const NewPassword = lazy(() => import('./new-password.tsx'));

/** The console: sign-in, a forced new password, or the pages. */
export function App() {
  return (
    <ErrorBoundary>
      <Suspense fallback={null}>
        <Door />
      </Suspense>
    </ErrorBoundary>
  );
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
