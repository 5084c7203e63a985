import { errorIssue, type Issue } from '#kernel/lib';

/** What a task says about itself before anything is planned. */
export interface Purpose {
  readonly goal: string;
  readonly why: string;
  /** Whether somebody is named who decided it. */
  readonly issued: boolean;
  readonly charter: string | null;
  readonly endCondition: string | null;
  readonly reviewOn: string | null;
  readonly lines: readonly { readonly text: string; readonly political: boolean }[];
}

const CODES = {
  why: 'task-why-missing',
  goal: 'task-goal-missing',
  issuer: 'task-issuer-missing',
  end: 'task-end-missing',
  lines: 'task-political-line-missing',
  charter: 'task-charter-missing',
} as const;

/** A part of the purpose that may be missing. */
export type PurposeField = keyof typeof CODES;

/** Which parts of the purpose are missing (S-130, S-142 … S-145, S-152, S-158), in the order of the page that asks for them. */
export function missingPurpose(purpose: Purpose): PurposeField[] {
  const empty = (text: string | null) => (text ?? '').trim() === '';
  const missing: Record<PurposeField, boolean> = {
    why: empty(purpose.why),
    goal: empty(purpose.goal),
    issuer: !purpose.issued,
    end: empty(purpose.endCondition) && purpose.reviewOn === null,
    lines: !purpose.lines.some((line) => line.political && !empty(line.text)),
    charter: empty(purpose.charter),
  };
  return (Object.keys(CODES) as PurposeField[]).filter((field) => missing[field]);
}

/** The same as findings. */
export function purposeIssues(title: string, purpose: Purpose): Issue[] {
  return missingPurpose(purpose).map((field) => errorIssue(CODES[field], ['task', field], { title }));
}
