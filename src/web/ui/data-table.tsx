import type { TableProps } from 'antd';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from './states.tsx';

export interface DataTableProps<T extends object> {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly rows: readonly T[];
  readonly rowKey: Extract<keyof T, string>;
  readonly columns: NonNullable<TableProps<T>['columns']>;
  /** What is missing and how to fill it. */
  readonly empty: ReactNode;
  /** Height of the body in px: with it only the rows in sight are drawn, for lists of thousands. */
  readonly height?: number | undefined;
  readonly selection?: TableProps<T>['rowSelection'];
  readonly onRow?: ((row: T) => void) | undefined;
  readonly current?: string | undefined;
}

const Inner = lazy(() => import('./data-table-antd.tsx'));

/** A table of any length; the table code is a chunk of its own and comes with the first table. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { t } = useTranslation('ui');
  return (
    <Suspense fallback={<Loading label={t('loading')} lines={5} rowHeight={34} />}>
      <Inner {...(props as unknown as DataTableProps<Record<string, unknown>>)} />
    </Suspense>
  );
}
