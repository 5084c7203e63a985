import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 资源和力量: what units offer, and who can help as counts. */
export const routes: RouteObject[] = [{ path: '/catalogue', lazy: () => import('./page.tsx') }];

/** Both catalogues, for whoever forms tasks or speaks for a unit. */
export const menu: Feature['menu'] = [
  { to: '/catalogue', labelKey: 'resources:menu', roles: ['officer', 'secretary', 'headquarters'] },
];
