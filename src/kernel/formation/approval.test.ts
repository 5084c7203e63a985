import { describe, expect, test } from 'vitest';
import { type ApprovalFacts, decisionIssues, recallIssues, tellIssues } from './index.ts';

describe('approval', () => {
  const facts: ApprovalFacts = {
    title: '卡点',
    approverOrgId: 'city',
    approverName: '市委',
    submittedBy: 'zhao',
    decision: null,
    decidedAt: null,
    toldAt: null,
    planVersion: 3,
    latestPlanVersion: 3,
    gone: [],
  };
  const qian = { accountId: 'qian', orgId: 'city' };

  test('S-132 the body above decides, with a reason on return, and never the submitter', () => {
    expect(decisionIssues(facts, qian, 'approved', '')).toEqual([]);
    expect(decisionIssues(facts, qian, 'returned', '').map((one) => one.code)).toEqual(['approval-opinion-missing']);
    expect(decisionIssues(facts, qian, 'returned', '补一名书记')).toEqual([]);
    const own = decisionIssues(facts, { accountId: 'zhao', orgId: 'other' }, 'approved', '');
    expect(own.map((one) => one.code).sort()).toEqual(['approval-by-submitter', 'approval-wrong-body']);
    expect(decisionIssues(facts, { accountId: 'zhao', orgId: 'x' }, 'withdrawn', '')).toEqual([]);
    expect(decisionIssues(facts, qian, 'withdrawn', '')).toHaveLength(1);
  });

  test('a stale plan names who left and which post is open again', () => {
    const stale = { ...facts, latestPlanVersion: 4, gone: [{ name: '张**', post: '文化小区东门 早班' }] };
    expect(decisionIssues(stale, qian, 'approved', '').map((one) => one.code)).toEqual([
      'approval-plan-superseded',
      'approval-member-gone',
    ]);
    expect(decisionIssues(stale, qian, 'returned', '重排')).toEqual([]);
  });

  test('taking back: 10 minutes, and only while nobody has been told', () => {
    const decided = { ...facts, decision: 'approved' as const, decidedAt: 0 };
    expect(recallIssues(decided, qian, 600_000)).toEqual([]);
    expect(recallIssues(decided, qian, 600_001)[0]?.code).toBe('approval-recall-late');
    expect(recallIssues({ ...decided, toldAt: 5 }, qian, 10)[0]?.code).toBe('approval-told');
    expect(recallIssues(facts, qian, 10)[0]?.code).toBe('approval-not-approved');
    const own = recallIssues(decided, { accountId: 'zhao', orgId: 'city' }, 10);
    expect(own.map((one) => one.code)).toEqual(['approval-wrong-body']);
  });

  test('telling: the approving side at once, the submitter when the ten minutes are over, even of the same organization', () => {
    const decided = { ...facts, decision: 'approved' as const, decidedAt: 0 };
    const zhao = { accountId: 'zhao', orgId: 'city' };
    expect(tellIssues(decided, qian, 1)).toEqual([]);
    expect(tellIssues(decided, zhao, 60_000)).toMatchObject([{ code: 'approval-tell-early', params: { minutes: 9 } }]);
    expect(tellIssues(decided, zhao, 600_000)).toEqual([]);
    expect(tellIssues(facts, qian, 1)[0]?.code).toBe('approval-not-yet');
  });
});
