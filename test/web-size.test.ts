import { expect, test } from 'vitest';
import { BUDGET, webSizes } from '../bench/web-size.ts';

test('the built pages keep their budgets after gzip: shell with Today 300 KB, phone page 60 KB', () => {
  const sizes = webSizes();
  if (!sizes) throw new Error('dist/web is not built: npm test builds it first');
  expect(sizes.console).toBeLessThanOrEqual(BUDGET.console);
  expect(sizes.field).toBeLessThanOrEqual(BUDGET.field);
  // A figure near zero would mean that the measure lost its files.
  expect(sizes.console).toBeGreaterThan(100 * 1024);
  expect(sizes.field).toBeGreaterThan(5 * 1024);
});
