import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { type BusyCity, NOBODY } from './busy-city.ts';
import { outsideOf, type Trial } from './id-trials.ts';
import { sheetText } from './sheet-text.ts';

/** Ids in requests about accounts, organizations, units and people. */
export function registerTrials(city: BusyCity): Record<string, Trial> {
  const { org, unit, member, version, small, foreign, running, away, hereFirm, otherFirm, hereShop } = city;
  const { elsewhere, people, unitsOut, areasOut, anyOf } = outsideOf(city);
  const wenhuaOrg = { orgId: org(TOUR_ORGS.wenhua) };
  const orgBody = { name: '试点党支部', class: 'primary-level', form: 'branch' };
  const unitBody = {
    name: '文化百货',
    kind: 'non-public-enterprise',
    affiliationTier: 'county',
    affiliationAreaId: small.areas.wolong,
  };
  const memberBody = { name: '王小明', status: 'full' };
  const orgEdit = {
    as: 'subdistrictSecretary' as const,
    params: wenhuaOrg,
    etag: () => version('org', wenhuaOrg.orgId),
    body: { ...orgBody, areaId: small.areas.wenhua },
  };
  const unitEdit = {
    as: 'districtOfficer' as const,
    params: { unitId: hereFirm },
    etag: () => version('unit', hereFirm),
    body: { ...unitBody, locatedAreaId: small.areas.wenhua },
  };
  const memberEdit = {
    as: 'subdistrictSecretary' as const,
    params: { personId: member(TOUR_ORGS.wenhua, 4) },
    etag: () => version('person', member(TOUR_ORGS.wenhua, 4)),
    body: memberBody,
  };
  return {
    'account-add body.orgId': anyOf(
      {
        as: 'machine',
        body: { role: 'secretary', login: 'new-one', displayName: '新', unitId: null },
        good: org(TOUR_ORGS.meixi),
      },
      'org',
    ),
    'account-add body.unitId': anyOf(
      {
        as: 'machine',
        body: { role: 'headquarters', login: 'new-two', displayName: '新', orgId: null },
        good: unit(TOUR_UNITS.headquarters),
      },
      'unit',
    ),
    'grant-add body.orgId': anyOf(
      {
        as: 'machine',
        params: { accountId: DEMO_ACCOUNTS.member.id },
        body: { role: 'secretary', unitId: null },
        good: org(TOUR_ORGS.meixi),
      },
      'org',
    ),
    'grant-add body.unitId': anyOf(
      {
        as: 'machine',
        params: { accountId: DEMO_ACCOUNTS.member.id },
        body: { role: 'headquarters', orgId: null },
        good: unit(TOUR_UNITS.headquarters),
      },
      'unit',
    ),
    'grant-end params.grantId': {
      as: 'machine',
      params: { accountId: DEMO_ACCOUNTS.member.id },
      good: null,
      out: { nobody: NOBODY },
    },
    'acting-set body.grantId': { as: 'districtOfficer', good: null, out: { nobody: NOBODY } },
    'joint-workbook body.groups.*.*': {
      as: 'districtOfficer',
      params: { areaId: small.areas.wolong },
      good: null,
      out: { 'another district': otherFirm },
      silent: async ({ bytes }) => !(await sheetText(bytes)).includes('宛城百货'),
    },
    'correction-answer params.correctionId': { as: 'subdistrictSecretary', good: null, out: { nobody: NOBODY } },
    'feedback-answer params.feedbackId': { as: 'cityOfficer', good: null, out: { nobody: NOBODY } },
    'member-create body.unitId': anyOf(
      { as: 'subdistrictSecretary', params: wenhuaOrg, body: memberBody, good: hereFirm },
      'unit',
    ),
    'member-create body.residenceAreaId': anyOf(
      { as: 'subdistrictSecretary', params: wenhuaOrg, body: memberBody, good: small.areas.bayi },
      'area',
    ),
    'member-edit body.unitId': anyOf({ ...memberEdit, good: hereFirm }, 'unit'),
    'member-edit body.residenceAreaId': anyOf({ ...memberEdit, good: small.areas.bayi }, 'area'),
    'transfer-start body.toOrgId': anyOf(
      { as: 'subdistrictSecretary', params: { personId: member(TOUR_ORGS.wenhua, 5) }, good: org('small-bayi') },
      'org',
    ),
    'transfer-receive params.transferId': { as: 'subdistrictSecretary', params: wenhuaOrg, good: null, out: { nobody: NOBODY } },
    'org-create body.setUpById': {
      as: 'subdistrictSecretary',
      params: { orgId: org(TOUR_ORGS.meixi) },
      body: orgBody,
      good: NOBODY,
      out: {},
    },
    'org-create body.unitId': {
      as: 'subdistrictSecretary',
      params: { orgId: org(TOUR_ORGS.meixi) },
      body: orgBody,
      good: hereFirm,
      out: unitsOut,
    },
    'org-create body.jointUnitIds.*': {
      as: 'subdistrictSecretary',
      params: { orgId: org(TOUR_ORGS.meixi) },
      body: { ...orgBody, jointUnitIds: [hereFirm, hereShop] },
      good: hereFirm,
      out: unitsOut,
    },
    'org-create body.areaId': {
      as: 'subdistrictSecretary',
      params: { orgId: org(TOUR_ORGS.meixi) },
      body: orgBody,
      good: small.areas.wenhua,
      out: areasOut,
    },
    'org-create body.evolvedFromId': {
      as: 'districtOfficer',
      params: { orgId: org(TOUR_ORGS.meixi) },
      body: orgBody,
      good: running.orgId,
      out: { 'another district': foreign.rootOrgId, 'another city': away.rootOrgId, nobody: NOBODY },
    },
    'org-edit body.evolvedFromId': {
      ...orgEdit,
      as: 'districtOfficer',
      good: running.orgId,
      out: { 'another district': foreign.rootOrgId, 'another city': away.rootOrgId, nobody: NOBODY },
    },
    'org-edit body.setUpById': {
      ...orgEdit,
      good: org(TOUR_ORGS.meixi),
      out: { 'another district': org(TOUR_ORGS.wancheng), ...elsewhere },
    },
    'org-edit body.unitId': { ...orgEdit, good: hereFirm, out: unitsOut },
    'org-edit body.jointUnitIds.*': {
      ...orgEdit,
      body: { ...orgEdit.body, jointUnitIds: [hereFirm, hereShop] },
      good: hereFirm,
      out: unitsOut,
    },
    'org-edit body.areaId': { ...orgEdit, good: small.areas.wenhua, out: areasOut },
    'names-reveal body.personIds.*': {
      as: 'subdistrictSecretary',
      params: wenhuaOrg,
      body: { purpose: '核对' },
      good: member(TOUR_ORGS.wenhua, 2),
      out: people,
    },
    'office-end params.officeId': { as: 'subdistrictSecretary', params: wenhuaOrg, good: null, out: { nobody: NOBODY } },
    'search body.orgId': {
      as: 'subdistrictSecretary',
      body: { q: '王', kinds: ['members'] },
      good: null,
      out: { 'another district': org('small-bayi'), ...elsewhere },
      silent: ({ text }) => JSON.parse(text).members.length === 0,
    },
    'unit-create body.affiliationAreaId': anyOf(
      {
        as: 'districtOfficer',
        body: { ...unitBody, name: '新百货', locatedAreaId: small.areas.wenhua },
        good: small.areas.wolong,
      },
      'area',
    ),
    'unit-create body.authorityUnitId': anyOf(
      {
        as: 'districtOfficer',
        body: { ...unitBody, name: '新商场', locatedAreaId: small.areas.wenhua },
        good: unit(TOUR_UNITS.waterBureau),
      },
      'unit',
    ),
    'unit-edit body.affiliationAreaId': anyOf({ ...unitEdit, good: small.areas.wolong }, 'area'),
    'unit-edit body.locatedAreaId': anyOf({ ...unitEdit, good: small.areas.wenhua }, 'area'),
    'unit-edit body.authorityUnitId': anyOf({ ...unitEdit, good: unit(TOUR_UNITS.waterBureau) }, 'unit'),
  };
}
