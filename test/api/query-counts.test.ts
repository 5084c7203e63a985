import { describe, expect, test } from 'vitest';
import { addressOf } from '#contract/client';
import { formationShow } from '#contract/formation';
import { rosterPropose } from '#contract/rosters';
import type { RouteShape } from '#contract/route';
import { ROUTES } from '#contract/routes';
import { sessionShow } from '#contract/session';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { newId } from '#store/id';
import { createBusyCity } from '../support/busy-city.ts';
import { growCity } from '../support/grown-city.ts';
import { READING_POSTS, type Read, readsOf } from '../support/reads.ts';
import { countedFetch, countQueries } from '../support/request-queries.ts';
import { type DemoPart, startTestServer } from '../support/server.ts';

countQueries();
const server = await startTestServer();
const city = await createBusyCity(server);
const { db, cityId, draft, running } = city;

const importId = newId();
await db
  .insertInto('import_batch')
  .values({
    ...{ city_id: cityId, id: importId, kind: 'members', file_name: 'a.xlsx', state: 'preview', created_at: new Date() },
    created_by: DEMO_ACCOUNTS.districtOfficer.id,
    mapping: JSON.stringify({ mapping: { personName: 0 }, sheetName: 'a', lead: { rows: [['姓名']], numbers: [1], headRow: 1 } }),
  })
  .execute();
await db
  .insertInto('import_row')
  .values({ city_id: cityId, batch_id: importId, row_no: 1, sheet_row: 2, raw: '["王明"]', outcome: 'new' })
  .execute();
const officer = await server.as('districtOfficer');
const { data: proposal } = await officer.call(rosterPropose, {
  params: { taskId: running.taskId, orgId: running.orgId },
  body: { from: running.from, to: running.to, offDays: [], rules: { restHours: 11, mostInRow: 6 }, duties: [] } as never,
});
const { data: chain } = await officer.call(formationShow, { params: { taskId: draft.taskId } });
const reads = readsOf(city, { importId, proposalId: proposal.id, node: chain.nodes[0]!.key });

/** At most so many round trips a read, session and scope among them. */
const MOST = 20;
/** Reads that bring more together, each with the reason. */
const MORE: Readonly<Record<string, number>> = {
  // Reads the whole problem of today as a solve would.
  'plan-since': 30,
  // The chain as it would be set up, what the rules say of it, the approval and its request.
  'formation-show': 24,
  // The running page as a file: its read, who asks for which file, and what is written down of it.
  'gap-list-file': 22,
  // The same chain written as a Word file, and who stands in it by name noted.
  'request-document': 28,
  // People, shifts, wishes, days elsewhere and what was served before, each of its table.
  'roster-board': 22,
};

const reading = ROUTES.filter((route) => route.method === 'GET' || READING_POSTS.includes(route.id));
const signedIn = new Map<DemoPart, Promise<{ cookie: string; grantId: string }>>();
const credentials = (part: DemoPart) => {
  const known = signedIn.get(part) ?? signIn(part);
  signedIn.set(part, known);
  return known;
};
async function signIn(part: DemoPart) {
  const client = await server.signIn(DEMO_ACCOUNTS[part].login, 'qunying-demo');
  const { data } = await client.call(sessionShow, {});
  return { cookie: client.cookie, grantId: data.grants.find((one) => one.role === DEMO_ACCOUNTS[part].role)!.id };
}

async function queriesOf(route: RouteShape, read: Read): Promise<number | string> {
  const { cookie, grantId } = await credentials(read.as);
  const { answer, bytes, queries } = await countedFetch(`${server.url}${addressOf(route, read)}`, {
    method: route.method,
    redirect: 'manual',
    headers: { cookie, 'qunying-acting': grantId, 'content-type': 'application/json' },
    ...(route.method === 'GET' ? {} : { body: JSON.stringify(read.body) }),
  });
  const expected = read.refused === undefined ? answer.ok : answer.status === read.refused;
  return expected ? queries : `${answer.status} ${Buffer.from(bytes).toString().slice(0, 300)}`;
}

/** Every read once to fill what is kept for good, then again later than anything is kept for a while. */
async function counts(): Promise<Record<string, number | string>> {
  const found: Record<string, number | string> = {};
  for (const route of reading)
    for (const [n, read] of (reads[route.id] ?? []).entries()) {
      await queriesOf(route, read);
      server.advance(30_000);
      found[`${route.id} ${read.as} ${n}`] = await queriesOf(route, read);
    }
  return found;
}

describe('queries of one request', () => {
  test('every route that reads is asked here', () => {
    expect(Object.keys(reads).sort()).toEqual(reading.map((route) => route.id).sort());
    for (const [id, list] of Object.entries(reads)) expect(list.length, id).toBeGreaterThan(0);
  });

  test('a read asks the database a limited number of times, and no more often when there are more rows', async () => {
    const few = await counts();
    const most = (key: string) => MORE[key.split(' ')[0]!] ?? MOST;
    expect(Object.entries(few).filter(([key, count]) => !(typeof count === 'number' && count <= most(key)))).toEqual([]);
    await growCity(city, importId, 12);
    expect(await counts()).toEqual(few);
  }, 240_000);
});
