import type { FlowNetwork } from '#kernel/assembly';
import { randomOf } from './city.ts';

/** Kinds of networks that are no smooth city: what an instance from elsewhere may look like. */
export const STRUCTURES = [
  'giant-unit',
  'huge-posts',
  'single-places',
  'equal-costs',
  'few-costs',
  'unwilling',
  'assignment',
  'sparse-assignment',
  'wide-costs',
  'transport',
  'netgen',
  'capacitated',
  'grid',
  'long',
  'negative',
  'parallel',
  'disconnected',
  'short-supply',
] as const;

/** One of `STRUCTURES`. */
export type Structure = (typeof STRUCTURES)[number];

type AddArc = (from: number, to: number, capacity: number, cost: number) => void;

/** A seeded network of the given structure with about `arcs` arcs; only `short-supply` has no answer. */
export function structureNetwork(structure: Structure, arcs: number, seed: number): FlowNetwork {
  const random = randomOf(seed);
  const list: number[] = [];
  const supply: number[] = [];
  const node = (units = 0): number => supply.push(units) - 1;
  const add: AddArc = (from, to, capacity, cost) => {
    list.push(from, to, capacity, cost);
  };
  if (['giant-unit', 'huge-posts', 'single-places', 'equal-costs', 'few-costs', 'unwilling', 'short-supply'].includes(structure))
    layers(structure, Math.max(20, Math.floor(arcs / 17)), random, node, add, supply);
  else if (structure === 'assignment' || structure === 'sparse-assignment' || structure === 'wide-costs')
    assignment(structure, arcs, random, node, add);
  else if (structure === 'transport') transport(arcs, random, node, add);
  else if (structure === 'grid' || structure === 'long') grid(structure === 'long' ? 12 : 0, arcs, random, node, add, supply);
  else general(structure, arcs, random, node, add, supply);
  const column = (k: number) => Int32Array.from({ length: list.length / 4 }, (_, arc) => list[4 * arc + k]!);
  return {
    nodeCount: supply.length,
    supply: Int32Array.from(supply),
    from: column(0),
    to: column(1),
    capacity: column(2),
    cost: column(3),
  };
}

type Random = (bound: number) => number;
type AddNode = (units?: number) => number;

/** Source, units, members, places, sink, with a shortage arc for each place. */
function layers(kind: Structure, members: number, random: Random, node: AddNode, add: AddArc, supply: number[]): void {
  const source = node();
  const sink = node();
  const units = kind === 'giant-unit' ? 1 : Math.ceil(members / 18);
  const slots = kind === 'huge-posts' ? 20 : kind === 'single-places' ? Math.ceil(members * 0.8) : Math.ceil(members / 8);
  const heads = kind === 'single-places' ? 1 : Math.max(1, Math.floor((members * 0.6) / slots));
  const price = () => (kind === 'equal-costs' ? 7 : kind === 'few-costs' ? random(4) : random(400));
  const unit = Array.from({ length: units }, () => node());
  const member = Array.from({ length: members }, () => node());
  const slot = Array.from({ length: slots }, () => node());
  const cap = Math.ceil((members / units) * 0.65);
  for (const u of unit)
    for (let step = 0; step < 3; step++) add(source, u, Math.ceil(cap / 3), kind === 'equal-costs' ? 0 : 30 * step);
  for (let m = 0; m < members; m++) {
    const open = kind === 'unwilling' && random(10) > 0 ? 0 : 1;
    add(unit[m % units]!, member[m]!, open, kind === 'equal-costs' ? 0 : random(3) * 10);
    const home = Math.floor((m / members) * slots);
    for (let k = 0; k < 16; k++) add(member[m]!, slot[(home + random(Math.min(slots, 400))) % slots]!, 1, price());
  }
  for (const s of slot) {
    if (kind !== 'short-supply') add(source, s, heads, 5000);
    add(s, sink, heads, 0);
  }
  const demand = kind === 'short-supply' ? Math.min(slots * heads, members + 5) : slots * heads;
  supply[source] = demand;
  supply[sink] = -demand;
}

