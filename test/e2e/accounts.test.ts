import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { feedbackSend } from '#contract/feedback';
import { correctionAsk } from '#contract/my-data';
import { TOUR_ORGS } from '#demo/tour';
import { addDays } from '#kernel/lib';
import { axeClean } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { bothSizes, everyLook, fitsTheWindow, screenshot } from '../support/looks.ts';
import { startTestServer } from '../support/server.ts';

const server = await startTestServer();
const browser = await openBrowser(server);

test('accounts: an administrator adds an officer and gets a code; every look', async () => {
  const page = await browser.open('/accounts', { part: 'machine' });
  await page.getByRole('link', { name: '新建账号' }).click();
  await page.getByRole('heading', { name: '新建账号' }).waitFor();
  await page.getByLabel('登录名', { exact: true }).fill('wang.ganshi');
  await page.getByLabel('姓名', { exact: true }).fill('王干事');
  await page.getByLabel('在哪个组织').fill('wlq');
  await page.getByLabel('在哪个组织').fill('卧龙');
  await page.getByRole('button', { name: /卧龙区委员会/ }).click();
  // Language and type are switched in place: what was typed is still there.
  const top = page.locator('.q-top');
  await top.getByRole('button', { name: 'EN' }).click();
  await top.getByRole('button', { name: 'Large type' }).click();
  await top.getByRole('button', { name: '中文' }).click();
  await top.getByRole('button', { name: '普通字' }).click();
  expect(await page.getByLabel('登录名', { exact: true }).inputValue()).toBe('wang.ganshi');
  await page.getByRole('button', { name: '新建账号' }).click();
  await page.getByRole('button', { name: '发一次性码' }).click();
  await page.getByText(/^[A-Z2-9]{3}(-[A-Z2-9]{3}){3}$/).waitFor();
  await everyLook(page, 'account-code');
  const code = await page.locator('.q-accounts-code b').textContent();
  const person = await server.signIn('wang.ganshi', code ?? '');
  expect(person.cookie).toMatch(/^qunying=/);
});

test('a secretary prints codes for the branch', async () => {
  const page = await browser.open('/code-sheet', { part: 'branchSecretary' });
  await page.getByRole('button', { name: '生成一次性码' }).click();
  await page.getByText('这些码只显示这一次').waitFor();
  expect(await page.locator('.q-code-strips li').count()).toBe(10);
});

test('a secretary of a committee says for which branch below it', async () => {
  const page = await browser.open('/code-sheet', { part: 'subdistrictSecretary' });
  const make = page.getByRole('button', { name: '生成一次性码' });
  await page.getByLabel('哪个支部').fill('whsq');
  expect(await make.isDisabled()).toBe(true);
  await page.getByRole('button', { name: /文化社区党支部/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await screenshot(page, 'code-sheet-branch');
  await make.click();
  await page.getByText('这些码只显示这一次').waitFor();
  expect(await page.locator('.q-code-strips li').count()).toBe(12);
  await page
    .getByText(/\/field，/)
    .first()
    .waitFor();
});

test('the security administrator reads the trail', async () => {
  const page = await browser.open('/audit', { part: 'security' });
  await page
    .getByRole('row', { name: /打印一次性码/ })
    .first()
    .waitFor();
});

test('own data, a correction asked and refused with its reason', async () => {
  const page = await browser.open('/my-data', { part: 'branchSecretary' });
  await page.getByText('7K-30001').waitFor();
  await daysAway(page, '我来不了的日子');
  await page.getByLabel('哪一项不对').selectOption('residence');
  await page.getByLabel('应改为').fill('文化社区');
  await page.getByRole('button', { name: '交给所在党支部' }).click();
  await page.getByText('已交给所在党支部').waitFor();
  await everyLook(page, 'my-data-asked');
  const member = await server.as('branchSecretary', 'member');
  await member.call(correctionAsk, { body: { field: 'skills', proposed: '会开叉车' } });
  const desk = await browser.open('/corrections', { part: 'branchSecretary' });
  await desk.getByRole('heading', { name: /陈.* 技能/ }).waitFor();
  const other = server.small.members.get(TOUR_ORGS.waterSupply)![3]!;
  const sheet = await browser.open(`/members/${other}`, { part: 'branchSecretary', size: 'phone', large: true });
  await daysAway(sheet, '来不了的日子');
  await axeClean(sheet);
  await fitsTheWindow(sheet);
  await screenshot(sheet, 'member-away');
});

/** Days noted with keys alone: refused by name, then kept with the day since when, one of two taken back. */
async function daysAway(page: Page, title: string): Promise<void> {
  const today = server.deps.store.today();
  const card = page.getByRole('region', { name: title, exact: true });
  const items = card.getByRole('listitem');
  const say = async (from: number, until: number) => {
    await card.getByLabel('第一天').fill(addDays(today, from));
    await card.getByLabel('最后一天').fill(addDays(today, until));
    await page.keyboard.press('Enter');
  };
  await say(3, 2);
  await card.getByText('在第一天').waitFor();
  await say(2, 3);
  await card.getByText('已记下').waitFor();
  await say(9, 9);
  await expect.poll(() => items.count()).toBe(2);
  await card.getByText('已记下').waitFor();
  expect(await items.first().textContent()).toContain('记下');
  await items.last().getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => items.count()).toBe(1);
}

test('without account: privacy page, a complaint with its code, the answer', async () => {
  const page = await browser.open('/privacy', {});
  await page.getByText('中共小城市委员会负责').waitFor();
  await page.getByRole('link', { name: '提意见' }).click();
  await page.getByLabel('要说的事').fill('一个月报了三次同样的表');
  await page.getByRole('button', { name: '送出' }).click();
  await page.locator('.q-feedback-code').waitFor();
  const code = await page.locator('.q-feedback-code').textContent();
  await everyLook(page, 'feedback-sent');
  await server.guest.call(feedbackSend, { body: { kind: 'suggestion', text: '卡点上要有热水' } });
  const officer = await browser.open('/feedback/answers', { part: 'cityOfficer' });
  const colleague = await browser.open('/feedback/answers', { part: 'cityApprover' });
  const [entry, same] = [officer, colleague].map((one) =>
    one.getByRole('region', { name: '意见' }).filter({ hasText: '三次同样的表' }),
  ) as [Locator, Locator];
  await entry.getByRole('textbox', { name: '答复' }).fill('从下月起只报一次');
  await entry.getByRole('button', { name: '送出答复' }).click();
  await entry.getByText('已答复').waitFor();
  // A colleague who opened it before sees both answers and chooses; nothing is written over unseen.
  await same.getByRole('textbox', { name: '答复' }).fill('正在核实');
  await same.getByRole('button', { name: '送出答复' }).click();
  await same.getByRole('row', { name: '从下月起只报一次 正在核实' }).waitFor();
  await bothSizes(colleague, 'feedback-conflict', '.q-conflict');
  await same.getByRole('button', { name: '用别人的' }).click();
  await expect.poll(() => same.getByRole('textbox', { name: '答复' }).inputValue()).toBe('从下月起只报一次');
  const again = await browser.open('/feedback', {});
  await again.getByLabel('查询码').fill((code ?? '').toLowerCase());
  await again.getByRole('button', { name: '查一查' }).click();
  await again.getByText('从下月起只报一次').waitFor();
});
