import type { Command } from '../command.ts';

/** `backup` and `restore`: the whole city in one file. */
export const backupCommands: readonly Command[] = [
  {
    name: 'backup',
    arguments: [{ name: 'file' }],
    run: async (call) => (await import('./backup-run.ts')).runBackup(call),
  },
  {
    name: 'restore',
    arguments: [{ name: 'file' }],
    options: [{ name: 'check', type: 'flag' }],
    run: async (call) => (await import('./backup-run.ts')).runRestore(call),
  },
];
