import type { RouteObject } from 'react-router';

/** 单位: the list by place and kind, one unit, entering and changing. Reached from the organizations and from the places. */
export const routes: RouteObject[] = [
  { path: '/units', lazy: () => import('./list-page.tsx') },
  { path: '/units/new', lazy: () => import('./new-page.tsx') },
  { path: '/units/:unitId', lazy: () => import('./page.tsx') },
  { path: '/units/:unitId/edit', lazy: () => import('./edit-page.tsx') },
];
