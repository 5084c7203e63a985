/**
 * Official documents of a task organization: the request (请示) that goes up and the approval (批复) that comes back.
 * Owns what they say, from data; the layout of GB/T 9704-2012 is official/layout. Wording lives in texts/<lang>/official.json.
 * Invariant: only what was decided is printed: organizations, officers and dates come from the approved plan version, clauses from the rulebook.
 */
import type { Day } from '#kernel/lib';
import type { Form } from '#kernel/registry';
import { type OfficialAttachment, type OfficialBlock, officialDate, officialDocument } from './official/document.ts';
import type { Say } from './text.ts';

export {
  type OfficialAttachment,
  type OfficialBlock,
  type OfficialDocument,
  officialDate,
  officialDocument,
} from './official/document.ts';

/** An organization of the chain, parents before children. */
export interface ApprovedOrganization {
  readonly name: string;
  readonly form: Form;
  readonly parentName: string | null;
  readonly area: string | null;
  /** Full members who join, or null when not counted yet. */
  readonly members: number | null;
}

/** An officer designated by the approver. */
export interface ApprovedOfficer {
  readonly organization: string;
  /** Code of the office: `secretary`, `deputy-secretary`, `committee-member`, `group-leader`. */
  readonly office: 'secretary' | 'deputy-secretary' | 'committee-member' | 'group-leader';
  readonly name: string;
  readonly unit: string | null;
}

/** A post that the plan could not fill. */
export interface OpenPost {
  readonly post: string;
  readonly place: string;
  readonly missing: number;
  readonly reason: { readonly code: string; readonly params: Readonly<Record<string, string | number | boolean | null>> };
}

/** What a request or an approval is made from. */
export interface ApprovalData {
  /** The organization above the root of the chain: it decides. */
  readonly approver: string;
  /** Who asks. */
  readonly requester: string;
  readonly taskTitle: string;
  readonly goal: string;
  readonly number: string | null;
  readonly requestTitle: string | null;
  readonly requestNumber: string | null;
  readonly rootName: string;
  readonly organizations: readonly ApprovedOrganization[];
  /** Branches above the usual number of members that stay whole, with the reason as it was written. */
  readonly undivided: readonly { readonly organization: string; readonly people: number; readonly reason: string }[];
  readonly officers: readonly ApprovedOfficer[];
  /** Everyone who joins: at posts, and leading without serving at one. */
  readonly people: { readonly all: number; readonly atPosts: number; readonly leading: number };
  readonly units: number;
  /** Places of all posts together. */
  readonly needed: number;
  /** Posts that are set up with a gap, and why nobody was found (a key of the texts and its values). */
  readonly gaps: readonly OpenPost[];
  /** Working rules (charter) of the chain, lines divided by line breaks. */
  readonly charter: string | null;
  /** Lines of the work plan; `political` marks political and mass work. */
  readonly lines: readonly { readonly text: string; readonly political: boolean }[];
  readonly endCondition: string | null;
  readonly reviewOn: Day | null;
  /** The opinion of the approver, printed as it was written. */
  readonly opinion: string | null;
  /** Why the approver was asked at once, when a step was skipped. */
  readonly emergencyReason: string | null;
  /** Rules the document rests on: document and article, as the rulebook names them. */
  readonly basis: readonly { readonly document: string; readonly article: string | null }[];
  readonly signer: string | null;
  readonly date: Day;
  readonly copyTo: readonly string[];
}

function formCounts(data: ApprovalData): Record<Form, number> {
  const counts: Record<Form, number> = { committee: 0, 'general-branch': 0, branch: 0, group: 0 };
  for (const { form } of data.organizations) counts[form]++;
  return counts;
}

/** Forms in the order in which they are counted out; one that there is none of is not named. */
const COUNTED = ['committee', 'general-branch', 'branch', 'group'] as const;

function chainSentence(data: ApprovalData, say: Say, key: string): string {
  const counts = formCounts(data);
  return say(key, {
    root: data.rootName,
    total: data.organizations.length,
    forms: COUNTED.filter((form) => counts[form] > 0)
      .map((form) => say(`official-count-${form}`, { count: counts[form] }))
      .join(say('official-list-comma')),
    people: data.people.all,
    atPosts: data.people.atPosts,
    leading: data.people.leading,
    units: data.units,
  });
}

