/**
 * Addresses of the console's pages that the server points to (rows of Today, notices, search results). The features of the web
 * mount these very paths, so that no link leads nowhere.
 */
export const PAGES = {
  today: '/',
  task: '/tasks/{taskId}/{step}',
  tasks: '/tasks',
  approvals: '/approvals',
  approval: '/approvals/{approvalId}',
  consultations: '/consultations',
  organization: '/organizations/{orgId}',
  organizations: '/organizations',
  terms: '/terms',
  member: '/members/{personId}',
  members: '/members',
  rules: '/rules',
  import: '/import',
} as const;

/** Steps of a task with a page of their own below `/tasks/{taskId}/`. */
export type TaskPage = 'why' | 'needs' | 'sources' | 'plan' | 'formation' | 'running' | 'ending';

/** The page of a task's step. */
export function taskPage(taskId: string, step: TaskPage): string {
  return `/tasks/${taskId}/${step}`;
}

/** The shifts of a group, at the days that hold one. */
export function rosterPage(taskId: string, orgId: string, day: string): string {
  return `/tasks/${taskId}/roster/${orgId}?from=${day}`;
}

/** The page where an approval is decided, or read afterwards. */
export function approvalPage(approvalId: string): string {
  return `/approvals/${approvalId}`;
}

/** The page of an organization. */
export function organizationPage(orgId: string): string {
  return `/organizations/${orgId}`;
}

/** The list of organizations whose term ends soon, in a scope of Today. */
export function termsPage(scope: string): string {
  return scope === 'mine' ? PAGES.terms : `${PAGES.terms}?scope=${scope}`;
}
