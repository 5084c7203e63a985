import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { DEMO_CITY, seedDemoCity } from '#cli/seed-city';
import { openStore, type Store } from '#store/database';
import { startEmbedded } from '#store/embedded/supervisor';
import { migrate } from '#store/migrate';
import { factsOfOrgs } from '#store/org-facts';
import { membersOf, orgCounts, orgSheet } from '#store/org-read';
import { childrenOf, rollUpMembers } from '#store/org-tree';
import { findBodies } from '#store/scope';
import { searchAreas, searchOrgs, searchPersons, searchUnits } from '#store/search';

/** Texts as people type them: characters, pinyin, initials; a frequent surname is the worst case. */
const TYPED = ['供水', 'gongshui', 'gs', '文化社区', 'wenhua', '财政局', 'caizheng', '王', '张明', 'zhangming', 'wjl', 'li'];

/**
 * `npm run bench -- register [--scale demo]`: seeds the city into a fresh cluster and times the reads of the register, one JSON line each.
 * Ratios are against the plain way in the same run: a scan over names, a roll-up in one step.
 */
export async function register(args: readonly string[]): Promise<number> {
  const scale = args.includes('demo') ? 'demo' : 'city';
  const folder = mkdtempSync(join(tmpdir(), 'qunying-bench-'));
  const postgres = await startEmbedded({ folder, disposable: true });
  try {
    const owner = { ...postgres.address, database: 'bench' };
    await migrate(owner, { createDatabase: true });
    const begin = performance.now();
    const rows = await seedDemoCity(owner, { scale, seed: 1 });
    say('seed', {
      scale,
      seconds: round((performance.now() - begin) / 1000),
      persons: rows.person ?? 0,
      organizations: rows.org ?? 0,
      units: rows.unit ?? 0,
    });
    const store = openStore(owner, { as: 'owner' });
    try {
      await measure(store);
    } finally {
      await store.close();
    }
    return 0;
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(store: Store): Promise<void> {
  const { db } = store;
  const city = DEMO_CITY.id;
  const today = store.today();
  const keys = ['tour-city-committee', 'tour-city-units', 'tour-wolong-committee', 'tour-water-group', 'tour-water-supply'];
  const { orgs } = await findBodies(db, city, { orgs: keys, units: [], persons: [] });
  const org = (key: string): string => orgs.get(key) ?? '';
  const anchors = [org('tour-city-units')];
  const search = await times(TYPED, async (q) => {
    await searchOrgs(db, city, q, 10);
    await searchUnits(db, city, q, today, 10);
    await searchAreas(db, city, q, today, 10);
  });
  say('search organizations, units, areas', search);
  say('search members below one work committee', await times(TYPED, (q) => searchPersons(db, city, q, anchors, today, 10)));
  const scan = await times(['立川'], () =>
    sql`select person_id from person_name where city_id = ${city} and name like '%立川%' limit 10`.execute(db),
  );
  const grams = await times(['立川'], () =>
    sql`select person_id from person_name where city_id = ${city} and grams @> array['立川'] limit 10`.execute(db),
  );
  say('name in all members: index of grams against a scan', { ...grams, scan: scan.p50, ratio: round(grams.p50 / scan.p50) });

  const two = await times([1], () => rollUpMembers(db, city, today));
  const one = await times([1], () => oneStep(db, city, today));
  say('roll-up of all organizations in two steps against one', { ...two, oneStep: one.p50, ratio: round(two.p50 / one.p50) });
  say('children of the city committee', await times([1], () => childrenOf(db, city, org('tour-city-committee'), 60, null)));
  say(
    'children of the work committee with facts for the rules',
    await times([1], async () => {
      const found = await childrenOf(db, city, org('tour-city-units'), 60, null);
      await factsOfOrgs(
        db,
        city,
        found.map((row) => row.id),
        today,
      );
    }),
  );
  say(
    'sheet and counts of a branch',
    await times([1], async () => {
      await orgSheet(db, city, org('tour-water-supply'));
      await orgCounts(db, city, org('tour-water-supply'), today);
    }),
  );
  say('counts of the district committee', await times([1], () => orgCounts(db, city, org('tour-wolong-committee'), today)));
  say(
    'members of a branch',
    await times([1], () => membersOf(db, city, org('tour-water-supply'), today, { limit: 50, after: undefined, below: false })),
  );
}

function oneStep(db: Store['db'], city: string, today: string) {
  return sql`select c.ancestor_id, count(*) filter (where p.status = 'full') as full_, count(*) filter (where p.status = 'probationary') as probationary
    from home h join person p on p.city_id = h.city_id and p.id = h.person_id join org_closure c on c.city_id = h.city_id and c.descendant_id = h.org_id
    where h.city_id = ${city} and h.valid_from <= ${today} and h.valid_to > ${today} group by c.ancestor_id`.execute(db);
}

/** Each input some times after a warm-up; milliseconds. */
async function times<T>(
  inputs: readonly T[],
  work: (input: T) => Promise<unknown>,
): Promise<{ p50: number; p95: number; runs: number }> {
  const taken: number[] = [];
  const turns = Math.max(3, Math.ceil(36 / inputs.length));
  for (const input of inputs) await work(input);
  for (let turn = 0; turn < turns; turn++) {
    for (const input of inputs) {
      const begin = performance.now();
      await work(input);
      taken.push(performance.now() - begin);
    }
  }
  taken.sort((a, b) => a - b);
  const at = (share: number): number => round(taken[Math.min(taken.length - 1, Math.floor(taken.length * share))]!);
  return { p50: at(0.5), p95: at(0.95), runs: taken.length };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function say(what: string, figures: Readonly<Record<string, string | number>>): void {
  console.log(JSON.stringify({ bench: 'register', what, ...figures }));
}
