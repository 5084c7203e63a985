import { CITY_SIZES, type CityKind, cityNetwork } from './city.ts';
import { writeDimacsFile } from './dimacs-file.ts';
import { STRUCTURES, structureNetwork } from './structures.ts';

/**
 * `city <xs|s|m|l> <tight|smooth|loose> <seed> <file.min> [towns|even] [largest random cost]`: writes a made-up city as a DIMACS file;
 * without the last two around towns and by travel, skill and wish.
 */
export function city(args: readonly string[]): number {
  const [size, kind, seed, path, places = 'towns', most] = args;
  const shape = CITY_SIZES[size as keyof typeof CITY_SIZES];
  const known = shape !== undefined && ['tight', 'smooth', 'loose'].includes(kind ?? '') && ['towns', 'even'].includes(places);
  if (!known || path === undefined) {
    throw new Error(
      'usage: npm run bench -- city <xs|s|m|l> <tight|smooth|loose> <seed> <file.min> [towns|even] [largest random cost]',
    );
  }
  const costs = most === undefined ? {} : { randomCosts: Number(most) };
  writeDimacsFile(
    path,
    cityNetwork({ ...shape, kind: kind as CityKind, seed: Number(seed), places: places as 'towns', ...costs }),
  );
  return 0;
}

/** `structure <name> <arcs> <seed> <file.min>`: writes a network of another structure as a DIMACS file. */
export function structure(args: readonly string[]): number {
  const [name, arcs, seed, path] = args;
  if (!STRUCTURES.some((known) => known === name) || path === undefined)
    throw new Error(`usage: npm run bench -- structure <${STRUCTURES.join('|')}> <arcs> <seed> <file.min>`);
  writeDimacsFile(path, structureNetwork(name as (typeof STRUCTURES)[number], Number(arcs), Number(seed)));
  return 0;
}
