/** The table of checks: names that rule files may use. A name is stable: stored advice refers to it. */
import type { Check } from './check.ts';
import * as life from './life.ts';
import * as setup from './setup.ts';
import * as task from './task.ts';

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** All checks by kebab-case name. */
export const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries({ ...setup, ...task, ...life } as Record<string, Check>).map(([name, check]) => [kebab(name), check]),
);

export type { Check, Verdict } from './check.ts';
