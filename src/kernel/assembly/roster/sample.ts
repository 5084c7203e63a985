import { addDays, type Day, weekday } from '../../lib/index.ts';
import { type RosterProblem, USUAL_PRICES, USUAL_RULES } from './problem.ts';

/** What a synthetic group is like. */
export interface RosterSize {
  readonly people: number;
  readonly days: number;
  /** Places of a day for a hundred people: 70 leaves two days off in seven, 86 one. */
  readonly load: number;
}

/**
 * A group at one gate with three shifts a day, by seed: some leave, wishes, nights served before, a skill that half of them have, someone
 * coming from a night. For tests and benchmarks.
 */
export function sampleRoster({ people, days, load }: RosterSize, seed: number): RosterProblem {
  let state = seed;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
  const list = Array.from({ length: days }, (_, d) => addDays('2027-03-01' as Day, d));
  const places = Math.max(3, Math.round((people * load) / 100));
  const night = Math.floor(places / 4);
  const late = Math.floor((places - night) / 2);
  const skilled = Math.min(1, places - night - late - 1);
  return {
    days: list.map((day) => ({ day, off: weekday(day) >= 6 })),
    shifts: [
      { id: 'early', team: 'early', start: 360, end: 840, night: false },
      { id: 'skilled', team: 'early', start: 360, end: 840, night: false },
      { id: 'late', team: 'late', start: 840, end: 1320, night: false },
      { id: 'night', team: 'night', start: 1320, end: 1800, night: true },
    ],
    need: list.map(() => [places - night - late - skilled, skilled, late, night]),
    people: Array.from({ length: people }, (_, p) => ({
      id: `p${p}`,
      leave: draw(5) === 0 ? [list[draw(days)]!] : [],
      wishes: draw(2) === 0 ? [{ day: list[draw(days)]!, shift: draw(2) === 0 ? 'night' : null, want: draw(4) === 0 }] : [],
      past: { shifts: 4 + draw(3), nights: draw(3), offDays: draw(2), inRow: draw(4) },
      lastEnd: draw(6) === 0 ? -120 : null,
      only: draw(2) === 0 ? null : ['early', 'late', 'night'],
      likes: draw(4) === 0 ? ['early', 'skilled', 'late'] : null,
      busy: draw(10) === 0 ? [{ start: draw(days) * 1440 + 480, end: draw(days) * 1440 + 720 }] : [],
    })),
    pins: [],
    rules: USUAL_RULES,
    prices: USUAL_PRICES,
  };
}
