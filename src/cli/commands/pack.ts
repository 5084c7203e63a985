import type { Command } from '../command.ts';

/** `pack check`: shape, references, texts in both languages and examples of scenario packs. No database is opened. */
export const packCommands: readonly Command[] = [
  {
    name: 'pack check',
    arguments: [{ name: 'folder', optional: true }],
    run: async (call) => (await import('./pack-run.ts')).runPackCheck(call),
  },
];
