import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 组织: trees of the register, one organization with its rules, function, people and own life; places and what stands in them. */
export const routes: RouteObject[] = [
  { path: '/organizations', lazy: () => import('./start-page.tsx') },
  { path: '/organizations/areas/:areaId', lazy: () => import('./area-page.tsx') },
  { path: '/organizations/:orgId', lazy: () => import('./page.tsx') },
  { path: '/organizations/:orgId/history', lazy: () => import('./history-page.tsx') },
  { path: '/organizations/:orgId/check', lazy: () => import('./check-page.tsx') },
  { path: '/organizations/:orgId/edit', lazy: () => import('./edit-page.tsx') },
  { path: '/organizations/:orgId/new', lazy: () => import('./new-page.tsx') },
  { path: '/terms', lazy: () => import('./terms-page.tsx') },
  { path: '/search', lazy: () => import('./search-page.tsx') },
];

/** Its word in the top bar. */
export const nav: Feature['nav'] = {
  key: 'organizations',
  to: '/organizations',
  roles: ['officer', 'secretary', 'headquarters', 'member'],
};

/** The page behind the search of the top bar. */
export const search = '/search';
