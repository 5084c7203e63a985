import type { Working } from './improve.ts';
import type { Nearness } from './nearness.ts';
import { groupCost } from './neighbourhood.ts';
import { LEAST_FULL } from './problem.ts';

/** At most so many units of each kind (none, one, two full members) are rebuilt at once. */
const MOST_OF_KIND = 24;
const SIDE = MOST_OF_KIND + 1;

type Kinds = readonly [number, number, number];

/** How many of some units of each kind can be placed at most when all are near each other, and the first group of a way that does it. */
class KindTable {
  readonly compositions: readonly Kinds[];
  private readonly most = new Int16Array(SIDE ** 3);
  private readonly first = new Int16Array(SIDE ** 3).fill(-1);

  constructor(mostUnits: number) {
    const compositions: Kinds[] = [];
    for (let none = 0; none <= mostUnits; none++)
      for (let one = 0; none + one <= mostUnits; one++)
        for (let two = 0; none + one + two <= mostUnits; two++)
          if (none + one + two >= 2 && one + 2 * two >= LEAST_FULL) compositions.push([none, one, two]);
    this.compositions = compositions;
    for (let a = 0; a < SIDE; a++)
      for (let b = 0; b < SIDE; b++)
        for (let c = 0; c < SIDE; c++) {
          const at = (a * SIDE + b) * SIDE + c;
          compositions.forEach(([none, one, two], k) => {
            if (none > a || one > b || two > c) return;
            const value = none + one + two + this.most[((a - none) * SIDE + b - one) * SIDE + c - two]!;
            if (value <= this.most[at]!) return;
            this.most[at] = value;
            this.first[at] = k;
          });
        }
  }

  placed([a, b, c]: Kinds): number {
    return this.most[(a * SIDE + b) * SIDE + c]!;
  }

  /** The compositions of a way that places most; those with fewest choices first is left to the caller. */
  way(kinds: Kinds): Kinds[] {
    const found: Kinds[] = [];
    let [a, b, c] = kinds;
    for (;;) {
      const k = this.first[(a * SIDE + b) * SIDE + c]!;
      if (k < 0) return found;
      const [none, one, two] = this.compositions[k]!;
      found.push([none, one, two]);
      a -= none;
      b -= one;
      c -= two;
    }
  }
}

/**
 * Places units that stay alone where full members are short: around each, the groups that use theirs badly are taken apart together with
 * all who are alone, and put together anew by how many units of each kind a group takes, a small exact program, so that fewest stay
 * alone. Near ones come together; later regrouping shortens the ways. Groups of the commonest composition that waste nothing are left whole.
 */
export function rebuildAround(working: Working, rounds: number): void {
  const { near } = working;
  const { mostUnits, reach } = near.limits;
  const alone = () => working.groups.filter((group) => group.length === 1).map((group) => group[0]!);
  if (alone().length === 0) return;
  const table = new KindTable(mostUnits);
  for (let round = 0; round < rounds; round++) {
    const common = commonest(working);
    let changed = false;
    for (const centre of alone().sort((a, b) => a - b)) {
      if (working.groups[working.groupOf[centre]!]!.length > 1) continue;
      const kinds: [number, number, number] = [0, 0, 0];
      const groups: number[] = [];
      const seen = new Set<number>();
      const consider: [number, number][] = [];
      near.around(centre, (reach * (round + 2)) / (rounds + 2), (other) => {
        const g = working.groupOf[other]!;
        if (seen.has(g)) return;
        seen.add(g);
        if (working.groups[g]!.length > 1 && composition(near, working.groups[g]!) === common) return;
        consider.push([near.metres(centre, other), g]);
      });
      consider.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      for (const g of [working.groupOf[centre]!, ...consider.map(([, g]) => g)]) {
        const group = working.groups[g]!;
        const sum = [...kinds] as [number, number, number];
        for (const unit of group) sum[near.full[unit]!]!++;
        if (groups.includes(g) || Math.max(...sum) > MOST_OF_KIND) continue;
        kinds.splice(0, 3, ...sum);
        groups.push(g);
      }
      const units = groups.flatMap((g) => working.groups[g]!);
      const placed = groups.reduce((sum, g) => sum + (working.groups[g]!.length > 1 ? working.groups[g]!.length : 0), 0);
      if (table.placed(kinds) <= placed) continue;
      const part = together(near, centre, units, table.way(kinds));
      const now = groups.reduce((sum, g) => sum + groupCost(near, working.groups[g]!), 0);
      if (part.reduce((sum, group) => sum + groupCost(near, group), 0) >= now) continue;
      working.replace(groups, part);
      changed = true;
    }
    if (!changed && round > 0) return;
  }
}

/** Groups of the given compositions, from the units farthest from the centre inwards, so that none far out is the last; the rest stays alone. */
function together(near: Nearness, centre: number, units: readonly number[], way: readonly Kinds[]): number[][] {
  const outer = [...units].sort((a, b) => near.metres(b, centre) - near.metres(a, centre) || a - b);
  const free = new Set(outer);
  const open = [...way];
  const part: number[][] = [];
  for (const host of outer) {
    if (!free.has(host)) continue;
    const others = [...free].filter((other) => other !== host && near.cost(other, host) <= near.limits.reach);
    others.sort((a, b) => near.cost(a, host) - near.cost(b, host) || a - b);
    let best: { group: number[]; k: number } | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < open.length; k++) {
      if (open.findIndex((one) => one.join() === open[k]!.join()) < k) continue;
      const star = starAt(near, host, others, open[k]!);
      if (star === null || star.cost / star.group.length >= least) continue;
      least = star.cost / star.group.length;
      best = { group: star.group, k };
    }
    if (best === null) continue;
    open.splice(best.k, 1);
    for (const unit of best.group) free.delete(unit);
    part.push(best.group);
  }
  for (const unit of free) part.push([unit]);
  return part;
}

/** The cheapest star of a composition at a host, others given cheapest first; null where there is none. */
function starAt(near: Nearness, host: number, others: readonly number[], kinds: Kinds): { group: number[]; cost: number } | null {
  const need = [...kinds];
  if (need[near.full[host]!]!-- === 0) return null;
  const group = [host];
  let members = near.members[host]!;
  let cost = 0;
  for (const other of others) {
    const kind = near.full[other]!;
    if (need[kind] === 0 || members + near.members[other]! > near.limits.mostMembers) continue;
    need[kind]!--;
    members += near.members[other]!;
    cost += near.cost(other, host);
    group.push(other);
  }
  return need.every((count) => count === 0) ? { group, cost } : null;
}

/** Units of each kind as one number. */
function composition(near: Nearness, group: readonly number[]): number {
  let sum = 0;
  for (const unit of group) sum += 100 ** near.full[unit]!;
  return sum;
}

/** The commonest composition of groups with as many units as allowed and three full members just reached; −1 where there is none. */
function commonest({ groups, near }: Working): number {
  const times = new Map<number, number>();
  for (const group of groups) {
    if (group.length < near.limits.mostUnits || group.reduce((sum, unit) => sum + near.full[unit]!, 0) > LEAST_FULL) continue;
    const key = composition(near, group);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  let best = -1;
  for (const [key, count] of times)
    if (best < 0 || count > times.get(best)! || (count === times.get(best)! && key < best)) best = key;
  return best;
}
