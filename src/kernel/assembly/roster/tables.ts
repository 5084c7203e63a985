import type { RosterBreach, RosterDuty, RosterPrices, RosterProblem } from './problem.ts';

/** No duty that day. */
export const FREE = -1;

/** A roster while it is worked on: the shift of each person on each day, or FREE. */
export type Rota = Int16Array[];

/** The three things shared fairly. */
const KINDS = ['shifts', 'nights', 'offDays'] as const;

/** The problem as tables, with the hard rules and what breaking the soft ones costs a person. */
export class RosterTables {
  readonly problem: RosterProblem;
  readonly days: number;
  readonly shifts: number;
  readonly people: number;
  /** `wish[p][d * shifts + s]`: what this duty costs or (negative) saves by the wishes of the person. */
  readonly wish: readonly Int32Array[];
  /** What the wishes to serve cost where none is granted. */
  readonly wishBase: Int32Array;
  readonly away: readonly Uint8Array[];
  readonly pinned: readonly Int16Array[];
  /** Fair shares of shifts, nights and off days: the mean over those who are there, rounded down and up. */
  readonly fair: readonly (readonly [number, number])[];
  /** Whether the person is there at all; others take no part in the shares. */
  readonly present: readonly boolean[];
  /** Number of the team of each shift. */
  readonly teamOf: readonly number[];
  readonly teams: number;
  /** `open[d * teams + team][m]`: what m open places of a team on a day cost together; each costs at least as much as the one before. */
  readonly open: readonly Int32Array[];

  constructor(problem: RosterProblem) {
    const { days, shifts, people, need, prices } = problem;
    this.problem = problem;
    this.days = days.length;
    this.shifts = shifts.length;
    this.people = people.length;
    const dayOf = new Map<string, number>(days.map((row, d) => [row.day, d]));
    const shiftOf = new Map(shifts.map((row, s) => [row.id, s]));
    const personOf = new Map(people.map((row, p) => [row.id, p]));
    this.wishBase = new Int32Array(people.length);
    this.away = people.map((person) => Uint8Array.from(days, (row) => (person.leave.includes(row.day) ? 1 : 0)));
    this.present = this.away.map((row) => row.some((away) => away === 0));
    this.wish = people.map((person, p) => {
      const row = new Int32Array(days.length * shifts.length);
      for (const wish of person.wishes) {
        const d = dayOf.get(wish.day);
        if (d === undefined) continue;
        if (wish.want) this.wishBase[p]! += prices.wish;
        shifts.forEach((shift, s) => {
          if (wish.shift === null || wish.shift === shift.id)
            row[d * shifts.length + s]! += wish.want ? -prices.wish : prices.wish;
        });
      }
      if (person.likes !== null)
        shifts.forEach((shift, s) => {
          if (!person.likes!.includes(shift.id))
            for (let d = 0; d < days.length; d++) row[d * shifts.length + s]! += prices.hours;
        });
      return row;
    });
    this.pinned = people.map(() => new Int16Array(days.length).fill(FREE));
    for (const pin of problem.pins) this.pinned[personOf.get(pin.person)!]![dayOf.get(pin.day)!] = shiftOf.get(pin.shift)!;
    const names = [...new Set(shifts.map((shift) => shift.team))];
    this.teamOf = shifts.map((shift) => names.indexOf(shift.team));
    this.teams = names.length;
    this.open = need.flatMap((row) =>
      names.map((_, team) =>
        openPrices(
          prices,
          row.reduce((sum, count, s) => sum + (this.teamOf[s] === team ? count : 0), 0),
        ),
      ),
    );
    const present = Math.max(1, this.present.filter(Boolean).length);
    this.fair = KINDS.map((kind, k) => {
      let sum = 0;
      people.forEach((person, p) => {
        if (this.present[p]) sum += person.past[kind];
      });
      need.forEach((row, d) => {
        row.forEach((count, s) => {
          sum += count * this.counts(d, s)[k]!;
        });
      });
      return [Math.floor(sum / present), Math.ceil(sum / present)];
    });
  }

