import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 今天: the page that opens after signing in. */
export const routes: RouteObject[] = [{ path: '/', lazy: () => import('./page.tsx') }];

/** Its word in the top bar. */
export const nav: Feature['nav'] = { key: 'today', to: '/', roles: ['officer', 'secretary', 'headquarters', 'member'] };
