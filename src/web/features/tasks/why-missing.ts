import type { Task } from './use-task.ts';

type Content = Task['content'];

/** What step 1 has to say before a task can be submitted, in the order of the page, each with the id of its field. */
export const WHY_FIELDS = {
  why: 'task-why',
  goal: 'task-goal',
  issuer: 'task-issuer',
  end: 'task-end',
  lines: 'task-lines',
  charter: 'task-charter',
} as const;

/** A field of step 1 that is still missing. */
export type WhyField = keyof typeof WHY_FIELDS;

/** Which of them are missing in what stands on the page now, saved or not. */
export function missingIn(content: Content): WhyField[] {
  const empty = (text: string | null) => (text ?? '').trim() === '';
  const missing: Record<WhyField, boolean> = {
    why: empty(content.why),
    goal: empty(content.goal),
    issuer: content.issuerOrgId === null && content.issuerUnitId === null,
    end: empty(content.endCondition) && content.reviewOn === null,
    lines: !content.lines.some((line) => line.political && line.text.trim() !== ''),
    charter: empty(content.charter),
  };
  return (Object.keys(WHY_FIELDS) as WhyField[]).filter((field) => missing[field]);
}
