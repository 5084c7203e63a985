import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import type { BusyCity } from './busy-city.ts';
import type { DemoPart } from './server.ts';

/** One request that reads. */
export interface Read {
  readonly as: DemoPart;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Of a read that is a POST. */
  readonly body?: unknown;
  /** The status of an answer that is none, where there is nothing to read here. */
  readonly refused?: number;
}

/** Ids that the reads need beside those of the city. */
export interface ReadIds {
  readonly importId: string;
  readonly proposalId: string;
  /** A node of the chain that the draft would set up. */
  readonly node: string;
}

/** Requests that read without writing although they are a POST. */
export const READING_POSTS: readonly string[] = ['search', 'account-list', 'plan-people', 'plan-what-if'];

/** Requests for every route that reads, by its id, as parts of the demo do them. */
export function readsOf(city: BusyCity, { importId, proposalId, node }: ReadIds): Readonly<Record<string, readonly Read[]>> {
  const { small, submitted, draft, running, planId, plannedId, plannedPost, org, unit, member } = city;
  const district = (more: Omit<Read, 'as'> = {}): Read => ({ as: 'districtOfficer', ...more });
  const officer = (more: Omit<Read, 'as'> = {}): Read => ({ as: 'cityOfficer', ...more });
  const subdistrict = (more: Omit<Read, 'as'> = {}): Read => ({ as: 'subdistrictSecretary', ...more });
  const mine: Read = { as: 'member' };
  const planned = { taskId: draft.taskId };
  const live = { taskId: running.taskId };
  const group = { taskId: running.taskId, orgId: running.orgId };
  const place = { planId, postId: plannedPost };
  const wolong = { orgId: org(TOUR_ORGS.wolong) };
  const wenhua = { orgId: org(TOUR_ORGS.wenhua) };
  const area = { areaId: small.areas.wolong };
  const someone = { personId: member(TOUR_ORGS.wenhua, 2) };
  return {
    'account-list': [{ as: 'machine', body: {} }],
    'account-show': [{ as: 'machine', params: { accountId: city.accountId } }],
    'approval-list': [{ as: 'cityApprover' }],
    'approval-show': [{ as: 'cityApprover', params: { approvalId: submitted.approvalId } }],
    'area-list': [officer(), officer({ query: { parentId: small.areas.wolong } })],
    'area-show': [officer({ params: area })],
    'catalogue-show': [officer()],
    'city-show': [mine],
    'concept-show': [mine],
    'consultation-list': [{ as: 'unitSecretary' }],
    'correction-list': [subdistrict()],
    'demo-account-list': [mine],
    'ending-show': [district({ params: live })],
    'external-finish': [{ as: 'member', query: { state: 'x', code: 'x' }, refused: 404 }],
    'feedback-list': [officer()],
    'force-list-file': [district()],
    'formation-groups': [district({ params: planned, query: { parent: node } })],
    'formation-show': [district({ params: planned })],
    'functions-show': [mine],
    'import-list': [district()],
    'import-returned': [district({ params: { importId } })],
    'import-rows': [district({ params: { importId }, query: { limit: '200' } })],
    'import-show': [district({ params: { importId } })],
    'import-template': [district({ params: { kind: 'members' } })],
    'joint-proposal': [district({ params: area })],
    'label-list': [mine],
    'library-show': [mine],
    'member-export': [subdistrict({ params: someone })],
    'member-show': [subdistrict({ params: someone })],
    'my-absence-list': [mine],
    'my-calendar': [mine],
    'my-data-export': [mine],
    'my-data-show': [mine],
    'my-duty-list': [mine],
    'my-notice-list': [mine],
    'my-offer-list': [mine],
    'needs-file': [district({ params: planned })],
    'needs-propose': [district({ params: planned })],
    'needs-show': [district({ params: planned })],
    'notice-list': [district()],
    'joiner-candidates': [district({ params: group, query: { from: '2026-12-10' } })],
    'offer-led': [{ as: 'unitSecretary' }],
    'offer-list': [{ as: 'unitSecretary' }],
    'offer-list-file': [district()],
    'office-list-file': [district({ params: wolong })],
    'officer-candidates': [district({ params: planned, query: { node } })],
    'org-history': [officer({ params: wolong })],
    'org-list': [officer(), officer({ query: { parentId: wolong.orgId } }), officer({ query: { tree: 'task' } })],
    'org-members': [
      subdistrict({ params: wenhua, query: { limit: '200' } }),
      subdistrict({ params: { orgId: org(TOUR_ORGS.meixi) }, query: { below: 'yes' } }),
    ],
    'org-participations': [subdistrict({ params: { orgId: org(TOUR_ORGS.meixi) } })],
    'org-show': [officer({ params: wolong }), district({ params: { orgId: running.orgId } })],
    'pack-list': [officer()],
    'participation-list-file': [subdistrict({ params: wenhua })],
    'plan-compare': [district({ params: { planId }, query: { with: planId } })],
    'plan-explain': [district({ params: place })],
    'plan-file': [district({ params: { planId } })],
    'plan-forces': [district({ params: place })],
    'plan-list': [district({ params: planned })],
    'plan-people': [district({ params: { planId }, body: { q: '王' } })],
    'plan-posts': [district({ params: { planId } })],
    'plan-problem': [district({ params: { planId, kind: 'problem' } })],
    'plan-show': [district({ params: { planId } })],
    'plan-since': [district({ params: { planId } })],
    'plan-unplaced': [district({ params: { planId } })],
    'plan-what-if': [district({ params: { planId }, body: { kind: 'member-out', personId: plannedId } })],
    'plan-why-not': [district({ params: place, query: { personId: plannedId } })],
    'privacy-show': [mine],
    'register-check-show': [officer({ params: wolong })],
    'unplaced-list': [officer({ params: wolong })],
    'request-document': [district({ params: planned, query: { kind: 'request' } })],
    'resource-list-file': [district()],
    'role-body-search': [{ as: 'machine', query: { q: '文化' } }],
    'roster-board': [district({ params: group })],
    'roster-proposal': [district({ params: { ...group, proposalId } })],
    'roster-show': [district({ params: group })],
    'rule-history-show': [mine],
    'rules-show': [mine],
    'running-show': [district({ params: live })],
    'slot-candidates': [district({ params: { ...live, postId: running.posts[0]! } })],
    'activity-list': [officer({ params: wolong })],
    'activity-list-file': [officer({ params: wolong })],
    'approval-list-file': [{ as: 'cityApprover' }],
    'area-organization-list-file': [district({ params: area })],
    'chain-people-file': [district({ params: group })],
    'consultation-list-file': [{ as: 'unitSecretary' }],
    'contrast-list-file': [mine],
    'correction-list-file': [subdistrict()],
    'decision-list-file': [mine],
    'feedback-list-file': [officer()],
    'force-list': [district()],
    'function-list-file': [mine],
    'gap-list-file': [district({ params: live })],
    'history-list-file': [officer({ params: wolong })],
    'import-list-file': [district()],
    'label-list-file': [mine],
    'library-list-file': [mine],
    'member-list-file': [subdistrict({ params: wenhua })],
    'plan-move-list-file': [district({ params: { planId }, query: { with: planId } })],
    'plan-post-list-file': [district({ params: { planId } })],
    'resource-list': [district()],
    'rule-list-file': [mine],
    'source-unit-list-file': [district({ params: planned })],
    'task-change-list': [district({ params: live })],
    'task-change-list-file': [district({ params: live })],
    'task-resource-list-file': [district({ params: planned })],
    'unplaced-list-file': [officer({ params: wolong })],
    search: [subdistrict({ body: { q: '王' } }), officer({ body: { q: 'wenhua' } })],
    'session-now': [mine],
    'session-show': [mine],
    'small-units': [district({ params: area })],
    'sources-show': [district({ params: planned })],
    'standing-show': [district({ params: planned })],
    'table-export': ['areas', 'units', 'organizations'].map((kind) => district({ params: { kind } })),
    'task-list': [officer(), district({ query: { closed: 'yes' } })],
    'task-list-file': [district()],
    'task-resource-list': [district({ params: planned })],
    'task-show': [district({ params: planned }), district({ params: live })],
    'term-list-file': [officer({ query: { scope: 'body' } })],
    'term-list': [officer({ query: { scope: 'body' } })],
    'today-show': [officer({ query: { scope: 'body' } }), district(), { as: 'branchSecretary' }, mine],
    'trail-actions': [{ as: 'security' }],
    'trail-list': [{ as: 'security', query: { limit: '200' } }],
    'trail-list-file': [{ as: 'security' }],
    'transfer-list': [subdistrict({ params: wenhua })],
    'transfer-list-file': [subdistrict({ params: wenhua })],
    'unit-list': [officer(), officer({ query: { q: '水' } })],
    'unit-show': [officer({ params: { unitId: unit(TOUR_UNITS.waterBureau) } })],
  };
}
