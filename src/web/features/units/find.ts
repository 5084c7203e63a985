import { searchAll } from '#contract/search';
import { client } from '../../data/remote/client.ts';
import type { Picked } from '../../ui/pick.tsx';

const ask = async (q: string, kinds: string) => (await client.call(searchAll, { query: { q, kinds, limit: 12 } })).data;

/** Units by characters, pinyin or initials. */
export const findUnits = async (text: string): Promise<readonly Picked[]> => (await ask(text, 'units')).units;
/** Areas in the same way. */
export const findAreas = async (text: string): Promise<readonly Picked[]> => (await ask(text, 'areas')).areas;
