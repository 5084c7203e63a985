import { CITY_SIZES, type CityKind, cityNetwork } from './city.ts';
import { writeDimacsFile } from './dimacs-file.ts';

/** `city <xs|s|m|l> <tight|smooth|loose> <seed> <file.min>`: writes a made-up city as a DIMACS file. */
export function city(args: readonly string[]): number {
  const [size, kind, seed, path] = args;
  const shape = CITY_SIZES[size as keyof typeof CITY_SIZES];
  if (shape === undefined || path === undefined || !['tight', 'smooth', 'loose'].includes(kind ?? '')) {
    throw new Error('usage: npm run bench -- city <xs|s|m|l> <tight|smooth|loose> <seed> <file.min>');
  }
  writeDimacsFile(path, cityNetwork({ ...shape, kind: kind as CityKind, seed: Number(seed) }));
  return 0;
}
