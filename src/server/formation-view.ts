/** The draft of a chain as the pages read it: names masked, groups folded into their branch unless they have findings. */
import type * as z from 'zod';
import type { chainNodeSchema, findingSchema, formationSchema } from '#contract/formation';
import { BRANCH_NORMAL_MAX, type ChainNode, countByForm } from '#kernel/formation';
import { hasErrors } from '#kernel/lib';
import { type Boundary, maskName } from '#kernel/registry';
import type { Finding } from '#kernel/rules';
import type { Language } from './content.ts';
import type { DraftFormation } from './formation.ts';
import { reasonForOthers } from './plan-view.ts';
import { fewHidden, partsHidden } from './small-counts.ts';

type Node = z.output<typeof chainNodeSchema>;

/** Gaps a page shows at once; the plan page has them all, and the Word file lists them. */
const GAPS_SHOWN = 30;

/** The name of a node from the pack: area, task and, in a divided node, the part. Names are data of the pack, not built from parts here. */
export function nodeName(draft: Pick<DraftFormation, 'pack' | 'task'>, node: ChainNode, language: Language): string {
  const text = draft.pack.texts[language] ?? draft.pack.texts['zh-CN']!;
  const part = node.part > 0 ? text[`chain/${node.levelId}/part`] : undefined;
  const template = part ?? text[`chain/${node.levelId}`]!;
  // A task named after its area does not name it twice.
  const doubled = template.includes('{{area}}{{task}}') && draft.task.title.startsWith(node.areaName);
  const values: Record<string, string> = { area: doubled ? '' : node.areaName, task: draft.task.title, part: String(node.part) };
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '');
}

/** One node for the page. */
export function nodeOf(draft: DraftFormation, node: ChainNode): Node {
  const leader = draft.officers.find(
    (one) => one.nodeKey === node.key && (one.office === 'secretary' || one.office === 'group-leader'),
  );
  const children = draft.nodes.filter((one) => one.parentKey === node.key);
  const people = draft.people.get(node.key) ?? 0;
  const vacant = draft.issues.some((issue) => issue.code === 'office-vacant' && issue.path[1] === node.key);
  const whole = draft.choices.find((one) => one.choice === 'whole' && one.nodeKey === node.key)?.reason ?? null;
  const over = node.form === 'branch' && people > BRANCH_NORMAL_MAX && whole === null;
  return {
    key: node.key,
    parentKey: node.parentKey,
    form: node.form,
    name: node.part > 0 ? `${node.areaName} ${node.part}` : node.areaName,
    areaName: node.areaName,
    groups: node.form === 'group' ? 0 : groupsBelow(draft.nodes, node.key),
    people,
    children: children.length,
    parts: draft.choices.find((one) => one.choice === 'parts' && one.nodeKey === node.key)?.parts ?? 1,
    whole,
    mark: vacant
      ? { kind: 'gap', code: 'office-vacant', count: 1 }
      : over
        ? { kind: 'warn', code: 'branch-over-50', count: people }
        : null,
    leader: leader
      ? { personId: leader.personId, name: maskName(leader.name), unitName: leader.unitName, proposedBy: leader.proposedBy }
      : null,
  };
}

function groupsBelow(nodes: readonly ChainNode[], key: string): number {
  let count = 0;
  for (const node of nodes) if (node.parentKey === key) count += node.form === 'group' ? 1 : groupsBelow(nodes, node.key);
  return count;
}

