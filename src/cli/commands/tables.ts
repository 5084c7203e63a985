import type { Command } from '../command.ts';

const KINDS = ['areas', 'units', 'organizations', 'members', 'needs'];

/** Needs belong to a task; everything else is the register of the city. */
const TASK = { name: 'task', type: 'string', value: 'ID|TITLE', onlyFor: 'needs' } as const;

/** `import` and `export`: tables of the register and the needs of a task without a browser; no size cap but that of the file format. */
export const tableCommands: readonly Command[] = [
  {
    name: 'import',
    arguments: [{ name: 'kind', choices: KINDS }, { name: 'file' }],
    options: [TASK, { name: 'check', type: 'flag' }, { name: 'returned', type: 'string', value: 'FILE', endings: ['.xlsx'] }],
    run: async (call) =>
      call.arguments.kind === 'needs'
        ? (await import('./needs-run.ts')).importNeeds(call)
        : (await import('./tables-run.ts')).runImport(call),
  },
  {
    name: 'export',
    arguments: [{ name: 'kind', choices: KINDS }],
    options: [
      { ...TASK, unless: 'template' },
      { name: 'template', type: 'flag' },
      { name: 'out', short: 'o', type: 'string', value: 'FILE', required: true, endings: ['.xlsx', '.csv'] },
      { name: 'names', type: 'flag' },
      { name: 'purpose', type: 'string', value: 'TEXT', requiredWith: 'names' },
    ],
    run: async (call) => {
      if (call.flags.has('template')) return (await import('./tables-run.ts')).writeTemplate(call);
      return call.arguments.kind === 'needs'
        ? (await import('./needs-run.ts')).exportNeeds(call)
        : (await import('./tables-run.ts')).runExport(call);
    },
  },
];
