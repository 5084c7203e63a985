import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dualBound, type FlowChanges, type FlowNetwork, ResidualFlow, restOf, solveFlow, undelivered } from './index.ts';
import { LayeredFollower } from './layered/follow.ts';

/** Layered networks of every kind the engine must see through: with and without units, posts, sink, shortage, with persons as sources. */
const layered = fc
  .record({
    units: fc.integer({ min: 0, max: 4 }),
    members: fc.integer({ min: 4, max: 14 }),
    slots: fc.integer({ min: 1, max: 5 }),
    posts: fc.boolean(),
    sink: fc.boolean(),
    shortage: fc.boolean(),
    slack: fc.boolean(),
    twoDuties: fc.boolean(),
    negative: fc.constantFrom(0, 0, 0, 12),
    range: fc.constantFrom(2, 9, 60),
    seed: fc.nat(),
  })
  .map((shape) => {
    let state = shape.seed | 1;
    const random = (bound: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state >>> 8) % bound;
    };
    const { units, members, slots, range } = shape;
    const price = () => random(range) - (shape.negative > 0 ? random(shape.negative) : 0);
    const source = 0;
    const sink = 1;
    const unit = 2;
    const member = unit + units;
    const slot = member + members;
    const post = slot + slots;
    const nodeCount = post + (shape.posts ? 2 : 0);
    const supply = new Int32Array(nodeCount);
    const arcs: [number, number, number, number][] = [];
    for (let u = 0; u < units; u++) {
      let step = price();
      for (let k = 0; k < 1 + random(3); k++) {
        arcs.push([source, unit + u, random(4), step]);
        step += random(range);
      }
    }
    for (let m = 0; m < members; m++) {
      if (units > 0) arcs.push([unit + random(units), member + m, shape.twoDuties && random(3) === 0 ? 2 : 1, price()]);
      for (let k = 0; k < 3 + random(3); k++)
        arcs.push([member + m, slot + random(slots), random(8) === 0 ? 0 : 1 + random(2), price()]);
    }
    let demand = 0;
    for (let s = 0; s < slots; s++) {
      const heads = random(4);
      demand += heads;
      if (shape.shortage) arcs.push([source, slot + s, heads, 500]);
      const to = shape.posts ? post + random(2) : sink;
      if (shape.posts || shape.sink) arcs.push([slot + s, to, heads + (shape.slack ? random(3) : 0), random(4)]);
      else supply[slot + s] = -heads;
    }
    if (shape.posts) {
      for (let p = 0; p < 2; p++) arcs.push([post + p, sink, 40, random(3)]);
      if (!shape.slack) {
        for (let p = 0; p < 2; p++) {
          const into = arcs.filter((arc) => arc[1] === post + p).reduce((sum, arc) => sum + arc[2], 0);
          arcs[arcs.length - 2 + p] = [post + p, sink, into, 1];
        }
      }
    }
    if (shape.posts || shape.sink) supply[sink] = -demand;
    if (units > 0) supply[source] = demand;
    else {
      let given = 0;
      for (let m = 0; m < members; m++) {
        supply[member + m] = given < demand ? 1 : 0;
        if (given < demand) given++;
      }
      supply[source] = demand - given;
    }
    const network: FlowNetwork = {
      nodeCount,
      supply,
      from: Int32Array.from(arcs, (arc) => arc[0]),
      to: Int32Array.from(arcs, (arc) => arc[1]),
      capacity: Int32Array.from(arcs, (arc) => arc[2]),
      cost: Int32Array.from(arcs, (arc) => arc[3]),
    };
    return network;
  });

test('layered networks: every algorithm finds the same optimum, or the same lack', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(layered, (network) => {
      const reference = solveFlow(network, { algorithm: 'network-simplex' });
      if (!reference.ok) throw new Error(JSON.stringify(reference.issues));
      const expected = reference.value;
      for (const algorithm of ['layered-paths', 'successive-paths', 'auto'] as const) {
        const other = solveFlow(network, { algorithm });
        if (!other.ok) throw new Error(JSON.stringify(other.issues));
        const found = other.value;
        if (algorithm === 'layered-paths') seen.set(found.algorithm, (seen.get(found.algorithm) ?? 0) + 1);
        expect(found.status).toBe(expected.status);
        if (found.status === 'optimal' && expected.status === 'optimal') {
          expect(found.objective).toBe(expected.objective);
          expect(found.dual).toBe(expected.objective);
          expect(undelivered(network, found.flow)).toBe(0);
          expect(found.flow.every((units, arc) => units >= 0 && units <= network.capacity[arc]!)).toBe(true);
        } else if (found.status === 'infeasible') expect(found.cut.missing).toBeGreaterThan(0);
      }
    }),
    { numRuns: 3000, seed: 11 },
  );
  // The layered algorithm must really have run, not handed most of them over.
  expect(seen.get('layered-paths')).toBeGreaterThan(1500);
});

