import { type GroupingLimits, type GroupingProblem, type SmallUnit, USUAL_LIMITS } from './problem.ts';
import { drawing, sampleUnits } from './sample.ts';

type Draw = () => number;

interface Shape {
  readonly place: (draw: Draw, count: number) => () => { x: number; y: number };
  readonly full?: (draw: Draw) => number;
  /** Probationary members of a unit with so many full ones. */
  readonly probationary?: (draw: Draw, full: number) => number;
  readonly trades?: number;
  readonly limits?: Partial<GroupingLimits>;
}

/** Even over a square that holds as many units a square metre as 10,000 in one of 30 km. */
const even =
  (side: number) =>
  (draw: Draw, count: number): (() => { x: number; y: number }) => {
    const scaled = side * Math.sqrt(count / 10_000);
    return () => ({ x: Math.round(draw() * scaled), y: Math.round(draw() * scaled) });
  };

const SHAPES: Readonly<Record<string, Shape>> = {
  uniform: { place: even(30_000) },
  sparse: { place: even(120_000) },
  'one-centre': {
    place: (draw) => {
      const bell = () => Math.round((draw() + draw() + draw() - 1.5) * 4000);
      return () => ({ x: bell(), y: bell() });
    },
  },
  'one-trade': { place: even(30_000), trades: 1 },
  'larger-limits': { place: even(30_000), limits: { mostUnits: 8, mostMembers: 30, reach: 8000, tradePrice: 3000 } },
  'two-each': { place: even(30_000), full: () => 2 },
  'one-each': { place: even(30_000), full: () => 1 },
  'some-empty': {
    place: even(30_000),
    full: (draw) => Math.floor(draw() * 3),
    probationary: (draw, full) => (draw() < 0.4 ? -full : 1),
  },
  strip: { place: (draw, count) => () => ({ x: Math.round(draw() * 10 * count), y: Math.round(draw() * 500) }) },
  buildings: {
    place: (draw, count) => {
      const towers = Array.from({ length: Math.max(1, Math.round(count / 25)) }, even(30_000)(draw, count));
      return () => towers[Math.floor(draw() * towers.length)]!;
    },
  },
  'scarce-three': {
    place: even(30_000),
    full: (draw) => (draw() < 1 / 3 ? 0 : draw() < 0.5 ? 1 : 2),
    limits: { mostUnits: 3 },
  },
  'scarce-five': { place: even(30_000), full: (draw) => (draw() < 0.6 ? 0 : draw() < 0.5 ? 1 : 2) },
  'scarce-large': {
    place: even(30_000),
    full: (draw) => (draw() < 0.6 ? 0 : 2),
    probationary: (draw) => 1 + Math.floor(draw() * 16),
  },
  'scarce-clusters': {
    place: (draw, count) => {
      const towers = Array.from({ length: Math.max(1, Math.round(count / 25)) }, even(90_000)(draw, count));
      return () => towers[Math.floor(draw() * towers.length)]!;
    },
    full: (draw) => (draw() < 0.55 ? 0 : draw() < 0.5 ? 1 : 2),
  },
};

/** Names of the shapes of `shapedProblem`, the standard city first. */
export const SHAPE_NAMES: readonly string[] = ['city', ...Object.keys(SHAPES)];

/** A problem of a named shape by seed, for benches and tests; null where there is no such shape. Metres on a plane. */
export function shapedProblem(name: string, count: number, seed: number): GroupingProblem | null {
  if (name === 'city') return { units: sampleUnits(count, seed), limits: USUAL_LIMITS };
  const shape = SHAPES[name];
  if (shape === undefined) return null;
  const draw = drawing(seed);
  const place = shape.place(draw, count);
  const units = Array.from({ length: count }, (_, i): SmallUnit => {
    const at = place();
    const full = shape.full?.(draw) ?? Math.floor(draw() * 3);
    const others = shape.probationary?.(draw, full) ?? (full === 0 ? 1 : Math.floor(draw() * 3));
    return {
      id: `u${i}`,
      // A unit without any member is a matter of work coverage, not of joining.
      full: full + others <= 0 ? 0 : full,
      probationary: Math.max(0, others),
      place: at,
      trade: `t${Math.floor(draw() * (shape.trades ?? 8))}`,
      area: 'city',
    };
  });
  return { units, limits: { ...USUAL_LIMITS, ...shape.limits } };
}
