import { parentPort } from 'node:worker_threads';
import { type CheckedRow, checkTable, type ImportKind } from '#contract/import-table';
import { checkImportFile, openImportFile } from '#documents/import-file';
import { searchColumns } from '#kernel/registry';
import type { CheckedWithSearch, ImportAnswer, ImportRequest } from './import-messages.ts';

const port = parentPort;
if (!port) throw new Error('import-worker runs in a worker thread only');
const answer = (message: ImportAnswer): void => port.postMessage(message);

/** The field whose search columns are computed, by kind. */
const NAME_FIELD: Partial<Record<ImportKind, readonly [string, 'person' | 'place']>> = {
  areas: ['areaName', 'place'],
  units: ['unitName', 'place'],
  organizations: ['organizationName', 'place'],
  members: ['personName', 'person'],
};

function withSearch(kind: ImportKind, rows: readonly CheckedRow[]): CheckedWithSearch[] {
  const field = NAME_FIELD[kind];
  return rows.map((row, index) => {
    if (index % 500 === 0) answer({ type: 'progress', step: 'checking', done: index, total: rows.length });
    const name = field ? row.values[field[0]] : null;
    return typeof name === 'string' && row.state === 'ready' ? { ...row, search: searchColumns(name, field![1]) } : row;
  });
}

async function open(request: Extract<ImportRequest, { type: 'open' }>): Promise<void> {
  answer({ type: 'progress', step: 'reading', done: 0, total: 0 });
  const file = await openImportFile(request.kind, request.fileName, request.bytes);
  if (!file.ok) {
    answer({ type: 'refused', issues: file.issues });
    return;
  }
  const { sheet, place, proposals, mapping, sheetNames, encoding } = file.value;
  answer({ type: 'progress', step: 'checking', done: 0, total: sheet.rows.length - place.data });
  const checked = checkImportFile(file.value);
  const table = {
    sheetName: sheet.name,
    sheetNames,
    encoding,
    proposals,
    mapping,
    lead: {
      rows: sheet.rows.slice(0, place.data),
      numbers: sheet.rowNumbers.slice(0, place.data),
      headRow: sheet.rowNumbers[place.last] ?? 1,
    },
    rows: sheet.rows.slice(place.data),
    rowNumbers: sheet.rowNumbers.slice(place.data),
    cellIssues: sheet.issues,
  };
  answer({ type: 'opened', table, checked: checked.rows, issues: checked.issues, skipped: checked.skipped });
}

port.on('message', (request: ImportRequest) => {
  if (request.type === 'open') {
    void open(request);
    return;
  }
  const { kind, rows, mapping, rowNumbers, search } = request;
  answer({ type: 'progress', step: 'checking', done: 0, total: rows.length });
  const table = checkTable(kind, rows, mapping, rowNumbers);
  answer({
    type: 'checked',
    checked: search ? withSearch(kind, table.rows) : table.rows,
    issues: table.issues,
    skipped: table.skipped,
  });
});
