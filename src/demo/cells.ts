import type { Random } from './random.ts';

/** Longitude, latitude in degrees. */
export type Point = readonly [number, number];

/** One degree of longitude is shorter than one of latitude here (33° N): cos 33°. */
const SHRINK = Math.cos((33 * Math.PI) / 180);

function distance2(a: Point, b: Point): number {
  return ((a[0] - b[0]) * SHRINK) ** 2 + (a[1] - b[1]) ** 2;
}

/** The part of the polygon that lies nearer to `seed` than to any of `others` (Sutherland–Hodgman against each bisector). */
export function cellOf(seed: Point, others: readonly Point[], boundary: readonly Point[]): Point[] {
  let cell = [...boundary];
  for (const other of others) {
    if (other[0] === seed[0] && other[1] === seed[1]) continue;
    const excess = (p: Point): number => distance2(p, seed) - distance2(p, other);
    const kept: Point[] = [];
    cell.forEach((from, i) => {
      const to = cell[(i + 1) % cell.length]!;
      const [ef, et] = [excess(from), excess(to)];
      if (ef <= 0) kept.push(from);
      if (ef <= 0 !== et <= 0) {
        const t = ef / (ef - et);
        kept.push([from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t]);
      }
    });
    cell = kept;
  }
  return cell;
}

/** Whether the point lies inside the polygon (even–odd rule). */
export function isInside([x, y]: Point, polygon: readonly Point[]): boolean {
  let inside = false;
  polygon.forEach(([x1, y1], i) => {
    const [x2, y2] = polygon[(i + polygon.length - 1) % polygon.length]!;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

function randomInside(polygon: readonly Point[], random: Random): Point {
  const xs = polygon.map((p) => p[0]);
  const ys = polygon.map((p) => p[1]);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  for (let tries = 0; tries < 200; tries++) {
    const point: Point = [left + random.next() * (right - left), low + random.next() * (high - low)];
    if (isInside(point, polygon)) return point;
  }
  return [(left + right) / 2, (low + high) / 2];
}

/** Points spread over the polygon, each the farthest of ten drawn ones from those before (Mitchell's best candidate). */
export function spread(count: number, polygon: readonly Point[], random: Random): Point[] {
  const points: Point[] = [];
  while (points.length < count) {
    let best = randomInside(polygon, random);
    let room = -1;
    for (let i = 0; i < 10; i++) {
      const candidate = randomInside(polygon, random);
      const nearest = points.reduce((least, p) => Math.min(least, distance2(candidate, p)), Infinity);
      if (nearest > room) [best, room] = [candidate, nearest];
    }
    points.push([Math.round(best[0] * 1e5) / 1e5, Math.round(best[1] * 1e5) / 1e5]);
  }
  return points;
}

/** A square of about `km` kilometres half-width round the point, cut to the polygon by bisection of its corners. */
export function shrink(polygon: readonly Point[], centre: Point, km: number): Point[] {
  const reach = km / 111;
  return polygon.map((p) => {
    const length = Math.sqrt(distance2(p, centre));
    const scale = length > reach ? reach / length : 1;
    return [centre[0] + (p[0] - centre[0]) * scale, centre[1] + (p[1] - centre[1]) * scale];
  });
}
