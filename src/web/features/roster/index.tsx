import type { RouteObject } from 'react-router';

/** 排班: the shifts of one group of a chain by day. */
export const routes: RouteObject[] = [{ path: '/tasks/:taskId/roster/:orgId', lazy: () => import('./page.tsx') }];
