import { createBrowserRouter } from 'react-router';
import * as imports from '../features/import/index.tsx';
import * as members from '../features/members/index.tsx';
import * as organizations from '../features/organizations/index.tsx';
import * as rules from '../features/rules/index.tsx';
import * as today from '../features/today/index.tsx';
import type { Feature } from './feature.ts';
import { RouteFailed } from './route-failed.tsx';
import { Shell } from './shell.tsx';

/** Every feature of the console: one import line above, one word here. */
const features: readonly Feature[] = [today, organizations, members, rules, imports];

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
