import * as z from 'zod';

/**
 * Every problem that a request can fail with (RFC 9457): code -> HTTP status and the params of its text.
 * The code is the text key `problem-<code>` in texts/<lang>/problems.json and the last part of `type`.
 * Findings about someone's data are issues and come all at once inside the problem `invalid`.
 */
export const PROBLEMS = {
  invalid: { status: 422, params: ['count'] },
  malformed: { status: 400, params: [] },
  'not-signed-in': { status: 401, params: [] },
  'sign-in-refused': { status: 401, params: [] },
  'locked-out': { status: 429, params: ['seconds'] },
  'too-many-requests': { status: 429, params: ['seconds'] },
  'no-role': { status: 403, params: [] },
  'role-not-allowed': { status: 403, params: ['role'] },
  'outside-scope': { status: 403, params: ['kind'] },
  'names-not-allowed': { status: 403, params: [] },
  'foreign-origin': { status: 403, params: ['from', 'here'] },
  'password-change-needed': { status: 403, params: [] },
  'not-found': { status: 404, params: [] },
  'no-such-route': { status: 404, params: ['path'] },
  'method-not-allowed': { status: 405, params: ['method'] },
  conflict: { status: 409, params: ['what'] },
  'state-refuses': { status: 409, params: ['state'] },
  'edited-since': { status: 412, params: [] },
  'too-large': { status: 413, params: ['limit'] },
  'media-type': { status: 415, params: ['expected'] },
  'key-reused': { status: 422, params: [] },
  'key-missing': { status: 400, params: [] },
  'file-name-missing': { status: 400, params: [] },
  'version-missing': { status: 428, params: [] },
  stopping: { status: 503, params: [] },
  'database-away': { status: 503, params: [] },
  'disk-full': { status: 507, params: [] },
  unexpected: { status: 500, params: ['request'] },
} as const satisfies Record<string, { status: number; params: readonly string[] }>;

/** One of the codes of {@link PROBLEMS}. */
export type ProblemCode = keyof typeof PROBLEMS;

/** The values a text of this problem needs. */
export type ProblemParams<C extends ProblemCode> = Readonly<Record<(typeof PROBLEMS)[C]['params'][number], string | number>>;

/** Problems that any route can answer with, so that definitions need not repeat them. */
export const GENERAL_PROBLEMS: readonly ProblemCode[] = [
  'malformed',
  'not-signed-in',
  'no-role',
  'role-not-allowed',
  'foreign-origin',
  'invalid',
  'too-large',
  'too-many-requests',
  'unexpected',
  'database-away',
];

/** One finding about the data of a request; the text is rendered from code and params in the reader's language. */
export const issueSchema = z
  .object({
    code: z.string(),
    path: z.array(z.union([z.string(), z.number()])),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    severity: z.enum(['error', 'warning']),
  })
  .meta({ id: 'Issue' });

/**
 * The body of every answer that is not a success (`application/problem+json`).
 * `title` is in the language of the request; `issues` has every finding; `current` and `yours` come with `edited-since`.
 */
export const problemSchema = z
  .object({
    type: z.string(),
    code: z.string(),
    status: z.number().int(),
    title: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    instance: z.string(),
    issues: z.array(issueSchema).optional(),
    current: z.unknown().optional(),
    yours: z.unknown().optional(),
    etag: z.string().optional(),
  })
  .meta({ id: 'Problem' });

/** The body of a failed request. */
export type ProblemBody = z.infer<typeof problemSchema>;

/** Whether a text is a code of the catalogue. */
export function isProblemCode(code: string): code is ProblemCode {
  return code in PROBLEMS;
}
