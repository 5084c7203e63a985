import type * as z from 'zod';
import { errorIssue, type Issue } from './issue.ts';

/** Types that the texts name; any other is told by its name in the schema. */
const NAMED_TYPES = new Set(['string', 'number', 'int', 'boolean', 'array', 'object', 'record']);

/**
 * What a schema found wrong about the form of someone's data, as issues `field-…` with the field, the limit and what is allowed;
 * `lead` is put in front of each path. Whether a value was given at all is known only when it was parsed with `reportInput`.
 */
export function shapeIssues(found: readonly z.core.$ZodIssue[], lead: readonly (string | number)[] = []): Issue[] {
  return found.flatMap((issue) => issuesOf(issue, lead));
}

function issuesOf(issue: z.core.$ZodIssue, lead: readonly (string | number)[]): Issue[] {
  const own = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const path = [...lead, ...own];
  const field = own.join('.') || String(lead.at(-1) ?? '');
  const limited = (kind: 'small' | 'large', limit: unknown) => {
    const text = issue.code !== 'invalid_type' && 'origin' in issue && issue.origin === 'string';
    const word = { small: text ? 'short' : 'small', large: text ? 'long' : 'large' }[kind];
    return [errorIssue(`field-too-${word}`, path, { field, limit: Number(limit) })];
  };
  switch (issue.code) {
    case 'invalid_type':
      if ('input' in issue && issue.input === undefined) return [errorIssue('field-missing', path, { field })];
      if (NAMED_TYPES.has(issue.expected)) return [errorIssue(`field-type-${issue.expected}`, path, { field })];
      return [errorIssue('field-type', path, { field, expected: issue.expected })];
    case 'too_small':
      return limited('small', issue.minimum);
    case 'too_big':
      return limited('large', issue.maximum);
    case 'invalid_value':
      return [errorIssue('field-choice', path, { field, choices: issue.values.map(String).join(', ') })];
    case 'invalid_format':
      return [errorIssue('field-format', path, { field, expected: issue.format })];
    case 'unrecognized_keys':
      return issue.keys.map((key) => errorIssue('field-unknown', [...path, key], { field: [...own, key].join('.') }));
    case 'custom':
      return [errorIssue(/^[a-z][a-z0-9-]+$/.test(issue.message) ? issue.message : 'field-refused', path, { field })];
    default:
      return [errorIssue('field-refused', path, { field })];
  }
}
