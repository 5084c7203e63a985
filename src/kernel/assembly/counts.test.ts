import { expect, test } from 'vitest';
import { problemOf } from '../../../test/support/assembly.ts';
import { firstPairs } from './candidates.ts';
import { sampleProblem, solveFlow } from './index.ts';
import { compile } from './instance.ts';
import { buildModel, type Fixed } from './model.ts';

/** The first network of a synthetic town where few units reach their cap, with the candidates that pricing starts from. */
function looseTown(members: number, checkpoints: number, seed: number) {
  const districts = { subdistricts: 4, units: Math.round(members / 33) };
  const problem = problemOf(
    sampleProblem({ members, checkpoints, shifts: 3, ...districts, seed, capShare: 0.9, leaders: false }),
  );
  const instance = compile(problem);
  const fixed: Fixed = { reserved: new Set(), pins: new Map(), reservedOfUnit: new Int32Array(problem.units.length) };
  return { instance, network: buildModel(instance, fixed, firstPairs(instance, fixed.reserved, fixed.pins)).network };
}

test('scans for each unit of flow stay few in a loose town, and do not grow with it', () => {
  for (const [members, checkpoints] of [
    [4_000, 60],
    [16_000, 240],
  ] as const) {
    const { network } = looseTown(members, checkpoints, 3);
    const result = solveFlow(network);
    if (!result.ok || result.value.status !== 'optimal') throw new Error('the network has no optimum');
    const { algorithm, counts } = result.value;
    expect(algorithm).toBe('layered-paths');
    expect(counts.scans / counts.augmentations).toBeLessThan(40);
  }
});

test('places that are alike are one spot: the network grows with the places that differ, not with the gates', () => {
  const { instance } = looseTown(4_000, 60, 3);
  const { problem } = instance;
  const copies = 5;
  const posts = problem.posts.flatMap((post) => Array.from({ length: copies }, (_, k) => ({ ...post, id: `${post.id} ${k}` })));
  const many = compile({ ...problem, posts });
  expect(many.slots.length).toBe(copies * instance.slots.length);
  expect(many.spots.kinds.length).toBe(instance.spots.kinds.length);
});
