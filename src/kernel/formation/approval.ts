import { errorIssue, type Issue } from '#kernel/lib';

/** Minutes after an approval in which it can be taken back, as long as nobody has been told. Our choice. */
export const RECALL_MINUTES = 10;

/** What is done with a submitted chain. */
export const DECISIONS = ['approved', 'returned', 'rejected', 'withdrawn'] as const;
export type Decision = (typeof DECISIONS)[number];

/** An approval as far as a decision needs it; instants in milliseconds since 1970. */
export interface ApprovalFacts {
  readonly title: string;
  /** The organization that decides: the one above the root of the chain, or the one it was passed on to. */
  readonly approverOrgId: string;
  readonly approverName: string;
  readonly submittedBy: string;
  readonly decision: Decision | null;
  readonly decidedAt: number | null;
  readonly toldAt: number | null;
  readonly planVersion: number;
  readonly latestPlanVersion: number;
  /** Members of the plan who left, died, moved away or were assigned elsewhere since it was computed. */
  readonly gone: readonly { readonly name: string; readonly post: string }[];
}

/** The account that acts and the organization in which its acting role is held. */
export interface Decider {
  readonly accountId: string;
  readonly orgId: string | null;
}

/**
 * All reasons why this decision cannot be taken: decided before, not the right body, the submitter himself, an opinion missing
 * on return or rejection, a plan that no longer stands. Withdrawing is for the submitter alone.
 */
export function decisionIssues(facts: ApprovalFacts, by: Decider, decision: Decision, opinion: string): Issue[] {
  const issues: Issue[] = [];
  const params = { title: facts.title };
  if (facts.decision) issues.push(errorIssue('approval-decided', ['decision'], { ...params, decision: facts.decision }));
  if (decision === 'withdrawn') {
    if (by.accountId !== facts.submittedBy) issues.push(errorIssue('approval-withdraw-not-submitter', ['decision'], params));
    return issues;
  }
  if (by.accountId === facts.submittedBy) issues.push(errorIssue('approval-by-submitter', ['decision'], params));
  if (by.orgId !== facts.approverOrgId) issues.push(errorIssue('approval-wrong-body', ['decision'], params));
  if (decision !== 'approved' && opinion.trim() === '') issues.push(errorIssue('approval-opinion-missing', ['opinion'], params));
  if (decision === 'approved') issues.push(...staleIssues(facts));
  return issues;
}

/** Whether the approved plan still stands: a newer version, or people who are gone, by name and post. */
export function staleIssues(facts: ApprovalFacts): Issue[] {
  const issues: Issue[] = [];
  if (facts.planVersion !== facts.latestPlanVersion) {
    issues.push(
      errorIssue('approval-plan-superseded', ['plan'], { version: facts.planVersion, latest: facts.latestPlanVersion }),
    );
  }
  for (const one of facts.gone) issues.push(errorIssue('approval-member-gone', ['plan'], { name: one.name, post: one.post }));
  return issues;
}

/** Why an approval cannot be taken back: not approved, somebody told, or the time is over. `now` in milliseconds. */
export function recallIssues(facts: ApprovalFacts, by: Decider, now: number): Issue[] {
  const params = { title: facts.title, minutes: RECALL_MINUTES };
  if (facts.decision !== 'approved' || facts.decidedAt === null)
    return [errorIssue('approval-not-approved', ['decision'], params)];
  const issues: Issue[] = [];
  if (by.orgId !== facts.approverOrgId || by.accountId === facts.submittedBy)
    issues.push(errorIssue('approval-wrong-body', ['decision'], params));
  if (facts.toldAt !== null) issues.push(errorIssue('approval-told', ['decision'], params));
  else if (now > facts.decidedAt + RECALL_MINUTES * 60_000) issues.push(errorIssue('approval-recall-late', ['decision'], params));
  return issues;
}

/**
 * Why everyone cannot be told now: not approved, or the ten minutes of the approving side still run. The approving side ends them by
 * its own word; anybody else waits. `now` in milliseconds.
 */
export function tellIssues(facts: ApprovalFacts, by: Decider, now: number): Issue[] {
  if (facts.decision !== 'approved' || facts.decidedAt === null)
    return [errorIssue('approval-not-yet', ['decision'], { title: facts.title, approver: facts.approverName })];
  const approves = by.orgId === facts.approverOrgId && by.accountId !== facts.submittedBy;
  const left = facts.decidedAt + RECALL_MINUTES * 60_000 - now;
  if (approves || left <= 0) return [];
  const params = { title: facts.title, approver: facts.approverName, minutes: Math.ceil(left / 60_000) };
  return [errorIssue('approval-tell-early', ['decision'], params)];
}
