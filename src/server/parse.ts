import * as z from 'zod';
import { errorIssue, type Issue } from '#kernel/lib';
import { problem } from './problem.ts';

/** Largest JSON body: a grid of 2,000 needs is some 400 KB. */
export const JSON_LIMIT = 2 * 1024 * 1024;

/** Reads a body up to `limit` bytes; a longer one is refused as soon as it is seen. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () => problem('too-large', { limit });
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** JSON of a body; anything else is the problem `malformed`. */
export function readJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw problem('malformed', {});
  }
}

/** Query parameters as an object for a schema: repeated keys become lists where the schema wants a list. */
export function readQuery(url: URL, schema: z.ZodObject | undefined): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const key of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(key);
    query[key] = isList(schema?.shape[key]) ? values : values.at(-1);
  }
  return query;
}

function isList(schema: unknown): boolean {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable)
    inner = inner.unwrap();
  return inner instanceof z.ZodArray;
}

/** The parsed value, or the findings with `part` as first step of their path. */
export function parsePart(schema: z.ZodType, value: unknown, part: string, issues: Issue[]): unknown {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) issues.push(...issuesOf(issue, part));
  return undefined;
}

function issuesOf(issue: z.core.$ZodIssue, part: string): Issue[] {
  const path = [part, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const field = path.slice(1).join('.') || part;
  switch (issue.code) {
    case 'invalid_type':
      return [
        issue.input === undefined
          ? errorIssue('field-missing', path, { field })
          : errorIssue('field-type', path, { field, expected: issue.expected }),
      ];
    case 'too_small':
      return [
        errorIssue(issue.origin === 'string' ? 'field-too-short' : 'field-too-small', path, {
          field,
          limit: Number(issue.minimum),
        }),
      ];
    case 'too_big':
      return [
        errorIssue(issue.origin === 'string' ? 'field-too-long' : 'field-too-large', path, {
          field,
          limit: Number(issue.maximum),
        }),
      ];
    case 'invalid_value':
      return [errorIssue('field-choice', path, { field, choices: issue.values.map(String).join(', ') })];
    case 'invalid_format':
      return [errorIssue('field-format', path, { field, expected: issue.format })];
    case 'unrecognized_keys':
      return issue.keys.map((key) => errorIssue('field-unknown', [...path, key], { field: key }));
    case 'custom':
      return [errorIssue(/^[a-z][a-z0-9-]+$/.test(issue.message) ? issue.message : 'field-refused', path, { field })];
    default:
      return [errorIssue('field-refused', path, { field })];
  }
}
