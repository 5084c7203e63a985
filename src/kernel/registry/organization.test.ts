import { describe, expect, test } from 'vitest';
import { day } from '#kernel/lib';
import {
  canHoldRelationship,
  checkMembershipAct,
  checkOrganization,
  checkUnit,
  isReference,
  MEMBER_ROLES,
  type OrganizationDraft,
  UNIT_KINDS,
} from './index.ts';
import { sampleArea, sampleOrganization, sampleTaskOrganization, sampleUnit } from './sample.ts';

const areas = new Map(
  [
    sampleArea('city', 'city'),
    sampleArea('wancheng', 'district', { parentId: 'city' }),
    sampleArea('zhongjing', 'subdistrict', { parentId: 'wancheng' }),
  ].map((one) => [one.id, one]),
);
const units = new Map(
  [
    sampleUnit('organization-department', 'organ'),
    sampleUnit('publicity-department', 'organ'),
    sampleUnit('subdistrict-office', 'subdistrict', { system: 'primary-level' }),
    sampleUnit('headquarters', 'administrative-body', { body: 'headquarters' }),
    sampleUnit('work-team', 'administrative-body', { body: 'work-team' }),
  ].map((one) => [one.id, one]),
);
const context = { areas, units };
const codes = (draft: OrganizationDraft): string[] => checkOrganization(draft, context).map((issue) => issue.code);
const constituent = (unitId: string, relation: 'constituent' | 'serves' = 'constituent') => ({
  unitId,
  areaId: null,
  relation,
  from: day('2020-01-01'),
  to: day('9999-12-31'),
});

describe('class and form', () => {
  test('I-1 S-013 the class is exactly one of the four', () => {
    for (const value of ['primary-level', 'central'])
      expect(codes({ ...sampleOrganization('a'), class: value, holdsRelationship: false })).toEqual([]);
    expect(
      codes({ ...sampleOrganization('a'), class: 'local', form: 'committee', tier: 'city', holdsRelationship: false }),
    ).toEqual([]);
    expect(codes({ ...sampleOrganization('a'), class: 'leading-group', form: null, holdsRelationship: false })).toEqual([]);
    expect(codes({ ...sampleOrganization('a'), class: 'agency' })).toContain('organization-class-unknown');
    expect(codes({ ...sampleOrganization('a'), class: null })).toContain('organization-class-missing');
  });
  test('S-014 central organizations are reference nodes that nobody edits', () => {
    const central = sampleOrganization('central', { class: 'central', form: 'committee', holdsRelationship: false });
    expect(isReference(central)).toBe(true);
    expect(isReference(sampleOrganization('branch'))).toBe(false);
    const edit = checkOrganization({ ...central, name: 'other' }, { ...context, previous: central });
    expect(edit.map((issue) => issue.code)).toEqual(['organization-central-is-reference']);
    expect(canHoldRelationship(central)).toBe(false);
  });
  test('S-015 local organizations stand at province, city and county', () => {
    const at = (tier: string): string[] =>
      codes({ ...sampleOrganization('c'), class: 'local', form: 'committee', holdsRelationship: false, tier });
    for (const tier of ['province', 'city', 'county']) expect(at(tier)).toEqual([]);
    for (const tier of ['central', 'township', 'community']) expect(at(tier)).not.toEqual([]);
  });
  test('S-016 all nine kinds of unit are offered for primary-level organizations', () => {
    for (const kind of [
      'community',
      'village',
      'organ',
      'state-enterprise',
      'public-institution',
      'non-public-enterprise',
      'social-organization',
      'subdistrict',
      'township',
    ] as const) {
      expect(UNIT_KINDS).toContain(kind);
    }
  });
  test('I-1 S-018 township committee is primary-level', () => {
    const draft = {
      ...sampleOrganization('仲景街道党工委', { form: 'committee', areaId: 'zhongjing', holdsRelationship: false }),
      class: 'local',
    };
    const issue = checkOrganization(draft, context).find((one) => one.code === 'organization-township-is-primary-level');
    expect(issue?.params.line).toBe('26.3');
    expect(issue?.severity).toBe('error');
    expect(codes({ ...draft, class: 'primary-level' })).toEqual([]);
    const byUnit = { ...draft, areaId: null, tier: 'county', constituents: [constituent('subdistrict-office')] };
    expect(codes(byUnit)).toContain('organization-township-is-primary-level');
  });
  test('a code that exists for statistics only gets no township committee; a unit that stands there may have one', () => {
    const zone = sampleArea('zone', 'statistical', { parentId: 'wancheng' });
    const of = (draft: OrganizationDraft) =>
      checkOrganization(draft, { ...context, areas: new Map([...areas, [zone.id, zone]]) });
    const draft = sampleOrganization('zone committee', { form: 'committee', areaId: 'zone' });
    expect(of(draft).map((issue) => issue.code)).toEqual(['organization-statistical-area']);
    expect(of({ ...draft, constituents: [constituent('organization-department')] })).toEqual([]);
  });
  test('S-025 the form is one of the four', () => {
    for (const form of ['committee', 'general-branch', 'branch', 'group']) {
      expect(codes({ ...sampleOrganization('a', { holdsRelationship: false }), form })).toEqual([]);
      expect(codes({ ...sampleTaskOrganization('t'), form })).toEqual([]);
    }
    expect(codes({ ...sampleOrganization('a'), form: 'cell', holdsRelationship: false })).toContain('organization-form-unknown');
    expect(codes({ ...sampleTaskOrganization('t'), form: null })).toContain('organization-form-missing');
  });
  test('standing or task is stated and never changes', () => {
    const before = sampleOrganization('a');
    const after = checkOrganization({ ...sampleTaskOrganization('a') }, { ...context, previous: before });
    expect(after.map((issue) => issue.code)).toContain('organization-standing-is-immutable');
  });
});

