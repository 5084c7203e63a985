import { PROBLEMS } from '#contract/problems';
import type { RouteShape } from '#contract/route';
import { isFileShape } from '#contract/route';
import type { Content, Language } from './content.ts';
import { accessText, problemsOf } from './openapi.ts';

/** The OpenAPI document as one plain page for people: no script, no outside address. */
export function docsPage(
  document: Record<string, unknown>,
  routes: readonly RouteShape[],
  content: Content,
  language: Language,
  nonce: string,
): string {
  const schemas = (document.components as { schemas: Record<string, unknown> }).schemas;
  const paths = document.paths as Record<string, Record<string, Operation>>;
  const sections = routes.map((route) => operationHtml(route, paths[route.path]![route.method.toLowerCase()]!));
  const problems = Object.entries(PROBLEMS).map(
    ([code, { status }]) =>
      `<tr id="problem-${code}"><td>${code}</td><td>${status}</td><td>${escapeHtml(content.text(language, `problems:problem-${code}`))}</td></tr>`,
  );
  const named = Object.entries(schemas).map(([id, schema]) => `<h3 id="schema-${id}">${id}</h3>${jsonHtml(schema)}`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Qunying API</title><meta name="viewport" content="width=device-width">
<style nonce="${nonce}">
body{font:14px/22px "Segoe UI","Helvetica Neue","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#191C1F;background:#F5F6F3;margin:0}
main{max-width:960px;margin:0 auto;padding:24px}h1{font-size:20px}h2{font-size:15px;margin:24px 0 4px}h3{font-size:14px;margin:16px 0 4px}
section{background:#fff;border:1px solid #E4E5E1;border-radius:8px;padding:12px 16px;margin:12px 0}a{color:#11566A}
code,pre{font:13px/20px ui-monospace,Consolas,monospace}pre{background:#FAFAF8;padding:8px;overflow:auto;margin:4px 0}
table{border-collapse:collapse;background:#fff}td,th{text-align:left;border-bottom:1px solid #E4E5E1;padding:4px 12px 4px 8px;vertical-align:top}.who{color:#474D54}
</style></head><body><main><h1>Qunying API ${escapeHtml(String((document.info as { version: string }).version))}</h1>
<p>${escapeHtml((document.info as { description: string }).description)} <a href="/api/openapi.json">openapi.json</a></p>
${sections.join('\n')}
<h2>Problems</h2><table><tr><th>code</th><th>status</th><th>text</th></tr>${problems.join('')}</table>
<h2>Schemas</h2>${named.join('\n')}
</main></body></html>`;
}

interface Operation {
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: unknown }[];
  readonly requestBody?: { readonly content: Record<string, { schema: unknown }> };
  readonly responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}

function operationHtml(route: RouteShape, operation: Operation): string {
  const rows = (operation.parameters ?? []).map(
    (one) =>
      `<tr><td><code>${escapeHtml(one.name)}</code></td><td>${one.in}${one.required ? ', required' : ''}</td><td><code>${escapeHtml(JSON.stringify(one.schema))}</code></td></tr>`,
  );
  const body = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<p>Body <code>${escapeHtml(type)}</code></p>${isFileShape(route.body) ? '' : jsonHtml(schema)}`,
  );
  const success = Object.values(operation.responses)[0]?.content ?? {};
  const answer = Object.entries(success).map(
    ([type, { schema }]) =>
      `<p>Answer <code>${escapeHtml(type)}</code></p>${isFileShape(route.response) ? '' : jsonHtml(schema)}`,
  );
  const codes = problemsOf(route).map((code) => `<a href="#problem-${code}">${code}</a>`);
  return `<section id="${route.id}"><h2><code>${route.method} ${escapeHtml(route.path)}</code></h2><p>${escapeHtml(route.summary)}</p><p class="who">${escapeHtml(accessText(route.access))}</p>
${rows.length > 0 ? `<table>${rows.join('')}</table>` : ''}${body.join('')}${answer.join('')}<p class="who">Problems: ${codes.join(', ')}</p></section>`;
}

function jsonHtml(value: unknown): string {
  const text = escapeHtml(JSON.stringify(value, null, 2));
  return `<pre>${text.replaceAll(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>')}</pre>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
