import { describe, expect, test } from 'vitest';
import { importTemplate, tableExport, tableExportNames } from '#contract/import';
import { checkTable, findHeader, headerTexts, mappingOf, proposeMapping } from '#contract/import-table';
import { readSheetFile } from '#documents/sheet';
import { workbookBytes } from '#documents/tables';
import { handIn } from '../support/hand-in.ts';
import { refusal, startTestServer } from '../support/server.ts';

const server = await startTestServer();
const { store } = server.database;
const officer = await server.as('districtOfficer');
const secretary = await server.as('subdistrictSecretary');

function _workbook(...rows: string[][]): Promise<Uint8Array> {
  return workbookBytes([{ name: '表', columns: [], rows: rows.map((cells) => ({ cells })) }]);
}

describe('tables', () => {
  test('a template and an export can be handed in again as they are', async () => {
    const { data: template } = await officer.call(importTemplate, { params: { kind: 'units' } });
    expect((await handIn(officer, 'units', template)).missing).toEqual([]);
    for (const kind of ['areas', 'units', 'organizations'] as const) {
      const { data } = await officer.call(tableExport, { params: { kind }, query: {} });
      const batch = await handIn(officer, kind, data);
      const { outside, ...counts } = { outside: 0, ...batch.counts };
      expect(counts.new ?? 0).toBe(0);
      expect(counts.changed ?? 0).toBe(0);
      expect(counts.same).toBeGreaterThan(0);
      void outside;
    }
  });

  test('members are exported by the organization itself, with names only when asked, audited', async () => {
    expect((await refusal(officer.call(tableExport, { params: { kind: 'members' }, query: {} }))).code).toBe('names-not-allowed');
    const read = async (query: { names?: 'yes'; format?: 'csv' }) => {
      const { names, ...format } = query;
      const { data } =
        names === undefined
          ? await secretary.call(tableExport, { params: { kind: 'members' }, query: format })
          : await secretary.call(tableExportNames, { body: { ...format, purpose: '核对名册' } });
      const file = await readSheetFile('x', data);
      if (!file.ok) throw new Error('unreadable');
      return file.value.sheets[0]!.rows;
    };
    expect(JSON.stringify(await read({}))).not.toContain('许文英');
    const bare = await refusal(secretary.call(tableExportNames, { body: { purpose: ' ' } }));
    expect(bare.issues?.map((issue) => issue.code)).toEqual(['purpose-missing']);
    expect((await refusal(officer.call(tableExportNames, { body: { purpose: '核对名册' } }))).code).toBe('names-not-allowed');
    expect(JSON.stringify(await read({ names: 'yes' }))).toContain('许文英');
    const csv = await read({ names: 'yes', format: 'csv' });
    const place = findHeader('members', csv)!;
    const mapping = mappingOf(proposeMapping('members', headerTexts(csv, place)));
    expect(checkTable('members', csv.slice(place.data), mapping).rows.flatMap((row) => row.issues)).toEqual([]);
    const events = await store.db.selectFrom('audit_event').select('action').where('action', '=', 'names-exported').execute();
    expect(events).toHaveLength(2);
  });
});
