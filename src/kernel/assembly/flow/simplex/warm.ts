import { restOf, undelivered } from '../proof.ts';
import type { FlowNetwork, FlowStart } from '../types.ts';
import { capacityAt, turn } from './arcs.ts';
import { type Basis, hangOnRoot, NARROW_START, starBasis } from './basis.ts';
import { pivot, reducedCost, widen } from './pivot.ts';

// Fields as in arcs.ts, named again here: V8 folds constants of the file itself, imported ones it reads at each use.
const TAIL = 0;
const HEAD = 1;
const ROOM = 3;
// Fields as in tree.ts, named again here: V8 folds constants of the file itself, imported ones it reads at each use.
const PARENT = 0;
const DOWN = 7;

/**
 * A basis that carries the given flow: arcs that are neither empty nor full enter the tree one by one (each closes a cycle with it, on
 * which units move until some arc is empty or full, never to a higher cost by the given prices), what the flow does not deliver lies on
 * artificial arcs. Prices are kept where the flow fits them. The tree is strongly feasible, as in Cunningham, A network simplex method,
 * Mathematical Programming 11, 1976. `flow` must keep the
 * capacities. Null when that start is of no use: prices that are no numbers, more to deliver than int32 holds, or an improvement without end.
 */
export function warmBasis(network: FlowNetwork, start: FlowStart): Basis | null {
  const basis = starBasis(network);
  const { root, tree, record, place } = basis;
  const { flow, potential } = start;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let node = 0; node < root; node++) {
    const value = potential[node]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (!Number.isFinite(most - least)) return null;
  // The root stands above all, so that every arc to it costs 0 or more.
  if (most - least >= NARROW_START) widen(basis);
  const { price, penalty } = basis;
  const rest = restOf(network, flow);
  if (undelivered(network, flow) > 2 ** 30) return null;
  for (let node = 0; node < root; node++) {
    hangOnRoot(tree, node, rest[node]!);
    price[node] = rest[node]! < 0 ? penalty : Math.round(potential[node]! - most);
  }
  for (let i = 0; i < place.length; i++) {
    const units = flow[place[i]!]!;
    const k = i << 2;
    if (units === 0) continue;
    const room = record[k + ROOM]!;
    turn(record, k);
    if (units === room) continue;
    const reduced = reducedCost(basis, k);
    if (reduced > 0) turn(record, k);
    const left = reduced > 0 ? room - units : units;
    if (!pivot(basis, k, left, room - left)) return null;
  }
  takeFreeArcs(basis);
  return basis;
}

/** Fills the tree with arcs of reduced cost 0 in place of artificial arcs that carry nothing, so that fewer pivots are wasted on those. */
function takeFreeArcs(basis: Basis): void {
  const { root, tree, record } = basis;
  for (let k = 0; k < record.length; k += 4) {
    if (reducedCost(basis, k) !== 0) continue;
    let a = record[k + TAIL]!;
    let b = record[k + HEAD]!;
    while (tree[(a << 3) + PARENT]! !== root && tree[(a << 3) + DOWN]! > 0) a = tree[(a << 3) + PARENT]!;
    if (tree[(a << 3) + PARENT]! !== root || tree[(a << 3) + DOWN]! > 0) continue;
    while (b !== root && tree[(b << 3) + PARENT]! !== root) b = tree[(b << 3) + PARENT]!;
    if (a !== b) pivot(basis, k, capacityAt(record, k), 0);
  }
}
