/**
 * Tables for people: templates to fill in, exports, and a handed-in table given back with what is wrong in red.
 * Owns how such workbooks look; what columns mean is contract/import-table, who may see names is decided by the caller.
 * Invariant: a template and an export in either language can be read back by our own reader without any mapping by hand.
 */
import {
  type CellValue,
  CHOICE_WORDS,
  type CheckedRow,
  IMPORT_FIELDS,
  type ImportField,
  type ImportKind,
  showValue,
  wordedParams,
} from '#contract/import-table';
import type { Issue } from '#kernel/lib';
import { csvLines } from './sheet/write-csv.ts';
import { type CellOut, columnName, type RowOut, type SheetOut, workbookBytes, workbookChunks } from './sheet/write-xlsx.ts';
import type { Say } from './text.ts';

export { type CellOut, type RowOut, type SheetOut, workbookBytes, workbookChunks } from './sheet/write-xlsx.ts';
export type { Say } from './text.ts';

/** Columns of a kind under one merged heading. */
const GROUPS: Readonly<Record<ImportKind, readonly (readonly [string, readonly string[]])[]>> = {
  areas: [
    ['group-area', ['areaCode', 'areaName', 'areaKind', 'parentCode', 'overlay', 'covers', 'formerCode']],
    ['group-point', ['lat', 'lon']],
    ['group-validity', ['validFrom', 'validTo']],
  ],
  units: [
    ['group-unit', ['sourceKey', 'unitName', 'unitKind']],
    ['group-belongs', ['affiliationTier', 'affiliationArea', 'locatedArea', 'system']],
    ['group-enterprise', ['soeTier', 'ownership', 'industry']],
    ['group-lending', ['releaseCap']],
    ['group-validity', ['validFrom', 'validTo']],
  ],
  organizations: [
    ['group-organization', ['sourceKey', 'organizationName', 'class', 'form']],
    ['group-belongs', ['parent', 'unit', 'area', 'constituents']],
    ['group-validity', ['startedOn', 'endedOn']],
  ],
  members: [
    ['group-person', ['sourceKey', 'personName', 'status']],
    ['group-home', ['organization', 'group', 'homeSince', 'homeUntil']],
    ['group-work', ['unit', 'residence', 'skills', 'willing']],
  ],
  needs: [
    ['group-place', ['subdistrict', 'community', 'checkpoint']],
    ['group-time', ['shift', 'day', 'window']],
    ['group-people', ['headCount', 'skill', 'local']],
    ['group-point', ['lat', 'lon']],
    ['group-note', ['note']],
  ],
  roster: [
    ['group-person', ['sourceKey', 'personName', 'status']],
    ['group-unit', ['unit', 'tier', 'system', 'unitArea', 'cap']],
    ['group-serving', ['residence', 'skills', 'willing', 'windows', 'duties', 'load']],
    ['group-point', ['lat', 'lon']],
  ],
};

/** Rows for which a template offers drop-downs. */
const TEMPLATE_ROWS = 5000;

const isTextColumn = (field: ImportField): boolean => !['integer', 'decimal'].includes(field.type);
const fieldName = (say: Say, field: string): string => say(`table-field-${field}`);

/** The words a column of choice offers in the language of `say`. */
export function choiceLabels(field: ImportField, say: Say): string[] {
  if (field.type === 'flag') return [say('table-yes'), say('table-no')];
  if (field.type !== 'choice' || !field.choice) return [];
  return Object.keys(CHOICE_WORDS[field.choice] ?? {}).map((code) => say(`table-choice-${field.choice}-${code}`));
}

function headRows(kind: ImportKind, say: Say, fields: readonly ImportField[]): { rows: RowOut[]; merges: string[] } {
  const merges: string[] = [];
  const groups: string[] = [];
  for (const [group, keys] of GROUPS[kind]) {
    const count = keys.filter((key) => fields.some((field) => field.key === key)).length;
    if (count > 1) merges.push(`${columnName(groups.length)}1:${columnName(groups.length + count - 1)}1`);
    for (let i = 0; i < count; i++) groups.push(i === 0 ? say(`table-${group}`) : '');
  }
  return {
    merges,
    rows: [
      { cells: groups, style: 'head', height: 20 },
      { cells: fields.map((field) => fieldName(say, field.key)), style: 'head', height: 30 },
    ],
  };
}

/** Fields of a kind in the order of their groups; columns that only read old tables (start and end apart) are not offered. */
export function tableFields(kind: ImportKind): readonly ImportField[] {
  const order = GROUPS[kind].flatMap(([, keys]) => keys);
  return order.flatMap((key) => IMPORT_FIELDS[kind].filter((field) => field.key === key));
}

const widthOf = (field: ImportField): number =>
  ({ key: 16, text: 20, integer: 9, decimal: 11, day: 13, flag: 9, choice: 14, list: 18, window: 15, windows: 22 })[field.type];

/** An empty table to fill in: merged headings, a hint row, drop-downs, columns of numbers-as-names kept as text. */
export function templateWorkbook(kind: ImportKind, say: Say): Promise<Uint8Array> {
  const fields = tableFields(kind);
  const { rows, merges } = headRows(kind, say, fields);
  const hints = fields.map(
    (field) =>
      `${say(field.required || field.asked ? 'table-hint-required' : 'table-hint-optional')}${say(`table-hint-type-${field.type}`)}`,
  );
  const choices = fields.flatMap((field, column) => {
    const words = choiceLabels(field, say);
    return words.length > 0 ? [{ column, from: 4, to: 3 + TEMPLATE_ROWS, words }] : [];
  });
  const sheet: SheetOut = {
    name: say(`table-kind-${kind}`),
    columns: fields.map((field) => ({ width: widthOf(field), text: isTextColumn(field) })),
    rows: [...rows, { cells: hints, style: 'hint', height: 34 }],
    merges,
    frozen: 3,
    choices,
    landscape: true,
  };
  return workbookBytes([sheet]);
}

