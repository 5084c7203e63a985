import type { RouteObject } from 'react-router';

/** 联合党支部: proposals for the small units of an area, changed by hand, exported. */
export const routes: RouteObject[] = [{ path: '/organizations/joint', lazy: () => import('./page.tsx') }];
