import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { join } from './join.ts';
import { Mark } from './mark.tsx';
import { type TreePage, useTreeData } from './tree-data.ts';
import { onTreeKey, type TreeMove, type TreeRow } from './tree-keys.ts';
import './tree.css';

export type { TreeNode, TreePage } from './tree-data.ts';

export interface TreeProps {
  readonly label: string;
  /** Children of a node (`undefined`: the roots) from an offset on; `rest` says how many are still to come. */
  readonly load: (parent: string | undefined, offset: number) => Promise<TreePage>;
  readonly selected?: string | undefined;
  readonly onSelect: (id: string) => void;
  /** Ancestors of the selected node from the root down: they open by themselves. */
  readonly openPath?: readonly string[] | undefined;
  /** Another value forgets what was loaded: a different set of organizations, or data that changed. */
  readonly version?: string | undefined;
  /** What stands in the place of a tree without any row. */
  readonly empty?: ReactNode;
}

/** A tree of any size: children load when a branch opens, only rows in sight are drawn, arrows walk, Enter chooses. */
export function Tree({ label, load, selected, onSelect, openPath, version = '', empty }: TreeProps) {
  const { t } = useTranslation('ui');
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const data = useTreeData(load, openPath ?? [], version);
  const [current, setCurrent] = useState<string | undefined>(selected);
  const rowHeight = useRowHeight();
  const rows = data.rows;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measure again only when the type size changes
  useEffect(() => virtual.measure(), [rowHeight]);
  const drawn = virtual.getVirtualItems();
  const active = drawn.find((item) => rows[item.index]?.id === current);
  const act = (move: TreeMove) => {
    const row = rows.find((one) => one.id === move.id);
    if (!row) return;
    if (move.kind === 'open' || move.kind === 'close') data.toggle(row.id);
    else if (move.kind === 'choose') choose(row);
    else {
      setCurrent(move.id);
      virtual.scrollToIndex(rows.indexOf(row));
    }
  };
  const choose = (row: (typeof rows)[number]) => {
    setCurrent(row.id);
    if (row.rest > 0) data.loadMore(row.parent);
    else onSelect(row.id);
  };
  if (empty !== undefined && !data.loading && data.loaded && rows.length === 0) return <>{empty}</>;
  return (
    <div
      ref={scroll}
      className="q-tree"
      role="tree"
      aria-label={label}
      aria-busy={data.loading}
      tabIndex={0}
      aria-activedescendant={active ? `${id}-${current}` : undefined}
      onKeyDown={(event) => onTreeKey(event, rows satisfies readonly TreeRow[], current, act)}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {drawn.map((item) => {
          const row = rows[item.index]!;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the tree
            // biome-ignore lint/a11y/useFocusableInteractive: the tree holds the focus, aria-activedescendant names the row
            <div
              key={row.id}
              id={`${id}-${row.id}`}
              role="treeitem"
              aria-level={row.level}
              aria-expanded={row.hasChildren ? row.open : undefined}
              aria-selected={row.id === selected}
              className={join('q-tree-row', row.id === selected && 'q-tree-selected', row.id === current && 'q-tree-current')}
              style={{ height: item.size, top: item.start, paddingLeft: `calc(12px + ${(row.level - 1) * 18}px)` }}
              onClick={() => choose(row)}
            >
              <Twist open={row.open} shown={row.hasChildren} onClick={() => data.toggle(row.id)} />
              <span className={row.rest > 0 ? 'q-tree-label ink2' : 'q-tree-label'}>
                {row.rest > 0 ? t('more', { count: row.rest }) : row.node.label}
              </span>
              {row.node.mark ? <Mark {...row.node.mark} /> : null}
              <span className="q-tree-count">{row.node.count}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Twist({ open, shown, onClick }: { readonly open: boolean; readonly shown: boolean; readonly onClick: () => void }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a target for the mouse; the keys are Left and Right on the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: same
    <span
      className="q-tree-twist"
      onClick={(event) => {
        if (!shown) return;
        event.stopPropagation();
        onClick();
      }}
    >
      {shown ? (
        <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
          <path d={open ? 'M0 1h8L4 7z' : 'M1 0l6 4-6 4z'} fill="currentColor" />
        </svg>
      ) : null}
    </span>
  );
}

/** The row height of the type size in use, so that virtual rows and tokens agree. */
function useRowHeight(): number {
  const [height, setHeight] = useState(readRowHeight);
  useEffect(() => {
    const watch = new MutationObserver(() => setHeight(readRowHeight()));
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-type'] });
    return () => watch.disconnect();
  }, []);
  return height;
}

function readRowHeight(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-tree')) || 32;
}
