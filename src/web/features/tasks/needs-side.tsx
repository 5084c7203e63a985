import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { NEED_COLUMNS, type needTotalsSchema } from '#contract/needs';
import { useIssueText } from '../../app/problem-state.tsx';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Mark } from '../../ui/mark.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Found } from './grid-model.ts';

/** Errors listed beside the grid; the rest is reached with F8. */
const LISTED = 40;
/** Subdistricts before one asks for all. */
const STREETS = 12;
/** Reminders listed, and rows named with each. */
const NOTES = 5;
const ROWS_NAMED = 3;

/** Totals that the eye approves before anything is computed, and what has to be corrected. */
export function NeedsSide(props: {
  readonly totals: z.output<typeof needTotalsSchema>;
  readonly issues: ReadonlyMap<number, readonly Found[]>;
  readonly onGo: (row: number, column: number) => void;
}) {
  const { t } = useTranslation('tasks');
  const issueText = useIssueText();
  const { totals, issues, onGo } = props;
  // In the order of the rows and of their columns, as the eye goes through the grid.
  const columnAt = (issue: Found) => NEED_COLUMNS.indexOf(issue.path[2] as (typeof NEED_COLUMNS)[number]);
  const all = [...issues]
    .flatMap(([row, list]) => list.map((issue) => ({ row, issue })))
    .sort((a, b) => a.row - b.row || columnAt(a.issue) - columnAt(b.issue));
  const errors = all.filter((one) => one.issue.severity === 'error');
  const notes = all.filter((one) => one.issue.severity === 'warning');
  const [seen, setSeen] = useState(-1);
  const [streets, setStreets] = useState(STREETS);
  const goTo = ({ row, issue }: { readonly row: number; readonly issue: Found }) => onGo(row, Math.max(0, columnAt(issue)));
  const next = () => {
    const at = (seen + 1) % errors.length;
    setSeen(at);
    goTo(errors[at]!);
  };
  const columnOf = (issue: Found) => (issue.path[2] ? t(`need-${issue.path[2]}`) : '');
  // The same reminder of several rows is said once, with its rows.
  const byText = new Map<string, { readonly text: string; readonly first: (typeof notes)[number]; readonly rows: number[] }>();
  for (const one of notes) {
    const text = issueText(one.issue);
    const same = byText.get(text);
    if (same) same.rows.push(one.row + 1);
    else byText.set(text, { text, first: one, rows: [one.row + 1] });
  }
  const grouped = [...byText.values()];
  const most = Math.max(1, ...totals.bySubdistrict.map((one) => one.people));
  return (
    <>
      <Sheet title={t('totals')} note={totals.errors > 0 ? t('totals-without', { count: totals.errors }) : undefined}>
        <dl className="n-figures">
          {(['people', 'shifts', 'places'] as const).map((key) => (
            <div key={key}>
              <dd>{formatNumber(totals[key])}</dd>
              <dt>{t(`total-${key}`)}</dt>
            </div>
          ))}
        </dl>
        <ul className="n-streets">
          {totals.bySubdistrict.slice(0, streets).map((one) => (
            <li key={one.name}>
              <span>{one.name}</span>
              <span className="ink2">{t('places', { count: one.places })}</span>
              <span className="n-bar" aria-hidden="true">
                <span style={{ width: `${(one.people / most) * 100}%` }} />
              </span>
              <span className="num">{formatNumber(one.people)}</span>
            </li>
          ))}
        </ul>
        {totals.bySubdistrict.length > streets ? (
          <p className="second ink2">
            {t('streets-shown', { shown: streets, count: totals.bySubdistrict.length })}{' '}
            <Button kind="link" size="row" onClick={() => setStreets(totals.bySubdistrict.length)}>
              {t('streets-all')}
            </Button>
          </p>
        ) : null}
        <p className="second ink2">
          {totals.byShift.map((one) => `${one.name || t('no-shift')} ${formatNumber(one.people)}`).join(t('sep-comma'))}
        </p>
      </Sheet>
      {errors.length > 0 ? (
        <Sheet
          title={t('to-fix', { count: errors.length })}
          aside={
            <Button kind="primary" size="row" onClick={next}>
              {t('next-error')}
            </Button>
          }
        >
          <ul className="n-found">
            {errors.slice(0, LISTED).map(({ row, issue }) => (
              <li key={`${row} ${issue.code} ${issue.path.join('/')}`}>
                <Mark code="fix" />
                <button type="button" onClick={() => goTo({ row, issue })}>
                  <strong>{t('found-at', { row: row + 1, column: columnOf(issue) })}</strong>
                  <span className="second ink2">{issueText(issue)}</span>
                </button>
              </li>
            ))}
          </ul>
          {errors.length > LISTED ? <p className="second ink2">{t('to-fix-more', { count: errors.length - LISTED })}</p> : null}
        </Sheet>
      ) : null}
      {notes.length > 0 ? (
        <Sheet title={t('notes', { count: notes.length })} note={t('notes-note')}>
          <ul className="n-found">
            {grouped.slice(0, NOTES).map(({ text, first, rows }) => (
              <li key={`${first.row} ${text}`}>
                <Mark code="note" />
                <button type="button" onClick={() => goTo(first)}>
                  <strong>
                    {rows.length > 1
                      ? t(rows.length > ROWS_NAMED ? 'found-at-more' : 'found-at-rows', {
                          rows: rows.slice(0, ROWS_NAMED).join(t('sep-list')),
                          count: rows.length,
                        })
                      : t('found-at', { row: first.row + 1, column: columnOf(first.issue) })}
                  </strong>
                  <span className="second ink2">{text}</span>
                </button>
              </li>
            ))}
          </ul>
          {grouped.length > NOTES ? <p className="second ink2">{t('notes-more', { count: grouped.length - NOTES })}</p> : null}
        </Sheet>
      ) : null}
    </>
  );
}
