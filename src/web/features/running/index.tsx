import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 运行和结束: a task after everyone was told, to its end; offers that wait for us. */
export const routes: RouteObject[] = [
  { path: '/tasks/:taskId/running', lazy: () => import('./running-page.tsx') },
  { path: '/tasks/:taskId/ending', lazy: () => import('./ending-page.tsx') },
  { path: '/offers', lazy: () => import('./offers-page.tsx') },
];

/** Reports to our community and people who volunteer. */
export const menu: Feature['menu'] = [{ to: '/offers', labelKey: 'running:menu-offers', roles: ['officer', 'secretary'] }];