/** Why branches above the usual number stay whole, one sentence each. */
const undividedText = (data: ApprovalData, say: Say): string[] =>
  data.undivided.map((one) => say('official-undivided', { ...one }));

/** How many places stay open and where most of them are; nothing where none is. */
function gapText(data: ApprovalData, say: Say): string[] {
  const missing = data.gaps.reduce((sum, one) => sum + one.missing, 0);
  if (missing === 0) return [];
  const posts = data.gaps
    .slice(0, GAPS_NAMED)
    .map((one) => say('official-gap', { post: one.post, missing: one.missing }))
    .join(say('official-list-comma'));
  const alike = data.gaps.every((one) => one.missing === data.gaps[0]!.missing);
  const key = data.gaps.length <= GAPS_NAMED ? 'official-gaps' : alike ? 'official-gaps-alike' : 'official-gaps-more';
  return [
    say(key, {
      needed: data.needed,
      placed: data.needed - missing,
      missing,
      count: data.gaps.length,
      posts,
    }),
  ];
}

/** Posts named in the text itself; the attachment has all. */
const GAPS_NAMED = 5;

function basisText(data: ApprovalData, say: Say): string {
  return data.basis
    .map(({ document, article }) =>
      say(article ? 'official-basis-article' : 'official-basis', { document, article: article ?? '' }),
    )
    .join(say('official-list-comma'));
}

function endText(data: ApprovalData, say: Say): string[] {
  const lines: string[] = [];
  if (data.endCondition) lines.push(say('official-end-condition', { condition: data.endCondition }));
  if (data.reviewOn) lines.push(say('official-review', { date: officialDate(data.reviewOn, say) }));
  lines.push(say('official-end-automatic'));
  return lines;
}

/** The organizations, the officers, the posts with a gap, the working rules, the work plan; an empty list makes no attachment. */
function attachments(data: ApprovalData, say: Say): OfficialAttachment[] {
  const organizations: OfficialAttachment = {
    title: say('official-organizations'),
    heads: ['number', 'organization', 'form', 'parent', 'area'].map((key) => say(`official-head-${key}`)),
    widths: [3, 13, 5, 13, 8],
    rows: data.organizations.map((one, index) => [
      String(index + 1),
      one.name,
      say(`official-form-${one.form}`),
      one.parentName ?? say('official-none'),
      one.area ?? say('official-none'),
    ]),
  };
  const officers: OfficialAttachment = {
    title: say('official-officers'),
    heads: ['number', 'organization', 'office', 'name', 'unit'].map((key) => say(`official-head-${key}`)),
    widths: [3, 15, 5, 5, 13],
    rows: data.officers.map((one, index) => [
      String(index + 1),
      one.organization,
      say(`official-office-${one.office}`),
      one.name,
      one.unit ?? say('official-none'),
    ]),
  };
  const gaps: OfficialAttachment = {
    title: say('official-open-posts'),
    heads: ['number', 'post', 'place', 'missing', 'reason'].map((key) => say(`official-head-${key}`)),
    widths: [3, 11, 10, 4, 14],
    rows: data.gaps.map((one, index) => [
      String(index + 1),
      one.post,
      one.place,
      String(one.missing),
      say(one.reason.code, one.reason.params),
    ]),
  };
  const rules: OfficialAttachment = {
    title: say('official-rules'),
    paragraphs: (data.charter ?? '').split('\n').filter(Boolean),
  };
  const work: OfficialAttachment = {
    title: say('official-work'),
    heads: ['number', 'work', 'work-kind'].map((key) => say(`official-head-${key}`)),
    widths: [3, 29, 8],
    rows: data.lines.map((one, index) => [
      String(index + 1),
      one.text,
      say(one.political ? 'official-work-political' : 'official-work-business'),
    ]),
  };
  return [organizations, officers, gaps, rules, work].filter((one) => ('rows' in one ? one.rows : one.paragraphs).length > 0);
}

const heading = (text: string): OfficialBlock => ({ level: 1, text });
const line = (text: string): OfficialBlock => ({ level: 0, text });

/** The text of an approval before it is set on paper: what a page shows as preview, and what the file holds. */
export interface OfficialText {
  readonly issuer: string;
  readonly number: string | null;
  /** Lines are divided by a line break. */
  readonly title: string;
  readonly to: string;
  readonly body: readonly OfficialBlock[];
}

