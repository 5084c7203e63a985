import { areaList } from '#contract/areas';
import { orgList } from '#contract/organizations';
import { client } from '../../data/remote/client.ts';
import { formatNumber } from '../../ui/format.ts';
import type { TreeNode, TreePage } from '../../ui/tree.tsx';

/** The three ways to look at organizations. */
export type TreeKind = 'standing' | 'task' | 'area';

/** Rows of one load; more come with the line at the end of the branch. */
const STEP = 60;

/** A loader for the tree control: pages by cursor on the server, by offset in the control. */
export function treeLoader(kind: TreeKind): (parent: string | undefined, offset: number) => Promise<TreePage> {
  if (kind === 'area') return loadAreas;
  const cursors = new Map<string, string>();
  const totals = new Map<string, number>();
  return async (parent, offset) => {
    const at = parent ?? (kind === 'standing' ? await firstRoot() : undefined);
    const cursor = cursors.get(`${at} ${offset}`);
    const { data } = await client.call(orgList, {
      query: {
        tree: kind,
        limit: STEP,
        ...(at === undefined ? {} : { parentId: at }),
        ...(cursor === undefined ? {} : { cursor }),
      },
    });
    for (const one of data.items) totals.set(one.id, one.children);
    const shown = offset + data.items.length;
    if (data.next !== null) cursors.set(`${at} ${shown}`, data.next);
    const total =
      at === undefined ? shown + (data.next === null ? 0 : 1) : (totals.get(at) ?? shown + (data.next === null ? 0 : 1));
    return { nodes: data.items.map(nodeOf), rest: data.next === null ? 0 : Math.max(1, total - shown) };
  };
}

function nodeOf(one: { id: string; name: string; children: number; below: number; check: boolean }): TreeNode {
  return {
    id: one.id,
    label: one.name,
    hasChildren: one.children > 0,
    ...(one.below > 0 ? { count: formatNumber(one.below) } : {}),
    ...(one.check ? { mark: { code: 'check' as const } } : {}),
  };
}

/** The last of the reference nodes at the top: what hangs below it is the city's own tree. */
async function firstRoot(): Promise<string | undefined> {
  return (await references()).at(-1)?.id;
}

/** The central and provincial organizations above the city, from the top: shown as a line, never opened (S-014). */
export async function references(): Promise<{ id: string; name: string }[]> {
  const found: { id: string; name: string }[] = [];
  let items = (await client.call(orgList, { query: { tree: 'standing' } })).data.items;
  while (items.length === 1 && items[0]!.referenceOnly && items[0]!.children > 0) {
    const { id, name } = items[0]!;
    found.push({ id, name });
    items = (await client.call(orgList, { query: { tree: 'standing', parentId: id } })).data.items;
  }
  return found;
}

async function loadAreas(parent: string | undefined): Promise<TreePage> {
  const { data } = await client.call(areaList, { query: parent === undefined ? {} : { parentId: parent } });
  return {
    rest: 0,
    nodes: data.items.map((one) => ({
      id: one.id,
      label: one.name,
      hasChildren: one.children > 0,
      ...(one.children > 0 ? { count: formatNumber(one.children) } : {}),
      ...(one.blank ? { mark: { code: 'short' as const } } : {}),
    })),
  };
}
