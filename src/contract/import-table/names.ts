import { likeness } from './mapping.ts';

/** The known name most like a name that nobody knows, or null when none is near (likeness under 0.5). */
export function nearestName(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestScore = 0.5;
  for (const candidate of known) {
    const score =
      candidate.startsWith(name) || name.startsWith(candidate)
        ? 0.5 + 0.5 * likeness(name, candidate)
        : likeness(name, candidate);
    if (score > bestScore || (score === bestScore && best !== null && candidate < best)) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}