  /** What a duty counts for: a shift, a night, an off day. */
  counts(d: number, s: number): readonly [number, number, number] {
    return [1, this.problem.shifts[s]!.night ? 1 : 0, this.problem.days[d]!.off ? 1 : 0];
  }

  /** Whether there is enough rest between two duties of different days, the first one earlier. */
  rests(d1: number, s1: number, d2: number, s2: number): boolean {
    const { shifts, rules } = this.problem;
    return d2 * 1440 + shifts[s2]!.start - (d1 * 1440 + shifts[s1]!.end) >= rules.restHours * 60;
  }

  /** Whether the person may take the duty, whatever else he has. */
  may(p: number, d: number, s: number): boolean {
    if (this.away[p]![d] === 1) return false;
    const pin = this.pinned[p]![d]!;
    if (pin !== FREE && pin !== s) return false;
    const { id, start, end } = this.problem.shifts[s]!;
    const { lastEnd, only, busy } = this.problem.people[p]!;
    if (only !== null && !only.includes(id)) return false;
    if (busy.some((taken) => d * 1440 + start < taken.end && taken.start < d * 1440 + end)) return false;
    return lastEnd === null || d * 1440 + start - lastEnd >= this.problem.rules.restHours * 60;
  }

  /** Whether the row of a person keeps all hard rules: leave, pins, rest. */
  holds(p: number, row: Int16Array): boolean {
    let before = -1;
    for (let d = 0; d < this.days; d++) {
      const s = row[d]!;
      if (s === FREE) {
        if (this.pinned[p]![d]! !== FREE) return false;
        continue;
      }
      if (!this.may(p, d, s)) return false;
      if (before >= 0 && !this.rests(before, row[before]!, d, s)) return false;
      before = d;
    }
    return true;
  }

  /** Days that a person serves beyond the most in a row. */
  daysOver(p: number, row: Int16Array): number {
    let inRow = this.problem.people[p]!.past.inRow;
    let over = 0;
    for (const s of row) {
      inRow = s === FREE ? 0 : inRow + 1;
      if (inRow > this.problem.rules.mostInRow) over++;
    }
    return over;
  }

  /** What the row of a person costs; with `list`, each broken rule is put there. */
  price(p: number, row: Int16Array, list?: RosterBreach[]): number {
    const { problem } = this;
    const { prices, rules } = problem;
    let cost = this.wishBase[p]!;
    const person = problem.people[p]!;
    let inRow = person.past.inRow;
    const totals = [0, 0, 0];
    for (let d = 0; d < this.days; d++) {
      const s = row[d]!;
      if (s === FREE) {
        inRow = 0;
        continue;
      }
      cost += this.wish[p]![d * this.shifts + s]!;
      totals[0]!++;
      if (problem.shifts[s]!.night) totals[1]!++;
      if (problem.days[d]!.off) totals[2]!++;
      if (++inRow > rules.mostInRow) {
        cost += prices.row;
        list?.push({
          code: 'roster-row',
          params: { person: person.id, day: problem.days[d]!.day, days: inRow, most: rules.mostInRow },
          price: prices.row,
        });
      }
    }
    if (this.present[p])
      KINDS.forEach((kind, k) => {
        const total = person.past[kind] + totals[k]!;
        const [low, high] = this.fair[k]!;
        const off = total > high ? total - high : total < low ? low - total : 0;
        cost += off * prices.share;
        if (off > 0)
          list?.push({
            code: `roster-${kind === 'offDays' ? 'off-days' : kind}-${total > high ? 'many' : 'few'}`,
            params: { person: person.id, total, fair: total > high ? high : low },
            price: off * prices.share,
          });
      });
    if (list)
      for (const wish of person.wishes) {
        const d = problem.days.findIndex((each) => each.day === wish.day);
        if (d < 0) continue;
        const s = row[d]!;
        const met = s !== FREE && (wish.shift === null || problem.shifts[s]!.id === wish.shift);
        if (met !== wish.want)
          list.push({
            code: wish.want ? 'roster-wish-to-serve' : 'roster-wish-to-rest',
            params: { person: person.id, day: wish.day, shift: wish.shift ?? '' },
            price: prices.wish,
          });
      }
    if (list && person.likes !== null)
      row.forEach((s, d) => {
        if (s === FREE || person.likes!.includes(problem.shifts[s]!.id)) return;
        const params = { person: person.id, day: problem.days[d]!.day, shift: problem.shifts[s]!.id };
        list.push({ code: 'roster-hours', params, price: prices.hours });
      });
    return cost;
  }

