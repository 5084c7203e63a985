import { type Day, errorIssue, type Issue, isWithin } from '#kernel/lib';
import { FORMS, type Form, TIERS, type Tier } from './terms.ts';
import type { Edge, Organization, OrgId } from './types.ts';

const rank = (form: Form | null): number => (form === null ? -1 : FORMS.length - FORMS.indexOf(form));

const CLASS_RANK = { central: 3, local: 2, 'primary-level': 1, 'leading-group': 0 } as const;

type Node = Pick<Organization, 'id' | 'name' | 'standing' | 'class' | 'form' | 'treeId' | 'tier'>;

/**
 * Issues of one edge by the two organizations that it joins: leading groups stay outside the branch tree (I-2, S-017), standing and
 * task trees share nothing (I-9), a Party group leads nobody, forms and classes descend (S-025).
 */
export function checkParentEdge(child: Node, parent: Node, edge: Pick<Edge, 'treeId' | 'kind'>): Issue[] {
  const params = { child: child.name, parent: parent.name };
  const at = ['parentId'];
  if (child.id === parent.id) return [errorIssue('edge-to-itself', at, params)];
  if (edge.kind === 'set-up-by') {
    const issues: Issue[] = [];
    if (child.class !== 'leading-group') issues.push(errorIssue('edge-set-up-by-is-for-leading-groups', ['childId'], params));
    if (parent.class !== 'central' && parent.class !== 'local')
      issues.push(errorIssue('edge-leading-group-approver', at, params));
    return issues;
  }
  const issues: Issue[] = [];
  if (child.class === 'leading-group' || parent.class === 'leading-group') {
    issues.push(errorIssue('edge-leading-group-outside-tree', at, params));
  }
  if (child.standing !== parent.standing) issues.push(errorIssue('edge-trees-apart', at, params));
  if (edge.treeId !== child.treeId || edge.treeId !== parent.treeId)
    issues.push(errorIssue('edge-other-tree', ['treeId'], params));
  if (parent.form === 'group') issues.push(errorIssue('edge-group-leads-nobody', at, params));
  else if (rank(parent.form) < rank(child.form) || (rank(parent.form) === rank(child.form) && child.form !== 'committee')) {
    if (child.form !== null && parent.form !== null) {
      issues.push(errorIssue('edge-form-order', at, { ...params, childForm: child.form, parentForm: parent.form }));
    }
  }
  if (child.class && parent.class && CLASS_RANK[child.class] > CLASS_RANK[parent.class]) {
    issues.push(errorIssue('edge-class-order', at, params));
  }
  if (child.tier && parent.tier && TIERS.indexOf(child.tier) < TIERS.indexOf(parent.tier)) {
    issues.push(errorIssue('edge-tier-order', at, { ...params, childTier: child.tier, parentTier: parent.tier }));
  }
  return issues;
}

/** An edge as a tree is checked by; issues name it by its child. */
export type TreeEdge = Pick<Edge, 'treeId' | 'childId' | 'parentId' | 'from' | 'to' | 'kind'>;

/** Result of {@link checkTree}: the root, and issues that name every organization that does not reach it. */
export interface TreeReport {
  readonly rootId: OrgId | null;
  readonly issues: readonly Issue[];
}

/**
 * Whether all organizations of one tree reach exactly one root by leadership edges valid on a day (S-004): a second parent, a cycle,
 * and each organization without a parent are listed by name. Leading groups need a set-up-by edge instead. Linear in nodes and edges.
 */
export function checkTree(organizations: readonly Node[], edges: readonly TreeEdge[], asOf: Day): TreeReport {
  const issues: Issue[] = [];
  const nodes = new Map(organizations.map((org) => [org.id, org]));
  const parentOf = new Map<OrgId, OrgId>();
  const approved = new Set<OrgId>();
  for (const edge of edges) {
    if (!isWithin(asOf, edge.from, edge.to)) continue;
    const [child, parent] = [nodes.get(edge.childId), nodes.get(edge.parentId)];
    if (!child) continue;
    if (!parent) {
      issues.push(errorIssue('tree-parent-unknown', ['edges', edge.childId], { child: child.name, parent: edge.parentId }));
      continue;
    }
    for (const one of checkParentEdge(child, parent, edge)) issues.push({ ...one, path: ['edges', edge.childId, ...one.path] });
    if (edge.kind === 'set-up-by') approved.add(child.id);
    else if (parentOf.has(child.id)) {
      issues.push(errorIssue('tree-two-parents', ['edges', edge.childId], { child: child.name, parent: parent.name }));
    } else parentOf.set(child.id, parent.id);
  }
  const tops: Node[] = [];
  for (const org of organizations) {
    if (org.class === 'leading-group') {
      if (!approved.has(org.id))
        issues.push(errorIssue('tree-leading-group-without-approver', ['organizations', org.id], { name: org.name }));
    } else if (!parentOf.has(org.id)) tops.push(org);
  }
  issues.push(...cycles(nodes, parentOf));
  const root = pickRoot(tops);
  for (const org of tops) {
    if (org === root) continue;
    const code = org.form === 'group' ? 'tree-group-without-parent' : 'tree-organization-without-parent';
    issues.push(errorIssue(code, ['organizations', org.id], { name: org.name }));
  }
  if (root?.form === 'group')
    issues.push(errorIssue('tree-group-without-parent', ['organizations', root.id], { name: root.name }));
  return { rootId: root?.id ?? null, issues };
}

/** The widest organization without a parent: by class, then tier, then form, then id, so that the answer does not depend on order. */
function pickRoot(tops: readonly Node[]): Node | undefined {
  const tier = (one: Tier | null): number => (one === null ? TIERS.length : TIERS.indexOf(one));
  return [...tops].sort(
    (a, b) =>
      (b.class ? CLASS_RANK[b.class] : 0) - (a.class ? CLASS_RANK[a.class] : 0) ||
      tier(a.tier) - tier(b.tier) ||
      rank(b.form) - rank(a.form) ||
      (a.id < b.id ? -1 : 1),
  )[0];
}

function cycles(nodes: ReadonlyMap<OrgId, Node>, parentOf: ReadonlyMap<OrgId, OrgId>): Issue[] {
  const issues: Issue[] = [];
  // Which walk came by first: one that meets itself has gone in a circle, one that meets an earlier walk ends.
  const walkOf = new Map<OrgId, number>();
  let walk = 0;
  for (const start of parentOf.keys()) {
    walk++;
    let at: OrgId | undefined = start;
    while (at !== undefined && !walkOf.has(at)) {
      walkOf.set(at, walk);
      at = parentOf.get(at);
    }
    if (at === undefined || walkOf.get(at) !== walk) continue;
    const names: string[] = [];
    let next: OrgId | undefined = at;
    do {
      names.push(nodes.get(next)?.name ?? next);
      next = parentOf.get(next)!;
    } while (next !== at);
    issues.push(errorIssue('tree-cycle', ['organizations', at], { names: names.join(' → ') }));
  }
  return issues;
}
