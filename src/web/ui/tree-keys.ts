import type { KeyboardEvent } from 'react';

/** A visible row of a tree, as far as the keys need it. */
export interface TreeRow {
  readonly id: string;
  readonly level: number;
  readonly parent: string | undefined;
  readonly hasChildren: boolean;
  readonly open: boolean;
}

/** What a key asks for: another row, opening or closing the row, or choosing it. */
export type TreeMove = { readonly kind: 'go' | 'open' | 'close' | 'choose'; readonly id: string };

/** The keys of the tree pattern: arrows, Home, End, Enter, space. Undefined when the key is none of ours. */
export function treeMove(rows: readonly TreeRow[], current: string | undefined, key: string): TreeMove | undefined {
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === current),
  );
  const row = rows[at];
  if (!row) return undefined;
  const go = (index: number): TreeMove | undefined => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, index))];
    return next && { kind: 'go', id: next.id };
  };
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      if (!row.hasChildren) return undefined;
      return row.open ? go(at + 1) : { kind: 'open', id: row.id };
    case 'ArrowLeft':
      if (row.hasChildren && row.open) return { kind: 'close', id: row.id };
      return row.parent === undefined ? undefined : { kind: 'go', id: row.parent };
    case 'Enter':
    case ' ':
      return { kind: 'choose', id: row.id };
    default:
      return undefined;
  }
}

/** Applies a key of the tree; keys with Ctrl, Alt or Meta stay with the browser. */
export function onTreeKey(
  event: KeyboardEvent,
  rows: readonly TreeRow[],
  current: string | undefined,
  act: (move: TreeMove) => void,
): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const move = treeMove(rows, current, event.key);
  if (!move) return;
  event.preventDefault();
  act(move);
}
