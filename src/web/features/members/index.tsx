import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 党员: members of one's own organization; one member with the relationship, participations, duties ahead and all that is recorded. */
export const routes: RouteObject[] = [
  { path: '/members', lazy: () => import('./list-page.tsx') },
  { path: '/members/new', lazy: () => import('./new-page.tsx') },
  { path: '/members/:personId', lazy: () => import('./page.tsx') },
  { path: '/members/:personId/edit', lazy: () => import('./edit-page.tsx') },
];

/** Its word in the top bar. */
export const nav: Feature['nav'] = { key: 'members', to: '/members', roles: ['officer', 'secretary', 'headquarters', 'member'] };
