import type { Command, OptionSpec } from '../command.ts';

const out: OptionSpec = { name: 'out', short: 'o', type: 'string', value: 'FILE' };

/** `plan`: the main job without a server. Documents follow docs/reference/assembly-problem.schema.json and assembly-plan.schema.json. */
export const planCommands: readonly Command[] = [
  {
    name: 'plan solve',
    arguments: [{ name: 'problem', optional: true }],
    options: [
      { name: 'needs', type: 'string', value: 'FILE' },
      { name: 'roster', type: 'string', value: 'FILE' },
      { name: 'day', type: 'string', value: 'YYYY-MM-DD', form: 'day' },
      { name: 'seed', type: 'string', value: 'NUMBER', form: 'integer' },
      { name: 'problem-out', type: 'string', value: 'FILE', endings: ['.json'] },
      { ...out, required: true, endings: ['.json', '.xlsx'] },
    ],
    run: async (call) => (await import('./plan-run.ts')).runPlanSolve(call),
  },
  {
    name: 'plan verify',
    arguments: [{ name: 'problem' }, { name: 'plan' }],
    run: async (call) => (await import('./plan-run.ts')).runPlanVerify(call),
  },
  {
    name: 'plan explain',
    arguments: [{ name: 'problem' }],
    options: [
      { name: 'member', type: 'string', value: 'ID', required: true },
      { name: 'post', type: 'string', value: 'ID', required: true },
    ],
    run: async (call) => (await import('./plan-run.ts')).runPlanExplain(call),
  },
];
