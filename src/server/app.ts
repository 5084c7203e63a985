/**
 * The HTTP door of the product: createApp(deps) answers every request of pages and API. Owns the order of what every answer
 * gets (request id, heads, problems, packing); owns no route: those are data in contract/ and handlers in routes/.
 * Invariant: what is not a success leaves as application/problem+json, and a bug leaves its request id and nothing of its inside.
 */
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { ROUTES } from '#contract/routes';
import { languageOf } from './content.ts';
import type { Deps } from './deps.ts';
import { docsPage } from './docs-page.ts';
import { openApiOf } from './openapi.ts';
import { run } from './pipeline.ts';
import { problem, refusalOf, renderProblem } from './problem.ts';
import { registerAll } from './routes.ts';
import { freshNonce, securityHeaders, type Way, wayOf } from './security.ts';
import { encodingOf, pack, StaticFiles } from './static.ts';

/** What @hono/node-server passes beside the request. */
interface Socketed {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string; readonly encrypted?: boolean } };
}

type Env = { Bindings: Socketed; Variables: { requestId: string; way: Way; nonce: string } };

/** The application; hand its `fetch` to a server (see listen.ts). Throws when a route has no handler. */
export function createApp(deps: Deps): Hono<Env> {
  const app = new Hono<Env>({ strict: true });
  // Made when first asked for: it is a tenth of the second start otherwise.
  let document: ReturnType<typeof openApiOf> | undefined;
  const openApi = () => {
    document ??= openApiOf(ROUTES, deps.config.version);
    return document;
  };
  const files = deps.config.webRoot === null ? null : new StaticFiles(deps.config.webRoot);

  app.use('*', async (c, next) => {
    const requestId = randomUUID();
    const socket = c.env?.incoming?.socket;
    const way = wayOf(c.req.raw, socket?.remoteAddress ?? '127.0.0.1', socket?.encrypted === true, deps.config);
    const nonce = freshNonce();
    c.set('requestId', requestId);
    c.set('way', way);
    c.set('nonce', nonce);
    await next();
    c.res = await finish(c.res, c.req.raw, { ...securityHeaders(nonce, way), 'x-request-id': requestId });
  });

  for (const registered of registerAll().complete(ROUTES)) {
    const { route } = registered;
    app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) =>
      run(deps, registered, {
        request: c.req.raw,
        url: new URL(c.req.url),
        params: c.req.param(),
        requestId: c.get('requestId'),
        way: c.get('way'),
      }),
    );
  }

  app.get('/api/openapi.json', (c) => c.json(openApi()));
  app.get('/api/docs', (c) =>
    c.html(docsPage(openApi(), ROUTES, deps.content, languageOf(c.req.header('accept-language')), c.get('nonce'))),
  );
  const paths = [...new Set(ROUTES.map((route) => route.path))].map(
    (path) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  );
  app.all('/api/*', (c) => {
    if (paths.some((path) => path.test(c.req.path))) throw problem('method-not-allowed', { method: c.req.method });
    throw problem('no-such-route', { path: c.req.path });
  });
  app.get('*', async (c) => {
    const answer = await files?.answer(c.req.path, c.req.raw, c.get('nonce'));
    if (!answer) throw problem('no-such-route', { path: c.req.path });
    return answer;
  });
  app.all('*', (c) => {
    throw problem('method-not-allowed', { method: c.req.method });
  });

  app.onError((error, c) => {
    const requestId = c.get('requestId');
    const refusal = refusalOf(error);
    if (!refusal) deps.log(`${requestId} ${c.req.method} ${c.req.path} ${error.stack ?? error.message}`);
    return renderProblem(
      refusal ?? problem('unexpected', { request: requestId }),
      deps.content,
      languageOf(c.req.header('accept-language')),
      requestId,
    );
  });
  return app;
}

/** Adds the heads of every answer and packs texts above 1 KB that are not packed yet; tables as text are handed on as they come. */
async function finish(response: Response, request: Request, heads: Record<string, string>): Promise<Response> {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(heads)) headers.set(name, value);
  const type = headers.get('content-type') ?? '';
  const encoding = encodingOf(request.headers.get('accept-encoding'));
  if (
    !encoding ||
    headers.has('content-encoding') ||
    !response.body ||
    !/^(application\/(problem\+)?json|text\/(?!csv))/.test(type)
  ) {
    return new Response(response.body, { status: response.status, headers });
  }
  headers.append('vary', 'accept-encoding');
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length <= 1024) return new Response(bytes, { status: response.status, headers });
  headers.set('content-encoding', encoding);
  headers.delete('content-length');
  return new Response((await pack(bytes, encoding)) as Uint8Array<ArrayBuffer>, { status: response.status, headers });
}
