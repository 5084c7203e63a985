import { Table, type TableProps } from 'antd';
import './data-table.css';
import type { DataTableProps } from './data-table.tsx';

type Row = Record<string, unknown>;

/** The antd table behind {@link DataTableProps}; loaded only through data-table.tsx. */
export default function DataTableAntd(props: DataTableProps<Row>) {
  const { label, rows, rowKey, columns, empty, height, selection, onRow, current } = props;
  const more: Partial<TableProps<Row>> = {};
  if (height !== undefined) {
    more.virtual = true;
    more.scroll = { y: height, x: columns.reduce((sum, column) => sum + (Number(column.width) || 140), 0) };
  }
  if (selection) more.rowSelection = { columnWidth: 40, ...selection };
  if (onRow) {
    more.onRow = (row) => ({
      tabIndex: 0,
      'aria-selected': current === undefined ? undefined : row[rowKey] === current,
      onClick: () => onRow(row),
      onKeyDown: (event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onRow(row);
      },
    });
  }
  return (
    <Table<Row>
      className="q-data-table"
      aria-label={label}
      size="small"
      pagination={false}
      dataSource={rows as Row[]}
      rowKey={rowKey}
      columns={columns}
      locale={{ emptyText: empty }}
      {...more}
    />
  );
}
