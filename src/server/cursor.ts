import { problem } from './problem.ts';

/** The sort key of the last row of a page, as the opaque text of `next`. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key in a cursor with `length` parts; undefined for the first page, `malformed` for a text that we did not write. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => part === null || ['string', 'number'].includes(typeof part))
    )
      return key;
  } catch {
    // Falls through to the same refusal as a key of another shape.
  }
  throw problem('malformed', {});
}

/** Cuts `limit + 1` fetched rows into a page: the extra row only says that there are more. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number | null)[],
  itemOf: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(itemOf), next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

/** How many rows of a list lie before the page that a cursor of {@link pageAt} begins. */
export function offsetOf(cursor: string | undefined): number {
  const offset = decodeCursor(cursor, 1)?.[0] ?? 0;
  if (!Number.isInteger(offset) || Number(offset) < 0) throw problem('malformed', {});
  return Number(offset);
}

/** Cuts `limit + 1` rows, fetched from `offset` on, into a page: for short lists whose order has no key of its own. */
export function pageAt<Row, Item>(
  rows: readonly Row[],
  offset: number,
  limit: number,
  itemOf: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  return { items: rows.slice(0, limit).map(itemOf), next: rows.length > limit ? encodeCursor([offset + limit]) : null };
}
