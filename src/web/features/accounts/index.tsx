import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** Accounts, roles, printed codes, and the audit trail; each for the one who keeps it. */
export const routes: RouteObject[] = [
  { path: '/accounts', lazy: () => import('./accounts-page.tsx') },
  { path: '/accounts/new', lazy: () => import('./new-account-page.tsx') },
  { path: '/accounts/:accountId', lazy: () => import('./account-page.tsx') },
  { path: '/code-sheet', lazy: () => import('./code-sheet-page.tsx') },
  { path: '/audit', lazy: () => import('./trail-page.tsx') },
];

/** Entries of the identity menu. */
export const menu: Feature['menu'] = [
  { to: '/accounts', labelKey: 'accounts:title', roles: ['system-administrator', 'secretary'] },
  { to: '/audit', labelKey: 'accounts:trail-title', roles: ['security-administrator'] },
];
