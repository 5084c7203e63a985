import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PROBLEMS } from '#contract/problems';
import { ROUTES } from '#contract/routes';
import { wayOf } from '#server/security';
import { NONCE_PLACEHOLDER } from '#server/static';
import { startTestServer } from '../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'qunying-web-'));
const root = join(folder, 'web');
mkdirSync(join(root, 'assets'), { recursive: true });
writeFileSync(
  join(root, 'index.html'),
  `<!doctype html><meta property="csp-nonce" nonce="${NONCE_PLACEHOLDER}"><title>console</title>${' '.repeat(2000)}`,
);
writeFileSync(join(root, 'field.html'), '<!doctype html><title>field</title>');
writeFileSync(join(root, 'assets', 'app-1a2b3c.js'), `console.log(1);${'// filler\n'.repeat(500)}`);
writeFileSync(join(folder, 'secret.txt'), 'secret');
symlinkSync(join(folder, 'secret.txt'), join(root, 'link.txt'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const server = await startTestServer({ config: { webRoot: root, trustedProxies: ['127.0.0.1'] } });
const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });

/** A request as it stands on the wire: fetch would tidy the path and would not let us set these headers. */
function raw(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string,
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const SIGN_IN = JSON.stringify({ login: 'city', password: 'qunying-demo' });
const JSON_TYPE = { 'content-type': 'application/json' };

describe('pages', () => {
  test('every address without file is a page of the console, of the phone below /field', async () => {
    for (const path of ['/', '/tasks/1/plan', '/organizations']) expect(await (await get(path)).text()).toContain('console');
    for (const path of ['/field', '/field/today']) expect(await (await get(path)).text()).toContain('field');
    expect((await get('/missing.js')).status).toBe(404);
  });

  test('scripts come from our own files only; style sheets carry the nonce of the answer', async () => {
    const [first, second] = [await get('/'), await get('/')];
    const csp = first.headers.get('content-security-policy')!;
    expect(csp).toContain("default-src 'self'");
    expect(csp).toContain("script-src 'self';");
    expect(csp).not.toMatch(/https?:|script-src[^;]*unsafe/);
    const nonce = /'nonce-([^']+)'/.exec(csp)![1]!;
    expect(await first.text()).toContain(`nonce="${nonce}"`);
    expect(second.headers.get('content-security-policy')).not.toBe(csp);
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    expect(first.headers.get('x-frame-options')).toBe('DENY');
    expect(first.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('hashed files are kept for a year and packed; pages are asked for again', async () => {
    const script = await raw('/assets/app-1a2b3c.js', { 'accept-encoding': 'gzip, br' });
    expect(script.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect((await raw('/assets/app-1a2b3c.js', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
    expect((await raw('/assets/app-1a2b3c.js')).headers['content-encoding']).toBeUndefined();
    expect((await raw('/', { 'accept-encoding': 'br' })).headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'no-cache',
    });
    expect(await (await get('/assets/app-1a2b3c.js')).text()).toContain('console.log(1);');
  });

  test('no path leads out of the folder', async () => {
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/link.txt', '/%00', '/%zz']) {
      const answer = await raw(path);
      expect(answer.body).not.toContain('secret\n');
      expect(answer.body).not.toBe('secret');
    }
    expect((await raw('/link.txt')).status).toBe(404);
  });
});

describe('problems', () => {
  test('every failure is problem+json with code, status, request number and a text in the language of the request', async () => {
    const chinese = await get('/api/session');
    expect(chinese.status).toBe(401);
    expect(chinese.headers.get('content-type')).toContain('application/problem+json');
    const body = (await chinese.json()) as Record<string, string>;
    expect(body).toMatchObject({
      type: '/api/docs#problem-not-signed-in',
      code: 'not-signed-in',
      status: 401,
      instance: chinese.headers.get('x-request-id'),
    });
    expect(body.title).toMatch(/登录/);
    const english = (await (await get('/api/session', { 'accept-language': 'en' })).json()) as Record<string, string>;
    expect(english.title).toMatch(/^Not signed in/);
  });

  test('each code of the catalogue has its text in both languages', () => {
    for (const code of Object.keys(PROBLEMS)) {
      for (const language of ['zh-CN', 'en'] as const)
        expect(server.deps.content.text(language, `problems:problem-${code}`)).not.toContain('problems:');
    }
  });

  test('unknown address, wrong method, broken JSON, wrong type, too much', async () => {
    const code = async (answer: Promise<{ body: string; status: number }>) => {
      const { body, status } = await answer;
      return [status, (JSON.parse(body) as { code: string }).code];
    };
    expect(await code(raw('/api/nothing'))).toEqual([404, 'no-such-route']);
    expect(await code(raw('/api/city', {}, 'DELETE'))).toEqual([405, 'method-not-allowed']);
    expect(await code(raw('/api/session', JSON_TYPE, 'POST', '{"login":'))).toEqual([400, 'malformed']);
    expect(await code(raw('/api/session', { 'content-type': 'text/plain' }, 'POST', SIGN_IN))).toEqual([415, 'media-type']);
    expect(await code(raw('/api/session', JSON_TYPE, 'POST', JSON.stringify({ login: 'x'.repeat(3 * 1024 * 1024) })))).toEqual([
      413,
      'too-large',
    ]);
    expect(await code(raw('/nowhere', {}, 'POST'))).toEqual([405, 'method-not-allowed']);
  });

  test('a bug leaves its number in answer and log, and nothing of its inside', async () => {
    const { pool } = server.database.store;
    const before = server.logged.length;
    await server.database.store.db.transaction().execute(async () => undefined);
    const owner = server.database.owner;
    const { withClient } = await import('#store/target');
    await withClient(owner, (client) => client.query('alter table city rename column name to renamed'));
    const answer = await get('/api/city');
    await withClient(owner, (client) => client.query('alter table city rename column renamed to name'));
    const body = (await answer.json()) as { code: string; params: { request: string } };
    expect([answer.status, body.code]).toEqual([500, 'unexpected']);
    expect(JSON.stringify(body)).not.toMatch(/column|select|city\b.*name/);
    expect(server.logged.slice(before).join('\n')).toContain(body.params.request);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('where a request comes from', () => {
  test('writes of another origin are refused, in every way a browser says so', async () => {
    const sent = (headers: Record<string, string>) =>
      raw('/api/session', { ...JSON_TYPE, ...headers }, 'POST', SIGN_IN).then((one) => one.status);
    expect(await sent({ origin: 'https://evil.example' })).toBe(403);
    expect(await sent({ origin: 'null' })).toBe(403);
    expect(await sent({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await sent({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await sent({ origin: server.url, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await sent({})).toBe(200);
  });

  test('behind the named proxy the cookie is Secure and has the host prefix; the origin is that of the proxy', async () => {
    const proxied = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'qunying.city.example',
      'x-forwarded-for': '203.0.113.9, 10.1.2.3',
    };
    const answer = await raw(
      '/api/session',
      { ...JSON_TYPE, ...proxied, origin: 'https://qunying.city.example' },
      'POST',
      SIGN_IN,
    );
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-qunying=.*; Secure$/);
    expect(answer.headers['strict-transport-security']).toBeDefined();
    const direct = await raw('/api/session', { ...JSON_TYPE, ...proxied, origin: server.url }, 'POST', SIGN_IN);
    expect(direct.status).toBe(403);
    // Whoever sets the proxy up sees both addresses: a port that was not passed on, a proxy that is not named.
    expect(JSON.parse(direct.body).params).toEqual({ from: server.url, here: 'https://qunying.city.example' });
  });

  test('forwarded heads of anyone else are ignored', () => {
    const request = new Request('http://internal/', {
      headers: { host: 'internal', 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' },
    });
    expect(wayOf(request, '10.9.9.9', false, { trustedProxies: ['10.1.1.1'] })).toMatchObject({
      address: '10.9.9.9',
      secure: false,
    });
    expect(wayOf(request, '::ffff:10.1.1.1', false, { trustedProxies: ['10.1.1.1'] })).toMatchObject({
      address: '203.0.113.9',
      secure: true,
    });
  });
});

describe('the reference', () => {
  test('OpenAPI 3.1 describes every route with the schemas that validate', async () => {
    const document = (await (await get('/api/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document.openapi).toBe('3.1.0');
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((operation) => operation.operationId));
    expect(ids.sort()).toEqual(ROUTES.map((route) => route.id).sort());
    const text = JSON.stringify(document);
    const refs = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!));
    expect([...refs].filter((name) => !(name in document.components.schemas))).toEqual([]);
    expect(
      [...text.matchAll(/"\$ref":"([^"]+)"/g)]
        .map((match) => match[1]!)
        .filter((ref) => !ref.startsWith('#/components/schemas/')),
    ).toEqual([]);
  });

  test('the page shows every route and problem and loads nothing', async () => {
    const answer = await get('/api/docs');
    const html = await answer.text();
    for (const route of ROUTES) expect(html).toContain(`id="${route.id}"`);
    for (const code of Object.keys(PROBLEMS)) expect(html).toContain(`id="problem-${code}"`);
    expect(html).not.toMatch(/<script|src=|https?:\/\//);
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy')!)![1]!;
    expect(html).toContain(`<style nonce="${nonce}">`);
  });
});
