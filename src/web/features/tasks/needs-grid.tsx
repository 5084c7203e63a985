import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { importTemplate } from '#contract/import';
import { NEED_COLUMNS } from '#contract/needs';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { actOf, type Mode, type Place } from './grid-keys.ts';
import { type Cells, type Column, type Found, isEmpty } from './grid-model.ts';
import { NeedsCell } from './needs-cell.tsx';

const ROW_PX = 34;
const NUMERIC = new Set<Column>(['headCount', 'local']);

export interface NeedsGridProps {
  /** What stands in the cells, skills in the language of the page. */
  readonly rows: readonly Cells[];
  /** The same as it was typed. */
  readonly typed: readonly Cells[];
  readonly issuesAt: ReadonlyMap<number, readonly Found[]>;
  readonly focus: Place;
  readonly editable: boolean;
  readonly onFocus: (place: Place) => void;
  /** `run` is the same as long as one cell is being typed in: one step of Undo. */
  readonly onChange: (row: number, column: Column, value: string, run: number) => void;
  readonly onPaste: (text: string) => void;
  readonly onUpload: (file: File) => void;
  readonly onAdd: () => void;
  /** Draws rows from the scene and the register; left out where the task has no scene. */
  readonly onPropose?: (() => void) | undefined;
  /** The step that can be taken back. */
  readonly undo: { readonly label: string; readonly take: () => void } | undefined;
}

/** Cells with row numbers and the keys of a spreadsheet; paste anywhere, F8 goes to the next error, Enter takes the offered correction. Only rows in sight are drawn. */
export function NeedsGrid(props: NeedsGridProps) {
  const { t } = useTranslation('tasks');
  const { rows, typed, issuesAt, focus, editable, onFocus, onChange, undo } = props;
  const [mode, setMode] = useState<Mode>('select');
  const [leaving, setLeaving] = useState(false);
  const scroll = useRef<HTMLDivElement>(null);
  const hint = useId();
  /** The cell that is being typed in: what it said before, and the number of this run of typing. */
  const run = useRef({ before: '', no: 0 });
  const touched = useRef(false);
  const tabFrom = useRef<number | null>(null);
  const large = document.documentElement.dataset.type === 'large';
  const rowPx = large ? Math.round(ROW_PX * 1.29) : ROW_PX;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const begun = useRef(focus);
  /** Set while the grid itself moves the focus. */
  const moving = useRef(false);
  /** The cell that has taken the focus already. */
  const came = useRef<Place | null>(null);
  const focusCell = (place: Place) => {
    const cell = scroll.current?.querySelector<HTMLInputElement>(`[data-cell="${place.row}-${place.column}"]`);
    moving.current = true;
    cell?.focus();
    moving.current = false;
    came.current = cell ? place : null;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cell of the focus, whatever else is drawn anew
  useEffect(() => {
    // The cell takes the focus when somebody moves to it, not when the page opens.
    if (begun.current === focus) return;
    virtual.scrollToIndex(focus.row, { align: 'auto' });
    // Not a second time: the keys after it may have led out of the grid by now.
    if (came.current === focus) return;
    const frame = requestAnimationFrame(() => focusCell(focus));
    return () => cancelAnimationFrame(frame);
  }, [focus, virtual]);
  const begin = (next: Mode, value: string) => {
    if (mode === 'select') run.current = { before: value, no: run.current.no + 1 };
    setMode(next);
    setLeaving(false);
  };
  const rest = () => {
    touched.current = false;
    setMode('select');
  };
  const go = (place: Place) => {
    rest();
    onFocus(place);
    // At once where it is drawn: the next key is for it, however fast it comes. Where it has to be drawn first, after that.
    focusCell(place);
  };
  const nextError = () => {
    const wrong = [...issuesAt]
      .flatMap(([row, issues]) =>
        issues
          .filter((issue) => issue.severity === 'error')
          .map((issue) => ({ row, column: Math.max(0, NEED_COLUMNS.indexOf(issue.path[2] as Column)) })),
      )
      .toSorted((a, b) => a.row - b.row || a.column - b.column);
    const next = wrong.find((one) => one.row > focus.row || (one.row === focus.row && one.column > focus.column)) ?? wrong[0];
    if (next) go(next);
  };
  const cellOf = (column: number) => NEED_COLUMNS[column]!;
  const keys = (event: KeyboardEvent<HTMLInputElement>, fix: string | null) => {
    // Enter and the arrows belong to the input method while it composes.
    if (event.nativeEvent.isComposing) return;
    const act = actOf(event, {
      mode,
      at: focus,
      rows: rows.length,
      columns: NEED_COLUMNS.length,
      lastRow: Math.max(
        0,
        rows.findLastIndex((row) => !isEmpty(row)),
      ),
      tabFrom: tabFrom.current,
      leaving,
    });
    if (act === null) {
      if (event.key !== 'Tab' && event.key !== 'Shift') setLeaving(false);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const key = cellOf(focus.column);
    setLeaving(act === 'leave');
    if (act === 'next-error') nextError();
    else if (act === 'leave') tabFrom.current = null;
    else if (act === 'undo') undo?.take();
    else if (act === 'edit') {
      const end = event.currentTarget.value.length;
      if (editable) begin('edit', rows[focus.row]![key]);
      event.currentTarget.setSelectionRange(end, end);
    } else if (act === 'restore') {
      if (touched.current) onChange(focus.row, key, run.current.before, run.current.no);
      rest();
    } else if (act === 'clear') {
      if (editable && rows[focus.row]![key] !== '') onChange(focus.row, key, '', ++run.current.no);
    } else if (event.key === 'Enter' && !event.shiftKey && mode === 'select' && fix !== null) {
      onChange(focus.row, key, fix, ++run.current.no);
    } else {
      if (act.tabbed) tabFrom.current ??= focus.column;
      else tabFrom.current = null;
      go(act.go);
    }
  };
  const rowProps = (at: number) => ({
    at,
    issues: issuesAt.get(at) ?? [],
    here: focus.row === at,
  });
  return (
    <div className="n-grid">
      <GridTools {...props} hint={hint} leaving={leaving} />
      <p role="status" className="sr">
        {leaving ? t('grid-leaving') : ''}
      </p>
      <div
        ref={scroll}
        className="n-scroll"
        role="grid"
        aria-label={t('step-needs')}
        aria-describedby={hint}
        aria-rowcount={rows.length + 1}
        tabIndex={-1}
        onBlur={(event) => {
          setLeaving(false);
          if (!event.currentTarget.contains(event.relatedTarget)) rest();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'F8') return;
          event.preventDefault();
          nextError();
        }}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text/plain');
          if (!editable || !/[\t\n]/.test(text.trim())) return;
          event.preventDefault();
          rest();
          props.onPaste(text);
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
            <GridRow key={item.index} {...rowProps(item.index)} top={item.start} height={rowPx}>
              {(column, key, issue) => {
                const here = focus.row === item.index && focus.column === column;
                const shown = rows[item.index]![key];
                return (
                  <NeedsCell
                    key={key}
                    id={`${item.index}-${column}`}
                    column={key}
                    rowNo={item.index + 1}
                    value={here && touched.current ? typed[item.index]![key] : shown}
                    here={here}
                    selected={mode === 'select'}
                    editable={editable}
                    numeric={NUMERIC.has(key)}
                    issue={issue}
                    onFocus={() => {
                      if (here || moving.current) return;
                      tabFrom.current = null;
                      go({ row: item.index, column });
                    }}
                    onEdit={() => editable && begin('edit', shown)}
                    onChange={(value) => {
                      if (mode === 'select') begin('type', shown);
                      touched.current = true;
                      onChange(item.index, key, value, run.current.no);
                    }}
                    onKey={keys}
                    onFix={(value) => {
                      onChange(item.index, key, value, ++run.current.no);
                      go({ row: item.index, column });
                    }}
                  />
                );
              }}
            </GridRow>
          ))}
        </div>
      </div>
    </div>
  );
}

