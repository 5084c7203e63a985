import type { FlowCut } from './types.ts';

/** A cheapest way to move one more unit: `cost` in the network's unit, `arcs` in order, an arc that gives a unit back as `~arc`. */
export interface ResidualPath {
  readonly cost: number;
  readonly arcs: Int32Array;
}

/** What becomes different; several entries for one arc or node: the last one counts. */
export interface FlowChanges {
  readonly capacity?: readonly (readonly [arc: number, value: number])[];
  readonly cost?: readonly (readonly [arc: number, value: number])[];
  /** New supplies; together with the unchanged ones they must sum to 0. */
  readonly supply?: readonly (readonly [node: number, value: number])[];
}

/** After a change: `moved` names every arc whose flow is different now; `delta` is the new objective minus the old one. */
export type FlowUpdate =
  | {
      readonly status: 'optimal';
      readonly objective: number;
      readonly delta: number;
      readonly moved: Int32Array;
      readonly scans: number;
    }
  | { readonly status: 'infeasible'; readonly cut: FlowCut }
  | { readonly status: 'unbounded' };
