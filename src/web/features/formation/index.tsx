import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 组建: the chain before and at its approval, what waits for a decision, what units are asked. */
export const routes: RouteObject[] = [
  { path: '/tasks/:taskId/formation', lazy: () => import('./formation-page.tsx') },
  { path: '/approvals', lazy: () => import('./approvals-page.tsx') },
  { path: '/approvals/:approvalId', lazy: () => import('./approve-page.tsx') },
  { path: '/consultations', lazy: () => import('./consultations-page.tsx') },
];

/** Requests and questions about people are also reached without a row in Today. */
export const menu: Feature['menu'] = [
  { to: '/approvals', labelKey: 'formation:menu-approvals', roles: ['officer', 'secretary', 'headquarters'] },
  { to: '/consultations', labelKey: 'formation:menu-consultations', roles: ['officer', 'secretary', 'headquarters'] },
];
