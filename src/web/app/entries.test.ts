import { expect, test } from 'vitest';
import { homeOf, visibleMenu, visibleNav } from './entries.ts';
import type { Feature } from './feature.ts';

const features: Feature[] = [
  { routes: [], nav: { key: 'rules', to: '/rules' } },
  { routes: [], nav: { key: 'today', to: '/', roles: ['officer', 'member'] } },
  {
    routes: [],
    menu: [
      { to: '/privacy', labelKey: 'privacy:title' },
      { to: '/trail', labelKey: 'trail:title', roles: ['security-administrator'] },
    ],
  },
];

test('words keep their order and stay hidden from roles that cannot use them', () => {
  expect(visibleNav(features, 'officer').map((entry) => entry.key)).toEqual(['today', 'rules']);
  expect(visibleNav(features, 'security-administrator').map((entry) => entry.key)).toEqual(['rules']);
  expect(visibleMenu(features, 'officer').map((entry) => entry.to)).toEqual(['/privacy']);
  expect(visibleMenu(features, undefined).map((entry) => entry.to)).toEqual(['/privacy']);
});

test('home is Today, or the page made for the role, or the first that is seen', () => {
  expect(homeOf(features, 'member')).toBe('/');
  expect(homeOf(features, 'security-administrator')).toBe('/trail');
  expect(homeOf(features, 'system-administrator')).toBe('/rules');
  expect(homeOf([], undefined)).toBe('/');
});