  /** Places nobody takes, by day and shift; negative never occurs in a roster. */
  missing(rota: Rota): Int32Array {
    const out = Int32Array.from(this.problem.need.flat());
    for (const row of rota)
      row.forEach((s, d) => {
        if (s !== FREE) out[d * this.shifts + s]!--;
      });
    return out;
  }

  /** Open places of a team on a day: a place of one kind that has too many does not fill one of another. */
  openOf(missing: Int32Array, d: number, team: number): number {
    let open = 0;
    for (let s = 0; s < this.shifts; s++) if (this.teamOf[s] === team) open += Math.max(0, missing[d * this.shifts + s]!);
    return open;
  }

  /** The price of all open places. */
  openCost(missing: Int32Array): number {
    return this.open.reduce((sum, prices, k) => {
      const d = Math.floor(k / this.teams);
      return sum + prices[this.openOf(missing, d, k % this.teams)]!;
    }, 0);
  }

  /** The price of the whole. */
  cost(rota: Rota): number {
    return rota.reduce((sum, row, p) => sum + this.price(p, row), this.openCost(this.missing(rota)));
  }

  /** Every broken soft rule: gaps first, then teams that are thin or empty, then by person. */
  breaches(rota: Rota): RosterBreach[] {
    const { days, shifts, prices } = this.problem;
    const list: RosterBreach[] = [];
    const missing = this.missing(rota);
    missing.forEach((count, k) => {
      if (count > 0)
        list.push({
          code: 'roster-gap',
          params: { day: days[Math.floor(k / this.shifts)]!.day, shift: shifts[k % this.shifts]!.id, missing: count },
          price: count * prices.gap,
        });
    });
    this.open.forEach((open, k) => {
      const d = Math.floor(k / this.teams);
      const count = this.openOf(missing, d, k % this.teams);
      const price = open[count]! - count * prices.gap;
      if (price <= 0) return;
      const params = { day: days[d]!.day, shift: shifts[this.teamOf.indexOf(k % this.teams)]!.id, missing: count };
      list.push({ code: count === open.length - 1 ? 'roster-empty' : 'roster-thin', params, price });
    });
    rota.forEach((row, p) => {
      this.price(p, row, list);
    });
    return list;
  }

  /** Duties by day, shift, person. */
  duties(rota: Rota): RosterDuty[] {
    const { days, shifts, people } = this.problem;
    return days.flatMap((day, d) =>
      shifts.flatMap((shift, s) =>
        people.flatMap((person, p) => (rota[p]![d] === s ? [{ person: person.id, day: day.day, shift: shift.id }] : [])),
      ),
    );
  }

  /** The table of duties that someone wrote; duties of unknown days, shifts or people are left out. */
  rota(duties: readonly RosterDuty[]): Rota {
    const { days, shifts, people } = this.problem;
    const rota = people.map(() => new Int16Array(days.length).fill(FREE));
    for (const duty of duties) {
      const p = people.findIndex((row) => row.id === duty.person);
      const d = days.findIndex((row) => row.day === duty.day);
      const s = shifts.findIndex((row) => row.id === duty.shift);
      if (p >= 0 && d >= 0 && s >= 0) rota[p]![d] = s;
    }
    return rota;
  }
}

/** What 0, 1, … open places of `need` cost together: dearer one by one, the last dearest. */
function openPrices(prices: RosterPrices, need: number): Int32Array {
  const out = new Int32Array(need + 1);
  for (let i = 1; i <= need; i++) {
    const share = need === 1 ? 1 : (i - 1) / (need - 1);
    out[i] = out[i - 1]! + prices.gap + Math.round(prices.thin * share);
  }
  return out;
}
