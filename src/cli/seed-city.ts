import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import type { AreaSource, MapSource } from '#demo/areas';
import { cityBatches } from '#demo/city';
import { seedCity } from '#store/seed';
import type { Target } from '#store/target';
import { DEFAULT_ZONE, dayIn } from '#store/today';
import { packageRoot } from './texts.ts';

/** The demo city's code, which is also its id. */
export const DEMO_CITY = { id: '411300', name: '南阳市', code: '411300' } as const;

/** Rows to expect, for progress: measured, a few per cent off for other seeds. */
const EXPECTED = { demo: 120_000, city: 2_100_000 } as const;

/** What to seed. */
export interface SeedChoice {
  readonly scale: 'demo' | 'city';
  readonly seed: number;
  /** Share of the rows copied so far, 0–1. */
  readonly onProgress?: (fraction: number) => void;
}

/** Fills the empty database with the synthetic city: real areas, synthetic units and people. Throws `seed-not-empty`. */
export function seedDemoCity(owner: Target, choice: SeedChoice): Promise<Readonly<Record<string, number>>> {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(packageRoot, 'areas', name), 'utf8'));
  const batches = cityBatches({
    cityId: DEMO_CITY.id,
    areas: read('nanyang.json') as AreaSource,
    map: read('map.json') as MapSource,
    scale: choice.scale,
    seed: choice.seed,
    today: dayIn(DEFAULT_ZONE, Date.now()),
    drafterAccount: DEMO_ACCOUNTS.cityOfficer.id,
    officerAccount: DEMO_ACCOUNTS.districtOfficer.id,
    approverAccount: DEMO_ACCOUNTS.districtApprover.id,
  });
  const expected = EXPECTED[choice.scale];
  return seedCity(owner, DEMO_CITY, batches, expected, (rows) => choice.onProgress?.(Math.min(1, rows / expected)));
}
