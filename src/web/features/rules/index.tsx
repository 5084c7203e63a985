import type { RouteObject } from 'react-router';
import type { Feature } from '../../app/feature.ts';

/** 规则: what is in force and why, what the rules say about given facts, functions, history, library. */
export const routes: RouteObject[] = [
  { path: '/rules', lazy: () => import('./rules-page.tsx') },
  { path: '/rules/ask', lazy: () => import('./ask-page.tsx') },
  { path: '/rules/concept', lazy: () => import('./concept-page.tsx') },
  { path: '/rules/functions', lazy: () => import('./functions-page.tsx') },
  { path: '/rules/history', lazy: () => import('./history-page.tsx') },
  { path: '/rules/library', lazy: () => import('./library-page.tsx') },
];

/** Its word in the top bar: everyone may read rules. */
export const nav: Feature['nav'] = { key: 'rules', to: '/rules' };
