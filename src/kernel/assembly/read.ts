import { ok, type Result, shapeIssues } from '#kernel/lib';
import { checkProblem } from './check.ts';
import { type AssemblyPlan, planSchema } from './plan.ts';
import { type AssemblyProblem, optionsSchema, problemSchema, weightsSchema } from './problem.ts';

/** A problem with all defaults, or every issue with its path (`field-…` for the form, `plan-…` for the sense). */
export function readProblem(input: unknown): Result<AssemblyProblem> {
  const parsed = problemSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) return { ok: false, issues: shapeIssues(parsed.error.issues) };
  const issues = checkProblem(parsed.data);
  return issues.length > 0 ? { ok: false, issues } : ok(parsed.data);
}

/**
 * A problem that was checked and kept, perhaps by an earlier release: weights and options that release did not know have their defaults,
 * everything else is taken as it stands. Throws a `ZodError` where a later release wrote it.
 */
export function storedProblem(value: unknown): AssemblyProblem {
  const problem = value as AssemblyProblem;
  return { ...problem, weights: weightsSchema.parse(problem.weights), options: optionsSchema.parse(problem.options) };
}

/** A plan of the right form, or every issue with its path; whether it is right is the question of `verifyPlan`. */
export function readPlan(input: unknown): Result<AssemblyPlan> {
  const parsed = planSchema.safeParse(input, { reportInput: true });
  return parsed.success ? ok(parsed.data) : { ok: false, issues: shapeIssues(parsed.error.issues) };
}
