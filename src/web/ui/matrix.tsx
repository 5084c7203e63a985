import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from './format.ts';
import './plain-table.css';
import './matrix.css';

export interface MatrixRow {
  readonly id: string;
  readonly label: string;
  /** One for each column; null is a small count that is not shown (少于5). */
  readonly values: readonly (number | null)[];
  /** A text when it is rounded so that a hidden count cannot be subtracted. */
  readonly total: number | string;
}

export interface MatrixProps {
  readonly label: string;
  readonly columns: readonly { readonly id: string; readonly label: string }[];
  readonly totalLabel: string;
  /** Stands first. */
  readonly gap?: MatrixRow | undefined;
  readonly rows: readonly MatrixRow[];
  readonly sum?: MatrixRow | undefined;
  readonly onOpen?: ((rowId: string, columnId: string) => void) | undefined;
}

/** Sources × places: gap row first, tint by value in one hue with the figure always shown, arrows walk the cells, Enter opens one. */
export function Matrix({ label, columns, totalLabel, gap, rows, sum, onOpen }: MatrixProps) {
  const table = useRef<HTMLTableElement>(null);
  const most = Math.max(1, ...rows.flatMap((row) => row.values.map((value) => value ?? 0)));
  const walk = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = STEPS[event.key];
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    if (!step || !cell) return;
    const [row, column] = cell.dataset.at!.split(' ').map(Number) as [number, number];
    const next = table.current?.querySelector<HTMLElement>(`[data-at="${row + step[0]} ${column + step[1]}"]`);
    if (!next) return;
    event.preventDefault();
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
  const all = [
    ...(gap ? [{ row: gap, kind: 'gap' }] : []),
    ...rows.map((row) => ({ row, kind: 'row' })),
    ...(sum ? [{ row: sum, kind: 'sum' }] : []),
  ];
  return (
    <div className="q-scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table read as a grid: arrows move between its cells */}
      <table ref={table} className="q-matrix" role="grid" aria-label={label} onKeyDown={walk}>
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column.id} scope="col" className="num">
                {column.label}
              </th>
            ))}
            <th scope="col" className="num">
              {totalLabel}
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map(({ row, kind }, r) => (
            // Red only where something is missing: a row of gaps that sums up to nothing is plain.
            <tr key={row.id} className={kind === 'gap' && row.total === 0 ? 'q-matrix-none' : `q-matrix-${kind}`}>
              <th scope="row">{row.label}</th>
              {row.values.map((value, c) => (
                <Cell
                  key={columns[c]!.id}
                  at={`${r} ${c}`}
                  value={value}
                  strength={kind === 'row' ? (value ?? 0) / most : undefined}
                  onOpen={onOpen && (() => onOpen(row.id, columns[c]!.id))}
                />
              ))}
              <td className="num">{typeof row.total === 'number' ? formatNumber(row.total) : row.total}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const STEPS: Record<string, readonly [number, number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

function Cell(props: {
  readonly at: string;
  readonly value: number | null;
  readonly strength: number | undefined;
  readonly onOpen: (() => void) | undefined;
}) {
  const { at, value, strength, onOpen } = props;
  const { t } = useTranslation('ui');
  // 4 % to 30 % of the accent: the darkest cell keeps the ink at 10:1.
  const tint = strength === undefined ? undefined : `rgb(17 86 106 / ${(4 + 26 * strength).toFixed(1)}%)`;
  return (
    <td
      className={value === 0 ? 'num q-matrix-zero' : 'num'}
      data-at={at}
      tabIndex={at === '0 0' ? 0 : -1}
      style={tint ? { background: tint } : undefined}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onOpen?.();
      }}
    >
      {value === null ? t('withheld') : formatNumber(value)}
    </td>
  );
}
