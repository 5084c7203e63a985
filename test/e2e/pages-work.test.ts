import { beforeAll, describe, expect, test } from 'vitest';
import { myAbsenceSay } from '#contract/absences';
import { consultationStart } from '#contract/consultations';
import { approvalDecide, approvalTell, submissionCreate } from '#contract/formation';
import { myOfferMake } from '#contract/offers';
import { rosterBoard, rosterProposal, rosterPropose, rosterSave } from '#contract/rosters';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { addDays } from '#kernel/lib';
import { openBrowser } from '../support/browser.ts';
import { memberIs, planDrill } from '../support/drill.ts';
import { PageVisits, pageOf } from '../support/page-visits.ts';
import { startTestServer } from '../support/server.ts';

/** The pages of a task from its sentence to its end, and the phone page of whom it asks. */
const server = await startTestServer({ seed: 'demo' });
const browser = await openBrowser(server);
const { db } = server.deps.store;
const visits = new PageVisits(browser);
const { at, seen } = visits;

describe('a task before it is submitted', () => {
  beforeAll(async () => {
    const drafter = await server.as('cityOfficer');
    Object.assign(at, await planDrill(drafter));
    const until = new Date(server.deps.clock.now() + 3_600_000).toISOString();
    await drafter.call(consultationStart, { params: { taskId: at.taskId }, body: { until } });
  }, 300_000);

  visits.pages(
    ['/tasks/:taskId/why', 'why', 'cityOfficer', '.t-form'],
    ['/tasks/:taskId/needs', 'needs', 'cityOfficer', '.n-row input'],
    ['/tasks/:taskId/sources', 'sources', 'cityOfficer', '.t-units tbody tr'],
    ['/tasks/:taskId/plan', 'plan', 'cityOfficer', '.q-gaps'],
    ['/tasks/:taskId/formation', 'formation', 'cityOfficer', '[role=treeitem]'],
    ['/consultations', 'consultations', 'unitSecretary', '.q-formation-row'],
  );

  test('the address of a task leads on to its step', async () => {
    const page = await browser.open(`/tasks/${at.taskId}`, { part: 'cityOfficer' });
    await page.waitForURL(/\/plan$|\/formation$/);
    expect(seen).toContain(pageOf(page.url()));
    seen.add('/tasks/:taskId');
  });

  test('the phone page asks a member before the plan is submitted', async () => {
    await visits.field('field-asked', { part: 'member' }, ['today.tsx', 'questions.tsx'], '.f-card-open .f-answers');
  });
});

describe('a task that waits for a decision', () => {
  beforeAll(async () => {
    const params = { taskId: at.taskId };
    const drafter = await server.as('cityOfficer');
    // Units and members had their time to answer.
    await db
      .updateTable('task')
      .set({ consult_until: new Date(server.deps.clock.now() - 1000) })
      .where('id', '=', at.taskId)
      .execute();
    const submitted = await drafter.call(submissionCreate, { params, body: { planId: at.planId, replyBy: null } });
    at.approvalId = submitted.data.id;
  });

  visits.pages(
    ['/approvals', 'approvals', 'cityApprover', 'tbody tr a'],
    ['/approvals/:approvalId', 'approve', 'cityApprover', '[role=treeitem]'],
  );
});

