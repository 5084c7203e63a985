import type { Command } from '../command.ts';

/** `seed`: fills an empty database with the synthetic city. */
export const seedCommands: readonly Command[] = [
  {
    name: 'seed',
    options: [
      { name: 'scale', type: 'string', choices: ['demo', 'city'], default: 'demo' },
      { name: 'seed', type: 'string', value: 'NUMBER', form: 'integer', default: '1' },
    ],
    run: async (call) => (await import('./seed-run.ts')).runSeed(call),
  },
];