test('layered networks: members and candidates closed, opened and repriced in a row equal solving afresh', () => {
  let followed = 0;
  const step = fc.tuple(fc.nat(), fc.constantFrom('close', 'open', 'cost', 'both', 'many'), fc.integer({ min: 0, max: 80 }));
  fc.assert(
    fc.property(layered, fc.array(step, { minLength: 4, maxLength: 30 }), (network, steps) => {
      const first = solveFlow(network);
      if (!first.ok || first.value.status !== 'optimal') return;
      const state = new ResidualFlow(network, first.value);
      const follower = LayeredFollower.from(network, first.value);
      const arcs = network.from.length;
      for (const [pick, what, value] of steps) {
        const arc = pick % arcs;
        const size = network.capacity[arc]!;
        const many = Array.from({ length: 5 }, (_, k) => [(pick + 7 * k) % arcs, 0] as const);
        const changes: FlowChanges =
          what === 'close'
            ? { capacity: [[arc, 0]] }
            : what === 'open'
              ? { capacity: [[arc, size]] }
              : what === 'cost'
                ? { cost: [[arc, value]] }
                : what === 'both'
                  ? { capacity: [[arc, pick % (size + 1)]], cost: [[arc, value]] }
                  : { capacity: many };
        if (follower?.follows(changes) === true) followed++;
        const before = state.objective;
        const flow = state.flow.slice();
        const potential = state.potential.slice();
        const tried = state.trial(changes);
        expect(state.flow.every((units, at) => units === flow[at])).toBe(true);
        expect(state.potential.every((price, at) => price === potential[at])).toBe(true);
        expect(state.objective).toBe(before);
        const done = state.update(changes);
        expect(done.status).toBe(tried.status);
        const afresh = solveFlow(state.network);
        if (!afresh.ok || afresh.value.status !== 'optimal') throw new Error('the state must keep an optimum');
        expect(state.objective).toBe(afresh.value.objective);
        if (done.status !== 'optimal' || tried.status !== 'optimal') continue;
        expect(done.delta).toBe(tried.delta);
        expect(before + done.delta).toBe(done.objective);
        expect(dualBound(state.network, state.potential)).toBe(done.objective);
        expect(restOf(state.network, state.flow).every((units) => units === 0)).toBe(true);
        expect(state.flow.every((units, at) => units >= 0 && units <= state.network.capacity[at]!)).toBe(true);
      }
    }),
    { numRuns: 800, seed: 12 },
  );
  expect(followed).toBeGreaterThan(500);
});

test('layered networks: ways and forced units cost what the search of the whole network says', () => {
  let asked = 0;
  fc.assert(
    fc.property(layered, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (network, picks) => {
      const first = solveFlow(network);
      if (!first.ok || first.value.status !== 'optimal') return;
      const state = new ResidualFlow(network, first.value);
      const { nodeCount, from, to, cost, capacity } = network;
      const walk = (arcs: Int32Array, source: number, target: number): number => {
        let at = source;
        let sum = 0;
        for (const code of arcs) {
          const arc = code < 0 ? ~code : code;
          expect(at).toBe(code < 0 ? to[arc] : from[arc]);
          expect(code < 0 ? state.flow[arc]! > 0 : state.flow[arc]! < capacity[arc]!).toBe(true);
          at = code < 0 ? from[arc]! : to[arc]!;
          sum += code < 0 ? -cost[arc]! : cost[arc]!;
        }
        expect(at).toBe(target);
        return sum;
      };
      for (const pick of picks) {
        const source = pick % nodeCount;
        const target = (pick >> 7) % nodeCount;
        const path = state.path(source, target);
        expect(path?.cost ?? Number.POSITIVE_INFINITY).toBe(state.distances(source, 'from')[target]);
        if (path !== null) expect(walk(path.arcs, source, target)).toBe(path.cost);
        const arc = pick % from.length;
        if (from[arc] === to[arc]) continue;
        const forced = state.forceUnit(arc);
        if (forced === null) continue;
        asked++;
        expect(walk(forced.arcs, from[arc]!, from[arc]!)).toBe(forced.cost);
        if (state.flow[arc]! > 0 || forced.cost <= 0) continue;
        // Forced: the unit leaves the tail, enters the head, and its arc is shut; the rest is solved again.
        const supply = network.supply.slice();
        supply[from[arc]!]! -= 1;
        supply[to[arc]!]! += 1;
        const again = solveFlow({ ...network, supply, capacity: capacity.map((units, a) => (a === arc ? units - 1 : units)) });
        if (!again.ok || again.value.status !== 'optimal') throw new Error('a way was found, so an answer exists');
        expect(again.value.objective + cost[arc]! - first.value.objective).toBe(forced.cost);
      }
    }),
    { numRuns: 400, seed: 13 },
  );
  expect(asked).toBeGreaterThan(500);
});
