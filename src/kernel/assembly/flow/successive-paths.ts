import { dualBound, flowCost } from './proof.ts';
import { ResidualFlow } from './residual.ts';
import { networkSimplex } from './simplex/solve.ts';
import { type FlowNetwork, type FlowOptions, type FlowResult, noCounts } from './types.ts';

/**
 * Successive shortest paths over the plain network: starts from nothing, opens the arcs (a negative cycle is used up as soon as an
 * arc closes it), then brings in the supplies. Shares no search with the other algorithms and serves as their check; slow beyond
 * some ten thousand arcs. Networks without an answer are handed to the network simplex for the certificate.
 * Source: Ahuja, Magnanti, Orlin, Network Flows, 1993, sections 9.7 and 9.11; Busacker, Gowen, 1960.
 */
export function successivePaths(network: FlowNetwork, options: FlowOptions = {}): FlowResult {
  const { nodeCount, supply, capacity } = network;
  const arcs = network.from.length;
  const empty = { ...network, supply: new Int32Array(nodeCount), capacity: new Int32Array(arcs) };
  const state = new ResidualFlow(empty, { flow: new Int32Array(arcs), potential: new Float64Array(nodeCount) });
  options.onBuilt?.();
  const counts = noCounts();
  const steps = [
    { capacity: Array.from(capacity, (value, arc) => [arc, value] as const).filter(([, value]) => value > 0) },
    { supply: Array.from(supply, (value, node) => [node, value] as const).filter(([, value]) => value !== 0) },
  ];
  for (const [done, step] of steps.entries()) {
    const answer = state.update(step);
    if (answer.status !== 'optimal') return networkSimplex(network, options);
    counts.scans += answer.scans;
    options.onProgress?.({ algorithm: 'successive-paths', done, total: steps.length, counts });
  }
  const objective = flowCost(network, state.flow);
  const dual = dualBound(network, state.potential);
  return {
    status: 'optimal',
    flow: state.flow.slice(),
    potential: state.potential.slice(),
    objective,
    dual,
    gap: objective - dual,
    algorithm: 'successive-paths',
    counts,
  };
}