/** All levels above the groups, and the groups that carry a mark. */
export function formationBody(
  draft: DraftFormation,
  language: Language,
  more: Pick<z.output<typeof formationSchema>, 'maySubmit' | 'objections' | 'preview'> & {
    readonly seesPeople: boolean;
    readonly cannot: z.output<typeof formationSchema>['consult']['cannot'];
  },
): z.output<typeof formationSchema> {
  const { task } = draft;
  const nodes = draft.nodes.map((node) => nodeOf(draft, node)).filter((node) => node.form !== 'group' || node.mark !== null);
  const counts = countByForm(draft.nodes);
  const nameOfUnit = new Map([...draft.sources.values()].map((one) => [one.unitId ?? '', one.unitName ?? '']));
  const nameOfCounty = new Map([...draft.sources.values()].map((one) => [one.countyId ?? '', one.countyName ?? '']));
  const plain = (value: string) => value;
  const { seesPeople } = more;
  const body: z.output<typeof formationSchema> = {
    taskId: task.id,
    title: task.title,
    state: task.state,
    version: task.version,
    planId: task.planId,
    planVersion: task.planVersion,
    needed: task.needed,
    placed: task.placed,
    people: draft.crowd,
    gaps: draft.gaps.slice(0, GAPS_SHOWN),
    gapCount: draft.gaps.length,
    missing: draft.gaps.reduce((sum, one) => sum + one.count, 0),
    counts: { total: draft.nodes.length, ...counts },
    nodes,
    boundaries: {
      unit: boundaryOf(draft.boundaries.unit, (value) => nameOfUnit.get(value) ?? value, seesPeople),
      tier: boundaryOf(draft.boundaries.tier, plain, seesPeople),
      area: boundaryOf(draft.boundaries.area, (value) => nameOfCounty.get(value) ?? value, seesPeople),
      system: boundaryOf(draft.boundaries.system, plain, seesPeople),
    },
    findings: draft.findings.map((one) => findingOf(one.finding, one.nodes, language)),
    issues: draft.issues.map((issue) => ({ ...issue, path: [...issue.path], params: { ...issue.params } })),
    maySubmit: more.maySubmit && !hasErrors(draft.issues),
    approver: draft.approver && { orgId: draft.approver.id, name: draft.approver.name },
    endCondition: task.endCondition,
    reviewOn: task.reviewOn,
    standing: task.standingCheck && { enough: task.standingCheck.enough, reason: task.standingCheck.reason },
    beside: draft.beside.map(({ name, division }) => ({ name, division })),
    consult: {
      until: task.consultUntil?.toISOString() ?? null,
      skippedReason: task.consultSkippedReason,
      ...draft.consult,
      cannot: more.cannot,
    },
    objections: more.objections,
    preview: more.preview,
    request: {
      goal: task.goal,
      why: task.why,
      issuer: task.issuerName,
      basis: task.basis,
      startsOn: task.startsOn,
      emergencyReason: task.emergency ? task.emergencyReason : null,
      charter: task.charter,
      lines: draft.lines.map((line) => ({ ...line })),
    },
    shown: draft.pack.head.shown.map((id) => (draft.pack.texts[language] ?? draft.pack.texts['zh-CN']!)[`shown/${id}`]!),
  };
  return seesPeople ? body : forOthers(body);
}

/** A boundary as the pages read it, its evidence named; whoever sees no people gets no small counts. */
export function boundaryOf(boundary: Boundary, name: (value: string) => string, seesPeople = true) {
  // Those of unknown source are a part of the same total.
  const counts = boundary.evidence.map((one) => one.count);
  const shown = seesPeople ? counts : partsHidden(boundary.unknown > 0 ? [...counts, boundary.unknown] : counts);
  return {
    crossed: boundary.crossed,
    evidence: boundary.evidence.slice(0, 12).map((one, i) => ({ value: one.value, name: name(one.value), count: shown[i]! })),
    distinct: boundary.evidence.length,
    unknown: boundary.unknown === 0 ? 0 : (shown[counts.length] ?? (seesPeople ? boundary.unknown : 0)),
  };
}

/** The draft for bodies it merely touches: no names of those proposed, no words of units, no small counts of people. */
function forOthers(body: z.output<typeof formationSchema>): z.output<typeof formationSchema> {
  return {
    ...body,
    gaps: body.gaps.map((gap) => ({ ...gap, reason: reasonForOthers(gap.reason) })),
    nodes: body.nodes.map((node) => ({ ...node, leader: null })),
    issues: body.issues.filter((issue) => !('name' in issue.params) && issue.code !== 'task-consult-some'),
    consult: {
      ...body.consult,
      people: fewHidden(body.consult.people),
      hindered: fewHidden(body.consult.hindered),
      unasked: {
        added: fewHidden(body.consult.unasked.added),
        moved: fewHidden(body.consult.unasked.moved),
        units: body.consult.unasked.units,
      },
      cannot: [],
    },
    objections: [],
  };
}

function findingOf(finding: Finding, nodes: readonly string[], language: Language): z.output<typeof findingSchema> {
  const { rule, document } = finding;
  return {
    rule: rule.id,
    title: rule.title[language],
    outcome: finding.outcome,
    modality: finding.modality,
    clause: rule.clause[language],
    quoted: rule.clause.quoted,
    document: document.title[language],
    article: rule.article,
    certainty: rule.certainty,
    practice: document.kind === 'practice',
    explanation: finding.explanation,
    values: { ...finding.values },
    inputs: { ...finding.inputs },
    version: finding.version,
    nodes: [...nodes],
  };
}
