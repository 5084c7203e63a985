import { type Day, errorIssue, type Issue, warningIssue } from '#kernel/lib';
import type { PersonStatus } from '../registry/index.ts';
import type { ChainNode, ChainPattern } from './chain.ts';
import { purposeIssues } from './purpose.ts';

/** Members a branch normally has at the most (BR-04b): more is a reminder, never a refusal. */
export const BRANCH_NORMAL_MAX = 50;

/** Everything about a task and its chain that submitting and activating look at. */
export interface FormationFacts {
  readonly task: {
    readonly title: string;
    readonly goal: string;
    readonly why: string;
    readonly issuer: string | null;
    readonly charter: string | null;
    readonly endCondition: string | null;
    readonly reviewOn: Day | null;
    readonly startsOn: Day | null;
    /** Answer to "is a standing organization enough?": null while not answered. */
    readonly standingEnough: boolean | null;
    readonly standingReason: string;
    readonly planLines: readonly { readonly text: string; readonly political: boolean }[];
    /** Lines of bodies beside the organization whose division of work is stated. */
    readonly beside: readonly { readonly name: string; readonly division: string }[];
    readonly emergencyReason: string | null;
    /** Whether the plan was put to units and members before. */
    readonly consulted: boolean;
    /** Who of the plan has not been asked although others were: people added, people with another post, units. */
    readonly unasked: { readonly added: number; readonly moved: number; readonly units: number };
    readonly consultSkippedReason: string | null;
  };
  readonly needs: number;
  readonly needErrors: number;
  readonly approverOrgId: string | null;
  readonly plan: {
    readonly version: number;
    readonly verified: boolean;
    readonly needed: number;
    readonly placed: number;
  } | null;
  readonly pattern: ChainPattern;
  readonly nodes: readonly ChainNode[];
  readonly chainIssues: readonly Issue[];
  /** People in the branch or below, by node key. */
  readonly peopleByNode: ReadonlyMap<string, number>;
  /** Nodes that stay whole for a written reason: their size is no question any more. */
  readonly whole: ReadonlySet<string>;
  readonly officers: readonly {
    readonly nodeKey: string;
    readonly office: string;
    readonly personId: string;
    readonly name: string;
    readonly status: PersonStatus;
  }[];
  /** How many of the boundaries unit, tier, area, system are crossed. */
  readonly boundariesCrossed: number;
  readonly today: Day;
}

/**
 * Everything that stands in the way of submitting, all at once (I-6, S-130, S-142 … S-145, S-152, S-158), and reminders.
 * Errors refuse; warnings ask for a look. A plan that crosses no boundary is no work for a task organization. A gap in the plan is a warning: it is approved as a gap, with its number.
 */
export function submitIssues(facts: FormationFacts): Issue[] {
  const { task } = facts;
  const purpose = { ...task, issued: task.issuer !== null, lines: task.planLines };
  const issues: Issue[] = [...facts.chainIssues, ...purposeIssues(task.title, purpose)];
  const need = (missing: boolean, code: string, field: string) => {
    if (missing) issues.push(errorIssue(code, ['task', field], { title: task.title }));
  };
  need(facts.needs === 0, 'task-need-missing', 'needs');
  need(task.standingEnough === null, 'task-standing-check-missing', 'standing');
  need(task.standingEnough === false && task.standingReason.trim() === '', 'task-standing-reason-missing', 'standing');
  need(facts.approverOrgId === null, 'task-approver-missing', 'approver');
  need(!task.consulted && (task.consultSkippedReason ?? '').trim() === '', 'task-consult-missing', 'consult');
  const { added, moved, units } = task.unasked;
  if (task.consulted && added + moved + units > 0)
    issues.push(warningIssue('task-consult-some', ['task', 'consult'], { title: task.title, people: added + moved, units }));
  if (task.standingEnough === true) issues.push(errorIssue('task-standing-enough', ['task', 'standing'], { title: task.title }));
  if (facts.needErrors > 0)
    issues.push(errorIssue('task-need-errors', ['task', 'needs'], { title: task.title, count: facts.needErrors }));
  if (task.reviewOn !== null && task.startsOn !== null && task.reviewOn < task.startsOn) {
    issues.push(
      errorIssue('review-before-start', ['task', 'reviewOn'], { title: task.title, start: task.startsOn, review: task.reviewOn }),
    );
  }
  for (const body of task.beside) {
    if (body.division.trim() === '') issues.push(errorIssue('beside-division-missing', ['task', 'beside'], { name: body.name }));
  }
  issues.push(...planIssues(facts), ...officerIssues(facts), ...sizeIssues(facts));
  if (facts.plan && facts.boundariesCrossed === 0)
    issues.push(errorIssue('no-boundary-crossed', ['boundaries'], { title: task.title }));
  return issues;
}

function planIssues(facts: FormationFacts): Issue[] {
  const { plan } = facts;
  if (!plan) return [errorIssue('plan-missing', ['plan'], { title: facts.task.title })];
  const issues: Issue[] = [];
  if (!plan.verified) issues.push(errorIssue('plan-not-verified', ['plan'], { version: plan.version }));
  if (plan.placed < plan.needed) {
    issues.push(
      warningIssue('plan-has-gaps', ['plan'], { version: plan.version, missing: plan.needed - plan.placed, needed: plan.needed }),
    );
  }
  return issues;
}

/** Offices that a level asks for and nobody is proposed for, and people who may not hold theirs. */
export function officerIssues(facts: Pick<FormationFacts, 'pattern' | 'nodes' | 'officers'>): Issue[] {
  const issues: Issue[] = [];
  const levels = new Map(facts.pattern.levels.map((level) => [level.id, level]));
  for (const node of facts.nodes) {
    for (const office of levels.get(node.levelId)?.offices ?? []) {
      const holders = facts.officers.filter((one) => one.nodeKey === node.key && one.office === office.office);
      const params = { name: node.areaName, office: office.office, form: node.form };
      if (holders.length < office.min) issues.push(errorIssue('office-vacant', ['nodes', node.key, office.office], params));
      if (holders.length > office.max)
        issues.push(
          errorIssue('office-too-many', ['nodes', node.key, office.office], {
            ...params,
            max: office.max,
            count: holders.length,
          }),
        );
      for (const holder of holders) {
        if (holder.status === 'full' || (office.holds === 'member' && holder.status === 'probationary')) continue;
        issues.push(
          errorIssue('office-needs-full-member', ['nodes', node.key, office.office], {
            ...params,
            person: holder.name,
            status: holder.status,
          }),
        );
      }
    }
  }
  return issues;
}

function sizeIssues(facts: FormationFacts): Issue[] {
  return facts.nodes
    .filter(
      (node) =>
        node.form === 'branch' && !facts.whole.has(node.key) && (facts.peopleByNode.get(node.key) ?? 0) > BRANCH_NORMAL_MAX,
    )
    .map((node) =>
      warningIssue('branch-over-50', ['nodes', node.key], {
        name: node.areaName,
        count: facts.peopleByNode.get(node.key)!,
        max: BRANCH_NORMAL_MAX,
      }),
    );
}

/** What activation needs beyond a clean submission: the approval of the right body (S-130). Without it nothing becomes active. */
export function activationIssues(
  title: string,
  approval: { readonly decision: string | null; readonly approver: string | null } | null,
): Issue[] {
  if (approval?.decision !== 'approved') return [errorIssue('activation-without-approval', ['approval'], { name: title })];
  return approval.approver === null ? [errorIssue('activation-without-approval', ['approval'], { name: title })] : [];
}
