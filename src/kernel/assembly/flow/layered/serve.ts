import { type Blocking, blockingMemory, sendMore } from './blocking.ts';
import { NEED, STRIDE } from './core.ts';
import { findNearest, GAVE_UP, type PathSearch, sendUnits } from './paths.ts';

/** Nodes a first search may settle before the unit is put off. */
const FIRST_LIMIT = 400;
/** Scans that first searches may waste before they have to earn more than they waste. */
const FREE_LOSS = 100_000;
/** One turn in so many tries the way of searching that is dearer at present. */
const TRY_OTHER = 8;

/** How serving ended: whether the caller stopped it, and whether some node cannot be served at all. */
export interface Served {
  readonly stopped: boolean;
  readonly stuck: boolean;
  /** Whether it ended because of the budget. */
  readonly spent?: boolean;
}

/**
 * Serves every node that lacks units. First each by itself, as far as that stays near and while such searches serve more
 * often than they give up, as counted in scans; what is put off then by whichever is cheaper
 * a unit as counted so far: one search for all that lack with blocking flows (good on plateaus, where everyone seeks the same far
 * places), or searches one by one (good where the ends are scattered). `goOn` is asked after each turn. Ends early when the effort of the
 * search passes `budget`, or is bound to.
 */
export function serveAll(search: PathSearch, goOn: (served: number) => boolean, budget: number): Served {
  const { core, node } = search;
  const lacks = (v: number) => node[v * STRIDE + NEED]! > 0;
  let rest: number[] = [];
  let stuck = false;
  let served = 0;
  let asked = 0;
  // Scans of first searches that gave up and of those that served.
  let lost = 0;
  let gained = 0;
  for (let v = 0; v < core.nodeCount; v++) {
    while (lacks(v)) {
      if (search.effort > budget) return { stopped: false, stuck, spent: true };
      if (lost > gained + FREE_LOSS) {
        rest.push(v);
        break;
      }
      const scans = search.counts.scans;
      const goal = findNearest(search, [v], FIRST_LIMIT);
      if (goal === GAVE_UP) {
        lost += search.counts.scans - scans;
        rest.push(v);
        break;
      }
      gained += search.counts.scans - scans;
      if (goal < 0) {
        stuck = true;
        break;
      }
      served += sendUnits(search, goal);
    }
    if (served - asked >= 4096) {
      asked = served;
      if (!goOn(served)) return { stopped: true, stuck };
    }
  }
  const memory: Blocking = blockingMemory(core.nodeCount);
  // Scans a unit of searching together and one by one; both are measured before they are compared.
  let together = 0;
  let alone = 0;
  let effort = 0;
  const began = search.effort;
  const servedFirst = served;
  for (let turn = 0; rest.length > 0; turn++) {
    if (search.effort > budget || isHopeless(search, rest, began, served - servedFirst, budget)) {
      return { stopped: false, stuck, spent: true };
    }
    const scans = search.counts.scans;
    const before = served;
    const preferTogether = turn < 2 ? turn === 0 : together <= alone;
    if (rest.length > 1 && preferTogether !== (turn % TRY_OTHER === TRY_OTHER - 1)) {
      search.counts.phases++;
      const goal = findNearest(search, rest);
      if (goal < 0) return { stopped: false, stuck: true };
      served += sendUnits(search, goal);
      served += sendMore(search, memory, rest);
      effort = search.counts.scans - scans;
      together = blend(together, effort / (served - before));
      rest = rest.filter(lacks);
    } else {
      let at = 0;
      while (at < rest.length && search.counts.scans - scans <= effort) {
        const v = rest[at]!;
        const goal = findNearest(search, [v]);
        if (goal < 0) {
          stuck = true;
          at++;
          continue;
        }
        served += sendUnits(search, goal);
        if (!lacks(v)) at++;
      }
      rest = rest.slice(at);
      alone = blend(alone, (search.counts.scans - scans) / Math.max(1, served - before));
    }
    if (!goOn(served)) return { stopped: true, stuck };
  }
  return { stopped: false, stuck };
}

/**
 * Whether what is left would cost too much at the effort that each unit has taken since `began`: two fifths of the budget after a sixth of it has
 * been spent to know, and the more the earlier (on plateaus many come at once later, so early rates tell little).
 */
function isHopeless(search: PathSearch, rest: readonly number[], began: number, served: number, budget: number): boolean {
  const spent = (search.effort - began) / budget;
  if (!(spent > 0.01)) return false;
  let left = 0;
  for (const v of rest) left += search.node[v * STRIDE + NEED]!;
  const more = (spent / Math.max(1, served)) * left;
  return spent > 1 / 6 ? more > 0.4 : more * spent > 0.4;
}

function blend(old: number, now: number): number {
  return old === 0 ? now : (old + now) / 2;
}
