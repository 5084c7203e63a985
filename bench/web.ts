import { BUDGET, webSizes } from './web-size.ts';

/** Weight of the built pages after gzip against their budgets, as one JSON line; 1 when one is over, 2 when nothing is built. */
export function web(): number {
  const sizes = webSizes();
  if (!sizes) {
    console.error('Nothing is built: npm run build first.');
    return 2;
  }
  const share = { console: sizes.console / BUDGET.console, field: sizes.field / BUDGET.field };
  console.log(JSON.stringify({ bench: 'web', unit: 'bytes gzip', ...sizes, budget: BUDGET, share }));
  return share.console <= 1 && share.field <= 1 ? 0 : 1;
}
