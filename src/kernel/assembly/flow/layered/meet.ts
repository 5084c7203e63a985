import { CLOSED, NEED, STRIDE } from './core.ts';
import { findTaker } from './forward.ts';
import type { CoreMap } from './map.ts';
import { findNearest, GAVE_UP, type PathSearch, sendUnits } from './paths.ts';

/** Nodes that the first search of a pair, backward and forward, may settle. */
export const FIRST_LIMIT = 32;
/** How many times more nodes each further pair of searches may settle. */
export const LONGER = 4;

/**
 * Serves every node of `lacking` from those of `giving` and the hub (core nodes). Searches backward from what lacks and forward from what
 * has to spare take turns and may settle more nodes each turn, so that the whole costs little more than the cheaper of the two directions.
 * False when someone cannot be served.
 * Source: successive shortest paths between excess and deficit in any order, Ahuja, Magnanti, Orlin, Network Flows, 1993, section 9.7; the
 * turns are our own.
 */
export function meet(search: PathSearch, map: CoreMap, lacking: readonly number[], giving: readonly number[]): boolean {
  const { node } = search;
  let lacks = lacking;
  let gives = giving;
  for (let limit = FIRST_LIMIT; lacks.length > 0; limit *= LONGER) {
    const waiting: number[] = [];
    search.hubWaits = gives.length > 0;
    for (const v of lacks) {
      while (node[v * STRIDE + NEED]! > 0) {
        const goal = findNearest(search, [v], limit);
        if (goal === GAVE_UP) {
          waiting.push(v);
          break;
        }
        if (goal < 0 || search.bound >= CLOSED / 2) {
          search.hubWaits = false;
          return false;
        }
        sendUnits(search, goal);
      }
    }
    search.hubWaits = false;
    lacks = waiting;
    if (lacks.length === 0) break;
    gives = gives.filter((u) => {
      while (node[u * STRIDE + NEED]! < 0) {
        const goal = findTaker(search, map, u, limit, true);
        if (goal === GAVE_UP) return true;
        if (goal < 0) return false;
        sendUnits(search, u);
      }
      return false;
    });
  }
  return true;
}
