import { expect, test } from 'vitest';
import { problemOf } from '../../../test/support/assembly.ts';
import { sampleProblem, seeded, solvePlan } from './index.ts';
import { barrier, fits, type Instance, pairCost } from './instance.ts';
import { PairList, type Pairs } from './pairs.ts';
import { type PairPrices, priceOut, priceOutSince } from './pricing.ts';
import type { SolvedPlan } from './solve.ts';

/** A solved plan and of its pairings only those that its prices use. */
function planOf(seed: number): { instance: Instance; solved: SolvedPlan['solved']; pairs: Pairs } {
  const { instance, solved } = solvePlan(
    problemOf(sampleProblem({ members: 260, checkpoints: 12, shifts: 3, units: 9, seed, capShare: 0.6, leaders: false })),
  );
  const { spots, members } = solved.prices;
  const list = new PairList(instance.kinds.length);
  solved.model.pairs.member.forEach((m, i) => {
    const k = solved.model.pairs.kind[i]!;
    const slots = instance.slots.length;
    if (k >= slots && solved.model.pairs.cost[i]! + members[m]! <= spots[k - slots]!) list.add(m, k);
  });
  return { instance, solved, pairs: list.pairs((m, k) => pairCost(instance, m, instance.kinds[k]!)) };
}

/** Every pairing left out that improves the plan under these prices, by looking at all. */
function byLookingAtAll(
  { instance, pairs }: ReturnType<typeof planOf>,
  prices: PairPrices,
  reserved: ReadonlySet<number>,
): string[] {
  const known = new Set([...pairs.member.keys()].map((i) => `${pairs.member[i]} ${pairs.kind[i]}`));
  const found: string[] = [];
  for (let m = 0; m < instance.problem.members.length; m++)
    instance.spots.kinds.forEach((kind, spot) => {
      const name = `${m} ${instance.slots.length + spot}`;
      if (reserved.has(m) || known.has(name) || !fits(instance, m, kind) || barrier(instance, m, kind.post) !== null) return;
      if (pairCost(instance, m, kind) + prices.members[m]! < prices.spots[spot]!) found.push(name);
    });
  return found;
}

const plain = (members: Float64Array, spots: Float64Array): PairPrices => ({
  members,
  spots,
  member: (m) => members[m]!,
  plain: true,
});

/** Some spots dearer and some cheaper, `cheaper` people for less, some for more. */
function moved(instance: Instance, before: PairPrices, random: () => number, cheaper: number): PairPrices {
  const by = (most: number) => Math.floor(random() * most);
  const members = before.members.map((price) => price + (random() < 0.2 ? by(60) : 0));
  for (let k = 0; k < cheaper; k++) {
    const m = by(instance.problem.members.length);
    members[m] = Math.max(0, before.members[m]! - by(400));
  }
  return plain(
    members,
    before.spots.map((price) => price + (random() < 0.3 ? by(500) - 100 : 0)),
  );
}

test('pairings left out are found at dearer places and for cheaper people alone, as by looking at all', () => {
  let some = 0;
  for (const seed of [3, 4, 5]) {
    const plan = planOf(seed);
    const { instance, solved, pairs } = plan;
    expect(priceOut(instance, pairs, solved.fixed.reserved, solved.prices).member.length).toBe(0);
    const random = seeded(seed);
    for (const cheaper of [0, 1, 5, 40, 200]) {
      const prices = moved(instance, solved.prices, random, cheaper);
      const reserved = new Set([1, 2]);
      const wanted = byLookingAtAll(plan, prices, reserved);
      some += wanted.length;
      for (const found of [
        priceOutSince(instance, pairs, reserved, prices, solved.prices, 0),
        priceOut(instance, pairs, reserved, prices),
      ])
        expect([...found.member.keys()].map((i) => `${found.member[i]} ${found.kind[i]}`)).toEqual(wanted);
    }
    // A question about one place: all but a few people stand at no price at all.
    const few = solved.prices.members.map((price, m) => (m % 37 === 0 ? price : Number.POSITIVE_INFINITY));
    const prices = plain(
      few,
      solved.prices.spots.map((price) => price + 300),
    );
    const found = priceOut(instance, pairs, new Set(), prices);
    const wanted = byLookingAtAll(plan, prices, new Set());
    some += wanted.length;
    expect([...found.member.keys()].map((i) => `${found.member[i]} ${found.kind[i]}`)).toEqual(wanted);
  }
  expect(some).toBeGreaterThan(1_000);
});