describe('a task that runs', () => {
  beforeAll(async () => {
    const approver = await server.as('cityApprover');
    const params = { approvalId: at.approvalId };
    await approver.call(approvalDecide, { params, body: { decision: 'approved', opinion: '' } });
    await approver.call(approvalTell, { params });
    at.orgId = await planShifts();
  }, 300_000);

  visits.pages(
    ['/', 'today', 'cityOfficer', '.q-table tbody tr'],
    ['/tasks', 'tasks', 'cityOfficer', '.t-list tbody tr'],
    ['/tasks/new', 'tasks-new', 'cityOfficer', '.t-new'],
    ['/tasks/:taskId/running', 'running', 'cityOfficer', '[role=treeitem]'],
    ['/tasks/:taskId/ending', 'ending', 'cityOfficer', '.q-running-form'],
    ['/tasks/:taskId/roster/:orgId', 'roster', 'cityOfficer', '.r-people .r-duty'],
    ['/catalogue', 'catalogue', 'cityOfficer', '.q-table tbody tr'],
  );

  test('the phone page: duties with days of the roster, notices, and the bottom words', async () => {
    await visits.field(
      'field-today',
      { part: 'member' },
      ['today.tsx', 'duty-card.tsx', 'roster-days.tsx', 'notices.tsx'],
      '.f-card-open .f-answers',
      async (page) => {
        await page.locator('.f-roster li').first().waitFor();
        await page.locator('.f-told li').first().waitFor();
      },
    );
  });

  test('the phone page: what is answered without a network is saved here', async () => {
    await visits.field('field-offline', { part: 'member' }, ['band.tsx'], '.f-band', async (page) => {
      await page.locator('.f-card-open').first().waitFor();
      await page.context().setOffline(true);
      await page.locator('.f-answers .f-primary').first().click();
      await page.locator('.f-band').waitFor();
      await page.evaluate(() => scrollTo(0, 0));
    });
  });

  test('the phone page: full names of those to be met, once accepted', async () => {
    const mine = db
      .selectFrom('participation as p')
      .innerJoin('account as a', 'a.person_id', 'p.person_id')
      .select('p.id')
      .where('a.id', '=', DEMO_ACCOUNTS.member.id);
    await db.updateTable('duty').set({ state: 'accepted' }).where('participation_id', 'in', mine).execute();
    await visits.field('field-names', { part: 'member' }, ['full-names.tsx'], '.f-names li', async (page) => {
      await page.locator('summary').first().click();
      await page.locator('.f-button.f-wide').first().click();
    });
  });

  test('offers that wait, and what one has offered, on the phone', async () => {
    const person = await db
      .selectFrom('person as p')
      .innerJoin('area as a', 'a.id', 'p.residence_area_id')
      .leftJoin('participation as t', 't.person_id', 'p.id')
      .select('p.id')
      .where('a.name', '=', '文化社区')
      .where('t.id', 'is', null)
      .orderBy('p.id')
      .executeTakeFirstOrThrow();
    await memberIs(server, person.id);
    const member = await server.as('member');
    await member.call(myOfferMake, { body: { taskId: at.taskId, mode: 'self-applied' } });
    const day = (count: number) => addDays(server.deps.store.today(), count);
    await member.call(myAbsenceSay, { body: { from: day(20), until: day(22) } });
    await visits.field(
      'field-mine',
      { part: 'member' },
      ['mine.tsx', 'absences.tsx', 'offers.tsx'],
      '.f-absent li',
      async (page) => {
        await page.locator('.f-tabs button').nth(1).click();
        await page.locator('.f-card.f-stack').nth(1).waitFor();
      },
    );
  });

  visits.pages(['/offers', 'offers', 'cityOfficer', '.q-table tbody tr']);
});

test('the phone page before signing in', async () => {
  await visits.field('field-sign-in', {}, ['sign-in.tsx'], '.f-form');
});

visits.complete('work');

/** Shifts of the group that the member of the tour serves in, computed and kept; returns the group. */
async function planShifts(): Promise<string> {
  const { id: orgId } = await db
    .selectFrom('participation as p')
    .innerJoin('org as o', 'o.id', 'p.org_id')
    .innerJoin('account as a', 'a.person_id', 'p.person_id')
    .select('o.id')
    .where('a.id', '=', DEMO_ACCOUNTS.member.id)
    .where('o.task_id', '=', at.taskId)
    .executeTakeFirstOrThrow();
  const officer = await server.as('cityOfficer');
  const params = { taskId: at.taskId, orgId };
  const { data: board, etag } = await officer.call(rosterBoard, { params });
  const { from, to, rules } = board;
  const content = { from, to, rules, offDays: [], duties: [] };
  const { data: asked } = await officer.call(rosterPropose, { params, body: content });
  for (;;) {
    const { data } = await officer.call(rosterProposal, { params: { ...params, proposalId: asked.id } });
    if (data.state === 'working') await new Promise((later) => setTimeout(later, 50));
    else {
      const duties = data.best!.duties.map((one) => ({ ...one, fixed: false }));
      await officer.call(rosterSave, { params, body: { ...content, duties } }, { ifMatch: etag });
      return orgId;
    }
  }
}