describe('make', () => {
  test('I-15 S-032 an administrative body gets no Party form but may be served', () => {
    expect(checkUnit({ ...units.get('headquarters')!, form: 'branch' }, areas).map((one) => one.code)).toEqual([
      'unit-has-no-form',
    ]);
    expect(codes(sampleOrganization('hq', { constituents: [constituent('headquarters')] }))).toContain(
      'organization-administrative-body-has-no-form',
    );
    expect(codes(sampleTaskOrganization('hq', { constituents: [constituent('headquarters', 'serves')] }))).toEqual([]);
  });
  test('S-285 a work team may be the base of a temporary branch, as a unit it stays administrative', () => {
    expect(codes(sampleTaskOrganization('team', { constituents: [constituent('work-team')] }))).toEqual([]);
    expect(codes(sampleOrganization('team', { constituents: [constituent('work-team')] }))).toContain(
      'organization-administrative-body-has-no-form',
    );
  });
  test('S-127 a joint branch needs two units and says in which sense it is joint', () => {
    const one = sampleTaskOrganization('j', { tags: ['joint'], constituents: [constituent('organization-department')] });
    expect(codes(one).sort()).toEqual(['organization-joint-needs-two-units', 'organization-joint-sense-missing']);
    const two = {
      ...one,
      jointSense: 'rule' as const,
      constituents: [constituent('organization-department'), constituent('publicity-department')],
    };
    expect(codes(two)).toEqual([]);
  });
  test('S-164 task organizations use the same four forms; S-165 their tags overlap', () => {
    expect(codes(sampleTaskOrganization('t', { tags: ['temporary', 'functional'] }))).toEqual([]);
    expect(codes({ ...sampleTaskOrganization('t'), tags: ['informal'] })).toContain('organization-tag-unknown');
    expect(codes(sampleOrganization('s', { tags: ['temporary'] }))).toContain('organization-standing-has-tags');
  });
  test('who may hold relationships', () => {
    expect(canHoldRelationship(sampleTaskOrganization('t', { tags: ['temporary', 'joint'], jointSense: 'rule' }))).toBe(false);
    expect(canHoldRelationship(sampleTaskOrganization('t', { tags: ['functional'] }))).toBe(false);
    expect(canHoldRelationship(sampleTaskOrganization('t', { tags: ['joint'], jointSense: 'project' }))).toBe(false);
    expect(canHoldRelationship(sampleTaskOrganization('t', { tags: ['joint'], jointSense: 'rule' }))).toBe(true);
    expect(codes(sampleTaskOrganization('t', { holdsRelationship: true }))).toContain('organization-cannot-hold-relationship');
  });
  test('an organization does not end before it starts', () => {
    expect(codes(sampleOrganization('a', { endedOn: day('2019-12-31') }))).toContain('organization-ends-before-start');
    expect(codes(sampleOrganization('a', { endedOn: day('2020-01-01') }))).toEqual([]);
  });
});

describe('membership', () => {
  const ready = sampleTaskOrganization('t');
  test('I-7 admission, discipline and transfer never happen where relationships are not held', () => {
    for (const act of ['admission', 'discipline', 'transfer', 'dues', 'delegates', 'term-election'] as const) {
      expect(checkMembershipAct(ready, act)).toMatchObject([{ code: 'membership-act-belongs-home', params: { act } }]);
      expect(checkMembershipAct(sampleOrganization('home'), act)).toEqual([]);
    }
  });
  test('roles that need membership are a subset of all roles', () => expect(MEMBER_ROLES).not.toContain('volunteer'));
});
