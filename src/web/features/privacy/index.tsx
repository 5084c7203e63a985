import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** What is kept about people: the public page, one's own data, requests for correction. */
export const routes: RouteObject[] = [
  { path: '/privacy', lazy: () => import('./privacy-page.tsx') },
  { path: '/my-data', lazy: () => import('./my-data-page.tsx') },
  { path: '/corrections', lazy: () => import('./corrections-page.tsx') },
];

/** Entries of the identity menu. */
export const menu: Feature['menu'] = [
  { to: '/my-data', labelKey: 'privacy:to-my-data', roles: ['member', 'secretary', 'officer', 'headquarters'] },
  { to: '/corrections', labelKey: 'privacy:corrections-title', roles: ['secretary'] },
  { to: '/privacy', labelKey: 'privacy:to-privacy' },
];

/** The page that needs no account. */
export const publicRoutes: RouteObject[] = [{ path: '/privacy', lazy: () => import('./privacy-page.tsx') }];
