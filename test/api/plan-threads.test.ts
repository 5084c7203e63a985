import { Session } from 'node:inspector/promises';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { planExplain, planStart } from '#contract/plans';
import { TOUR_ORGS } from '#demo/tour';
import { solveAssembly } from '#kernel/assembly';
import { problemOf } from '../support/assembly.ts';
import { createBusyCity } from '../support/busy-city.ts';
import { planEnded } from '../support/plan-ended.ts';
import { startTestServer } from '../support/server.ts';

/** More people than go over in one message, twice. */
const PEOPLE = 11_000;
/** Entries of the longest list in any one message. */
const MOST = 5_000;

const server = await startTestServer();
const city = await createBusyCity(server);
const { db, small, draft } = city;
await sql`with made as (
    insert into person (city_id, id, source_key, status, residence_area_id)
    select ${small.cityId}, gen_random_uuid(), 'many-' || n, 'full', ${small.areas.wenhua}::uuid from generate_series(1, ${PEOPLE}::int) n returning id
  ), named as (
    insert into person_name (city_id, person_id, name, pinyin, initials, grams) select ${small.cityId}, id, '王明', '', '', '{}' from made
  ) insert into home (city_id, id, person_id, org_id, valid_from)
    select ${small.cityId}, gen_random_uuid(), id, ${city.org(TOUR_ORGS.wenhua)}::uuid, '2020-01-01' from made`.execute(db);

/** The longest list inside a message; bytes that are handed over rather than copied are none. */
function longestList(value: unknown): number {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof SharedArrayBuffer) return 0;
  const inside = Object.values(value).reduce<number>((most, one) => Math.max(most, longestList(one)), 0);
  return Array.isArray(value) ? Math.max(value.length, inside) : inside;
}

/** Functions of the solver, the checker and the explainer that this thread has called since the coverage began. */
async function solverCalls(session: Session): Promise<string[]> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url }) =>
      /kernel\/assembly\/(flow|verify|solve|pricing|candidates|leaders|model|restore|explain|place-inquiry|inquiry-network)/.test(
        url,
      ),
    )
    .flatMap(({ url, functions }) =>
      functions
        .filter((one) => one.functionName !== '' && one.ranges[0]!.count > 0)
        .map((one) => `${url.split('/').at(-1)} ${one.functionName}`),
    );
}

test('while a plan is computed and asked about the server thread calls no solver and passes messages of bounded length', async () => {
  const lengths: { to: number[]; from: number[] } = { to: [], from: [] };
  const { postMessage, emit } = Worker.prototype;
  Worker.prototype.postMessage = function watched(this: Worker, ...args: Parameters<typeof postMessage>) {
    lengths.to.push(longestList(args[0]));
    return postMessage.apply(this, args);
  };
  Worker.prototype.emit = function watched(this: Worker, event: string | symbol, ...args: unknown[]) {
    if (event === 'message') lengths.from.push(longestList(args[0]));
    return Reflect.apply(emit, this, [event, ...args]);
  };
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    const officer = await server.as('districtOfficer');
    const params = { planId: (await officer.call(planStart, { params: { taskId: draft.taskId }, body: {} })).data.id };
    const shown = await planEnded(officer, params.planId);
    expect(shown).toMatchObject({ state: 'ready', placed: 2 });
    const explained = await officer.call(planExplain, { params: { ...params, postId: draft.postId }, query: {} });
    expect(explained.data.whoElse.length).toBeGreaterThan(0);
    expect(await solverCalls(session)).toEqual([]);
    // All the people did go over, in several messages; nothing came or went that grows with them.
    expect(lengths.to.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(PEOPLE);
    expect(Math.max(...lengths.to)).toBeLessThanOrEqual(MOST);
    expect(lengths.from.length).toBeGreaterThan(3);
    expect(Math.max(...lengths.from)).toBeLessThanOrEqual(MOST);
    // The watch does see a solver that runs here.
    solveAssembly(
      problemOf({
        version: 1,
        members: [{ id: 'm' }],
        posts: [{ id: 'p', window: { start: '2026-11-24T06:00', end: '2026-11-24T14:00' }, headCount: 1 }],
      }),
    );
    expect(await solverCalls(session)).not.toEqual([]);
  } finally {
    Object.assign(Worker.prototype, { postMessage, emit });
    session.disconnect();
  }
}, 120_000);
