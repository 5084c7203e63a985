import { expect } from 'vitest';
import type { Client } from '#contract/client';
import type { FileShape, InputOf, ResponseOf, RouteShape } from '#contract/route';
import { readSheetFile } from '#documents/sheet';

/** Rows of a file in both formats, which must say the same; the heading first. */
export async function rowsOf<R extends RouteShape & { readonly response: FileShape }>(
  client: Client,
  route: R,
  input: (format: 'xlsx' | 'csv') => InputOf<R>,
): Promise<readonly (readonly string[])[]> {
  const [xlsx, csv] = await Promise.all(
    (['xlsx', 'csv'] as const).map(async (format) => {
      const { data } = await client.call(route, input(format));
      const read = await readSheetFile(`list.${format}`, data as Uint8Array);
      if (!read.ok) throw new Error(JSON.stringify(read.issues));
      return read.value.sheets[0]!.rows.map((row) => row.map((cell) => cell.trim().replace(/^'=/, '=')));
    }),
  );
  const width = csv![0]!.length;
  // A sheet leaves empty cells at the end of a row out; more than the heads say it never has.
  expect(xlsx!.every((row) => row.length <= width)).toBe(true);
  const full = (rows: readonly (readonly string[])[]) =>
    rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? ''));
  expect(full(xlsx!)).toEqual(full(csv!));
  return full(csv!);
}

/** The cells of a file below one of its heads. */
export function column(rows: readonly (readonly string[])[], head: string): (string | undefined)[] {
  const at = rows[0]!.indexOf(head);
  expect(at, `${head} in ${rows[0]!.join()}`).toBeGreaterThanOrEqual(0);
  return rows.slice(1).map((row) => row[at]);
}

/** All rows of a list, read a page of `limit` at a time. */
export async function allOf<R extends RouteShape, Item>(
  client: Client,
  route: R,
  input: (page: { limit: number; cursor?: string }) => InputOf<R>,
  items: (answer: ResponseOf<R>) => readonly Item[],
  limit = 2,
): Promise<Item[]> {
  const all: Item[] = [];
  for (let cursor: string | undefined; ; ) {
    const { data } = await client.call(route, input({ limit, ...(cursor === undefined ? {} : { cursor }) }));
    const page = items(data);
    expect(page.length).toBeLessThanOrEqual(limit);
    all.push(...page);
    const { next } = data as { readonly next: string | null };
    if (next === null) return all;
    cursor = next;
  }
}
