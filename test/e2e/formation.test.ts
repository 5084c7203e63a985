import { beforeAll, describe, expect, test } from 'vitest';
import { formationShow } from '#contract/formation';
import { myDutyAnswer } from '#contract/me';
import { addDays } from '#kernel/lib';
import { axeClean } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { memberIs, planDrill, startsOn } from '../support/drill.ts';
import { everyLook, fitsTheWindow, screenshot } from '../support/looks.ts';
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
    // Whom one asks first: the grey button says what it waits for; asking takes the place of a reason for not asking.
    const consult = page.getByRole('region', { name: '先问一问' });
    await consult.getByText('先定好什么时候前答复。').waitFor();
    const tomorrow = addDays(server.deps.clock.today(), 1);
    await consult.getByLabel('什么时候前答复').fill(`${tomorrow}T18:00`);
    await consult.getByRole('button', { name: '征求单位和本人' }).click();
    const { data: drawn } = await (await server.as('cityOfficer')).call(formationShow, { params: { taskId } });
    await consult.getByText(`${drawn.people.all}人（含要当负责人的）`).waitFor();
    await consult.getByText('方案里的人都问过了，可以改期限。').waitFor();
    expect(await consult.getByLabel('来不及征求的原因').count()).toBe(0);
    await page.locator('.q-top').getByRole('button', { name: 'EN' }).click();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('button', { name: 'Take back' }).waitFor();
  });

  test('the approver agrees and tells everyone', { timeout: 300_000 }, async () => {
    const list = await browser.open('/approvals', { part: 'cityApprover' });
    await list.getByRole('link', { name: /卧龙区小区卡点值守/ }).click();
    await list.getByRole('button', { name: '同意成立' }).waitFor();
    await list.getByRole('treeitem').first().waitFor();
    // Gaps first: how many, where and why, beside the button and on the paper.
    const { data: chain } = await (await server.as('cityApprover')).call(formationShow, { params: { taskId } });
    expect(chain.missing).toBeGreaterThan(0);
    const gaps = list.getByRole('region', { name: `还缺${chain.missing}人` });
    await gaps.getByText(chain.gaps[0]!.postName).first().waitFor();
    await list.getByText(`同意就带着缺口成立：还缺${chain.missing}人`).waitFor();
    await list.getByText(`尚缺${chain.missing}人次`).first().waitFor();
    await list.getByText(`共${chain.people.all}人：在岗位${chain.people.atPosts}人`).waitFor();
    await list.locator('.q-top').getByRole('button', { name: 'EN' }).click();
    // A rejection ends the task: said before it is done, and nothing is done by the first press.
    await list.getByLabel('Opinion').fill('The subdistrict can do it');
    await list.getByRole('button', { name: 'Reject, end the task' }).click();
    await list.getByText('A rejection ends the task; it cannot be submitted again.').waitFor();
    await everyLook(list, 'approve-reject');
    await list.getByRole('button', { name: 'Keep it' }).click();
    // The owner of the task decides itself: nobody else stands at or above the root.
    expect(await list.getByRole('button', { name: 'Pass on' }).count()).toBe(0);
    // What the drafter had to write is read by whoever decides: purpose, working rules, work plan, who would lead.
    const asked = list.getByRole('region', { name: 'What is asked for' });
    for (const text of [chain.request.goal, chain.request.charter!.split('\n')[0]!, chain.request.lines[0]!.text])
      await asked.getByText(text, { exact: true }).first().waitFor();
    await asked.getByText('Proposed officers').waitFor();
    // Whoever decides reads who is in the plan.
    await asked.getByRole('link', { name: 'The people of the plan' }).click();
    await list.getByRole('heading', { level: 1, name: /卧龙区小区卡点值守/ }).waitFor();
    await list.locator('.t-headline-figures').waitFor();
    await screenshot(list, 'approve-plan');
    await list.goBack();
    await list.getByRole('button', { name: 'Approve', exact: true }).click();
    // Telling reaches everyone and is final: asked once more, with the number.
    await list.getByRole('button', { name: 'Tell everyone now' }).click();
    await list.getByText(`tell ${chain.people.all} people now`).waitFor();
    await list.getByRole('button', { name: 'Not yet' }).click();
    await list.getByRole('button', { name: 'Tell everyone now' }).click();
    await list.getByRole('button', { name: 'Tell them' }).click();
    await list.getByText('In force; everyone has been told.').waitFor();
    expect(await list.getByRole('button', { name: 'Take the approval back' }).count()).toBe(0);
  });

  test('a member answers on the phone', { timeout: 200_000 }, async () => {
    const { db } = server.deps.store;
    const one = await db
      .selectFrom('duty as d')
      .innerJoin('participation as p', 'p.id', 'd.participation_id')
      .select(['p.person_id as id', 'd.id as duty'])
      .where('p.role', '=', 'member')
      .orderBy('d.id')
      .executeTakeFirstOrThrow();
    await memberIs(server, one.id);
    const page = await browser.open('/field', { part: 'member', size: 'phone' });
    await page.getByRole('button', { name: '接受' }).first().waitFor();
    await axeClean(page);
    await fitsTheWindow(page);
    await screenshot(page, 'field-today');
    // A difficulty is not settled: what was said stands there, and every other answer stays in reach.
    const card = page.locator('.f-card').first();
    await card.getByRole('button', { name: '有困难' }).click();
    await card.getByLabel('什么困难').fill('那天要去医院');
    await card.getByRole('button', { name: '送出' }).click();
    await page.getByText('已说有困难').waitFor();
    await page.getByText('你说：那天要去医院').waitFor();
    await page.getByRole('button', { name: '改说法' }).waitFor();
    await page.getByRole('button', { name: '谢绝' }).waitFor();
    await axeClean(page);
    await fitsTheWindow(page);
    await page.getByRole('button', { name: '接受' }).first().click();
    await page.getByText('已接受').first().waitFor();
    await expect
      .poll(async () => (await db.selectFrom('duty').select('state').where('id', '=', one.duty).executeTakeFirst())?.state)
      .toBe('accepted');
    await page.getByRole('button', { name: '我的', exact: true }).click();
    await axeClean(page);
    await fitsTheWindow(page);
  });

  test('who declines and turns away at once has declined: the answer does not stay on the phone', {
    timeout: 200_000,
  }, async () => {
    const { db } = server.deps.store;
    const one = await db
      .selectFrom('duty as d')
      .innerJoin('participation as p', 'p.id', 'd.participation_id')
      .select(['p.person_id as id', 'd.id as duty'])
      .where('p.role', '=', 'member')
      .where('d.state', '=', 'told')
      .orderBy('d.id')
      .executeTakeFirstOrThrow();
    await memberIs(server, one.id);
    const stateOf = async () =>
      (await db.selectFrom('duty').select('state').where('id', '=', one.duty).executeTakeFirst())?.state;
    const page = await browser.open('/field', { part: 'member', size: 'phone' });
    await page.getByRole('button', { name: '谢绝' }).first().click();
    await page.getByText('已谢绝').first().waitFor();
    expect(await stateOf()).toBe('told');
    await page.getByRole('button', { name: '我的', exact: true }).click();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await expect.poll(stateOf, { timeout: 5_000 }).toBe('ended');
  });

  test('the running page shows gaps first; the task is ended', { timeout: 300_000 }, async () => {
    const day = server.deps.clock.today();
    await startsOn(server, taskId, day);
    const [hard] = await server.deps.store.db
      .selectFrom('duty as d')
      .innerJoin('participation as p', 'p.id', 'd.participation_id')
      .select(['p.person_id as person', 'd.id'])
      .where('d.state', '=', 'told')
      .where('p.role', '=', 'member')
      .orderBy('d.id', 'desc')
      .limit(1)
      .execute();
    await memberIs(server, hard!.person);
    const difficulty = { answer: 'difficulty', words: '家里有急事' } as const;
    await (await server.as('member')).call(myDutyAnswer, { params: { dutyId: hard!.id }, body: difficulty });
    const page = await browser.open(`/tasks/${taskId}/running`, { part: 'cityOfficer' });
    await page.getByRole('heading', { name: '缺什么' }).waitFor();
    // To release somebody is asked once more: what follows, and who could be asked then.
    await page.getByText('家里有急事').waitFor();
    await page.getByRole('button', { name: '换人', exact: true }).click();
    const sure = page.getByRole('region', { name: '换人' });
    await sure.getByText('这一步不会去问别人', { exact: false }).waitFor();
    await sure.getByText('空出来以后可以问谁，近的在前：').waitFor();
    await axeClean(page);
    await sure.getByRole('button', { name: '先不换' }).click();
    await page.getByRole('button', { name: '换人', exact: true }).click();
    await sure.getByRole('button', { name: '换人，位子空出来' }).click();
    await page.getByText('家里有急事').waitFor({ state: 'detached' });
    // Down to a group: who has not answered stands first, masked until somebody says what the names are for.
    await page.getByRole('link', { name: '看谁没答复' }).click();
    for (const name of [/卧龙岗街道/, /汉画社区/, /汉画小区南门/]) await page.getByRole('treeitem', { name }).first().click();
    const group = page.getByRole('region', { name: /汉画小区南门/ });
    await group.getByRole('row').nth(1).getByText('没答复').waitFor();
    await group.getByText('只看值守答没答，不看通知读没读').waitFor();
    await group.getByRole('button', { name: '显示姓名（会留痕）' }).click();
    await group.getByLabel('看姓名做什么用').fill('打电话问能不能来');
    await group.getByRole('button', { name: '显示', exact: true }).click();
    await group.getByRole('button', { name: '遮住姓名' }).waitFor();
    expect(await group.getByRole('row').nth(1).getByRole('rowheader').textContent()).not.toContain('*');
    await screenshot(page, 'running');
    const ending = await browser.open(`/tasks/${taskId}/ending`, { part: 'cityOfficer' });
    await ending.getByRole('button', { name: '结束任务' }).waitFor();
    await ending.getByLabel('经验和教训').fill('夜班要早一天告诉');
    await screenshot(ending, 'ending');
    await axeClean(ending);
    await fitsTheWindow(ending);
    // A second step names the numbers, one of which is typed; a wrong one ends nothing.
    await ending.getByRole('button', { name: '结束任务' }).click();
    await ending.getByText('145个组织撤销').first().waitFor();
    const forGood = ending.getByRole('button', { name: '结束，不能恢复' });
    await ending.getByLabel('写上要撤的组织数').fill('14');
    expect(await forGood.isDisabled()).toBe(true);
    await axeClean(ending);
    await fitsTheWindow(ending);
    await ending.getByLabel('写上要撤的组织数').fill('145');
    await forGood.click();
    await ending.getByText(/已结束。/).waitFor();
    // Afterwards the numbers stay, and every page says that it shows a record.
    await ending.getByRole('heading', { name: '结束了什么' }).waitFor();
    await ending.getByText('145个任务组织同一天撤销').waitFor();
    const plan = await browser.open(`/tasks/${taskId}/plan`, { part: 'cityOfficer' });
    await plan.getByText('以下是记录，不再改动。').waitFor();
    await plan.getByRole('heading', { name: '没排上的位子' }).waitFor();
    expect(await plan.locator('.q-mark-gap').count()).toBe(0);
    await axeClean(plan);
    await fitsTheWindow(plan);
  });

  test('lists of questions, offers, resources and forces', { timeout: 200_000 }, async () => {
    const asked = await browser.open('/consultations', { part: 'unitSecretary' });
    await asked.getByRole('heading', { name: '要我们出人的方案' }).waitFor();
    const offers = await browser.open('/offers', { part: 'subdistrictSecretary' });
    await offers.getByRole('heading', { name: '报名和报到' }).waitFor();
    const catalogue = await browser.open('/catalogue', { part: 'cityOfficer' });
    await catalogue.getByRole('rowheader', { name: /应急送水车/ }).waitFor();
  });
});
