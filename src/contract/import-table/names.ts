import { likeness } from './mapping.ts';

/** The known name most like a name that nobody knows, or null when none is near (likeness under 0.5 and more than one character off). */
export function nearestName(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestScore = 0.5;
  for (const candidate of known) {
    const score =
      candidate.startsWith(name) || name.startsWith(candidate)
        ? 0.5 + 0.5 * likeness(name, candidate)
        : Math.max(likeness(name, candidate), oneOff(name, candidate) ? ONE_OFF : 0);
    if (score > bestScore || (score === bestScore && best !== null && candidate < best)) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** Pairs of characters say little about short names: one wrong character of four leaves one pair in three. */
const ONE_OFF = 0.7;

/** Names of three characters and more that differ by one character: another, one too many or one too few. */
function oneOff(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 3 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(at + (short.length === long.length ? 1 : 0)) === long.slice(at + 1);
}
