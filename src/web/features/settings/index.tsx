import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** Settings of the city that its committee keeps: the words of kinds. */
export const routes: RouteObject[] = [{ path: '/labels', lazy: () => import('./labels-page.tsx') }];

/** Entries of the identity menu. */
export const menu: Feature['menu'] = [{ to: '/labels', labelKey: 'settings:labels-title', roles: ['officer'] }];
