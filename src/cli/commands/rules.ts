import type { Command } from '../command.ts';

/** `rules`: what the rulebooks hold, what they say about given facts, what historical sets make of a sample. No database is opened. */
export const rulesCommands: readonly Command[] = [
  {
    name: 'rules list',
    options: [
      { name: 'document', type: 'string', value: 'ID' },
      { name: 'day', type: 'string', value: 'YYYY-MM-DD', form: 'day' },
      { name: 'history', type: 'flag' },
    ],
    run: async (call) => (await import('./rules-run.ts')).runRulesList(call),
  },
  {
    name: 'rules check',
    options: [
      { name: 'subject', type: 'string', value: 'KIND' },
      { name: 'fact', type: 'string', value: 'NAME=VALUE', multiple: true },
      { name: 'facts', type: 'string', value: 'FILE' },
      { name: 'day', type: 'string', value: 'YYYY-MM-DD', form: 'day' },
    ],
    run: async (call) => (await import('./rules-run.ts')).runRulesCheck(call),
  },
  {
    name: 'rules replay',
    options: [
      { name: 'set', type: 'string', value: 'ID' },
      { name: 'regiment', type: 'string', value: '3x3x3x3' },
      { name: 'roster', type: 'string', value: 'FILE' },
      { name: 'squads', type: 'string', choices: ['shared', 'each'], default: 'shared' },
    ],
    run: async (call) => (await import('./rules-run.ts')).runRulesReplay(call),
  },
];
