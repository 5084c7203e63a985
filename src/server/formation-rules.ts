import type { RouteShape } from '#contract/route';
import type { ChainNode } from '#kernel/formation';
import type { Pack } from '#kernel/packs';
import { advise, type Finding } from '#kernel/rules';
import type { PlanRowRecord } from '#store/plan';
import type { TaskRecord } from '#store/task';
import type { Context } from './context.ts';
import { postDays } from './needs.ts';

/** What the live rules say about the kinds of organizations in the chain: one finding a rule, with the nodes it speaks about. */
export function judge<R extends RouteShape>(
  ctx: Context<R>,
  pack: Pack,
  task: Pick<TaskRecord, 'title' | 'startsOn' | 'reviewOn'>,
  nodes: readonly ChainNode[],
  people: ReadonlyMap<string, number>,
  rows: readonly PlanRowRecord[],
  nodeOfPost: ReadonlyMap<string, ChainNode>,
  officers: readonly { readonly nodeKey: string; readonly personId: string; readonly status: string }[],
): { finding: Finding; nodes: string[] }[] {
  const branchOf = branchKeys(nodes);
  // Everyone of a branch once: at its posts, or leading it without one.
  const members = new Map<string, Map<string, boolean>>();
  const join = (nodeKey: string | undefined, personId: string | null, status: string | null) => {
    const key = branchOf.get(nodeKey ?? '');
    if (key && personId !== null)
      members.set(key, (members.get(key) ?? new Map<string, boolean>()).set(personId, status === 'full'));
  };
  for (const row of rows) join(nodeOfPost.get(row.postId)?.key, row.personId, row.status);
  for (const one of officers) join(one.nodeKey, one.personId, one.status);
  const status = new Map(
    [...members].map(([key, people]) => {
      const full = [...people.values()].filter(Boolean).length;
      return [key, { full, probationary: people.size - full }];
    }),
  );
  const groups = new Map<string, number>();
  for (const { parentKey, form } of nodes)
    if (form === 'group' && parentKey !== null) groups.set(parentKey, (groups.get(parentKey) ?? 0) + 1);
  const advice = (node: ChainNode): Finding[] => {
    const counts = status.get(node.key);
    return advise({ kind: 'task-organization', id: null, name: node.areaName }, ctx.today, ctx.deps.content.rules.live, {
      form: node.form,
      standing: false,
      tags: [...pack.head.tags],
      temporaryBody: true,
      relationshipTransferred: false,
      approved: false,
      officersHow: ['designated'],
      officersDesignatedBy: 'approver',
      acts: [],
      // A chain under a task is no joint branch of small units (joint in the other sense); its groups are those below it.
      inJointBranch: false,
      constituentUnits: 0,
      groups: groups.get(node.key) ?? 0,
      scattered: false,
      ended: false,
      bodyEndedOn: null,
      ...(node.form === 'branch'
        ? { fullMembers: counts?.full ?? people.get(node.key) ?? 0, probationaryMembers: counts?.probationary ?? 0 }
        : {}),
    }).filter((finding) => finding.outcome !== 'not-triggered');
  };
  // Thousands of groups are told the same facts: they are judged once.
  let ofGroups: Finding[] | null = null;
  const merged = new Map<string, { finding: Finding; nodes: string[] }>();
  for (const node of nodes) {
    const found: Finding[] = node.form === 'group' && ofGroups ? ofGroups : advice(node);
    if (node.form === 'group') ofGroups = found;
    for (const finding of found) {
      const key = `${finding.version} ${finding.rule.id} ${finding.outcome}`;
      const known = merged.get(key);
      if (known) known.nodes.push(node.key);
      else merged.set(key, { finding, nodes: [node.key] });
    }
  }
  return [...ofPeriod(ctx, task, nodes), ...merged.values()];
}

/**
 * What the rules say about a task as a project, by the days that its posts are for (S-128): read afresh each time, so whoever extends a task
 * is told that same day. It speaks about the root of the chain.
 */
function ofPeriod<R extends RouteShape>(
  ctx: Context<R>,
  task: Pick<TaskRecord, 'title' | 'startsOn' | 'reviewOn'>,
  nodes: readonly ChainNode[],
): { finding: Finding; nodes: string[] }[] {
  const { dayFrom: from, dayTo: to } = postDays(task.startsOn, task.reviewOn, ctx.today);
  const found = advise({ kind: 'project', id: null, name: task.title }, ctx.today, ctx.deps.content.rules.live, { from, to });
  const roots = nodes.filter((node) => node.parentKey === null).map((node) => node.key);
  return found
    .filter((finding) => finding.outcome !== 'not-triggered' && finding.missing.length === 0)
    .map((finding) => ({ finding, nodes: roots }));
}

function branchKeys(nodes: readonly ChainNode[]): Map<string, string> {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const keys = new Map<string, string>();
  for (const node of nodes) {
    let at: ChainNode | undefined = node;
    while (at && at.form !== 'branch') at = at.parentKey === null ? undefined : byKey.get(at.parentKey);
    if (at) keys.set(node.key, at.key);
  }
  return keys;
}
