import type { Step } from '../../src/web/ui/steps.tsx';

/** The five steps of the wizard, the one at `now` open. */
export const steps = (now: number): Step[] =>
  ['为什么做', '需要什么人', '人从哪来', '方案', '组建'].map((label, at) => ({
    key: label,
    label,
    state: at < now ? 'done' : at === now ? 'now' : 'later',
    to: `/step/${at}`,
  }));
