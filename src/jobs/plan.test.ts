import { expect, test } from 'vitest';
import { readProblem, sampleProblem, solveAssembly, verifyPlan } from '#kernel/assembly';
import { needsBuild } from '../../test/support/built.ts';
import { openPlanDesk, type PlanProgress } from './plan.ts';

needsBuild();

function problemOf(input: unknown) {
  const read = readProblem(input);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.value;
}

test('a plan in a worker is the plan of the kernel, verified, and answers questions', async () => {
  const problem = problemOf(sampleProblem({ members: 200, checkpoints: 20, shifts: 2, units: 8, seed: 3 }));
  const seen: PlanProgress[] = [];
  const desk = openPlanDesk({ input: problem }, (progress) => seen.push(progress));
  try {
    const { plan, verification, seconds } = await desk.result;
    expect(JSON.stringify(plan)).toBe(JSON.stringify(solveAssembly(problem)));
    expect(verification).toMatchObject({ ok: true, optimal: true });
    expect(seconds).toBeGreaterThan(0);
    expect(seen.map((progress) => progress.stage)).toEqual(
      expect.arrayContaining(['leaders', 'candidates', 'reasons', 'verify']),
    );
    const row = plan.assignments.find((entry) => !plan.leaders.some((leader) => leader.member === entry.member))!;
    const answer = await desk.ask({ kind: 'explain', member: row.member, post: row.post });
    expect(answer).toMatchObject({ kind: 'explain', why: expect.arrayContaining([expect.objectContaining({ part: 'travel' })]) });
    expect(answer.kind === 'explain' && answer.whoElse.length).toBe(3);
    await expect(desk.ask({ kind: 'why-not', member: 'nobody', post: row.post })).resolves.toEqual({
      kind: 'why-not',
      blocked: 'unknown',
      outcome: null,
    });
  } finally {
    await desk.close();
  }
});

test('a stop ends with a usable plan that the verifier accepts', async () => {
  const problem = problemOf(sampleProblem({ members: 3000, checkpoints: 200, shifts: 3, units: 60, seed: 8 }));
  const desk = openPlanDesk({ input: problem });
  desk.stop();
  try {
    const { plan, verification } = await desk.result;
    expect(verification.issues).toEqual([]);
    expect(plan.bound).toBeLessThanOrEqual(plan.objective);
    expect(plan.proof.status).toBe('stopped');
    expect(verifyPlan(problem, plan).ok).toBe(true);
  } finally {
    await desk.close();
  }
});

test('a closed desk rejects what was still open', async () => {
  const desk = openPlanDesk({
    input: problemOf(sampleProblem({ members: 2000, checkpoints: 100, shifts: 3, units: 60, seed: 8 })),
  });
  const open = desk.result;
  await desk.close();
  await expect(open).rejects.toThrow('ended');
});

test('a plan that an earlier release kept is taken up: a weight it did not know has its default, and the answers are the same', async () => {
  const problem = problemOf(sampleProblem({ members: 200, checkpoints: 20, shifts: 2, units: 8, seed: 3 }));
  const desk = openPlanDesk({ input: problem });
  const { plan } = await desk.result;
  const row = plan.assignments.find((entry) => !plan.leaders.some((leader) => leader.member === entry.member))!;
  const question = { kind: 'explain', member: row.member, post: row.post } as const;
  const { notOffered: _, ...weights } = problem.weights;
  const old = openPlanDesk({ text: JSON.stringify({ ...problem, weights }), plan: JSON.stringify(plan) }, undefined, {
    checked: true,
  });
  try {
    expect(await old.ask(question)).toEqual(await desk.ask(question));
  } finally {
    await Promise.all([desk.close(), old.close()]);
  }
});
