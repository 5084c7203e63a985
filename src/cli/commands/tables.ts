import type { Command } from '../command.ts';

const KINDS = ['areas', 'units', 'organizations', 'members'];

/** `import` and `export`: tables of the register without a browser; no size cap but that of the file format. */
export const tableCommands: readonly Command[] = [
  {
    name: 'import',
    arguments: [{ name: 'kind', choices: KINDS }, { name: 'file' }],
    options: [
      { name: 'check', type: 'flag' },
      { name: 'returned', type: 'string', value: 'FILE', endings: ['.xlsx'] },
    ],
    run: async (call) => (await import('./tables-run.ts')).runImport(call),
  },
  {
    name: 'export',
    arguments: [{ name: 'kind', choices: KINDS }],
    options: [
      { name: 'out', short: 'o', type: 'string', value: 'FILE', required: true, endings: ['.xlsx', '.csv'] },
      { name: 'names', type: 'flag' },
      { name: 'purpose', type: 'string', value: 'TEXT', requiredWith: 'names' },
    ],
    run: async (call) => (await import('./tables-run.ts')).runExport(call),
  },
];
