/** How a mark is drawn: the shape says how serious it is, the colour only repeats it. */
export type MarkKind = 'gap' | 'warn' | 'wait' | 'ok' | 'none';

/** The closed list of marks; each is an entry of the glossary and has `mark-…` (the sign) and `mark-…-word` (the full word) in texts/…/ui.json. */
export const markKinds = {
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
} as const satisfies Record<string, MarkKind>;

/** The code of a mark. */
export type MarkCode = keyof typeof markKinds;
