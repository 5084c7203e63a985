import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Power, SubjectKind } from '#contract/access';
import { isFileShape, type RouteShape } from '#contract/route';
import { ROUTES } from '#contract/routes';
import { sessionShow } from '#contract/session';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { scopeOf } from '#server/scope';
import { hashToken } from '#server/session';
import { addAccount, addGrant } from '#store/account';
import { newId } from '#store/id';
import { findSession } from '#store/session';
import { type DemoPart, startTestServer } from '../support/server.ts';
import { createSmallTask } from '../support/small-task.ts';

const server = await startTestServer();
const { small } = server;
const db = server.database.store.db;
const here = await createSmallTask(db, small, 'wolong');
const other = await createSmallTask(db, small, 'wancheng');
const person = (org: string, no: number) => small.members.get(org)![no]!;
const batch = newId();
await db
  .insertInto('import_batch')
  .values({
    city_id: server.cityId,
    id: batch,
    kind: 'members',
    file_name: 'a.xlsx',
    state: 'preview',
    created_by: DEMO_ACCOUNTS.districtOfficer.id,
    created_at: new Date(),
  })
  .execute();
const memberAccount = await addAccount(db, {
  cityId: server.cityId,
  login: 'wenhua-3',
  hash: null,
  personId: person(TOUR_ORGS.wenhua, 3),
  displayName: '甲',
  mustChange: true,
});
await addGrant(db, {
  id: newId(),
  cityId: server.cityId,
  accountId: memberAccount,
  role: 'member',
  orgId: small.orgs.get(TOUR_ORGS.wenhua)!,
  unitId: null,
  from: '2020-01-01' as never,
  by: null,
});

/** Every thing that a rule can be asked about, by kind and a readable name. */
const THINGS: Record<SubjectKind, Record<string, string>> = {
  org: {
    ...Object.fromEntries(
      ['city', 'wolong', 'wancheng', 'meixi', 'qiyi', 'wenhua', 'waterBureauSecond', 'waterGroup', 'waterSupply'].map((key) => [
        key,
        small.orgs.get(TOUR_ORGS[key as 'city'])!,
      ]),
    ),
    chain: here.rootOrgId,
    otherChain: other.rootOrgId,
  },
  group: { here: here.rootOrgId, other: other.rootOrgId },
  unit: {
    bureau: small.units.get(TOUR_UNITS.waterBureau)!,
    group: small.units.get(TOUR_UNITS.waterGroup)!,
    supply: small.units.get(TOUR_UNITS.waterSupply)!,
    headquarters: small.units.get(TOUR_UNITS.headquarters)!,
  },
  area: {
    city: small.areas.city,
    wolong: small.areas.wolong,
    wancheng: small.areas.wancheng,
    wenhua: small.areas.wenhua,
    bayi: small.areas.bayi,
  },
  person: {
    wenhua: person(TOUR_ORGS.wenhua, 2),
    bayi: person('small-bayi', 2),
    supply: person(TOUR_ORGS.waterSupply, 3),
    serving: person(TOUR_ORGS.waterBureauSecond, 1),
    zhang: person(TOUR_ORGS.waterBureauSecond, 0),
  },
  task: { here: here.taskId, other: other.taskId },
  plan: { here: here.planId, other: other.planId },
  approval: { here: here.approvalId, other: other.approvalId },
  account: {
    member: memberAccount,
    unit: DEMO_ACCOUNTS.unitSecretary.id,
    city: DEMO_ACCOUNTS.cityOfficer.id,
    district: DEMO_ACCOUNTS.districtOfficer.id,
  },
  import: { batch },
};

const all = (kind: SubjectKind) => Object.keys(THINGS[kind]);

type Reach = Partial<Record<`${SubjectKind}:${Power}`, readonly string[]>>;
const every = (kind: SubjectKind, powers: readonly Power[], names: readonly string[]): Reach =>
  Object.fromEntries(powers.map((power) => [`${kind}:${power}`, names]));
const ORGS = all('org').filter((name) => name !== 'otherChain' && name !== 'chain');

