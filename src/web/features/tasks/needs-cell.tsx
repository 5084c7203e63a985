import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useIssueText } from '../../app/problem-state.tsx';
import { type Column, correctionOf, type Found, skillsShown } from './grid-model.ts';

/** One cell: a field that looks like the cell of a spreadsheet. The grid decides what keys do; here stands what is seen. */
export function NeedsCell(props: {
  readonly id: string;
  readonly column: Column;
  readonly rowNo: number;
  /** What stands in it. */
  readonly value: string;
  /** It has the focus of the grid. */
  readonly here: boolean;
  /** It takes keys as a whole. */
  readonly selected: boolean;
  readonly editable: boolean;
  readonly numeric: boolean;
  readonly issue: Found | undefined;
  readonly onFocus: () => void;
  readonly onEdit: () => void;
  readonly onChange: (value: string) => void;
  readonly onKey: (event: KeyboardEvent<HTMLInputElement>, fix: string | null) => void;
  readonly onFix: (value: string) => void;
}) {
  const { t } = useTranslation('tasks');
  const issueText = useIssueText();
  const { id, column, rowNo, value, here, selected, editable, numeric, issue } = props;
  const field = useRef<HTMLInputElement>(null);
  const wrong = issue?.severity === 'error';
  const fix = issue && editable ? correctionOf(issue, value) : null;
  // Typing replaces what is selected, whatever put the value there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new value has to be selected anew
  useLayoutEffect(() => {
    if (here && selected && document.activeElement === field.current) field.current?.select();
  }, [here, selected, value]);
  const shown = here && issue && selected;
  return (
    <span
      role="gridcell"
      tabIndex={-1}
      className={`n-cell${wrong ? ' n-wrong' : issue ? ' n-note' : ''}${numeric ? ' num' : ''}${here ? ' n-here' : ''}`}
    >
      <input
        ref={field}
        data-cell={id}
        data-selected={selected || undefined}
        aria-label={t('cell', { column: t(`need-${column}`), row: rowNo })}
        aria-invalid={wrong || undefined}
        aria-describedby={shown ? `need-${id}` : undefined}
        value={value}
        readOnly={!editable}
        autoComplete="off"
        spellCheck={false}
        tabIndex={here ? 0 : -1}
        onMouseDown={(event) => {
          // The first click selects the whole cell, the next one puts the caret into it.
          if (document.activeElement === event.currentTarget) return props.onEdit();
          event.preventDefault();
          event.currentTarget.focus();
        }}
        onFocus={(event) => {
          event.currentTarget.select();
          props.onFocus();
        }}
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={(event) => props.onKey(event, fix)}
      />
      {shown ? (
        <Bubble id={`need-${id}`}>
          {issueText(issue)}
          {fix !== null ? (
            <button type="button" tabIndex={-1} onClick={() => props.onFix(fix)}>
              {t('take-correction', { value: column === 'skill' ? skillsShown(fix, t('sep-list')) : fix })} <kbd>Enter</kbd>
            </button>
          ) : null}
        </Bubble>
      ) : null}
    </span>
  );
}

/** A remark under its cell; at the right edge it opens to the left, at the lower edge above, so that nothing is cut off. */
function Bubble({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const box = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const mine = box.current;
    const around = mine?.closest('.n-scroll');
    if (!mine || !around) return;
    mine.dataset.side = '';
    mine.dataset.place = '';
    const [rect, edge] = [mine.getBoundingClientRect(), around.getBoundingClientRect()];
    if (rect.right > edge.left + around.clientWidth) mine.dataset.side = 'left';
    if (rect.bottom > edge.top + around.clientHeight) mine.dataset.place = 'above';
  });
  return (
    <span ref={box} className="n-bubble" id={id} role="status">
      {children}
    </span>
  );
}
