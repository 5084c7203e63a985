import { createBrowserRouter } from 'react-router';
import { features, publicRoutes } from './features.ts';
import { PublicShell } from './public-shell.tsx';
import { RouteFailed } from './route-failed.tsx';
import { Shell } from './shell.tsx';

/** The pages of all features below the shell; an unknown address says so and offers the way back. */
export function createConsoleRouter() {
  const pages = features.flatMap((feature) => feature.routes);
  return createBrowserRouter([
    {
      element: <Shell features={features} />,
      hydrateFallbackElement: <></>,
      errorElement: <RouteFailed />,
      children: [{ errorElement: <RouteFailed />, children: [...pages, { path: '*', lazy: () => import('./not-found.tsx') }] }],
    },
  ]);
}

/** The pages that need no account, for those who have not signed in. */
export function createPublicRouter() {
  return createBrowserRouter([
    {
      element: <PublicShell />,
      hydrateFallbackElement: <></>,
      errorElement: <RouteFailed />,
      children: [...publicRoutes, { path: '*', lazy: () => import('./not-found.tsx') }],
    },
  ]);
}
