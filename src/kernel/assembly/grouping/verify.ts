import { errorIssue, type Issue } from '../../lib/index.ts';
import type { Grouping, GroupingProblem, SmallUnit } from './problem.ts';

/** What the independent check of a grouping says. */
export interface GroupingVerification {
  readonly ok: boolean;
  readonly issues: readonly Issue[];
  /** Recomputed from the definitions. */
  readonly objective: number;
  /** Recomputed from the prices. */
  readonly bound: number;
}

/** Metres of a degree of latitude on a sphere of the mean radius of the Earth, 6,371 km. */
const DEGREE = 111_195;

/**
 * Checks a grouping against the definitions and its bound against its prices, sharing nothing with the solver: every unit once, three
 * full members, at most so many units and members, everyone within reach of the host, cost as defined; the bound by a knapsack for each host.
 */
export function verifyGrouping(problem: GroupingProblem, grouping: Grouping): GroupingVerification {
  const { limits } = problem;
  const issues: Issue[] = [];
  const fault = (code: string, params: Record<string, string | number>) => issues.push(errorIssue(code, ['groups'], params));
  const unitById = new Map(problem.units.map((unit) => [unit.id, unit]));
  const priced = grouping.prices.flatMap((row) => {
    const unit = unitById.get(row.unit);
    return unit?.place ? [{ unit, price: Math.min(row.price, 2 * limits.mostUnits * limits.reach) }] : [];
  });
  const between = costBetween(problem);
  const cost = (a: SmallUnit, b: SmallUnit) => between(a, b).total;
  const settled = new Set((problem.kept ?? []).map((ids) => ids.join(' ')));
  const times = new Map<string, number>();
  const count = (id: string) => times.set(id, (times.get(id) ?? 0) + 1);
  let objective = 0;
  let fixedCost = 0;
  const fixed = new Set(problem.apart ?? []);
  for (const group of grouping.groups) {
    const units = group.units.flatMap((id) => unitById.get(id) ?? []);
    group.units.forEach(count);
    const host = unitById.get(group.host);
    if (!host || group.units[0] !== group.host || units.length !== group.units.length) {
      fault('joint-verify-unknown', { host: group.host });
      continue;
    }
    // What a person has settled is checked by itself (`checkGroups`): only its cost is a matter of the proposal.
    if (settled.delete(group.units.join(' '))) {
      const sum =
        units[0]!.place === null
          ? 0
          : units.reduce((total, unit) => total + (unit === host || unit.place === null ? 0 : cost(unit, host)), 0);
      if (sum !== group.cost) fault('joint-verify-cost', { host: group.host, said: group.cost, found: sum });
      objective += sum;
      fixedCost += sum;
      for (const id of group.units) fixed.add(id);
      continue;
    }
    const full = units.reduce((sum, unit) => sum + unit.full, 0);
    const members = units.reduce((sum, unit) => sum + unit.full + unit.probationary, 0);
    if (full < 3) fault('joint-verify-few-full', { host: group.host, full });
    if (units.length < 2 || units.length > limits.mostUnits || members > limits.mostMembers)
      fault('joint-verify-size', { host: group.host, units: units.length, members });
    let sum = 0;
    for (const unit of units) {
      if (unit.full >= 3 || unit.full + unit.probationary === 0 || unit.place === null)
        fault('joint-verify-not-small', { unit: unit.id });
      if (unit === host) continue;
      const price = cost(unit, host);
      if (price > limits.reach) fault('joint-verify-reach', { host: group.host, unit: unit.id });
      sum += price;
    }
    if (sum !== group.cost) fault('joint-verify-cost', { host: group.host, said: group.cost, found: sum });
    objective += sum;
  }
  const mayJoin = new Set(priced.map((row) => row.unit.id));
  for (const { unit } of grouping.left) {
    count(unit);
    if (mayJoin.has(unit)) objective += 2 * limits.mostUnits * limits.reach;
  }
  for (const unit of problem.units)
    if (times.get(unit.id) !== 1) fault('joint-verify-once', { unit: unit.id, times: times.get(unit.id) ?? 0 });
  for (const group of grouping.groups)
    for (const id of group.units) if (!mayJoin.has(id) && !fixed.has(id)) fault('joint-verify-unpriced', { unit: id });
  for (const ids of settled) fault('joint-verify-kept', { host: ids.split(' ')[0]! });
  for (const { unit } of priced) if (fixed.has(unit.id)) fault('joint-verify-fixed', { unit: unit.id });
  for (const id of problem.apart ?? [])
    if (!grouping.left.some((row) => row.unit === id)) fault('joint-verify-fixed', { unit: id });
  const bound = fixedCost + boundOf(priced, limits, cost);
  if (objective !== grouping.objective) fault('joint-verify-objective', { said: grouping.objective, found: objective });
  if (grouping.bound > bound || bound > objective) fault('joint-verify-bound', { said: grouping.bound, found: bound });
  return { ok: issues.length === 0, issues, objective, bound };
}

