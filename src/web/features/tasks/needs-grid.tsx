import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { importTemplate } from '#contract/import';
import { NEED_COLUMNS } from '#contract/needs';
import type { Issue } from '#kernel/lib';
import { useIssueText } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { type Cells, type Column, correctionOf } from './grid-model.ts';

type Found = Pick<Issue, 'code' | 'params' | 'path' | 'severity'>;
type Place = { readonly row: number; readonly column: number };

const ROW_PX = 34;
const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const NUMERIC = new Set<Column>(['headCount', 'local']);

export interface NeedsGridProps {
  readonly rows: readonly Cells[];
  readonly issuesAt: ReadonlyMap<number, readonly Found[]>;
  readonly focus: Place;
  readonly editable: boolean;
  readonly onFocus: (place: Place) => void;
  readonly onChange: (row: number, column: Column, value: string) => void;
  readonly onPaste: (text: string) => void;
  readonly onUpload: (file: File) => void;
  readonly onAdd: () => void;
  /** Draws rows from the scene and the register; left out where the task has no scene. */
  readonly onPropose?: (() => void) | undefined;
  readonly onUndo: (() => void) | undefined;
}

/** Cells with row numbers; paste anywhere, F8 goes to the next error, Enter takes the offered correction. Only rows in sight are drawn. */
export function NeedsGrid(props: NeedsGridProps) {
  const { t } = useTranslation('tasks');
  const { rows, issuesAt, focus, editable, onFocus, onPaste, onUpload, onAdd, onUndo, onPropose } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const large = document.documentElement.dataset.type === 'large';
  const rowPx = large ? Math.round(ROW_PX * 1.29) : ROW_PX;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const begun = useRef(focus);
  useEffect(() => {
    // The cell takes the focus when somebody moves to it, not when the page opens.
    if (begun.current === focus) return;
    virtual.scrollToIndex(focus.row, { align: 'auto' });
    const frame = requestAnimationFrame(() =>
      scroll.current?.querySelector<HTMLInputElement>(`[data-cell="${focus.row}-${focus.column}"]`)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [focus, virtual]);
  const nextError = () => {
    const wrong = [...issuesAt]
      .flatMap(([row, issues]) =>
        issues
          .filter((issue) => issue.severity === 'error')
          .map((issue) => ({ row, column: Math.max(0, NEED_COLUMNS.indexOf(issue.path[2] as Column)) })),
      )
      .toSorted((a, b) => a.row - b.row || a.column - b.column);
    const next = wrong.find((one) => one.row > focus.row || (one.row === focus.row && one.column > focus.column)) ?? wrong[0];
    if (next) onFocus(next);
  };
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'F8') {
      event.preventDefault();
      nextError();
      return;
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    onFocus({ row: Math.min(rows.length - 1, Math.max(0, focus.row + step[0])), column: focus.column });
  };
  return (
    <div className="n-grid">
      <div className="n-tools">
        {editable ? (
          <>
            <label className="q-button q-button-plain q-button-normal">
              {t('needs-import')}
              <input
                type="file"
                className="sr"
                accept=".xlsx,.csv"
                onChange={(event) => event.target.files?.[0] && onUpload(event.target.files[0])}
              />
            </label>
            <FileButton take={() => client.call(importTemplate, { params: { kind: 'needs' } })}>{t('needs-template')}</FileButton>
            <Button onClick={onAdd}>{t('needs-add')}</Button>
            {onPropose ? <Button onClick={onPropose}>{t('needs-propose')}</Button> : null}
          </>
        ) : null}
        {editable ? (
          <span className="second ink2 n-hint">
            <Trans t={t} i18nKey="needs-hint" components={{ key: <kbd /> }} />
          </span>
        ) : null}
        {onUndo ? (
          <Button kind="link" onClick={onUndo}>
            {t('needs-undo')}
          </Button>
        ) : null}
      </div>
      <div
        ref={scroll}
        className="n-scroll"
        role="grid"
        aria-label={t('step-needs')}
        aria-rowcount={rows.length + 1}
        tabIndex={-1}
        onKeyDown={keys}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text/plain');
          if (!editable || !/[\t\n]/.test(text.trim())) return;
          event.preventDefault();
          onPaste(text);
        }}
      >
        <div className="n-row n-head" role="row" tabIndex={-1}>
          <span role="columnheader" tabIndex={-1} className="n-no">
            <span className="sr">{t('row')}</span>
          </span>
          {NEED_COLUMNS.map((key) => (
            <span key={key} role="columnheader" tabIndex={-1} className={NUMERIC.has(key) ? 'num' : undefined}>
              {t(`need-${key}`)}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => (
            <GridRow key={item.index} {...props} at={item.index} top={item.start} height={rowPx} />
          ))}
        </div>
      </div>
    </div>
  );
}

function GridRow(props: NeedsGridProps & { readonly at: number; readonly top: number; readonly height: number }) {
  const { t } = useTranslation('tasks');
  const issueText = useIssueText();
  const { rows, issuesAt, focus, editable, onFocus, onChange, at, top, height } = props;
  const row = rows[at]!;
  const issues = issuesAt.get(at) ?? [];
  return (
    <div className="n-row" role="row" tabIndex={-1} aria-rowindex={at + 2} style={{ transform: `translateY(${top}px)`, height }}>
      <span role="rowheader" tabIndex={-1} className="n-no">
        {at + 1}
        {issues.some((issue) => issue.severity === 'error') ? <span className="gap"> !</span> : null}
      </span>
      {NEED_COLUMNS.map((key, column) => {
        const issue =
          issues.find((one) => one.path[2] === key) ?? (column === 2 ? issues.find((one) => one.path.length < 3) : undefined);
        const wrong = issue?.severity === 'error';
        const here = focus.row === at && focus.column === column;
        const fix = issue ? correctionOf(issue, row[key]) : null;
        const id = `need-${at}-${column}`;
        return (
          <span
            key={key}
            role="gridcell"
            tabIndex={-1}
            className={`n-cell${wrong ? ' n-wrong' : issue ? ' n-note' : ''}${NUMERIC.has(key) ? ' num' : ''}`}
          >
            <input
              data-cell={`${at}-${column}`}
              aria-label={t('cell', { column: t(`need-${key}`), row: at + 1 })}
              aria-invalid={wrong || undefined}
              aria-describedby={here && issue ? id : undefined}
              value={row[key]}
              readOnly={!editable}
              tabIndex={here ? 0 : -1}
              onFocus={() => !here && onFocus({ row: at, column })}
              onChange={(event) => onChange(at, key, event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                if (wrong && fix !== null) onChange(at, key, fix);
                else onFocus({ row: Math.min(rows.length - 1, at + 1), column });
              }}
            />
            {here && issue ? (
              <span className="n-bubble" id={id} role="status">
                {issueText(issue)}
                {wrong && fix !== null ? (
                  <button type="button" onClick={() => onChange(at, key, fix)}>
                    {t('take-correction', { value: fix })} <kbd>Enter</kbd>
                  </button>
                ) : null}
              </span>
            ) : null}
          </span>
        );
      })}
    </div>
  );
}
