import { parentPort } from 'node:worker_threads';
import { checkImportFile, openImportFile } from '#documents/import-file';
import { sayFrom } from '#documents/text';
import { type Line, openLine } from '#store/line';
import type { ImportAnswer, ImportRequest, ImportScope } from './import-messages.ts';
import { commitBatch } from './imports/commit.ts';
import { keepPreview, remap, returnedBytes } from './imports/preview.ts';
import { undoBatch } from './imports/undo.ts';

const port = parentPort;
if (!port) throw new Error('import-worker runs in a worker thread only');
const answer = (message: ImportAnswer): void => port.postMessage(message);
const tell = (step: 'reading' | 'checking' | 'writing', done: number, total: number): void =>
  answer({ type: 'progress', step, done, total });

type Ended = Exclude<ImportAnswer, { type: 'progress' }>;

async function open(
  request: Pick<Extract<ImportRequest, { type: 'open' }>, 'kind' | 'fileName' | 'bytes'>,
): Promise<Extract<Ended, { type: 'opened' | 'refused' }>> {
  tell('reading', 0, 0);
  const file = await openImportFile(request.kind, request.fileName, request.bytes);
  if (!file.ok) return { type: 'refused', issues: file.issues };
  const { sheet, place, proposals, mapping, sheetNames, encoding } = file.value;
  tell('checking', 0, sheet.rows.length - place.data);
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
  return { type: 'opened', table, checked: checked.rows, issues: checked.issues, skipped: checked.skipped };
}

async function work(request: ImportRequest): Promise<Ended> {
  if (request.type === 'open') return open(request);
  if (request.type === 'preview') {
    const opened = await open(request);
    if (opened.type === 'refused') return opened;
    const { rows, rowNumbers, ...rest } = opened.table;
    const { scope, batchId, kind } = request;
    const meta = { ...rest, skipped: opened.skipped };
    await onLine(scope, (line) => keepPreview(line, scope, batchId, kind, meta, { rows, numbers: rowNumbers }, opened.checked));
    return { type: 'kept', issues: opened.issues };
  }
  const { scope, batchId } = request;
  return onLine(scope, async (line): Promise<Ended> => {
    if (request.type === 'map') return { type: 'kept', issues: await remap(line, scope, batchId, request.mapping, tell) };
    if (request.type === 'commit') return { type: 'ended', outcome: await commitBatch(line, scope, batchId, tell) };
    if (request.type === 'undo') return { type: 'ended', outcome: await undoBatch(line, scope, batchId, request.rest, tell) };
    return { type: 'returned', bytes: await returnedBytes(line, scope, batchId, sayFrom(request.words)) };
  });
}

async function onLine<T>(scope: ImportScope, use: (line: Line) => Promise<T>): Promise<T> {
  const line = await openLine(scope.access);
  try {
    return await use(line);
  } finally {
    await line.close().catch(() => {});
  }
}

port.on('message', (request: ImportRequest) => {
  work(request).then(answer, (error: Error & { code?: string; params?: Record<string, string | number> }) =>
    answer({ type: 'failed', message: error.message, stack: error.stack, code: error.code, params: error.params }),
  );
});
