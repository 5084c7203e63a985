import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from '#kernel/lib';
import { checkParentEdge, checkTree } from './index.ts';
import { sampleEdge, sampleOrganization, sampleTaskOrganization } from './sample.ts';

const today = day('2020-05-28');
const edge = { treeId: 'standing', kind: 'leadership' as const };
const codes = (issues: readonly { code: string }[]): string[] => issues.map((one) => one.code);

describe('edges', () => {
  const bureau = sampleOrganization('bureau group', { class: 'leading-group', form: null, holdsRelationship: false });
  const branch = sampleOrganization('branch');
  const city = sampleOrganization('city', { class: 'local', form: 'committee', tier: 'city' });
  test('I-2 S-017 a branch under a leading group is refused; the group is linked by its own relation', () => {
    expect(codes(checkParentEdge(branch, bureau, edge))).toContain('edge-leading-group-outside-tree');
    expect(codes(checkParentEdge(bureau, city, edge))).toContain('edge-leading-group-outside-tree');
    expect(checkParentEdge(bureau, city, { ...edge, kind: 'set-up-by' })).toEqual([]);
    expect(codes(checkParentEdge(bureau, bureau, { ...edge, kind: 'set-up-by' }))).toEqual(['edge-to-itself']);
    const other = { ...bureau, id: 'other', name: 'other' };
    expect(codes(checkParentEdge(bureau, other, { ...edge, kind: 'set-up-by' }))).toEqual(['edge-leading-group-approver']);
  });
  test('S-025 a group hangs under a branch or another organization and leads nobody', () => {
    const group = sampleOrganization('group', { form: 'group', holdsRelationship: false });
    for (const form of ['branch', 'general-branch', 'committee'] as const) {
      expect(checkParentEdge(group, sampleOrganization('p', { form }), edge)).toEqual([]);
    }
    expect(codes(checkParentEdge(branch, group, edge))).toEqual(['edge-group-leads-nobody']);
    expect(codes(checkTree([group], [], today).issues)).toEqual(['tree-group-without-parent']);
  });
  test('I-9 the two kinds of tree share no edge', () => {
    expect(codes(checkParentEdge(sampleTaskOrganization('t'), branch, edge))).toEqual(
      expect.arrayContaining(['edge-trees-apart', 'edge-other-tree']),
    );
  });
  test('forms and tiers descend', () => {
    expect(codes(checkParentEdge(branch, sampleOrganization('b'), edge))).toEqual(['edge-form-order']);
    const county = sampleOrganization('county', { class: 'local', form: 'committee', tier: 'county' });
    expect(codes(checkParentEdge(city, county, edge))).toEqual(['edge-tier-order']);
    expect(checkParentEdge(county, city, edge)).toEqual([]);
  });
});

describe('S-004 the tree', () => {
  const center = sampleOrganization('central', { class: 'central', form: 'committee', tier: 'central' });
  const city = sampleOrganization('city', { class: 'local', form: 'committee', tier: 'city' });
  const county = sampleOrganization('county', { class: 'local', form: 'committee', tier: 'county' });
  const street = sampleOrganization('street', { form: 'committee' });
  const community = sampleOrganization('community', { form: 'general-branch' });
  const branch = sampleOrganization('branch');
  const group = sampleOrganization('bureau group', { class: 'leading-group', form: null });
  const all = [branch, community, street, county, city, center, group];
  const edges = [
    sampleEdge('city', 'central'),
    sampleEdge('county', 'city'),
    sampleEdge('street', 'county'),
    sampleEdge('community', 'street'),
    sampleEdge('branch', 'community'),
    sampleEdge('bureau group', 'city', { kind: 'set-up-by' }),
  ];
  test('S-004 every standing organization reaches one root, leading groups by their own edge', () => {
    expect(checkTree(all, edges, today)).toEqual({ rootId: 'central', issues: [] });
  });
  test('S-004 orphans are listed by name', () => {
    const report = checkTree(
      all,
      edges.filter((one) => one.childId !== 'street' && one.childId !== 'bureau group'),
      today,
    );
    expect(report.issues).toEqual([
      expect.objectContaining({ code: 'tree-leading-group-without-approver', params: { name: 'bureau group' } }),
      expect.objectContaining({ code: 'tree-organization-without-parent', params: { name: 'street' } }),
    ]);
  });
  test('S-004 a cycle is named', () => {
    const committees = ['a', 'b', 'c'].map((id) => sampleOrganization(id, { form: 'committee' }));
    const ring = [sampleEdge('a', 'b'), sampleEdge('b', 'c'), sampleEdge('c', 'a')];
    const report = checkTree(committees, ring, today);
    expect(codes(report.issues)).toEqual(['tree-cycle']);
    expect(report.rootId).toBeNull();
  });
  test('an edge that has ended does not count, two at once are refused', () => {
    const ended = edges.map((one) => (one.childId === 'branch' ? { ...one, to: day('2020-05-28') } : one));
    expect(codes(checkTree(all, ended, today).issues)).toEqual(['tree-organization-without-parent']);
    expect(codes(checkTree(all, ended, day('2020-05-27')).issues)).toEqual([]);
    expect(codes(checkTree(all, [...edges, sampleEdge('branch', 'street', { id: 'x' })], today).issues)).toEqual([
      'tree-two-parents',
    ]);
  });
  test('any forest has one root and as many orphans as further tops', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), (parents) => {
        const nodes = parents.map((_, i) => sampleOrganization(`n${i}`, { form: 'committee' }));
        const links = parents.flatMap((value, i) => (i > 0 && value % 4 !== 0 ? [sampleEdge(`n${i}`, `n${value % i}`)] : []));
        const report = checkTree(nodes, links, today);
        expect(report.rootId).not.toBeNull();
        expect(report.issues.length).toBe(nodes.length - links.length - 1);
      }),
    );
  });
});
