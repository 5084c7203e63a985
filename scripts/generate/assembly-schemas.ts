import { planJsonSchema, problemJsonSchema } from '#kernel/assembly';

/** JSON Schema of the document that `plan solve` reads. */
export function assemblyProblemSchema(): string {
  return `${JSON.stringify(problemJsonSchema(), null, 2)}\n`;
}

/** JSON Schema of the document that `plan solve` writes. */
export function assemblyPlanSchema(): string {
  return `${JSON.stringify(planJsonSchema(), null, 2)}\n`;
}
