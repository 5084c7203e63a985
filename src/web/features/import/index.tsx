import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 导入: hand in a table, look, correct, write, take back; templates, exports, what was imported before. */
export const routes: RouteObject[] = [
  { path: '/import', lazy: () => import('./hub-page.tsx') },
  { path: '/import/:importId', lazy: () => import('./batch-page.tsx') },
];

/** Its word in the top bar: those who act for an organization. */
export const nav: Feature['nav'] = { key: 'import', to: '/import', roles: ['officer', 'secretary', 'headquarters'] };