/** Persons and jobs: dense with costs of 1 to 100 as in the OR-Library, or some 20 jobs a person. */
function assignment(kind: Structure, arcs: number, random: Random, node: AddNode, add: AddArc): void {
  const dense = kind === 'assignment';
  const size = Math.max(4, dense ? Math.floor(Math.sqrt(arcs)) : Math.floor(arcs / 20));
  const persons = Array.from({ length: size }, () => node(1));
  const jobs = Array.from({ length: size }, () => node(-1));
  const bound = kind === 'wide-costs' ? 1_000_000 : 100;
  for (let p = 0; p < size; p++) {
    if (dense) for (let j = 0; j < size; j++) add(persons[p]!, jobs[j]!, 1, 1 + random(bound));
    else {
      add(persons[p]!, jobs[p]!, 1, 1 + random(bound));
      for (let k = 0; k < 19; k++) add(persons[p]!, jobs[random(size)]!, 1, 1 + random(bound));
    }
  }
}

/** Works and markets, every pair joined without limit. */
function transport(arcs: number, random: Random, node: AddNode, add: AddArc): void {
  const size = Math.max(3, Math.floor(Math.sqrt(arcs)));
  const give = Array.from({ length: size }, () => 1 + random(100));
  const take = give.map((units, k) => units + give[(k + 1) % size]! - give[k]!);
  const works = give.map((units) => node(units));
  const markets = take.map((units) => node(-units));
  for (const a of works) for (const b of markets) add(a, b, 2_000_000, 1 + random(1000));
}

/** Streets: a grid (or a band `width` wide) with arcs both ways, a few sources and sinks; dear arcs around the whole keep it solvable. */
function grid(width: number, arcs: number, random: Random, node: AddNode, add: AddArc, supply: number[]): void {
  const rows = width > 0 ? width : Math.max(3, Math.floor(Math.sqrt(arcs / 4)));
  const columns = Math.max(3, Math.floor(arcs / 4 / rows));
  for (let k = 0; k < rows * columns; k++) node();
  const at = (r: number, c: number) => r * columns + c;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (r + 1 < rows)
        for (const [a, b] of [
          [at(r, c), at(r + 1, c)],
          [at(r + 1, c), at(r, c)],
        ] as const)
          add(a, b, 1 + random(40), random(100));
      if (c + 1 < columns)
        for (const [a, b] of [
          [at(r, c), at(r, c + 1)],
          [at(r, c + 1), at(r, c)],
        ] as const)
          add(a, b, 1 + random(40), random(100));
    }
  }
  pairs(Math.ceil(Math.sqrt(rows * columns)), rows * columns, 20, random, add, supply);
}

/** Random arcs over a quarter of a ring, with the marks of each kind. */
function general(kind: Structure, arcs: number, random: Random, node: AddNode, add: AddArc, supply: number[]): void {
  const nodes = Math.max(6, Math.floor(arcs / 10));
  for (let k = 0; k < nodes; k++) node();
  const parts = kind === 'disconnected' ? 3 : 1;
  const size = Math.floor(nodes / parts);
  const capacity = () => (kind === 'capacitated' ? random(8) : random(200));
  const cost = () => (kind === 'negative' ? random(300) - 60 : kind === 'parallel' ? random(30) : 1 + random(1000));
  for (let part = 0; part < parts; part++) {
    const first = part * size;
    for (let k = 0; k < arcs / parts; k++) {
      const a = first + random(size);
      const b = first + random(size);
      add(a, b, capacity(), cost());
      if (kind === 'parallel') for (let again = 0; again < 2; again++, k++) add(a, b, capacity(), cost());
    }
    pairs(Math.ceil(Math.sqrt(size)), size, 30, random, add, supply, first);
  }
}

/** Sources and sinks by pairs, each pair with a dear arc of its own. */
function pairs(count: number, nodes: number, most: number, random: Random, add: AddArc, supply: number[], first = 0): void {
  for (let k = 0; k < count; k++) {
    const a = first + random(nodes);
    const b = first + random(nodes);
    const units = 1 + random(most);
    supply[a] = supply[a]! + units;
    supply[b] = supply[b]! - units;
    add(a, b, units, 60_000);
  }
}
