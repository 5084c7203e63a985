import { expect, test } from 'vitest';
import * as z from 'zod';
import { orgMembers } from '#contract/organizations';
import { ROUTES } from '#contract/routes';
import { TOUR_ORGS } from '#demo/tour';
import { startTestServer } from '../support/server.ts';

const server = await startTestServer();
const { db } = server.database.store;

/** Free texts that may stand in an address: they name organizations, units, documents of the library or places in a list, never a person. */
const IN_ADDRESS = new Set([
  ...[
    'role-body-search q',
    'library-show q',
    'library-list-file q',
    'unit-list q',
    'unit-list kind',
    'formation-groups parent',
    'officer-candidates node',
  ],
  ...['trail-list action', 'trail-list subjectKind', 'trail-list-file action', 'trail-list-file subjectKind'],
  ...['external-finish code', 'external-finish state', 'external-finish iss', 'external-finish error'],
]);

test('what people type about people travels in bodies: no other free text may stand in an address', () => {
  const free = ROUTES.flatMap((route) => {
    if (!route.query) return [];
    const schema = z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, Json> };
    return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
      const text = value.anyOf?.[0] ?? value;
      return text.type === 'string' && !text.enum && !text.format && key !== 'cursor' ? [`${route.id} ${key}`] : [];
    });
  });
  expect(free.filter((one) => !IN_ADDRESS.has(one))).toEqual([]);
});

interface Json {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: unknown;
  readonly anyOf?: readonly Json[];
}

test('the address of the next page of members holds neither a name nor how it sounds, and the pages are whole', async () => {
  const secretary = await server.as('subdistrictSecretary');
  const orgId = server.small.orgs.get(TOUR_ORGS.wenhua)!;
  const sounds = (await db.selectFrom('person_name').select(['name', 'pinyin', 'initials']).execute()).flatMap((row) => [
    row.name,
    row.pinyin,
  ]);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await secretary.call(orgMembers, {
      params: { orgId },
      query: { limit: 5, ...(cursor === undefined ? {} : { cursor }) },
    });
    seen.push(...data.items.map((one) => one.personId));
    cursor = data.next ?? undefined;
    if (cursor === undefined) continue;
    const inside = Buffer.from(cursor, 'base64url').toString('utf8');
    expect(sounds.filter((one) => one !== '' && inside.includes(one))).toEqual([]);
  } while (cursor !== undefined);
  expect([...seen].sort()).toEqual([...server.small.members.get(TOUR_ORGS.wenhua)!].sort());
});
