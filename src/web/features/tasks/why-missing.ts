import { missingPurpose, type PurposeField } from '#kernel/formation';
import type { Task } from './use-task.ts';

/** The fields of step 1 by what they hold. */
export const WHY_FIELDS: Readonly<Record<PurposeField, string>> = {
  why: 'task-why',
  goal: 'task-goal',
  issuer: 'task-issuer',
  end: 'task-end',
  lines: 'task-lines',
  charter: 'task-charter',
};

/** Which of them are missing in what stands on the page now, saved or not. */
export function missingIn(content: Task['content']): PurposeField[] {
  return missingPurpose({ ...content, issued: content.issuerOrgId !== null || content.issuerUnitId !== null });
}
