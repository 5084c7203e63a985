import type { MarkCode } from '#contract/message';

export type { MarkCode };

/** How a mark is drawn: the shape says how serious it is, the colour only repeats it. */
export type MarkKind = 'gap' | 'warn' | 'wait' | 'ok' | 'none';

/** The kind of every mark; sign and full word are `mark-…` and `mark-…-word` in texts/…/ui.json. */
export const markKinds: Readonly<Record<MarkCode, MarkKind>> = {
  short: 'gap',
  stopped: 'gap',
  'not-saved': 'gap',
  fix: 'gap',
  over: 'warn',
  check: 'warn',
  returned: 'warn',
  difficulty: 'warn',
  missed: 'warn',
  dormant: 'warn',
  'same-day': 'warn',
  conflict: 'warn',
  saved: 'warn',
  waiting: 'wait',
  met: 'ok',
  note: 'none',
  lacking: 'none',
  limited: 'none',
};
