import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importMapping } from '#contract/import';
import { IMPORT_FIELDS } from '#contract/import-table';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { queries } from '../../data/remote/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Batch } from './batch-page.tsx';
import { TEXTS } from './texts.ts';

/** A proposal below this is marked for a look. */
const SURE = 0.9;

/** Which column of the file is which of ours: proposed, changeable; columns that must not be stored are named and left out. */
export function Columns({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation(TEXTS);
  const [chosen, setChosen] = useState<Readonly<Record<number, string>>>(
    Object.fromEntries(batch.columns.flatMap((one) => (one.field ? [[one.column, one.field]] : []))),
  );
  const unsure = batch.columns.some((one) => one.field !== null && one.confidence < SURE);
  const [open, setOpen] = useState(batch.missing.length > 0 || unsure);
  const fields = IMPORT_FIELDS[batch.kind];
  const mapping = Object.fromEntries(
    Object.entries(chosen).flatMap(([column, field]) => (field ? [[field, Number(column)]] : [])),
  );
  const missing = fields.filter((field) => field.required && mapping[field.key] === undefined);
  const changed = JSON.stringify(Object.entries(mapping).sort()) !== JSON.stringify(Object.entries(batch.mapping).sort());
  const save = useMutation({
    mutationFn: () => client.call(importMapping, { params: { importId: batch.id }, body: { mapping } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['import', batch.id] });
      void queries.invalidateQueries({ queryKey: ['import-rows', batch.id] });
    },
  });
  const options = [
    { value: '', label: t('import:leave-out') },
    ...fields.map((field) => ({ value: field.key, label: t(`tables:table-field-${field.key}`) })),
  ];
  const begun = useRef(chosen);
  const choose = (column: number, field: string) =>
    // A field stands in one column: choosing it here takes it from where it was. What the arrows only pass over is not taken from anywhere.
    setChosen({
      ...Object.fromEntries(Object.entries(begun.current).filter(([, value]) => field === '' || value !== field)),
      [column]: field,
    });
  const refused = batch.columns.filter((one) => one.refused);
  return (
    <Sheet
      title={t('import:columns')}
      note={t('import:columns-note', {
        sheet: batch.sheetName ?? '',
        used: Object.keys(mapping).length,
        all: batch.columns.length,
      })}
      aside={
        <button type="button" className="q-button q-button-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('import:columns-fold') : t('import:columns-change')}
        </button>
      }
      className="q-import-sheet"
    >
      {missing.length > 0 ? (
        <p className="q-import-missing">
          <Mark code="lacking" />{' '}
          {t('import:missing', {
            fields: missing.map((field) => t(`tables:table-field-${field.key}`)).join(t('import:list-comma')),
          })}
        </p>
      ) : null}
      {refused.length > 0 ? (
        <p className="q-import-missing">
          <Mark code="limited" />{' '}
          {t('import:refused', { headers: refused.map((one) => one.header).join(t('import:list-comma')) })}
        </p>
      ) : null}
      {open ? (
        <>
          <ul
            className="q-import-map"
            onFocus={() => {
              begun.current = chosen;
            }}
          >
            {batch.columns
              .filter((one) => !one.refused && one.header !== '')
              .map((one) => (
                <li key={one.column}>
                  <span className="q-import-header">
                    {one.header}
                    {one.field && one.confidence < SURE ? <Mark code="check" /> : null}
                  </span>
                  <Choice
                    label={t('import:column-is', { header: one.header })}
                    quietLabel
                    value={chosen[one.column] ?? ''}
                    options={options}
                    onChange={(field) => choose(one.column, field)}
                  />
                </li>
              ))}
          </ul>
          <Button
            disabled={!changed || missing.length > 0 || save.isPending}
            reason={missing.length > 0 ? t('import:map-first') : undefined}
            onClick={() => save.mutate()}
          >
            {save.isPending ? t('import:step-checking') : t('import:check-again')}
          </Button>
          {save.error ? <ProblemState error={save.error} /> : null}
        </>
      ) : null}
    </Sheet>
  );
}
