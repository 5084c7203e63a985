import type { Command } from './command.ts';
import { accountCommands } from './commands/account.ts';
import { auditCommands } from './commands/audit.ts';
import { backupCommands } from './commands/backup.ts';
import { migrateCommands } from './commands/migrate.ts';
import { packCommands } from './commands/pack.ts';
import { planCommands } from './commands/plan.ts';
import { rulesCommands } from './commands/rules.ts';
import { sampleCommands } from './commands/sample.ts';
import { seedCommands } from './commands/seed.ts';
import { serveCommands } from './commands/serve.ts';
import { tableCommands } from './commands/tables.ts';

/** Every command, in the order of the help. One line for each area; the files declare, and load their work only when run. */
export const table: readonly Command[] = [
  ...serveCommands,
  ...migrateCommands,
  ...seedCommands,
  ...accountCommands,
  ...tableCommands,
  ...sampleCommands,
  ...planCommands,
  ...auditCommands,
  ...backupCommands,
  ...rulesCommands,
  ...packCommands,
];
