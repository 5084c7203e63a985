import { expect, test } from 'vitest';
import { openPlanDesk } from '#jobs/plan';
import { problemParts } from '#jobs/problem-parts';
import { readProblem, sampleProblem } from '#kernel/assembly';
import { newId } from '#store/id';
import { savePlanResult } from '#store/plan';
import { planDocument, planDocumentText, rosterOfPlan, servingProblem } from '#store/plan-document';
import { createTestDatabase } from '../support/database.ts';
import { createSmallCity } from '../support/small-city.ts';
import { createSmallTask } from '../support/small-task.ts';

const { store } = await createTestDatabase();
const { db } = store;
const city = await createSmallCity(db);
const { cityId } = city;
const { taskId } = await createSmallTask(db, city, 'wolong');
const read = readProblem(sampleProblem({ members: 50, checkpoints: 2, seed: 5 }));
if (!read.ok) throw new Error('the sample is no problem');
const problem = read.value;
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A version whose problem stands in parts of so many members. */
async function stored(versionNo: number, membersAPart: number): Promise<string> {
  const planId = newId();
  await db
    .insertInto('plan')
    .values({ city_id: cityId, id: planId, task_id: taskId, version_no: versionNo, state: 'running', created_by: newId() })
    .execute();
  const [first, leader] = [problem.members[0]!, problem.members[44]!];
  await savePlanResult(db, cityId, planId, {
    state: 'ready',
    inputHash: 'x',
    engine: 'x',
    objective: 0,
    bound: 0,
    needed: 1,
    placed: 1,
    seconds: 1,
    summary: {},
    documents: {
      problem: problemParts(problem, membersAPart).map(bytes),
      plan: bytes({ assignments: [{ member: first.id }], leaders: [{ member: leader.id }, { member: null }] }),
      verification: bytes({}),
    },
    rows: [],
  });
  return planId;
}

test.each([
  ['one part', 11, 1000],
  ['parts of which the last is short', 12, 20],
  ['parts that come out even', 13, 25],
  ['a member a part', 14, 1],
])(
  'a problem in %s is read back as it was: parsed, as text, with those who serve, by unit',
  async (_, versionNo, membersAPart) => {
    const planId = await stored(versionNo, membersAPart);
    const parts = await db
      .selectFrom('plan_document')
      .select('part')
      .where('plan_id', '=', planId)
      .where('kind', '=', 'problem')
      .execute();
    expect(parts).toHaveLength(Math.ceil(problem.members.length / membersAPart));
    const plain: unknown = JSON.parse(JSON.stringify(problem));
    expect(await planDocument(db, cityId, planId, 'problem')).toEqual(plain);
    expect(JSON.parse((await planDocumentText(db, cityId, planId, 'problem'))!)).toEqual(plain);
    const serving = (await servingProblem(db, cityId, planId)) as typeof problem;
    expect(serving.members.map((member) => member.id)).toEqual([problem.members[0]!.id, problem.members[44]!.id]);
    expect({ ...serving, members: [] }).toEqual({ ...(plain as object), members: [] });
    const units = new Map<string, number>();
    for (const { unit } of problem.members) if (unit !== null) units.set(unit, (units.get(unit) ?? 0) + 1);
    expect(await rosterOfPlan(db, cityId, planId)).toEqual(units);
  },
);

test('a plan whose worker hands over its problem in parts is stored, taken up by another worker and explained as before', async () => {
  const desk = openPlanDesk({ input: problem }, undefined, { papers: true, membersAPart: 12 });
  const { plan, verification } = await desk.result;
  const row = plan.assignments.find((one) => !plan.leaders.some((leader) => leader.member === one.member))!;
  const question = { kind: 'explain', member: row.member, post: row.post } as const;
  const before = await desk.ask(question);
  const papers = desk.papers()!;
  await desk.close();
  expect(papers.problem).toHaveLength(Math.ceil(problem.members.length / 12));
  const planId = newId();
  await db
    .insertInto('plan')
    .values({ city_id: cityId, id: planId, task_id: taskId, version_no: 21, state: 'running', created_by: newId() })
    .execute();
  const { counts, objective, bound, inputHash, engine } = plan;
  await savePlanResult(db, cityId, planId, {
    ...{ state: 'ready', inputHash, engine, objective: Math.round(objective), bound: Math.floor(bound), needed: counts.places },
    ...{ placed: counts.filled, seconds: 1, summary: { verified: verification.ok }, rows: [] },
    documents: { problem: papers.problem, plan: papers.plan, verification: papers.verification },
  });
  const [text, saved] = await Promise.all([
    planDocumentText(db, cityId, planId, 'problem'),
    planDocumentText(db, cityId, planId, 'plan'),
  ]);
  expect(JSON.parse(text!)).toEqual(JSON.parse(JSON.stringify(problem)));
  const next = openPlanDesk({ text: text!, plan: saved! }, undefined, { checked: true });
  try {
    expect(await next.ask(question)).toEqual(before);
  } finally {
    await next.close();
  }
});

test('a document that is not there is undefined', async () => {
  expect(await planDocument(db, cityId, newId(), 'problem')).toBeUndefined();
  expect(await planDocumentText(db, cityId, newId(), 'problem')).toBeUndefined();
  expect(await servingProblem(db, cityId, newId())).toBeUndefined();
});
