import { type CellEdge, type Point, voronoi } from './voronoi.ts';

/** A place of the schematic map. Coordinates in any plane; only their order matters. */
export interface MapSeed {
  readonly id: string;
  readonly name: string;
  /** Subdistrict or county: its cells are framed together and its name stands outside. */
  readonly group: string;
  readonly x: number;
  readonly y: number;
  /** People missing in the whole cell. */
  readonly gap: number;
  readonly points: readonly { readonly id: string; readonly label: string; readonly gap: boolean }[];
}

/** Size of the drawing; the picture scales with the sheet. */
export const WIDTH = 612;
export const HEIGHT = 236;
const LEFT = 66;
const RIGHT = 66;
const TOP = 8;
const BOTTOM = 12;
const STEP = 7.4;

/** Everything that is drawn, in drawing units. */
export interface Drawing {
  readonly cells: readonly {
    readonly id: string;
    readonly name: string;
    readonly gap: number;
    readonly x: number;
    readonly y: number;
    readonly path: string;
    readonly points: readonly {
      readonly id: string;
      readonly label: string;
      readonly gap: boolean;
      readonly x: number;
      readonly y: number;
    }[];
  }[];
  /** The lines between groups and the outline. */
  readonly borders: string;
  readonly groups: readonly { readonly name: string; readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' }[];
}

/** An outline with cut corners: plainly nobody's border. */
const OUTLINE: readonly Point[] = [
  [LEFT + 66, TOP + 4],
  [WIDTH / 2, TOP + 10],
  [WIDTH - RIGHT - 158, TOP],
  [WIDTH - RIGHT - 62, TOP + 16],
  [WIDTH - RIGHT - 8, TOP + 72],
  [WIDTH - RIGHT, HEIGHT - BOTTOM - 66],
  [WIDTH - RIGHT - 44, HEIGHT - BOTTOM - 16],
  [WIDTH / 2 + 40, HEIGHT - BOTTOM],
  [LEFT + 72, HEIGHT - BOTTOM - 6],
  [LEFT + 8, HEIGHT - BOTTOM - 48],
  [LEFT, TOP + 44],
];

/** Lays the seeds out over the drawing (order kept, distances evened), cuts the cells and finds the lines between groups. */
export function drawMap(seeds: readonly MapSeed[]): Drawing {
  const places = evenOut(seeds);
  const rings = voronoi(places, OUTLINE);
  const borders: string[] = [];
  rings.forEach((ring, at) => {
    for (const edge of ring) {
      const outside = edge.neighbour < 0;
      if (outside || (edge.neighbour > at && seeds[edge.neighbour]!.group !== seeds[at]!.group)) borders.push(line(edge));
    }
  });
  const cells = seeds.map((seed, at) => {
    const [x, y] = middleOf(rings[at]!) ?? places[at]!;
    const perRow = Math.max(1, Math.min(8, seed.points.length));
    const points = seed.points.slice(0, MOST_POINTS).map((point, n) => ({
      ...point,
      x: ((n % perRow) - (perRow - 1) / 2) * STEP,
      y: 4 + Math.floor(n / perRow) * STEP,
    }));
    return { id: seed.id, name: seed.name, gap: seed.gap, x, y, path: ringPath(rings[at]!), points };
  });
  return { cells, borders: borders.join(''), groups: groupNames(seeds, places) };
}

/** More points of one cell would leave it; the table has all of them. */
const MOST_POINTS = 24;

/**
 * Rows by y, inside a row by x, so that north stays up and west stays left while labels never collide; rows get as many seeds as
 * the outline is wide there.
 */
function evenOut(seeds: readonly MapSeed[]): Point[] {
  const rows = Math.max(1, Math.round(Math.sqrt(seeds.length / 1.6)));
  const order = seeds.map((_, at) => at).sort((a, b) => seeds[a]!.y - seeds[b]!.y || seeds[a]!.x - seeds[b]!.x);
  const places: Point[] = Array.from({ length: seeds.length }, () => [0, 0] as const);
  const height = HEIGHT - TOP - BOTTOM;
  for (let row = 0; row < rows; row++) {
    const members = order.slice(Math.round((row * order.length) / rows), Math.round(((row + 1) * order.length) / rows));
    members.sort((a, b) => seeds[a]!.x - seeds[b]!.x || a - b);
    const inset = row === 0 || row === rows - 1 ? 34 : 8;
    const width = WIDTH - LEFT - RIGHT - 2 * inset;
    members.forEach((at, n) => {
      // A small, fixed unevenness: straight columns would look like a grid of streets.
      const sway = ((at * 37) % 17) / 17 - 0.5;
      places[at] = [
        LEFT + inset + ((n + 0.5) / members.length) * width + sway * 12,
        TOP + ((row + 0.5) / rows) * height + sway * (height / rows) * 0.32,
      ];
    });
  }
  return places;
}

/** The middle of a cell: a label there stays inside. */
function middleOf(ring: readonly CellEdge[]): Point | undefined {
  let twice = 0;
  let x = 0;
  let y = 0;
  for (const { from, to } of ring) {
    const cross = from[0] * to[1] - to[0] * from[1];
    twice += cross;
    x += (from[0] + to[0]) * cross;
    y += (from[1] + to[1]) * cross;
  }
  return Math.abs(twice) < 1e-9 ? undefined : [x / (3 * twice), y / (3 * twice)];
}

function groupNames(seeds: readonly MapSeed[], places: readonly Point[]): Drawing['groups'] {
  const names = [...new Set(seeds.map((seed) => seed.group))];
  const centres = names.map((name) => {
    const own = places.filter((_, at) => seeds[at]!.group === name);
    return { name, x: own.reduce((sum, p) => sum + p[0], 0) / own.length, y: own.reduce((sum, p) => sum + p[1], 0) / own.length };
  });
  const byX = centres.toSorted((a, b) => a.x - b.x);
  const half = Math.ceil(byX.length / 2);
  const column = (list: typeof centres, anchor: 'start' | 'end') => {
    const sorted = list.toSorted((a, b) => a.y - b.y);
    return sorted.map((group, at) => ({
      name: group.name,
      x: anchor === 'start' ? 0 : WIDTH,
      y: sorted.length === 1 ? 16 : 16 + (at * (HEIGHT - 34)) / (sorted.length - 1),
      anchor,
    }));
  };
  return [...column(byX.slice(0, half), 'start'), ...column(byX.slice(half), 'end')];
}

function ringPath(ring: readonly CellEdge[]): string {
  return ring.length === 0 ? '' : `M${ring.map((edge) => at(edge.from)).join('L')}Z`;
}

function line(edge: CellEdge): string {
  return `M${at(edge.from)}L${at(edge.to)}`;
}

function at(point: Point): string {
  return `${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
}
