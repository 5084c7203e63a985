import type { Client } from '#contract/client';
import { importCreate, importShow } from '#contract/import';

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
