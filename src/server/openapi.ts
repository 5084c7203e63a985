import * as z from 'zod';
import type { Access } from '#contract/access';
import { GENERAL_PROBLEMS, isProblemCode, PROBLEMS, type ProblemCode, problemSchema } from '#contract/problems';
import { type FileShape, isFileShape, type RouteShape } from '#contract/route';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the routes: same schemas as validation and client, so it cannot differ from them. */
export function openApiOf(routes: readonly RouteShape[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Qunying',
      version,
      description:
        'Every failed request answers with application/problem+json (RFC 9457). Lists take cursor and limit and answer with items and next. ' +
        'Writes marked idempotent need the header Idempotency-Key. Versions travel as ETag and If-Match. The header Qunying-Acting names the role that acts.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: componentsOf(),
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'qunying' } },
    },
  };
}

function componentsOf(): Json {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
    io: 'output',
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutIdentity(schema as Json)]));
}

function withoutIdentity(schema: Json): Json {
  const { $schema: _schema, $id: _id, id: _name, ...rest } = schema;
  return rest;
}

/** A schema in place; named ones become references into components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const name = z.globalRegistry.get(schema)?.id;
  if (name) return { $ref: `#/components/schemas/${name}` };
  const inline = rereferenced(z.toJSONSchema(schema, { unrepresentable: 'any', io }) as Json);
  const { $defs: _defs, ...rest } = withoutIdentity(inline);
  return rest;
}

/** Named schemas stand once, in components; zod puts a copy beside each schema that uses them. */
function rereferenced(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

function operationOf(route: RouteShape): Json {
  const parameters: Json[] = [];
  for (const part of ['params', 'query'] as const) {
    for (const [name, schema] of Object.entries(route[part]?.shape ?? {})) {
      const required = part === 'params' || !schema.safeParse(undefined).success;
      parameters.push({
        name,
        in: part === 'params' ? 'path' : 'query',
        required,
        schema: schemaOf(schema as z.ZodType, 'input'),
      });
    }
  }
  const header = (name: string, required: boolean) =>
    parameters.push({ name, in: 'header', required, schema: { type: 'string' } });
  if (route.idempotent) header('Idempotency-Key', true);
  if (route.etag && route.method !== 'GET') header('If-Match', true);
  if (isFileShape(route.body) && route.body.named) header('Content-Disposition', true);
  if (route.access.kind !== 'open') header('Qunying-Acting', false);
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.path.split('/')[2]],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: contentOf(route.body, 'input') } } : {}),
    responses: responsesOf(route),
    security: route.access.kind === 'open' ? [] : [{ session: [] }],
    'x-access': accessText(route.access),
  };
}

function contentOf(shape: z.ZodType | FileShape, io: 'input' | 'output'): Json {
  if (!isFileShape(shape)) return { 'application/json': { schema: schemaOf(shape, io) } };
  return Object.fromEntries(shape.file.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
}

/** Who may call a route, in one sentence for the reference. */
export function accessText(access: Access): string {
  if (access.kind === 'open') return `Anyone: ${access.because}.`;
  if (access.kind === 'signed-in') return `Any account: ${access.because}.`;
  const roles = access.roles.join(', ');
  if (access.kind === 'holding') return `Acting as ${roles}.`;
  return `Acting as ${roles}; ${access.subjects.map((one) => `may ${one.power} ${one.kind} (${one.from})`).join(', ')}.`;
}

/** All problems that a route can answer with. */
export function problemsOf(route: RouteShape): ProblemCode[] {
  const codes = new Set<ProblemCode>([...GENERAL_PROBLEMS, ...(route.problems ?? [])]);
  if (route.access.kind === 'open')
    for (const code of ['not-signed-in', 'no-role', 'role-not-allowed'] as const) codes.delete(code);
  if (route.access.kind === 'signed-in') for (const code of ['no-role', 'role-not-allowed'] as const) codes.delete(code);
  if (route.access.kind === 'within') codes.add('outside-scope');
  if (route.method === 'GET') codes.delete('foreign-origin');
  if (route.params) codes.add('not-found');
  if (isFileShape(route.body) && route.body.named) codes.add('file-name-missing');
  if (route.idempotent) for (const code of ['key-missing', 'key-reused'] as const) codes.add(code);
  if (route.etag && route.method !== 'GET') for (const code of ['version-missing', 'edited-since'] as const) codes.add(code);
  return [...codes].filter(isProblemCode);
}

function responsesOf(route: RouteShape): Json {
  const success =
    route.response === 'empty'
      ? { description: 'Done.' }
      : { description: 'Success.', content: contentOf(route.response, 'output') };
  const responses: Json = { [route.response === 'empty' ? '204' : route.idempotent ? '201' : '200']: success };
  const content = { 'application/problem+json': { schema: schemaOf(problemSchema, 'output') } };
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(route))
    byStatus.set(PROBLEMS[code].status, [...(byStatus.get(PROBLEMS[code].status) ?? []), code]);
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b))
    responses[status] = { description: codes.join(', '), content };
  return responses;
}
