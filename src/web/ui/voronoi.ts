/** A point of the drawing, in its own units. */
export type Point = readonly [number, number];

/** An edge of a cell: its two ends and the index of the seed on the other side, −1 at the outline. */
export interface CellEdge {
  readonly from: Point;
  readonly to: Point;
  readonly neighbour: number;
}

/**
 * The Voronoi cell of every seed inside a convex outline (given counter-clockwise or clockwise), by clipping the outline with
 * the half plane of each other seed: O(n²·k), exact enough for some hundred seeds. Each cell is a closed ring of edges in order.
 * Two seeds at one place share a cell: the later one gets no edges.
 */
export function voronoi(seeds: readonly Point[], outline: readonly Point[]): CellEdge[][] {
  return seeds.map((seed, at) => {
    let ring: CellEdge[] = outline.map((from, i) => ({ from, to: outline[(i + 1) % outline.length]!, neighbour: -1 }));
    for (let other = 0; other < seeds.length && ring.length > 0; other++) {
      if (other === at) continue;
      const there = seeds[other]!;
      if (there[0] === seed[0] && there[1] === seed[1]) {
        if (other < at) ring = [];
        continue;
      }
      ring = clip(ring, seed, there, other);
    }
    return ring;
  });
}

/** Keeps the part of a convex ring that is nearer to `seed` than to `there`; the cut becomes an edge towards `neighbour`. */
function clip(ring: readonly CellEdge[], seed: Point, there: Point, neighbour: number): CellEdge[] {
  const nx = there[0] - seed[0];
  const ny = there[1] - seed[1];
  const limit = (nx * (seed[0] + there[0]) + ny * (seed[1] + there[1])) / 2;
  const side = (point: Point) => nx * point[0] + ny * point[1] - limit;
  const kept: CellEdge[] = [];
  let leave: Point | undefined;
  let enter: Point | undefined;
  for (const edge of ring) {
    const a = side(edge.from);
    const b = side(edge.to);
    if (a <= 0 && b <= 0) {
      kept.push(edge);
      continue;
    }
    if (a > 0 && b > 0) continue;
    const share = a / (a - b);
    const cut: Point = [edge.from[0] + share * (edge.to[0] - edge.from[0]), edge.from[1] + share * (edge.to[1] - edge.from[1])];
    if (a <= 0) {
      kept.push({ ...edge, to: cut });
      leave = cut;
    } else {
      kept.push({ ...edge, from: cut });
      enter = cut;
    }
  }
  if (leave && enter) {
    const after = kept.findIndex((edge) => edge.to === leave);
    kept.splice(after + 1, 0, { from: leave, to: enter, neighbour });
  }
  return kept;
}
