import type { SmallUnit } from './problem.ts';

/**
 * Small units of a synthetic city by seed: most around town centres, one in five scattered; none to two full members; a trade that is
 * common in its town, or one of the others. Areas are the towns. Metres on a plane.
 */
export function sampleUnits(count: number, seed: number, trades = 8): SmallUnit[] {
  const draw = drawing(seed);
  // About eleven units a square kilometre of town: a county seat with its shops, clinics and workshops.
  const side = 3000 * Math.sqrt(count / 100);
  const towns = Array.from({ length: Math.max(1, Math.round(count / 50)) }, () => ({
    x: draw() * side,
    y: draw() * side,
    trade: Math.floor(draw() * trades),
  }));
  const bell = () => (draw() + draw() + draw() - 1.5) * 2;
  return Array.from({ length: count }, (_, i) => {
    const t = Math.floor(draw() * towns.length);
    const town = towns[t]!;
    const scattered = draw() < 0.2;
    const place = scattered
      ? { x: Math.round(draw() * side), y: Math.round(draw() * side) }
      : { x: Math.round(town.x + 1500 * bell()), y: Math.round(town.y + 1500 * bell()) };
    const full = Math.floor(draw() * 3);
    return {
      id: `u${i}`,
      full,
      probationary: full === 0 ? 1 + Math.floor(draw() * 2) : Math.floor(draw() * 3),
      place,
      trade: `t${draw() < 0.4 ? town.trade : Math.floor(draw() * trades)}`,
      area: scattered ? 'country' : `town${t}`,
    };
  });
}

/** Numbers from 0 to below 1 by seed (mulberry32). */
export function drawing(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