/** Whether the body that decides is the one that drafted: it gives notice of its decision (通知) and answers nobody. */
export const decidesItself = (data: Pick<ApprovalData, 'approver' | 'requester'>): boolean => data.approver === data.requester;

/** The approval (批复), or the notice (通知) of a body that decided on its own draft, in words: what is set up, its standing, its officers, its end. */
export function approvalText(data: ApprovalData, say: Say): OfficialText {
  const own = decidesItself(data);
  const received = own
    ? say('official-own', { task: data.taskTitle, goal: data.goal })
    : data.requestTitle
      ? say(data.requestNumber ? 'official-received-numbered' : 'official-received', {
          title: data.requestTitle,
          number: data.requestNumber ?? '',
        })
      : say('official-received-plain', { task: data.taskTitle });
  const body: OfficialBlock[] = [
    line(received),
    heading(say(own ? 'official-own-1' : 'official-approve-1')),
    line(chainSentence(data, say, own ? 'official-own-chain' : 'official-approve-chain')),
    ...undividedText(data, say).map(line),
    heading(say('official-approve-2')),
    line(say('official-standing')),
    line(say('official-limits')),
    ...(data.charter || data.lines.length > 0 ? [line(say('official-approve-rules'))] : []),
    heading(say('official-approve-3')),
    line(say(data.officers.length > 0 ? 'official-officers-designated' : 'official-officers-later')),
    heading(say('official-approve-4')),
    ...endText(data, say).map(line),
  ];
  const gaps = gapText(data, say);
  if (gaps.length > 0) body.push(heading(say('official-approve-gaps')), ...gaps.map(line));
  if (data.opinion)
    body.push(
      heading(say(gaps.length > 0 ? 'official-approve-opinion-6' : 'official-approve-5')),
      ...data.opinion.split('\n').map(line),
    );
  if (data.basis.length > 0) body.push(line(say('official-based-on', { basis: basisText(data, say) })));
  body.push(line(say(own ? 'official-own-close' : 'official-approve-close')));
  return {
    issuer: data.approver,
    number: data.number,
    title: say(own ? 'official-own-title' : 'official-approve-title', { root: data.rootName }),
    to: own ? say('official-own-to') : data.requester,
    body,
  };
}

/** The title of a document on one line, as its file is called. */
export function titleOf(kind: 'request' | 'approval', data: ApprovalData, say: Say): string {
  const title = kind === 'request' ? say('official-request-title', { root: data.rootName }) : approvalText(data, say).title;
  return title.replaceAll('\n', '');
}

/** The approval (批复) as .docx: its text; organizations and officers attached. */
export function approvalDocument(data: ApprovalData, say: Say): Promise<Uint8Array> {
  return officialDocument(
    {
      ...approvalText(data, say),
      signer: null,
      urgency: null,
      attachments: attachments(data, say),
      signature: data.approver,
      date: data.date,
      copyTo: data.copyTo,
      printedBy: data.approver,
      printedOn: data.date,
    },
    say,
  );
}

/** The request (请示) as .docx: why, what is to be set up, by whom it is led, when it ends. It names one receiver and a signer. */
export function requestDocument(data: ApprovalData, say: Say): Promise<Uint8Array> {
  const body: OfficialBlock[] = [
    line(say('official-request-why', { task: data.taskTitle, goal: data.goal })),
    heading(say('official-request-1')),
    line(chainSentence(data, say, 'official-request-chain')),
    ...undividedText(data, say).map(line),
    heading(say('official-request-2')),
    line(chainSentence(data, say, 'official-request-people')),
    ...gapText(data, say).map(line),
    line(say('official-standing')),
    heading(say('official-request-3')),
    ...endText(data, say).map(line),
  ];
  if (data.emergencyReason) body.push(line(say('official-emergency', { reason: data.emergencyReason })));
  if (data.basis.length > 0) body.push(line(say('official-based-on', { basis: basisText(data, say) })));
  body.push(line(say('official-request-close')));
  return officialDocument(
    {
      issuer: data.requester,
      number: data.requestNumber,
      signer: data.signer ?? say('official-signer-open'),
      urgency: null,
      title: say('official-request-title', { root: data.rootName }),
      to: data.approver,
      body,
      attachments: attachments(data, say),
      signature: data.requester,
      date: data.date,
      copyTo: [],
      printedBy: data.requester,
      printedOn: data.date,
    },
    say,
  );
}
