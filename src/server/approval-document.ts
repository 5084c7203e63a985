/** The request (请示) and the approval (批复) of a chain as Word files: the data they are made from. */
import { createHash } from 'node:crypto';
import { type ApprovalData, approvalDocument, approvalText, decidesItself, requestDocument, titleOf } from '#documents/approval';
import { BRANCH_NORMAL_MAX } from '#kernel/formation';
import type { Day } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import type { ApprovalRecord } from '#store/approval';
import type { Language } from './content.ts';
import type { Deps } from './deps.ts';
import type { DraftFormation } from './formation.ts';
import { nodeName } from './formation-view.ts';
import { fewHidden } from './small-counts.ts';

/** Number of an approval or notice: 宛组批〔2026〕7号, the word for the body from the texts. */
export function documentNumber(
  deps: Deps,
  bodies: Pick<ApprovalData, 'approver' | 'requester'>,
  year: number,
  no: number,
): string {
  return deps.content.say('zh-CN')(decidesItself(bodies) ? 'approval-number-notice' : 'approval-number', { year, no });
}

/**
 * What both documents are made from. Names stand in full: an approval designates people. `named`: those whose names the reader may see in
 * full, the others stand masked; a body that the task merely touches reads all masked, and no small counts.
 */
export function documentData(
  draft: DraftFormation,
  approval: ApprovalRecord | undefined,
  today: Day,
  options: { readonly seesPeople: boolean; readonly named?: ReadonlySet<string> } = { seesPeople: true },
): ApprovalData {
  const { seesPeople, named } = options;
  const { task, nodes } = draft;
  const nameOf = new Map(nodes.map((node) => [node.key, nodeName(draft, node, 'zh-CN')]));
  const root = nodes.find((node) => node.parentKey === null);
  const basis = new Map<string, { document: string; article: string | null }>();
  for (const { finding } of draft.findings) {
    if (finding.rule.modality !== 'permission') continue;
    basis.set(`${finding.document.id} ${finding.rule.article}`, {
      document: finding.document.title['zh-CN'],
      article: finding.rule.article,
    });
  }
  const office = (name: string): ApprovalData['officers'][number]['office'] =>
    name === 'deputy-group-leader' ? 'group-leader' : (name as 'secretary');
  return {
    approver: draft.approver?.name ?? '',
    requester: task.ownerName,
    taskTitle: task.title,
    goal: task.goal,
    number: approval?.documentNumber ?? null,
    requestTitle: null,
    requestNumber: null,
    rootName: root ? nameOf.get(root.key)! : task.title,
    organizations: nodes.map((node) => ({
      name: nameOf.get(node.key)!,
      form: node.form,
      parentName: node.parentKey === null ? null : nameOf.get(node.parentKey)!,
      area: node.areaName,
      members: seesPeople ? (draft.people.get(node.key) ?? null) : fewHidden(draft.people.get(node.key) ?? null),
    })),
    undivided: nodes.flatMap((node) => {
      const people = draft.people.get(node.key) ?? 0;
      const reason = draft.choices.find((one) => one.choice === 'whole' && one.nodeKey === node.key)?.reason;
      return reason && people > BRANCH_NORMAL_MAX ? [{ organization: nameOf.get(node.key)!, people, reason }] : [];
    }),
    officers: draft.officers.map((one) => ({
      organization: nameOf.get(one.nodeKey)!,
      office: office(one.office),
      name: seesPeople && (named?.has(one.personId) ?? true) ? one.name : maskName(one.name),
      unit: seesPeople ? one.unitName : null,
    })),
    people: draft.crowd,
    units: new Set([...draft.sources.values()].map((one) => one.unitId).filter(Boolean)).size,
    needed: task.needed,
    gaps: draft.gaps.map((gap) => ({
      post: [gap.postName, gap.shift].filter(Boolean).join(' '),
      place: [gap.subdistrictName, gap.communityName].filter(Boolean).join(' '),
      missing: gap.count,
      reason: gap.reason,
    })),
    charter: task.charter,
    lines: draft.lines,
    endCondition: task.endCondition,
    reviewOn: task.reviewOn,
    opinion: approval?.opinion ?? null,
    emergencyReason: task.emergency ? task.emergencyReason : null,
    basis: [...basis.values()],
    signer: null,
    date: today,
    copyTo: [],
  };
}

/** The Word file; official documents are Chinese whatever the language of the page. */
export async function renderDocument(
  deps: Deps,
  kind: 'request' | 'approval',
  data: ApprovalData,
  language: Language = 'zh-CN',
): Promise<{ bytes: Uint8Array; name: string }> {
  const say = deps.content.say(language);
  const bytes = await (kind === 'request' ? requestDocument(data, say) : approvalDocument(data, say));
  return { bytes, name: titleOf(kind, data, say) };
}

/** The first page of the approval for the page "formation"; the same words as the file. */
export function documentPreview(deps: Deps, data: ApprovalData) {
  const say = deps.content.say('zh-CN');
  const text = approvalText(data, say);
  return {
    kind: decidesItself(data) ? ('notice' as const) : ('approval' as const),
    head: say('official-head', { issuer: text.issuer }),
    number: text.number ?? say('official-number-open'),
    title: text.title.split('\n'),
    to: `${text.to}${say('official-colon')}`,
    paragraphs: text.body.map((block) => block.text),
    attachments: {
      organizations: data.organizations.length,
      officers: data.officers.length,
      gaps: data.gaps.length,
      rules: data.charter ? 1 : 0,
      lines: data.lines.length,
    },
  };
}

/** Hash of what was approved (not of the file, whose zip carries times): kept with the decision. */
export function documentHash(data: ApprovalData): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex');
}
