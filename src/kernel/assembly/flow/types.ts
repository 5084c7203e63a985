/** Capacity that stands for "no limit"; a negative cycle made only of such arcs has no optimum. */
export const UNLIMITED = 2_147_483_647;

/**
 * A directed network: all arrays are int32, arcs are numbered by their position. `supply` has length `nodeCount` (> 0 gives,
 * < 0 takes, sum 0); `from`, `to`, `capacity` (>= 0), `cost` (per unit, any sign) have one entry an arc. Parallel arcs and loops
 * are allowed.
 */
export interface FlowNetwork {
  readonly nodeCount: number;
  readonly supply: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly capacity: Int32Array;
  readonly cost: Int32Array;
  /** Only zeros are accepted. */
  readonly lower?: Int32Array;
}

/** Names of the algorithms; `auto` looks at the network and at its own counts while it runs. */
export type FlowAlgorithm = 'auto' | 'network-simplex' | 'successive-paths' | 'layered-paths';

/** Where a solve stands; `done` of `total` units of supply have found their way (network simplex: `total` is 0). */
export interface FlowProgress {
  readonly algorithm: string;
  readonly done: number;
  readonly total: number;
  readonly counts: FlowCounts;
}

/** Work done, the only budget the solver knows: same network, same counts. */
export interface FlowCounts {
  pivots: number;
  scans: number;
  augmentations: number;
  phases: number;
}

/** A flow with prices to start from, usually the result of an earlier solve of a similar network. */
export interface FlowStart {
  readonly flow: Int32Array;
  readonly potential: Float64Array;
}

/** How to solve. All budgets are counts, so that the same input gives the same flow. */
export interface FlowOptions {
  readonly algorithm?: FlowAlgorithm;
  readonly onProgress?: (progress: FlowProgress) => void;
  /** Asked now and then; `true` ends the solve with status `stopped`. */
  readonly shouldStop?: () => boolean;
  /** A flow and prices for network simplex to begin with; anything that keeps the capacities will do. */
  readonly warmStart?: FlowStart;
  /** Effort, in scans, after which layered paths hand over to network simplex; estimated from the network when left out (`layered-paths` alone: never). */
  readonly layeredBudget?: number;
  /** Called once when the arrays of the solver stand, before the first search. */
  readonly onBuilt?: () => void;
}

/**
 * A flow with its proof. Prices obey `cost + potential[from] - potential[to]` >= 0 where capacity is left and <= 0 where flow is
 * above 0 when `status` is `optimal`; `dual` is the bound those prices prove; `gap = objective - dual`.
 */
export interface SolvedFlow {
  readonly status: 'optimal';
  readonly flow: Int32Array;
  readonly potential: Float64Array;
  readonly objective: number;
  readonly dual: number;
  readonly gap: number;
  readonly algorithm: string;
  readonly counts: FlowCounts;
}

/**
 * What a cancelled solve keeps: `flow` keeps every capacity and conserves flow at each node up to `undelivered` units that have not
 * been routed yet (0: a complete plan, only not proven optimal). `dual` is a valid bound of the whole problem.
 */
export interface StoppedFlow extends Omit<SolvedFlow, 'status'> {
  readonly status: 'stopped';
  readonly undelivered: number;
}

/** Nobody can: `nodes` together give `supply` units but only `capacity` leaves them; `missing` is the difference (> 0). */
export interface FlowCut {
  readonly nodes: Int32Array;
  readonly supply: number;
  readonly capacity: number;
  readonly missing: number;
}

/** What a solve answers. */
export type FlowResult =
  | SolvedFlow
  | StoppedFlow
  | { readonly status: 'infeasible'; readonly cut: FlowCut; readonly algorithm: string; readonly counts: FlowCounts }
  | {
      readonly status: 'unbounded';
      /** Arcs, in order, of a cycle of unlimited capacity and negative cost. */
      readonly cycle: Int32Array;
      readonly algorithm: string;
      readonly counts: FlowCounts;
    };

/** Fresh counts, all 0. */
export function noCounts(): FlowCounts {
  return { pivots: 0, scans: 0, augmentations: 0, phases: 0 };
}
