import { ok, type Result, refused } from '#kernel/lib';
import { checkNetwork } from './check.ts';
import { solveLayered } from './layered/solve.ts';
import { networkSimplex } from './simplex/solve.ts';
import { successivePaths } from './successive-paths.ts';
import type { FlowNetwork, FlowOptions, FlowResult } from './types.ts';

/**
 * A flow of least cost that meets all supplies, with its proof; or `infeasible` with the cut, `unbounded` with the cycle, `stopped`
 * with what was reached. Refused with issues when the network is malformed or too large to be exact. Same input, same flow.
 */
export function solveFlow(network: FlowNetwork, options: FlowOptions = {}): Result<FlowResult> {
  const issues = checkNetwork(network);
  if (issues.length > 0) return refused(...issues);
  const { algorithm = 'auto' } = options;
  if (algorithm === 'successive-paths') return ok(successivePaths(network, options));
  const layered = algorithm === 'auto' || algorithm === 'layered-paths' ? solveLayered(network, options) : null;
  return ok(layered ?? networkSimplex(network, options));
}
