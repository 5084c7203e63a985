import { beforeEach, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { isFileShape, type RouteShape } from '#contract/route';
import { ROUTES } from '#contract/routes';
import { sessionShow } from '#contract/session';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { newId } from '#store/id';
import { createBusyCity, NOBODY } from '../support/busy-city.ts';
import type { Answer, Trial } from '../support/id-trials.ts';
import { registerTrials } from '../support/id-trials-register.ts';
import { runningTrials } from '../support/id-trials-running.ts';
import { tasksTrials } from '../support/id-trials-tasks.ts';
import { type IdPlace, idsLeftToHandler, leastBody, withId } from '../support/request-ids.ts';
import { type DemoPart, startTestServer } from '../support/server.ts';

const server = await startTestServer();
const city = await createBusyCity(server);
const { db, small, far, draft, running, away, planId, plannedPost, org, unit, member } = city;
const TRIALS: Record<string, Trial> = { ...registerTrials(city), ...tasksTrials(city), ...runningTrials(city) };

const byId = new Map(ROUTES.map((route) => [route.id, route]));
const left = ROUTES.flatMap((route) => idsLeftToHandler(route).map((place) => [route, place] as const));
const writes = left.filter(([route]) => route.method !== 'GET');
const reads = left.filter(([route]) => route.method === 'GET');

const cookies = new Map<DemoPart, { cookie: string; grantId: string }>();
async function credentials(part: DemoPart) {
  const known = cookies.get(part);
  if (known) return known;
  const client = await server.signIn(DEMO_ACCOUNTS[part].login, 'qunying-demo');
  const { data } = await client.call(sessionShow, {});
  const made = { cookie: client.cookie, grantId: data.grants.find((one) => one.role === DEMO_ACCOUNTS[part].role)!.id };
  cookies.set(part, made);
  return made;
}

async function send(route: RouteShape, place: IdPlace, trial: Trial, id: string): Promise<Answer> {
  const [part, ...path] = place.split('.') as ['params' | 'query' | 'body', ...string[]];
  const schema = route.body && !isFileShape(route.body) ? (route.body as z.ZodType) : undefined;
  const least = schema ? (leastBody(schema) as object) : undefined;
  const full = trial.body && least ? { ...(route.id === 'plan-what-if' ? {} : least), ...(trial.body as object) } : least;
  const params = { ...trial.params, ...(part === 'params' ? { [path[0]!]: id } : {}) };
  const query = { ...trial.query, ...(part === 'query' ? { [path[0]!]: id } : {}) };
  const body = part === 'body' ? withId(full, path, id, schema) : full;
  const address = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => params[key] ?? NOBODY);
  const { cookie, grantId } = await credentials(trial.as);
  const headers: Record<string, string> = { cookie, 'qunying-acting': grantId, 'idempotency-key': newId() };
  if (route.etag) headers['if-match'] = `"v${await trial.etag?.()}"`;
  if (schema) headers['content-type'] = 'application/json';
  const search = new URLSearchParams(query).toString();
  const answer = await fetch(`${server.url}${address}${search ? `?${search}` : ''}`, {
    method: route.method,
    headers,
    ...(schema ? { body: JSON.stringify(body) } : {}),
  });
  const bytes = await answer.arrayBuffer();
  const text = new TextDecoder().decode(bytes);
  const problem = answer.headers.get('content-type')?.startsWith('application/problem') ? JSON.parse(text) : {};
  const issues = (problem.issues ?? []) as { code: string; path: (string | number)[] }[];
  return {
    status: answer.status,
    code: problem.code ?? '',
    paths: issues.map((one) => `${one.code} ${one.path.join('.')}`),
    text,
    bytes,
  };
}

/** What an answer says about the id: refused for it, or something else. */
function verdict(answer: Answer): string {
  if (answer.status >= 500) return `fails with ${answer.status}`;
  if (answer.code === 'outside-scope' || answer.code === 'not-found') return 'refused';
  const known =
    /unknown|outside|gone|not-for-body|nobody-beside|in-standing|duty-of-another|roster-duty|outsider|cannot|not-newest-plan/;
  if (answer.code === 'invalid' && answer.paths.some((one) => known.test(one))) return 'refused';
  return `passes: ${answer.status} ${answer.code} ${answer.paths.join()}`;
}

describe('ids inside requests', () => {
  // What passes is written: each trial finds the draft as it was.
  beforeEach(async () => {
    await db.updateTable('task').set({ state: 'planned', area_id: small.areas.wolong }).where('id', '=', draft.taskId).execute();
    await db.deleteFrom('task_source').where('task_id', '=', draft.taskId).execute();
  });

  test('every id that an access rule leaves to its handler has its trial', () => {
    const named = writes.map(([route, place]) => `${route.id} ${place}`).sort();
    expect(Object.keys(TRIALS).sort()).toEqual(named);
  });

  test.each(Object.entries(TRIALS))(
    '%s: one of another task, body or city is refused, one in reach passes',
    async (key, trial) => {
      const [id, place] = key.split(' ') as [string, IdPlace];
      const route = byId.get(id)!;
      const found: Record<string, string> = {};
      for (const [name, value] of Object.entries(trial.out)) {
        const answer = await send(route, place, trial, value);
        found[name] = answer.status === 200 && (await trial.silent?.(answer)) ? 'refused' : verdict(answer);
      }
      expect(found).toEqual(Object.fromEntries(Object.keys(trial.out).map((name) => [name, 'refused'])));
      if (trial.good === null) return;
      const answer = await send(route, place, trial, trial.good);
      expect(verdict(answer), `${answer.code} ${answer.paths.join()}`).toMatch(/^passes/);
    },
  );

  test.each(reads.map(([route, place]) => [route.id, place, route] as const))(
    '%s %s shows nothing of another city',
    async (_, place, route) => {
      const params = {
        planId,
        postId: plannedPost,
        unitId: unit(TOUR_UNITS.waterBureau),
        taskId: running.taskId,
        orgId: running.orgId,
        proposalId: NOBODY,
      };
      const foreignIds = [
        ...far.orgs.values(),
        ...far.units.values(),
        ...Object.values(far.areas),
        ...[...far.members.values()].flat(),
      ];
      for (const id of [
        org(TOUR_ORGS.meixi, far),
        unit(TOUR_UNITS.waterBureau, far),
        far.areas.wenhua,
        away.taskId,
        member(TOUR_ORGS.wenhua, 2, far),
      ]) {
        const answer = await send(
          route,
          place,
          { as: 'districtOfficer', params, query: { with: planId }, good: null, out: {} },
          id,
        );
        expect(answer.status).toBeLessThan(500);
        expect(foreignIds.filter((one) => one !== id && answer.text.includes(one))).toEqual([]);
      }
    },
  );
});
