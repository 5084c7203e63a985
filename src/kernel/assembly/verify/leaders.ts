import { errorIssue, type Issue } from '#kernel/lib';
import type { AssemblyPlan } from '../plan.ts';
import type { Definitions } from './definitions.ts';

/** Leaders: full members, willing, one leader an organization, group leaders at a post of their group, the designated ones standing. */
export function checkLeaders(definitions: Definitions, plan: AssemblyPlan, issues: Issue[]): void {
  const { problem } = definitions;
  const orgs = new Map(problem.orgs.map((org) => [org.id, org]));
  const placed = new Set(plan.assignments.map((row) => `${row.member}\n${row.post}`));
  const offices = new Map<string, string>();
  const heads = new Map<string, number>();
  plan.leaders.forEach((row, i) => {
    const path = ['leaders', i];
    const org = orgs.get(row.org);
    if (!org) {
      issues.push(errorIssue('verify-org-unknown', path, { org: row.org }));
      return;
    }
    if (row.role === 'leader') heads.set(row.org, (heads.get(row.org) ?? 0) + 1);
    if (row.member === null) return;
    const member = definitions.members.get(row.member);
    const name = { member: row.member, org: row.org };
    if (!member) {
      issues.push(errorIssue('verify-member-unknown', path, { member: row.member, post: row.post }));
      return;
    }
    if (!member.fullMember) issues.push(errorIssue('verify-leader-not-full-member', path, name));
    if (row.how === 'proposed' && member.willing === 'no') issues.push(errorIssue('verify-leader-unwilling', path, name));
    if (row.post !== null) {
      if (definitions.posts.get(row.post)?.org !== row.org)
        issues.push(errorIssue('verify-leader-elsewhere', path, { ...name, post: row.post }));
      if (!placed.has(`${row.member}\n${row.post}`))
        issues.push(errorIssue('verify-leader-not-placed', path, { ...name, post: row.post }));
    }
    const other = offices.get(row.member);
    if (other !== undefined && other !== row.org && row.how === 'proposed')
      issues.push(errorIssue('verify-leads-twice', path, { ...name, other }));
    offices.set(row.member, row.org);
  });
  for (const [org, count] of heads) if (count > 1) issues.push(errorIssue('verify-two-leaders', ['leaders'], { org, count }));
  for (const org of problem.orgs) {
    for (const who of org.designated)
      if (!plan.leaders.some((row) => row.org === org.id && row.member === who.member && row.role === who.role))
        issues.push(errorIssue('verify-designated-missing', ['leaders'], { org: org.id, member: who.member }));
  }
}
