import type { Command } from '../command.ts';

/** `audit verify`: recomputes the chain of seals. */
export const auditCommands: readonly Command[] = [
  {
    name: 'audit verify',
    options: [{ name: 'expect', type: 'string', value: 'HASH' }],
    run: async (call) => (await import('./audit-run.ts')).runAuditVerify(call),
  },
];
