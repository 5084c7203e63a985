import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { PROBLEMS } from '#contract/problems';
import { isFileShape, type RouteShape } from '#contract/route';
import { ROUTES } from '#contract/routes';
import { accessText, problemsOf } from '#server/openapi';

/** docs/reference/api.md: every route with who may call it, and every problem; the schemas are in /api/openapi.json of a server. */
export function apiReference(root: string): string {
  const texts = JSON.parse(readFileSync(join(root, 'texts/en/problems.json'), 'utf8')) as Record<string, string>;
  const problems = Object.entries(PROBLEMS).map(
    ([code, { status }]) => `| ${code} | ${status} | ${texts[`problem-${code}`] ?? ''} |`,
  );
  return `# HTTP API

Generated from \`src/contract\` by \`npm run generate\`. A running server gives the same with all schemas as OpenAPI 3.1 at
\`/api/openapi.json\` and as a page at \`/api/docs\`.

- A failed request answers with \`application/problem+json\` (RFC 9457): code, params, a title in the language of the request, all
  findings about its data at once.
- Lists take \`cursor\` and \`limit\` and answer with \`items\` and \`next\` (null on the last page).
- Writes marked *key* need the header \`Idempotency-Key\`; repeating one gives the same receipt and no second effect.
- Things marked *version* carry an ETag; changing them needs \`If-Match\`, and 412 brings both versions.
- The header \`Qunying-Acting\` names the role that acts; without it the one chosen for the session.

${ROUTES.map(section).join('\n')}
## Problems

| code | status | text |
|---|---|---|
${problems.join('\n')}
`;
}

function section(route: RouteShape): string {
  const marks = [route.idempotent ? 'key' : '', route.etag ? 'version' : ''].filter(Boolean);
  const query = Object.keys(route.query?.shape ?? {});
  const lines = [
    `### ${route.method} ${route.path}`,
    '',
    `${route.summary} ${accessText(route.access)}${marks.length > 0 ? ` *${marks.join(', ')}*` : ''}`,
    '',
    ...(query.length > 0 ? [`- query: ${query.join(', ')}`] : []),
    ...(route.body ? [`- body: ${shapeText(route.body)}`] : []),
    `- answer: ${route.response === 'empty' ? 'empty' : shapeText(route.response)}`,
    `- problems: ${problemsOf(route).join(', ')}`,
    '',
  ];
  return lines.join('\n');
}

function shapeText(shape: Exclude<RouteShape['response'], 'empty'>): string {
  if (isFileShape(shape)) return shape.file.join(', ');
  const name = z.globalRegistry.get(shape)?.id;
  if (name) return name;
  if (shape instanceof z.ZodObject) return Object.keys(shape.shape).join(', ');
  return 'JSON';
}
