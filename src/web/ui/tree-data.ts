import { useEffect, useMemo, useRef, useState } from 'react';
import type { MarkCode } from './mark-codes.ts';
import type { TreeRow } from './tree-keys.ts';

/** A node as the tree draws it. */
export interface TreeNode {
  readonly id: string;
  readonly label: string;
  readonly hasChildren: boolean;
  readonly count?: string | undefined;
  readonly mark?: { readonly code: MarkCode; readonly value?: number | string; readonly text?: string } | undefined;
}

/** One load of children: the nodes and how many more there are. */
export interface TreePage {
  readonly nodes: readonly TreeNode[];
  readonly rest: number;
}

interface Branch {
  readonly nodes: readonly TreeNode[];
  readonly rest: number;
}

/** A row in sight: a node, or the line "n more" (`rest` > 0) at the end of a branch. */
export interface VisibleRow extends TreeRow {
  readonly node: TreeNode;
  readonly rest: number;
}

const ROOT = '';

/** Loaded branches and which are open; asks for each branch once, and again only when `version` changes. */
export function useTreeData(
  load: (parent: string | undefined, offset: number) => Promise<TreePage>,
  openPath: readonly string[],
  version: string,
) {
  const [branches, setBranches] = useState<ReadonlyMap<string, Branch>>(new Map());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(openPath));
  const [pending, setPending] = useState(0);
  const asked = useRef(new Set<string>());
  const generation = useRef(version);

  const fetchBranch = async (key: string, offset: number) => {
    const ticket = `${key} ${offset}`;
    if (asked.current.has(ticket)) return;
    asked.current.add(ticket);
    const born = generation.current;
    setPending((count) => count + 1);
    try {
      const page = await load(key === ROOT ? undefined : key, offset);
      if (born !== generation.current) return;
      setBranches((old) => {
        const before = offset > 0 ? (old.get(key)?.nodes ?? []) : [];
        return new Map(old).set(key, { nodes: [...before, ...page.nodes], rest: page.rest });
      });
    } catch {
      // The branch stays closed and may be asked for again: the page shows the failure of its own request.
      asked.current.delete(ticket);
      setOpen((old) => new Set([...old].filter((id) => id !== key)));
    } finally {
      setPending((count) => count - 1);
    }
  };

  const pathKey = openPath.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version forgets everything; a new path only opens more
  useEffect(() => {
    if (generation.current !== version) {
      generation.current = version;
      asked.current.clear();
      setBranches(new Map());
    }
    setOpen((old) => new Set([...old, ...openPath]));
    void fetchBranch(ROOT, 0);
    for (const id of openPath) void fetchBranch(id, 0);
  }, [version, pathKey]);

  const rows = useMemo(() => visibleRows(branches, open), [branches, open]);
  return {
    rows,
    loading: pending > 0,
    loaded: branches.has(ROOT),
    toggle(id: string) {
      const opening = !open.has(id);
      setOpen((old) => {
        const next = new Set(old);
        if (opening) next.add(id);
        else next.delete(id);
        return next;
      });
      if (opening) void fetchBranch(id, 0);
    },
    loadMore(parent: string | undefined) {
      const key = parent ?? ROOT;
      void fetchBranch(key, branches.get(key)?.nodes.length ?? 0);
    },
  };
}

/** The rows in reading order; a branch that is still loading shows nothing below it. */
export function visibleRows(branches: ReadonlyMap<string, Branch>, open: ReadonlySet<string>): VisibleRow[] {
  const rows: VisibleRow[] = [];
  const walk = (key: string, level: number) => {
    const branch = branches.get(key);
    if (!branch) return;
    const parent = key === ROOT ? undefined : key;
    for (const node of branch.nodes) {
      const isOpen = node.hasChildren && open.has(node.id);
      rows.push({ id: node.id, level, parent, hasChildren: node.hasChildren, open: isOpen, node, rest: 0 });
      if (isOpen) walk(node.id, level + 1);
    }
    if (branch.rest > 0) {
      const id = `${key}:more`;
      const node = { id, label: '', hasChildren: false };
      rows.push({ id, level, parent, hasChildren: false, open: false, node, rest: branch.rest });
    }
  };
  walk(ROOT, 1);
  return rows;
}
