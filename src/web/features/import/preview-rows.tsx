import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importRows, type OUTCOMES } from '#contract/import';
import { ProblemState, useIssueText } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Mark } from '../../ui/mark.tsx';
import type { MarkCode } from '../../ui/mark-codes.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import type { Batch } from './batch-page.tsx';
import { TEXTS } from './texts.ts';

type Outcome = (typeof OUTCOMES)[number];

const MARKS: Partial<Record<Outcome, MarkCode>> = { error: 'fix', contradictory: 'fix', duplicate: 'note', changed: 'check' };

/** The rows of the file, those to correct first; red cells and, under the row, what is wrong and what to do. */
export function PreviewRows({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation(TEXTS);
  const bad = (batch.counts.error ?? 0) + (batch.counts.contradictory ?? 0);
  const [filter, setFilter] = useState<string>(bad > 0 ? 'fix' : 'all');
  const outcome: Outcome[] | undefined =
    filter === 'all' ? undefined : filter === 'fix' ? ['error', 'contradictory'] : [filter as Outcome];
  const rows = useInfiniteQuery({
    queryKey: ['import-rows', batch.id, batch.version, filter],
    queryFn: async ({ pageParam }) =>
      (
        await client.call(importRows, {
          params: { importId: batch.id },
          query: { limit: 100, ...(outcome ? { outcome } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        })
      ).data,
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const options = [
    { value: 'all', label: t('import:filter-all') },
    ...(bad > 0 ? [{ value: 'fix', label: t('import:filter-fix', { n: formatNumber(bad) }) }] : []),
    ...(['new', 'changed', 'same', 'duplicate'] as const)
      .filter((one) => (batch.counts[one] ?? 0) > 0)
      .map((one) => ({ value: one, label: t(`import:filter-${one}`, { n: formatNumber(batch.counts[one] ?? 0) }) })),
  ];
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = batch.columns.filter((one) => one.field !== null);
  return (
    <Sheet
      title={t('import:preview')}
      note={batch.skipped > 0 ? t('import:skipped', { count: batch.skipped }) : undefined}
      aside={
        options.length > 2 ? (
          <Segmented label={t('import:filter')} value={filter} options={options} onChange={setFilter} />
        ) : undefined
      }
      flush={items.length > 0}
      className="q-import-sheet"
    >
      {rows.isPending ? <Loading label={t('ui:loading')} lines={6} rowHeight={37} /> : null}
      {rows.error ? <ProblemState error={rows.error} retry={() => void rows.refetch()} /> : null}
      {bad > 0 && batch.state === 'preview' ? <p className="q-import-how">{t('import:correct-how')}</p> : null}
      {rows.data && items.length === 0 ? <Empty title={t('import:no-rows')} /> : null}
      {items.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable by keyboard
        <section className="q-scroll" tabIndex={0} aria-label={t('import:rows-scroll')}>
          <table className="q-table q-import-rows">
            <thead>
              <tr>
                <th scope="col" className="num">
                  {t('import:row')}
                </th>
                <th scope="col">{t('import:outcome')}</th>
                {columns.map((one) => (
                  <th scope="col" key={one.column}>
                    {t(`tables:table-field-${one.field}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((row) => (
                <Row key={row.rowNo} row={row} columns={columns} />
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {rows.hasNextPage ? (
        <div className="q-import-more">
          <Button onClick={() => void rows.fetchNextPage()} disabled={rows.isFetchingNextPage}>
            {t('import:more')}
          </Button>
        </div>
      ) : null}
    </Sheet>
  );
}

type RowData = Awaited<ReturnType<typeof client.call<typeof importRows>>>['data']['items'][number];

function Row({ row, columns }: { readonly row: RowData; readonly columns: Batch['columns'] }) {
  const { t } = useTranslation(TEXTS);
  const finding = useIssueText();
  const wrong = new Map(row.issues.map((issue) => [String(issue.path[2] ?? ''), issue.severity]));
  const mark = MARKS[row.outcome];
  const before = Object.entries(row.before);
  return (
    <>
      <tr>
        <td className="num ink3">{row.sheetRow}</td>
        <td className="q-import-outcome">
          {mark ? <Mark code={mark} /> : null} {t(`import:outcome-${row.outcome}`)}
        </td>
        {columns.map((one) => (
          <td key={one.column} className={wrong.get(one.field ?? '') === 'error' ? 'q-cell-wrong' : undefined}>
            {row.cells[one.column] ?? ''}
          </td>
        ))}
      </tr>
      {row.issues.length > 0 || before.length > 0 ? (
        <tr className="q-import-finding">
          <td colSpan={columns.length + 2}>
            {row.issues.map((issue) => (
              <p
                key={`${issue.code} ${issue.path.join('/')} ${String(issue.params.other ?? '')}`}
                className={issue.severity === 'error' ? 'gap' : 'ink2'}
              >
                {issue.path[2] ? `${t(`tables:table-field-${String(issue.path[2])}`)}${t('import:colon')}` : ''}
                {finding(issue)}
              </p>
            ))}
            {before.length > 0 ? (
              <p className="ink2">
                {t('import:before')}
                {before.map(([key, value]) => beforeText(t, key, value)).join(t('import:list-comma'))}
              </p>
            ) : null}
          </td>
        </tr>
      ) : null}
    </>
  );
}

const FIELD_OF: Readonly<Record<string, string>> = { name: 'personName', kind: 'unitKind' };
const CHOICE_OF: Readonly<Record<string, string>> = { status: 'status', kind: 'unitKind' };

function beforeText(t: TFunction<string[]>, key: string, value: string | number | boolean | null): string {
  const shown =
    typeof value === 'boolean'
      ? t(value ? 'tables:table-yes' : 'tables:table-no')
      : CHOICE_OF[key]
        ? t(`tables:table-choice-${CHOICE_OF[key]}-${String(value)}`, { defaultValue: String(value) })
        : String(value);
  return t('import:before-value', {
    field: key === 'name' ? t('import:name') : t(`tables:table-field-${FIELD_OF[key] ?? key}`),
    value: shown,
  });
}
