import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CellEdge, type Point, voronoi } from './voronoi.ts';

const square: Point[] = [
  [0, 0],
  [100, 0],
  [100, 60],
  [0, 60],
];
/** Area of a ring of edges; the same for both directions. */
const cellArea = (ring: readonly CellEdge[]): number =>
  Math.abs(ring.reduce((sum, { from, to }) => sum + from[0] * to[1] - to[0] * from[1], 0)) / 2;

const seed = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 59 }));
const seeds = fc.uniqueArray(seed, { minLength: 1, maxLength: 40, selector: (point) => point.join() });

test('the cells of any seeds cover the outline once', () => {
  fc.assert(
    fc.property(seeds, (points) => {
      const total = voronoi(points, square).reduce((sum, ring) => sum + cellArea(ring), 0);
      expect(total).toBeCloseTo(6000, 4);
    }),
  );
});

test('every corner of a cell is nearest to its own seed, and rings are closed', () => {
  fc.assert(
    fc.property(seeds, (points) => {
      voronoi(points, square).forEach((ring, at) => {
        ring.forEach((edge, i) => {
          expect(edge.to).toEqual(ring[(i + 1) % ring.length]!.from);
          const own = Math.hypot(edge.from[0] - points[at]![0], edge.from[1] - points[at]![1]);
          const nearest = Math.min(...points.map((p) => Math.hypot(edge.from[0] - p[0], edge.from[1] - p[1])));
          expect(own).toBeLessThanOrEqual(nearest + 1e-6);
        });
      });
    }),
  );
});

test('an edge knows the seed on its other side', () => {
  const [left, right] = voronoi(
    [
      [25, 30],
      [75, 30],
    ],
    square,
  );
  expect(left!.filter((edge) => edge.neighbour === 1)).toHaveLength(1);
  expect(right!.filter((edge) => edge.neighbour === 0)).toHaveLength(1);
  expect(cellArea(left!)).toBeCloseTo(3000);
});

test('two seeds at one place: the first keeps the cell', () => {
  const cells = voronoi(
    [
      [50, 30],
      [50, 30],
    ],
    square,
  );
  expect(cells.map(cellArea)).toEqual([6000, 0]);
});