/** A value as it stands in an export: codes as words of the language, yes and no, lists joined. */
export function exportCell(field: ImportField, value: CellValue | undefined, say: Say): CellOut {
  if (value === null || value === undefined) return null;
  if (field.type === 'flag') return say(value ? 'table-yes' : 'table-no');
  if (field.type === 'choice') return say(`table-choice-${field.choice}-${String(value)}`);
  return typeof value === 'number' && !isTextColumn(field) ? value : showValue(value);
}

/** One record of an export, by field key. */
export type TableRecord = Readonly<Record<string, CellValue>>;

/** Sheet of an export; columns of a person's identity are left out unless `names`. Rows are streamed. */
export function exportSheet(
  kind: ImportKind,
  records: Iterable<TableRecord> | AsyncIterable<TableRecord>,
  say: Say,
  options: { readonly names: boolean; readonly choices?: boolean } = { names: false },
): SheetOut {
  const fields = tableFields(kind).filter((field) => options.names || !field.personal);
  const { rows: heads, merges } = headRows(kind, say, fields);
  async function* rows(): AsyncGenerator<RowOut> {
    yield* heads;
    for await (const record of records) yield { cells: fields.map((field) => exportCell(field, record[field.key], say)) };
  }
  return {
    name: say(`table-kind-${kind}`),
    columns: fields.map((field) => ({ width: widthOf(field), text: isTextColumn(field) })),
    rows: rows(),
    merges,
    frozen: 2,
    landscape: true,
  };
}

/** The export as a stream of .xlsx bytes. */
export function exportChunks(...args: Parameters<typeof exportSheet>): AsyncGenerator<Uint8Array> {
  return workbookChunks([exportSheet(...args)]);
}

/** The same rows as CSV in UTF-8 with mark, so that Excel opens it; texts that look like formulas are made harmless. */
export async function* exportCsv(...[kind, records, say, options]: Parameters<typeof exportSheet>): AsyncGenerator<string> {
  const fields = tableFields(kind).filter((field) => options?.names || !field.personal);
  async function* rows(): AsyncGenerator<readonly CellOut[]> {
    yield fields.map((field) => fieldName(say, field.key));
    for await (const record of records) yield fields.map((field) => exportCell(field, record[field.key], say));
  }
  yield* csvLines(rows());
}

/** An issue as one sentence; the names of columns and the words of choices inside it are in the reader's language too. */
export function issueText(issue: Issue, say: Say): string {
  const word = (key: string) => {
    const text = say(key);
    return text === key ? undefined : text;
  };
  return say(issue.code, wordedParams(issue.params, word));
}

/** The same with the name of its column in front. */
export function placedText(issue: Issue, say: Say): string {
  const field = issue.path[2];
  const text = issueText(issue, say);
  return typeof field === 'string' ? say('table-issue-at', { field: fieldName(say, field), text }) : text;
}

/** A table as it was handed in: its leading rows and its data rows with their numbers. */
export interface ReturnedTable {
  readonly sheetName: string;
  readonly rows: readonly (readonly string[])[];
  readonly rowNumbers: readonly number[];
  /** Row number of the (last) head row. */
  readonly headRow: number;
  /** Field -> column. */
  readonly mapping: Readonly<Record<string, number>>;
}

/**
 * The handed-in table with a red column at its right that says what is wrong, and red cells where it is wrong; without a finding there is no
 * such column. Rows stand where they stood. Corrected, it can be handed in again as it is: the red column is not read.
 */
export function returnedWorkbook(
  table: ReturnedTable,
  checked: readonly Pick<CheckedRow, 'row' | 'issues'>[],
  say: Say,
): Promise<Uint8Array> {
  const issuesByRow = new Map(checked.filter((row) => row.issues.length > 0).map((row) => [row.row, row.issues]));
  const width = Math.max(1, ...table.rows.map((row) => row.length));
  const columnOf = (issue: Issue): number => {
    const place = issue.path[2];
    return typeof place === 'number' ? place - 1 : (table.mapping[String(place ?? '')] ?? -1);
  };
  function* rows(): Generator<RowOut> {
    let next = 1;
    for (const [index, texts] of table.rows.entries()) {
      const number = table.rowNumbers[index]!;
      while (next < number) {
        yield { cells: [] };
        next++;
      }
      next = number + 1;
      const issues = issuesByRow.get(number) ?? [];
      const wrong = new Set(issues.filter((issue) => issue.severity === 'error').map(columnOf));
      const style = number === table.headRow ? ('head' as const) : ('text' as const);
      const cells: CellOut[] = Array.from({ length: width }, (_, column) => ({
        value: texts[column] ?? '',
        style: wrong.has(column) ? 'error' : style,
      }));
      if (number === table.headRow && issuesByRow.size > 0) cells.push({ value: say('table-error-column'), style: 'error-head' });
      else if (issues.length > 0)
        cells.push({ value: issues.map((issue) => placedText(issue, say)).join('\n'), style: 'error-text' });
      yield { cells };
    }
  }
  const columns = [
    ...Array.from({ length: width }, () => ({ width: 16, text: true })),
    ...(issuesByRow.size > 0 ? [{ width: 60 }] : []),
  ];
  return workbookBytes([{ name: table.sheetName, columns, rows: rows(), frozen: table.headRow, landscape: true }]);
}
