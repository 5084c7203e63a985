import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from './mark.tsx';
import type { MarkCode } from './mark-codes.ts';
import { onTreeKey, type TreeMove } from './tree-keys.ts';
import './chain-tree.css';

/** An organization of a chain with everything below it. */
export interface ChainNode {
  readonly id: string;
  readonly form: 'committee' | 'general-branch' | 'branch' | 'group';
  readonly name: string;
  readonly mark?: { readonly code: MarkCode; readonly value?: number | string; readonly text?: string } | undefined;
  /** As many as there are columns. */
  readonly counts: readonly string[];
  readonly children?: readonly ChainNode[] | undefined;
  /** Words for children that are not loaded: "6 more"; a row that asks for them. */
  readonly rest?: string | undefined;
}

interface Rail {
  readonly of: string;
  readonly on: boolean;
}

interface Row {
  readonly id: string;
  readonly node: ChainNode;
  readonly level: number;
  readonly parent: string | undefined;
  readonly hasChildren: boolean;
  readonly open: boolean;
  /** For each ancestor below the root: does its line go on below this row. */
  readonly rails: readonly Rail[];
  readonly last: boolean;
  /** The row stands for children of this node that are not loaded. */
  readonly moreOf?: string | undefined;
}

/** The chain of a task, form in a frame, counts at the right; opens only the branches with findings. Arrows walk it. */
export function ChainTree(props: {
  readonly label: string;
  readonly nameLabel: string;
  readonly columns: readonly string[];
  readonly root: ChainNode;
  readonly selected?: string | undefined;
  readonly onSelect?: ((id: string) => void) | undefined;
  readonly onMore?: ((id: string) => void) | undefined;
}) {
  const { label, nameLabel, columns, root, selected, onSelect, onMore } = props;
  const { t } = useTranslation('ui');
  const id = useId();
  const [open, setOpen] = useState<ReadonlySet<string>>(() => withFindings(root));
  const [current, setCurrent] = useState(root.id);
  const rows = flatten(root, open);
  const toggle = (nodeId: string) =>
    setOpen((old) => new Set(old.has(nodeId) ? [...old].filter((one) => one !== nodeId) : [...old, nodeId]));
  const choose = (row: Row | undefined) => {
    if (!row) return;
    if (row.moreOf !== undefined) onMore?.(row.moreOf);
    else onSelect?.(row.id);
  };
  const act = (move: TreeMove) => {
    if (move.kind === 'open' || move.kind === 'close') toggle(move.id);
    else {
      setCurrent(move.id);
      document.getElementById(`${id}-${move.id}`)?.scrollIntoView({ block: 'nearest' });
      if (move.kind === 'choose') choose(rows.find((row) => row.id === move.id));
    }
  };
  return (
    <div className="q-chain">
      <div className="q-chain-head">
        <span>{nameLabel}</span>
        {columns.map((column) => (
          <span key={column} className="q-chain-count">
            {column}
          </span>
        ))}
      </div>
      <div
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={`${id}-${current}`}
        onKeyDown={(event) => onTreeKey(event, rows, current, act)}
      >
        {rows.map((row) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the tree
          // biome-ignore lint/a11y/useFocusableInteractive: the tree holds the focus, aria-activedescendant names the row
          <div
            key={row.id}
            id={`${id}-${row.id}`}
            role="treeitem"
            aria-level={row.level}
            aria-expanded={row.hasChildren ? row.open : undefined}
            aria-selected={row.id === selected}
            className={`q-chain-row${row.id === current ? ' q-chain-current' : ''}${row.id === selected ? ' q-chain-selected' : ''}`}
            onClick={() => {
              setCurrent(row.id);
              if (row.hasChildren) toggle(row.id);
              choose(row);
            }}
          >
            <span className="q-chain-name">
              <Rails row={row} />
              {row.moreOf === undefined ? <span className="q-chain-form">{t(`form-${row.node.form}`)}</span> : null}
              <span className={textClass(row)}>{row.node.name}</span>
              {row.node.mark ? <Mark {...row.node.mark} /> : null}
            </span>
            {columns.map((column, at) => (
              <span key={column} className="q-chain-count">
                <span className="sr">{column} </span>
                {row.node.counts[at]}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function textClass(row: Row): string {
  if (row.moreOf !== undefined) return 'q-chain-text q-chain-more';
  return row.level === 1 ? 'q-chain-text q-chain-root' : 'q-chain-text';
}

function Rails({ row }: { readonly row: Row }) {
  return (
    <>
      {row.rails.map(({ of, on }) => (
        <span key={of} className={on ? 'q-rail q-rail-on' : 'q-rail'} />
      ))}
      {row.level > 1 ? <span className={row.last ? 'q-rail q-rail-end' : 'q-rail q-rail-tee'} /> : null}
    </>
  );
}

function withFindings(root: ChainNode): Set<string> {
  const open = new Set([root.id]);
  const visit = (node: ChainNode): boolean => {
    const below = (node.children ?? []).map(visit).some(Boolean);
    if (below) open.add(node.id);
    return below || node.mark !== undefined;
  };
  visit(root);
  return open;
}

function flatten(root: ChainNode, open: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const walk = (node: ChainNode, level: number, parent: string | undefined, rails: readonly Rail[], last: boolean) => {
    const children = node.children ?? [];
    const hasChildren = children.length > 0 || node.rest !== undefined;
    const isOpen = hasChildren && open.has(node.id);
    rows.push({ id: node.id, node, level, parent, hasChildren, open: isOpen, rails, last });
    if (!isOpen) return;
    const below = level > 1 ? [...rails, { of: node.id, on: !last }] : rails;
    children.forEach((child, at) => {
      walk(child, level + 1, node.id, below, at === children.length - 1 && node.rest === undefined);
    });
    if (node.rest === undefined) return;
    const id = `${node.id}:more`;
    const more: ChainNode = { id, form: 'group', name: node.rest, counts: [] };
    rows.push({
      id,
      node: more,
      level: level + 1,
      parent: node.id,
      hasChildren: false,
      open: false,
      rails: below,
      last: true,
      moreOf: node.id,
    });
  };
  walk(root, 1, undefined, [], true);
  return rows;
}
