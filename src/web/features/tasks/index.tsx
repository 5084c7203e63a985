import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 中心工作: tasks from the first sentence to the plan; setting up, running and ending have a feature of their own. */
export const routes: RouteObject[] = [
  { path: '/tasks', lazy: () => import('./list-page.tsx') },
  { path: '/tasks/new', lazy: () => import('./new-page.tsx') },
  { path: '/tasks/:taskId', lazy: () => import('./step-page.tsx') },
  { path: '/tasks/:taskId/why', lazy: () => import('./why-page.tsx') },
  { path: '/tasks/:taskId/needs', lazy: () => import('./needs-page.tsx') },
  { path: '/tasks/:taskId/sources', lazy: () => import('./sources-page.tsx') },
  { path: '/tasks/:taskId/plan', lazy: () => import('./plan-page.tsx') },
];

/** Its word in the top bar. */
export const nav: Feature['nav'] = { key: 'tasks', to: '/tasks', roles: ['officer', 'secretary', 'headquarters'] };
