import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 意见和投诉: sent without account, answered by the city committee. */
export const routes: RouteObject[] = [
  { path: '/feedback', lazy: () => import('./feedback-page.tsx') },
  { path: '/feedback/answers', lazy: () => import('./answers-page.tsx') },
];

/** Entries of the identity menu. */
export const menu: Feature['menu'] = [
  { to: '/feedback', labelKey: 'feedback:title' },
  { to: '/feedback/answers', labelKey: 'feedback:answers-title', roles: ['officer'] },
];

/** The page that needs no account. */
export const publicRoutes: RouteObject[] = [{ path: '/feedback', lazy: () => import('./feedback-page.tsx') }];
