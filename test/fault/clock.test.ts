import { afterEach, expect, test, vi } from 'vitest';
import { recordAll, THE_PROGRAM } from '#store/audit';
import { verifyAudit } from '#store/audit-verify';
import { createCity } from '#store/city';
import { openStore } from '#store/database';
import { newId } from '#store/id';
import { inTransaction } from '#store/transaction';
import { createTestDatabase } from '../support/database.ts';
import { sealSoon } from '../support/sealing.ts';
import { startTestServer } from '../support/server.ts';

const { store, app } = await createTestDatabase();
afterEach(() => {
  vi.useRealTimers();
});

const at = (text: string) => vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(text) });

test('a clock that jumps to and fro makes neither ids twice nor a broken trail', async () => {
  await createCity(store, { id: 'clock', name: 'clock', code: '1', demo: false });
  const ids = new Set<string>();
  for (const moment of ['2026-11-22T00:00:00Z', '2040-01-01T00:00:00Z', '2019-06-01T00:00:00Z', '2026-11-22T00:00:00Z']) {
    at(moment);
    for (let n = 0; n < 1000; n++) ids.add(newId());
    await inTransaction(store, (trx) =>
      recordAll(trx, [{ cityId: 'clock', actor: THE_PROGRAM, action: 'written', subject: { kind: 'city', id: newId() } }]),
    );
    expect(await sealSoon(store, 'clock')).toMatchObject({ count: 1, sealedAt: new Date(moment).toISOString() });
  }
  expect(ids.size).toBe(4000);
  expect(await verifyAudit(store, 'clock')).toMatchObject({ ok: true, seals: 4, sealedEvents: 4 });
});

test('the day of the city turns at its midnight, and follows a clock set back', async () => {
  let now = Date.parse('2026-11-22T15:59:59Z');
  const watching = openStore(app, { as: 'app-login', now: () => now });
  expect(watching.today()).toBe('2026-11-22');
  now += 1000;
  expect(watching.today()).toBe('2026-11-23');
  now -= 86_400_000;
  expect(watching.today()).toBe('2026-11-22');
  await watching.close();
});

test('a session ends when the clock jumps over its end, and signing in works again', async () => {
  const server = await startTestServer();
  const client = await server.as('districtOfficer');
  const cookie = (await server.signIn('district', 'qunying-demo')).cookie;
  const status = async () => (await fetch(`${server.url}/api/session`, { headers: { cookie } })).status;
  expect(await status()).toBe(200);
  server.advance(400 * 86_400_000);
  expect(await status()).toBe(401);
  expect(client).toBeDefined();
  await server.signIn('district', 'qunying-demo');
  server.advance(-800 * 86_400_000);
  expect((await fetch(`${server.url}/api/session`)).status).toBe(401);
  await server.signIn('district', 'qunying-demo');
  expect(server.logged).toEqual([]);
});
