import { type FlowNetwork, ResidualFlow, solveFlow } from '#kernel/assembly';

/** Runs in a browser worker: solves the network it is sent, closes the arcs in `close`, and answers both objectives and the last flow. */
self.onmessage = (event: MessageEvent<{ readonly network: FlowNetwork; readonly close: readonly number[] }>) => {
  const { network, close } = event.data;
  const result = solveFlow(network);
  if (!result.ok || result.value.status !== 'optimal') {
    self.postMessage(null);
    return;
  }
  const state = new ResidualFlow(network, result.value);
  state.update({ capacity: close.map((arc) => [arc, 0] as const) });
  const { algorithm, objective, gap } = result.value;
  self.postMessage({ algorithm, objective, gap, after: state.objective, flow: [...state.flow] });
};
