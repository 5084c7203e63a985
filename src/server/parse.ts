import * as z from 'zod';
import { type Issue, shapeIssues } from '#kernel/lib';
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
  issues.push(...shapeIssues(parsed.error.issues, [part]));
  return undefined;
}