/** Who may do what with which thing, written down by hand from the rules: the independent word that the module is held against. */
const MAY: Record<string, Reach> = {
  cityOfficer: {
    ...every('org', ['see', 'edit', 'approve'], [...ORGS, 'chain', 'otherChain']),
    ...every('group', ['see', 'edit', 'names'], all('group')),
    'unit:see': all('unit'),
    ...every('unit', ['edit', 'approve'], ['bureau', 'group', 'supply']),
    ...every('area', ['see', 'edit', 'approve'], all('area')),
    ...every('task', ['see', 'edit', 'names', 'approve'], all('task')),
    ...every('plan', ['see', 'edit', 'names', 'approve'], all('plan')),
    ...every('approval', ['see', 'edit', 'names', 'approve'], all('approval')),
    'account:see': ['city'],
  },
  districtOfficer: {
    ...every('org', ['see', 'edit', 'approve'], ['wolong', 'meixi', 'qiyi', 'wenhua', 'chain']),
    ...every('group', ['see', 'edit', 'names'], ['here']),
    'area:see': all('area'),
    ...every('area', ['edit', 'approve'], ['wolong', 'wenhua', 'bayi']),
    'unit:see': ['bureau', 'group', 'supply', 'headquarters'],
    ...every('task', ['see', 'edit', 'names', 'approve'], ['here']),
    ...every('plan', ['see', 'edit', 'names', 'approve'], ['here']),
    ...every('approval', ['see', 'edit', 'names'], ['here']),
    ...every('import', ['see', 'edit', 'names', 'approve'], ['batch']),
    'account:see': ['district'],
  },
  subdistrictSecretary: {
    ...every('org', ['see', 'edit', 'names', 'approve'], ['meixi', 'wenhua']),
    'unit:see': ['bureau', 'headquarters'],
    'area:see': all('area'),
    ...every('area', ['edit', 'approve'], ['wenhua']),
    ...every('person', ['see', 'edit', 'names', 'approve'], ['wenhua']),
    'task:see': ['here'],
    'plan:see': ['here'],
    'approval:see': ['here'],
    ...every('account', ['see', 'edit'], ['member']),
  },
  branchSecretary: {
    ...every('org', ['see', 'edit', 'names', 'approve'], ['waterSupply']),
    ...every('unit', ['see', 'edit', 'names', 'approve'], ['supply']),
    'area:see': all('area'),
    ...every('person', ['see', 'edit', 'names', 'approve'], ['supply']),
    'task:see': ['here'],
    'plan:see': ['here'],
    'approval:see': ['here'],
  },
  unitSecretary: {
    ...every('org', ['see', 'edit', 'names', 'approve'], ['waterGroup', 'waterSupply']),
    ...every('unit', ['see', 'edit', 'names', 'approve'], ['group', 'supply']),
    'area:see': all('area'),
    ...every('person', ['see', 'edit', 'names', 'approve'], ['supply']),
    'task:see': ['here'],
    'plan:see': ['here'],
    'approval:see': ['here'],
    'account:see': ['unit'],
  },
  headquarters: {
    ...every('org', ['see', 'edit', 'approve'], ['chain']),
    ...every('group', ['see', 'edit', 'names'], ['here']),
    ...every('unit', ['see', 'edit', 'approve'], ['headquarters']),
    'area:see': all('area'),
    ...every('task', ['see', 'edit', 'names', 'approve'], ['here']),
    ...every('plan', ['see', 'edit', 'names', 'approve'], ['here']),
    ...every('approval', ['see', 'edit', 'names'], ['here']),
  },
  member: {
    'org:see': ['waterBureauSecond'],
    'area:see': all('area'),
    ...every('person', ['see', 'names'], ['zhang']),
  },
  machine: {
    'org:see': all('org'),
    'unit:see': all('unit'),
    'area:see': all('area'),
    ...every('account', ['see', 'edit'], all('account')),
  },
  security: { 'org:see': all('org'), 'unit:see': all('unit'), 'area:see': all('area') },
};
const PARTS = Object.keys(MAY) as DemoPart[];
const may = (part: DemoPart, kind: SubjectKind, power: Power, name: string) =>
  MAY[part]![`${kind}:${power}`]?.includes(name) === true;

