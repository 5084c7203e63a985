import { beforeAll, describe, expect, test } from 'vitest';
import { everyLook, openBrowser, screenshot } from '../support/browser.ts';
import { planDrill } from '../support/drill.ts';
import { startTestServer } from '../support/server.ts';

/** From the draft to everyone told, in the browser: the drafter submits, the approver agrees, both see the same chain. */
describe('setting a chain up', async () => {
  const server = await startTestServer({ seed: 'demo' });
  const browser = await openBrowser(server);
  let taskId = '';

  beforeAll(async () => {
    ({ taskId } = await planDrill(await server.as('cityOfficer')));
  }, 300_000);

  test('the drafter sees the chain, the rules and the paper, and submits', { timeout: 300_000 }, async () => {
    const page = await browser.open(`/tasks/${taskId}/formation`, { part: 'cityOfficer' });
    await page.getByRole('heading', { name: '要成立145个' }).waitFor();
    await page.getByRole('treeitem', { name: /卧龙岗街道/ }).click();
    await screenshot(page, 'formation');
    await everyLook(page, 'formation');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('button', { name: 'Take back' }).waitFor();
  });

  test('the approver agrees and tells everyone', { timeout: 300_000 }, async () => {
    const list = await browser.open('/approvals', { part: 'cityApprover' });
    await list.getByRole('link', { name: /卧龙区小区卡点值守/ }).click();
    await list.getByRole('button', { name: '同意成立' }).waitFor();
    await list.getByRole('treeitem').first().waitFor();
    await screenshot(list, 'approve');
    await everyLook(list, 'approve');
    await list.getByRole('button', { name: 'Approve', exact: true }).click();
    await list.getByRole('button', { name: 'Tell everyone now' }).click();
    await list.getByText('In force; everyone has been told.').waitFor();
    expect(await list.getByRole('button', { name: 'Take the approval back' }).count()).toBe(0);
  });
});
