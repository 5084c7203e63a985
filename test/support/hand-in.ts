import type { Client } from '#contract/client';
import { importCreate, importRows, importShow } from '#contract/import';
import { workbookBytes } from '#documents/tables';

/** The import once it has been read. */
export async function settled(client: Client, importId: string) {
  for (let i = 0; i < 2400; i++) {
    const { data } = await client.call(importShow, { params: { importId } });
    if (data.state !== 'reading') return data;
    await new Promise((later) => setTimeout(later, 25));
  }
  throw new Error('still reading');
}

/** Hands a table in and waits until it has been read. */
export async function handIn(
  client: Client,
  kind: 'areas' | 'units' | 'organizations' | 'members',
  body: Uint8Array,
  name = 'x.xlsx',
) {
  const { data } = await client.call(
    importCreate,
    { query: { kind }, body },
    { contentType: 'application/octet-stream', fileName: name },
  );
  return settled(client, data.id);
}

/** A workbook of one sheet. */
export const workbook = (...rows: string[][]): Promise<Uint8Array> =>
  workbookBytes([{ name: '表', columns: [], rows: rows.map((cells) => ({ cells })) }]);

/** The first rows of an import as they were judged. */
export const rowsOf = async (client: Client, importId: string) =>
  (await client.call(importRows, { params: { importId }, query: { limit: 200 } })).data.items;
