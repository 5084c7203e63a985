import { beforeAll, describe, test } from 'vitest';
import { TOUR_ORGS, TOUR_PERSONS, TOUR_UNITS } from '#demo/tour';
import { findBodies } from '#store/scope';
import { openBrowser } from '../support/browser.ts';
import { PageVisits } from '../support/page-visits.ts';
import { startTestServer } from '../support/server.ts';

/** The pages of organizations, units and members. */
const server = await startTestServer({ seed: 'demo' });
const browser = await openBrowser(server);
const { db } = server.deps.store;
const visits = new PageVisits(browser);
const { at } = visits;

describe('the register', () => {
  beforeAll(async () => {
    const found = await findBodies(db, server.cityId, {
      orgs: [TOUR_ORGS.waterSupply],
      units: [TOUR_UNITS.waterSupply],
      persons: [TOUR_PERSONS.supplySecretary],
    });
    at.orgId = found.orgs.get(TOUR_ORGS.waterSupply)!;
    at.unitId = found.units.get(TOUR_UNITS.waterSupply)!;
    at.personId = found.persons.get(TOUR_PERSONS.supplySecretary)!;
    at.areaId = await areaOf('七一街道');
  });

  visits.pages(
    ['/organizations', 'organizations', 'districtOfficer', '[role=treeitem]', '?tree=area'],
    ['/organizations/areas/:areaId', 'area', 'districtOfficer', '.o-rows li', '?tree=area'],
    ['/organizations/:orgId', 'organization', 'unitSecretary', '.q-rule'],
    ['/organizations/:orgId/history', 'organization-history', 'unitSecretary', '.o-rows li'],
    ['/organizations/:orgId/check', 'organization-check', 'unitSecretary', '.o-column :is(.o-pad, li)'],
    ['/organizations/:orgId/edit', 'organization-edit', 'unitSecretary', 'form input'],
    ['/organizations/:orgId/new', 'organization-new', 'unitSecretary', 'form input'],
    ['/terms', 'terms', 'cityOfficer', '.q-table tbody tr', '?scope=body'],
    ['/organizations/joint', 'joint', 'districtOfficer', '.j-group', '?area=:areaId&all=yes'],
    ['/units', 'units', 'districtOfficer', '.q-table tbody tr', '?kind=social-organization'],
    ['/units/new', 'unit-new', 'districtOfficer', 'form input'],
    ['/units/:unitId', 'unit', 'unitSecretary', '.u-rows li'],
    ['/units/:unitId/edit', 'unit-edit', 'unitSecretary', 'form input'],
    ['/members', 'members', 'branchSecretary', '.q-table tbody tr'],
    ['/members/new', 'member-new', 'unitSecretary', 'form input', '?org=:orgId'],
    ['/members/:personId', 'member', 'unitSecretary', '.q-time-row'],
    ['/members/:personId/edit', 'member-edit', 'unitSecretary', 'form input'],
  );

  test('/search as search', async () => {
    // What is looked for stands in no address.
    const page = await browser.open('/', { part: 'districtOfficer' });
    await page.locator('.q-top').getByRole('searchbox').fill('文化');
    await page.keyboard.press('Enter');
    await visits.visited(page, '/search', 'search', '.o-rows li');
  });
});

visits.complete('register');

async function areaOf(name: string): Promise<string> {
  const { id } = await db
    .selectFrom('area')
    .select('id')
    .where('name', '=', name)
    .where('overlay', '=', false)
    .executeTakeFirstOrThrow();
  return id;
}
