import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { externalBegin } from '#contract/external';
import { cityShow } from '#contract/session';
import { addAccount } from '#store/account';
import { refusal, startTestServer, type TestServer } from '../support/server.ts';

interface ProviderShape {
  new (issuer: string, configuration: unknown): { callback(): RequestListener };
}

/** A real identity provider on loopback; whoever types a login there is that subject. */
async function startProvider(redirectUri: () => string): Promise<string> {
  const name: string = 'oidc-provider';
  const { default: Provider } = (await import(name)) as { default: ProviderShape };
  let handler: RequestListener | undefined;
  const server: Server = createServer((request, response) => handler!(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  afterAll(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configure = () =>
    new Provider(issuer, {
      clients: [{ client_id: 'qunying', client_secret: 'a secret of the client', redirect_uris: [redirectUri()] }],
      cookies: { keys: ['test'] },
      pkce: { required: () => true },
      async findAccount(_: unknown, id: string) {
        return { accountId: id, claims: async () => ({ sub: id }) };
      },
    }).callback();
  handler = (request, response) => {
    handler = configure();
    handler(request, response);
  };
  return issuer;
}

/** What a browser does: follows redirects, keeps cookies of each host, fills in the provider's own forms. */
class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #login: string;

  constructor(login: string) {
    this.#login = login;
  }

  async go(address: string, form?: Record<string, string>): Promise<{ status: number; url: string; setCookie: string[] }> {
    const url = new URL(address);
    const jar = this.#cookies.get(url.host) ?? new Map<string, string>();
    this.#cookies.set(url.host, jar);
    const headers: Record<string, string> = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    const init: RequestInit = { headers, redirect: 'manual' };
    const answer = await fetch(url, form ? { ...init, method: 'POST', body: new URLSearchParams(form) } : init);
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value === '' || /max-age=0/i.test(cookie)) jar.delete(name!);
      else jar.set(name!, value!);
    }
    const location = answer.headers.get('location');
    if (location && url.pathname === '/api/external-sign-in')
      return { status: answer.status, url: address, setCookie: answer.headers.getSetCookie() };
    if (location) return this.go(new URL(location, url).href);
    const html = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1];
    if (prompt === 'login')
      return this.go(new URL(/action="([^"]+)"/.exec(html)![1]!, url).href, { prompt, login: this.#login, password: 'any' });
    if (prompt === 'consent') return this.go(new URL(/action="([^"]+)"/.exec(html)![1]!, url).href, { prompt });
    return { status: answer.status, url: address, setCookie: answer.headers.getSetCookie() };
  }

  keep(url: string, cookie: string): void {
    const host = new URL(url).host;
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
    this.#cookies.set(host, new Map([...(this.#cookies.get(host) ?? []), [name!, value!]]));
  }
}

let server: TestServer | undefined;
const issuer = await startProvider(() => `${server!.url}/api/external-sign-in`);
server = await startTestServer({
  config: { externalSignIn: { issuer, clientId: 'qunying', clientSecret: 'a secret of the client', allowHttp: true } },
});
const { url, cityId, database, guest } = server;

async function signInAs(subject: string): Promise<{ status: number; setCookie: string[] }> {
  const visitor = new Visitor(subject);
  const begun = await fetch(`${url}/api/external-sign-in`, { method: 'POST' });
  for (const cookie of begun.headers.getSetCookie()) visitor.keep(url, cookie);
  return visitor.go(((await begun.json()) as { url: string }).url);
}

test('the subject of the provider opens the session of its account, and makes none where there is none', async () => {
  await addAccount(database.store.db, {
    cityId,
    login: 'sso.person',
    hash: null,
    displayName: '统一认证',
    mustChange: false,
    subject: 'subject-7',
  });
  expect((await guest.call(cityShow, {})).data.externalSignIn).toBe(true);
  const known = await signInAs('subject-7');
  expect(known.status).toBe(303);
  const cookie = known.setCookie.find((one) => one.startsWith('qunying='))!.split(';')[0]!;
  const me = (await (await fetch(`${url}/api/session`, { headers: { cookie } })).json()) as { login: string };
  expect(me.login).toBe('sso.person');
  const unknown = await signInAs('subject-8');
  expect(unknown.status).toBe(401);
  expect(unknown.setCookie.filter((one) => one.startsWith('qunying='))).toEqual([]);
});

test('an answer without its journey, or with another state, opens nothing', async () => {
  expect((await fetch(`${url}/api/external-sign-in?code=x&state=y`)).status).toBe(401);
  const begun = await fetch(`${url}/api/external-sign-in`, { method: 'POST' });
  const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!;
  const forged = await fetch(`${url}/api/external-sign-in?code=x&state=forged&iss=${encodeURIComponent(issuer)}`, {
    headers: { cookie },
  });
  expect(forged.status).toBe(401);
});

test('where no provider is configured there is no such way in', async () => {
  const plain = await startTestServer();
  expect((await refusal(plain.guest.call(externalBegin, {}))).code).toBe('not-found');
  expect((await plain.guest.call(cityShow, {})).data.externalSignIn).toBe(false);
});
