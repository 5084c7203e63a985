import { uuidV7 } from '#kernel/lib';

/** A seeded stream of numbers (sfc32): the same seed gives the same stream on every machine. */
export interface Random {
  /** The next number in [0, 1). */
  next(): number;
  /** An integer in [low, high], both ends included. */
  int(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One item; the list must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** One item by weight; the list must not be empty. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  /** The next identifier: UUIDs of version 7 that rise with every call. */
  id(): string;
}

/** 2026-01-01T00:00:00Z: identifiers of the synthetic city start there and rise by one millisecond per 64 ids. */
const FIRST_MILLIS = 1_767_225_600_000;

/** A stream for this seed (any integer). */
export function randomOf(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed | 0];
  let drawn = 0;
  const bytes = new Uint8Array(10);
  function word(): number {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  }
  for (let i = 0; i < 16; i++) word();
  const next = (): number => word() / 4_294_967_296;
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted(items) {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return items[items.length - 1]![0];
    },
    id() {
      // The first byte after the timestamp carries the order inside one millisecond, so that ids rise.
      const [high, low] = [word(), word()];
      const turn = drawn++;
      bytes[0] = (turn >> 2) & 15;
      bytes[1] = ((turn & 3) << 6) | (high & 63);
      for (let i = 0; i < 4; i++) {
        bytes[2 + i] = (high >>> (8 * i)) & 255;
        bytes[6 + i] = (low >>> (8 * i)) & 255;
      }
      return uuidV7(FIRST_MILLIS + Math.floor(turn / 64), bytes);
    },
  };
}