const grants = new Map<DemoPart, { cookie: string; grantId: string }>();
for (const part of PARTS) {
  const client = await server.signIn(DEMO_ACCOUNTS[part].login, 'qunying-demo');
  const { data: me } = await client.call(sessionShow, {});
  grants.set(part, { cookie: client.cookie, grantId: me.grants.find((grant) => grant.role === DEMO_ACCOUNTS[part].role)!.id });
}

describe('reach of every role over every thing, inside, outside and above', () => {
  test.each(PARTS)('S-289 %s sees, changes, names and decides exactly within its scope', async (part) => {
    const { cookie, grantId } = grants.get(part)!;
    const today = server.database.store.today();
    const session = (await findSession(db, server.cityId, hashToken(cookie.split('=')[1]!), new Date(), today))!;
    const grant = session.grants.find((one) => one.id === grantId)!;
    const scope = await scopeOf(
      db,
      { cityId: server.cityId, accountId: session.accountId, personId: session.personId, today },
      grant,
    );
    const [found, expected]: [string[], string[]] = [[], []];
    for (const kind of Object.keys(THINGS) as SubjectKind[]) {
      for (const power of ['see', 'edit', 'names', 'approve'] as const) {
        for (const [name, id] of Object.entries(THINGS[kind])) {
          if (await scope.covers(kind, id, power)) found.push(`${kind}:${power}:${name}`);
          if (may(part, kind, power, name)) expected.push(`${kind}:${power}:${name}`);
        }
      }
    }
    expect(found).toEqual(expected);
  });

  test('S-289 a city officer sees no person one by one, and names only in plans owned or decided on', () => {
    expect(Object.keys(MAY.cityOfficer!).filter((key) => key.startsWith('person:'))).toEqual([]);
    expect(may('cityOfficer', 'plan', 'names', 'here')).toBe(true);
    expect(may('subdistrictSecretary', 'person', 'see', 'bayi')).toBe(false);
  });

  test('nobody decides on an approval that they submitted', async () => {
    await db
      .updateTable('approval')
      .set({ submitted_by: DEMO_ACCOUNTS.cityOfficer.id })
      .where('id', '=', other.approvalId)
      .execute();
    const { grantId } = grants.get('cityOfficer')!;
    const grant = { id: grantId, role: 'officer' as const, orgId: small.orgs.get(TOUR_ORGS.city)!, unitId: null };
    const who = { cityId: server.cityId, personId: null, today: server.database.store.today() };
    const own = await scopeOf(db, { ...who, accountId: DEMO_ACCOUNTS.cityOfficer.id }, grant);
    const colleague = await scopeOf(db, { ...who, accountId: DEMO_ACCOUNTS.cityApprover.id }, grant);
    expect(await own.covers('approval', other.approvalId, 'approve')).toBe(false);
    expect(await colleague.covers('approval', other.approvalId, 'approve')).toBe(true);
    await db
      .updateTable('approval')
      .set({ submitted_by: DEMO_ACCOUNTS.districtOfficer.id })
      .where('id', '=', other.approvalId)
      .execute();
  });
});

const DENIED = new Set(['not-signed-in', 'no-role', 'role-not-allowed', 'outside-scope', 'names-not-allowed']);

/** The first value of a parameter that is a choice. */
function choiceIn(route: RouteShape, key: string): string | undefined {
  const schema = route.params?.shape[key];
  return schema instanceof z.ZodEnum ? String(schema.options[0]) : undefined;
}

/** Calls a route with these values for its subjects and something harmless elsewhere. */
async function call(
  route: RouteShape,
  values: Record<string, string>,
  part: DemoPart | 'guest',
): Promise<{ status: number; code: string | null }> {
  const path = route.path.replaceAll(
    /\{(\w+)\}/g,
    (_, key: string) => values[`params.${key}`] ?? choiceIn(route, key) ?? 'ffffffff-ffff-7fff-bfff-ffffffffffff',
  );
  const query = Object.entries(values).flatMap(([from, id]) => (from.startsWith('query.') ? [`${from.slice(6)}=${id}`] : []));
  const body = Object.fromEntries(
    Object.entries(values).flatMap(([from, id]) => (from.startsWith('body.') ? [[from.slice(5), id]] : [])),
  );
  const headers: Record<string, string> =
    part === 'guest' ? {} : { cookie: grants.get(part)!.cookie, 'qunying-acting': grants.get(part)!.grantId };
  const init: RequestInit = { method: route.method, headers };
  if (route.body) {
    headers['content-type'] = isFileShape(route.body) ? route.body.file[0]! : 'application/json';
    init.body = JSON.stringify(body);
  }
  const answer = await fetch(`${server.url}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`, init);
  const problem = answer.headers.get('content-type')?.startsWith('application/problem')
    ? ((await answer.json()) as { code: string })
    : null;
  if (!problem) await answer.arrayBuffer();
  return { status: answer.status, code: problem?.code ?? null };
}

