import type { Command } from '../command.ts';

const ROLES = ['system-administrator', 'security-administrator', 'officer', 'secretary', 'headquarters'];

/** `account add|reset`: the first administrator, and the way back in when nobody can enter. Both print a one-time code. */
export const accountCommands: readonly Command[] = [
  {
    name: 'account add',
    arguments: [{ name: 'login' }],
    options: [
      { name: 'name', type: 'string', value: 'NAME' },
      { name: 'role', type: 'string', choices: ROLES, default: 'system-administrator' },
      { name: 'org', type: 'string', value: 'ORG' },
    ],
    run: async (call) => (await import('./account-run.ts')).runAccountAdd(call),
  },
  {
    name: 'account reset',
    arguments: [{ name: 'login' }],
    run: async (call) => (await import('./account-run.ts')).runAccountReset(call),
  },
];
