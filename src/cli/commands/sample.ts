import type { Command } from '../command.ts';

/** `sample`: the two workbooks of the main job, made from real communities and invented people. */
export const sampleCommands: readonly Command[] = [
  {
    name: 'sample',
    options: [
      { name: 'out', short: 'o', type: 'string', value: 'DIR', required: true },
      { name: 'seed', type: 'string', value: 'NUMBER', form: 'integer', default: '1' },
      { name: 'day', type: 'string', value: 'YYYY-MM-DD', form: 'day' },
    ],
    run: async (call) => (await import('./sample-run.ts')).runSample(call),
  },
];