const accounts = await db.selectFrom('account').select(['id', 'hash', 'must_change']).execute();
const sessions = await db.selectFrom('session').selectAll().execute();

/** Some writes without body succeed (a new code ends the sessions of an account): everyone is signed in again as before. */
async function signEveryoneIn(): Promise<void> {
  for (const { id, hash, must_change } of accounts) {
    await db
      .updateTable('account')
      .set({ hash, must_change, disabled: false, locked_until: null })
      .where('id', '=', id)
      .execute();
  }
  await db.deleteFrom('session').execute();
  await db.insertInto('session').values(sessions).execute();
}

/** Every choice of one thing for each subject of a route. */
function choices(route: RouteShape): { values: Record<string, string>; names: string[] }[] {
  if (route.access.kind !== 'within') return [{ values: {}, names: [] }];
  let made: { values: Record<string, string>; names: string[] }[] = [{ values: {}, names: [] }];
  for (const { kind, from } of route.access.subjects) {
    made = made.flatMap((one) =>
      Object.entries(THINGS[kind]).map(([name, id]) => ({ values: { ...one.values, [from]: id }, names: [...one.names, name] })),
    );
  }
  return made;
}

// Writes that would end the session or change the things under test are tried by their own tests.
const CHANGES_SESSION = new Set(['session-close', 'session-open']);

/** Routes whose handler narrows further than the role: only the committee at the top of the city answers complaints. */
const NARROWER = new Set(['feedback-list', 'feedback-list-file', 'feedback-answer', 'correction-list', 'correction-answer']);

describe('every route with every role', () => {
  test.each(ROUTES.filter((route) => !CHANGES_SESSION.has(route.id)))('$method $path', async (route) => {
    const { access } = route;
    const guest = await call(route, choices(route)[0]!.values, 'guest');
    if (access.kind === 'open') expect(guest.code).not.toBe('not-signed-in');
    else expect(guest).toEqual({ status: 401, code: 'not-signed-in' });
    for (const part of PARTS) {
      const allowed = access.kind === 'open' || access.kind === 'signed-in' || access.roles.includes(DEMO_ACCOUNTS[part].role);
      for (const { values, names } of choices(route)) {
        const inside =
          access.kind !== 'within' || access.subjects.every(({ kind, power }, i) => may(part, kind, power, names[i]!));
        if (allowed && NARROWER.has(route.id)) continue;
        const expected = !allowed ? 'role-not-allowed' : inside ? 'passes' : 'refused';
        const answer = await call(route, values, part);
        if (route.method !== 'GET' && answer.status < 300) await signEveryoneIn();
        const code = answer.code ?? '';
        const found =
          code === 'role-not-allowed'
            ? code
            : code === 'outside-scope' || code === 'names-not-allowed'
              ? 'refused'
              : DENIED.has(code)
                ? code
                : 'passes';
        expect({ part, names, found, status: answer.status >= 500 ? answer.status : 'fine' }).toEqual({
          part,
          names,
          found: expected,
          status: 'fine',
        });
      }
    }
  });

  test('a role that ended yesterday acts no more', async () => {
    const { cookie, grantId } = grants.get('security')!;
    const today = server.database.store.today();
    await db.updateTable('role_grant').set({ valid_from: '2020-01-01', valid_to: today }).where('id', '=', grantId).execute();
    const answer = await fetch(`${server.url}/api/session`, { headers: { cookie, 'qunying-acting': grantId } });
    expect(((await answer.json()) as { code: string }).code).toBe('no-role');
  });
});
