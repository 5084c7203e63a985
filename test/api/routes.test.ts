import { expect, test } from 'vitest';
import { ROUTES } from '#contract/routes';
import { accessText } from '#server/openapi';
import { registerAll } from '#server/routes';

/**
 * What must not exist is proved here: every route of the product stands in a checked-in list, so a check-in, points, a ranking or a
 * track cannot come in unseen. A new route is added to the list on purpose: `npx vitest run --project pg test/api/routes.test.ts -u`.
 */
test('the routes are those of the checked-in list', async () => {
  const lines = ROUTES.map((route) => `${route.method} ${route.path} ${route.id} | ${accessText(route.access)}`);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./routes.allowed.txt');
});

test('every route has a handler, and ids, methods with paths are unique', () => {
  expect(() => registerAll().complete(ROUTES)).not.toThrow();
  expect(new Set(ROUTES.map((route) => route.id)).size).toBe(ROUTES.length);
  const shapes = ROUTES.map((route) => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`);
  expect(new Set(shapes).size).toBe(ROUTES.length);
});

test('no route records presence, points, ranks, tracks or who has read what', () => {
  const forbidden = /check-?in|attendance|point|score|rank|streak|track|online|read-receipt|login-rate|photo-proof/;
  expect(ROUTES.filter((route) => forbidden.test(`${route.id} ${route.path}`)).map((route) => route.id)).toEqual([]);
});
