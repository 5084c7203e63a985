import type { Command } from '../command.ts';

/** `migrate`: brings the schema up to this release; with `--city` makes the city of an empty database. */
export const migrateCommands: readonly Command[] = [
  {
    name: 'migrate',
    options: [
      { name: 'city', type: 'string', value: 'CODE' },
      { name: 'name', type: 'string', value: 'NAME' },
    ],
    run: async (call) => (await import('./migrate-run.ts')).runMigrate(call),
  },
];
