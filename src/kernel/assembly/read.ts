import type { z } from 'zod';
import { errorIssue, type Issue, ok, type Result } from '#kernel/lib';
import { checkProblem } from './check.ts';
import { type AssemblyPlan, planSchema } from './plan.ts';
import { type AssemblyProblem, problemSchema } from './problem.ts';

/** A problem with all defaults, or every issue with its path (`plan-field-…` for the form, `plan-…` for the sense). */
export function readProblem(input: unknown): Result<AssemblyProblem> {
  const parsed = problemSchema.safeParse(input);
  if (!parsed.success) return { ok: false, issues: issuesOf(parsed.error.issues) };
  const issues = checkProblem(parsed.data);
  return issues.length > 0 ? { ok: false, issues } : ok(parsed.data);
}

/** A plan of the right form, or every issue with its path; whether it is right is the question of `verifyPlan`. */
export function readPlan(input: unknown): Result<AssemblyPlan> {
  const parsed = planSchema.safeParse(input);
  return parsed.success ? ok(parsed.data) : { ok: false, issues: issuesOf(parsed.error.issues) };
}

function issuesOf(issues: readonly z.core.$ZodIssue[]): Issue[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
    const field = String(path.at(-1) ?? '');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => errorIssue('plan-field-unknown', [...path, key], { field: key }));
    if (issue.code === 'invalid_type') return [errorIssue('plan-field-type', path, { field, expected: issue.expected })];
    if (issue.code === 'too_small') return [errorIssue('plan-field-low', path, { field, least: Number(issue.minimum) })];
    if (issue.code === 'too_big') return [errorIssue('plan-field-high', path, { field, most: Number(issue.maximum) })];
    if (issue.code === 'invalid_value')
      return [errorIssue('plan-field-value', path, { field, allowed: issue.values.map(String).join(', ') })];
    return [errorIssue('plan-field-form', path, { field })];
  });
}