function GridRow(props: {
  readonly at: number;
  readonly issues: readonly Found[];
  /** The focus of the grid is in it. */
  readonly here: boolean;
  readonly top: number;
  readonly height: number;
  readonly children: (column: number, key: Column, issue: Found | undefined) => ReactNode;
}) {
  const { at, issues, here, top, height, children } = props;
  return (
    <div
      className={here ? 'n-row n-row-here' : 'n-row'}
      role="row"
      tabIndex={-1}
      aria-rowindex={at + 2}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <span role="rowheader" tabIndex={-1} className="n-no">
        {at + 1}
        {issues.some((issue) => issue.severity === 'error') ? <span className="gap"> !</span> : null}
      </span>
      {NEED_COLUMNS.map((key, column) =>
        children(
          column,
          key,
          issues.find((one) => one.path[2] === key) ?? (column === 2 ? issues.find((one) => one.path.length < 3) : undefined),
        ),
      )}
    </div>
  );
}

function GridTools(props: NeedsGridProps & { readonly hint: string; readonly leaving: boolean }) {
  const { t } = useTranslation('tasks');
  const { editable, onUpload, onAdd, onPropose, undo, hint, leaving } = props;
  if (!editable)
    return (
      <p id={hint} className="sr">
        {t('grid-keys-read')}
      </p>
    );
  return (
    <div className="n-tools">
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
      {undo ? (
        <Button kind="link" onClick={undo.take}>
          {undo.label}
        </Button>
      ) : null}
      <span id={hint} className={leaving ? 'second n-hint' : 'second ink2 n-hint'}>
        {leaving ? t('grid-leaving') : <Trans t={t} i18nKey="needs-hint" components={{ key: <kbd /> }} />}
      </span>
    </div>
  );
}