type PricedUnit = { readonly unit: SmallUnit; readonly price: number };

function boundOf(
  rows: readonly PricedUnit[],
  limits: GroupingProblem['limits'],
  cost: (a: SmallUnit, b: SmallUnit) => number,
): number {
  // Whom another trade or a long way makes worthless is met only where full members are short; a strip of latitude finds all within reach.
  const grid = rows.every((row) => 'x' in row.unit.place!);
  const key = (row: PricedUnit) => ('x' in row.unit.place! ? row.unit.place.x : row.unit.place!.lat * DEGREE);
  const byKey = [...rows].sort((a, b) => key(a) - key(b));
  const keys = byKey.map(key);
  let value = rows.reduce((sum, row) => sum + row.price, 0);
  let from = 0;
  byKey.forEach((host, h) => {
    while (keys[from]! < keys[h]! - limits.reach - (grid ? 1 : 50)) from++;
    const offers: { gain: number; full: number; members: number }[] = [];
    for (let i = from; i < byKey.length && keys[i]! <= keys[h]! + limits.reach + (grid ? 1 : 50); i++) {
      const other = byKey[i]!;
      if (i === h) continue;
      const price = cost(other.unit, host.unit);
      if (price <= limits.reach)
        offers.push({ gain: other.price - price, full: other.unit.full, members: other.unit.full + other.unit.probationary });
    }
    value += Math.min(0, -host.price - bestSet(host.unit, offers, limits));
  });
  return Math.max(0, Math.ceil(value - 1e-3));
}

/**
 * The most that a set of offers gains with three full members in all and no more members than allowed: a table by units taken, full members
 * and members. Of offers alike in full members and members only the best few can be in the best set.
 */
function bestSet(
  host: SmallUnit,
  offers: { gain: number; full: number; members: number }[],
  limits: GroupingProblem['limits'],
): number {
  const most = limits.mostUnits - 1;
  const room = limits.mostMembers - host.full - host.probationary;
  offers.sort((a, b) => b.gain - a.gain);
  const alike = new Map<string, number>();
  const few = offers.filter((offer) => {
    const key = `${offer.full}/${offer.members}`;
    const seen = alike.get(key) ?? 0;
    alike.set(key, seen + 1);
    return seen < most && offer.members <= room;
  });
  const binds = few.reduce((largest, offer) => Math.max(largest, offer.members), 0) * most > room;
  let table = new Map<number, number>([[Math.min(3, host.full), 0]]);
  for (const offer of few) {
    const next = new Map(table);
    for (const [state, gain] of table) {
      const units = Math.floor(state / 4) % (most + 1);
      const members = Math.floor(state / (4 * (most + 1)));
      const size = binds ? members + offer.members : 0;
      if (units === most || size > room) continue;
      const to = (size * (most + 1) + units + 1) * 4 + Math.min(3, (state % 4) + offer.full);
      if (gain + offer.gain > (next.get(to) ?? Number.NEGATIVE_INFINITY)) next.set(to, gain + offer.gain);
    }
    table = next;
  }
  let best = Number.NEGATIVE_INFINITY;
  for (const [state, gain] of table) if (state % 4 === 3 && Math.floor(state / 4) % (most + 1) > 0) best = Math.max(best, gain);
  return best;
}

/** Metres between two units that have a place, and what joining costs; the scale is the mean latitude of all units of the problem. */
export function costBetween({
  units,
  limits,
}: GroupingProblem): (a: SmallUnit, b: SmallUnit) => { metres: number; total: number } {
  const latitudes = units.flatMap(({ place }) => (place && 'lat' in place ? [place.lat] : []));
  const mean = latitudes.length === 0 ? 0 : latitudes.reduce((sum, each) => sum + each, 0) / latitudes.length;
  const cosine = Math.cos((mean * Math.PI) / 180);
  return (a, b) => {
    const metres = distance(a, b, cosine);
    return { metres, total: metres + (a.trade !== null && a.trade === b.trade ? 0 : limits.tradePrice) };
  };
}

function distance(a: SmallUnit, b: SmallUnit, cosine: number): number {
  const [p, q] = [a.place!, b.place!];
  if ('lat' in p && 'lat' in q) return Math.round(Math.hypot((p.lon - q.lon) * DEGREE * cosine, (p.lat - q.lat) * DEGREE));
  if ('x' in p && 'x' in q) return Math.round(Math.hypot(p.x - q.x, p.y - q.y));
  return Number.POSITIVE_INFINITY;
}
