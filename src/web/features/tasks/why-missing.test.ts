import { expect, test } from 'vitest';
import type { Task } from './use-task.ts';
import { missingIn } from './why-missing.ts';

const empty: Task['content'] = {
  title: '卡点值守',
  goal: ' ',
  why: '',
  issuerOrgId: null,
  issuerUnitId: null,
  issuedOn: null,
  basis: null,
  areaId: null,
  emergency: false,
  emergencyReason: null,
  startsOn: null,
  endCondition: null,
  endConditionMetOn: null,
  reviewOn: null,
  charter: null,
  consultSkippedReason: null,
  beside: [],
  lines: [{ kind: 'own', text: '', political: true }],
};

test('what step 1 still lacks, from what stands on the page', () => {
  expect(missingIn(empty)).toEqual(['why', 'goal', 'issuer', 'end', 'lines', 'charter']);
  const full = { ...empty, why: '人手不够', goal: '有人值守', issuerUnitId: 'u', reviewOn: '2026-12-20', charter: '轮流' };
  expect(missingIn(full)).toEqual(['lines']);
  expect(missingIn({ ...full, lines: [{ kind: 'own', text: '走访', political: true }] })).toEqual([]);
});
