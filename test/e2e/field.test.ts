import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { rosterBoard, rosterSave } from '#contract/rosters';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { addDays, type Day } from '#kernel/lib';
import { newId } from '#store/id';
import { axeClean } from '../support/axe.ts';
import { openBrowser, quiet } from '../support/browser.ts';
import { everyLook, fitsTheWindow, screenshot } from '../support/looks.ts';
import { startTestServer } from '../support/server.ts';
import { createSmallRoster, inOtherHours } from '../support/small-roster.ts';

const server = await startTestServer();
const browser = await openBrowser(server);

describe('the phone page', () => {
  test('signs in, keeps type and language with the account, signs out and forgets', async () => {
    const page = await browser.open('/field', { size: 'phone' });
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await axeClean(page);
    await page.getByRole('button', { name: /张明川/ }).click();
    await page.getByRole('heading', { level: 1, name: '我的今天' }).waitFor();
    await page.getByRole('button', { name: '大字' }).click();
    await page.getByRole('button', { name: '普通字' }).waitFor();
    await page.getByRole('button', { name: '我的', exact: true }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await axeClean(page);
    await fitsTheWindow(page);
    await screenshot(page, 'field-mine-en-large');
    await quiet(page);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByRole('button', { name: 'Normal type' }).waitFor();
    await page.getByRole('button', { name: 'Me', exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.locator('body').textContent()).not.toContain('组长');
  });

  test('what is chosen before signing in stays after it and goes with the account', async () => {
    const page = await browser.open('/field', { size: 'phone' });
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Large type' }).click();
    await page.getByRole('button', { name: /陈立川/ }).click();
    await page.getByRole('heading', { level: 1, name: 'My day' }).waitFor();
    await page.getByRole('button', { name: 'Normal type' }).waitFor();
    await quiet(page);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'My day' }).waitFor();
    await page.getByRole('button', { name: 'Normal type' }).waitFor();
  });

  test('buttons are at least 48 px high, 60 with large type', async () => {
    const page = await browser.open('/field', { size: 'phone' });
    const heights = () =>
      page.locator('.f-button').evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    await page.locator('.f-button').first().waitFor();
    expect(Math.min(...(await heights()))).toBeGreaterThanOrEqual(48);
    await page.getByRole('button', { name: '大字' }).click();
    await page.getByRole('button', { name: '普通字' }).waitFor();
    expect(Math.min(...(await heights()))).toBeGreaterThanOrEqual(60);
  });

  test('the first notices, and the older ones on request until there are none', async () => {
    const { db } = server.deps.store;
    const { person_id: personId } = await db
      .selectFrom('account')
      .select('person_id')
      .where('id', '=', DEMO_ACCOUNTS.member.id)
      .executeTakeFirstOrThrow();
    const told = Array.from({ length: 25 }, (_, at) => ({
      ...{ city_id: server.cityId, id: newId(), person_id: personId, kind: 'task-ended' },
      ...{ params: JSON.stringify({ title: `演练${at}`, thanks: '', on: '2026-01-01' }), created_at: new Date() },
    }));
    await db
      .insertInto('notice')
      .values(told as never)
      .execute();
    const page = await browser.open('/field', { part: 'member', size: 'phone' });
    const rows = page.locator('.f-told li');
    await expect.poll(() => rows.count()).toBe(20);
    const older = page.getByRole('button', { name: '看更早的' });
    await older.scrollIntoViewIfNeeded();
    await screenshot(page, 'field-told');
    await older.click();
    await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(25);
    await older.waitFor({ state: 'detached' });
    await db
      .deleteFrom('notice')
      .where(
        'id',
        'in',
        told.map((one) => one.id),
      )
      .execute();
  });

  test('opens without a network after the first visit, and says so; days one cannot come are said there and arrive once', async () => {
    const page = await browser.open('/field', { part: 'member', size: 'phone' });
    await page.getByRole('heading', { level: 1, name: '我的今天' }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    // A second visit passes through the worker, which then holds every file of the page.
    await page.reload();
    await quiet(page);
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: '我的今天' }).waitFor();
    await page.getByText('没有网络').waitFor();
    await daysAway(page);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map((request) => new URL(request.url).pathname);
    });
    expect(kept.length).toBeGreaterThan(3);
    expect(kept.filter((path) => path.startsWith('/api/'))).toEqual([]);
  });
});

/** Without a network: days said, others said and taken back; with it what is left arrives, once, and is taken back by keys. */
async function daysAway(page: Page): Promise<void> {
  const { store } = server.deps;
  const kept = () => store.db.selectFrom('person_absence').select(['valid_from as from', 'valid_to as to']).execute();
  const today = store.today();
  const day = (count: number) => addDays(today, count);
  await page.getByRole('button', { name: '我的', exact: true }).click();
  const card = page.getByRole('region', { name: '我来不了的日子' });
  const say = async (from: Day, until: Day | '') => {
    await card.getByLabel('第一天').fill(from);
    await card.getByLabel('最后一天').fill(until);
    await card.getByRole('button', { name: '记下这些天' }).click();
  };
  await say(day(20), day(22));
  await card.getByText('存在本机，还没送出').waitFor();
  await say(day(31), '');
  await expect.poll(() => card.getByRole('listitem').count()).toBe(2);
  await card
    .getByRole('button', { name: /又能来了/ })
    .last()
    .click();
  await card.getByText('已收回').waitFor();
  await card.getByLabel('第一天').fill(day(9));
  await card.getByLabel('最后一天').fill(day(8));
  await card.getByText('最后一天在第一天之前').waitFor();
  expect(await card.getByRole('button', { name: '记下这些天' }).isDisabled()).toBe(true);
  await axeClean(page);
  await fitsTheWindow(page);
  await screenshot(page, 'field-away-offline');
  expect(await kept()).toEqual([]);
  await page.context().setOffline(false);
  await expect.poll(kept, SLOW).toEqual([{ from: day(20), to: day(23) }]);
  await card.getByText('今天记下').waitFor();
  await expect.poll(() => card.getByRole('listitem').count()).toBe(1);
  await card.getByLabel('最后一天').fill('');
  await screenshot(page, 'field-away');
  await card.getByRole('button', { name: /又能来了/ }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(kept, SLOW).toEqual([]);
  await expect.poll(() => card.getByRole('listitem').count()).toBe(0);
}

/** Another program may keep both cores: what is waited for comes all the same. */
const SLOW = { timeout: 45_000 };

test('shifts of a group: from the running task, computed, dragged, walked with keys, refused, stopped, kept, printed, seen on the phone', async () => {
  const { store } = server.deps;
  const group = await createSmallRoster(store.db, server.small, store.today());
  // Everyone would like mornings: whoever is put elsewhere stands in the list with the duties against the wish.
  const wishes = group.people.map((id) => ({ city_id: server.cityId, person_id: id, willing: true, windows: ['06:00-14:00'] }));
  await store.db.deleteFrom('person_wish').where('person_id', 'in', group.people).execute();
  await store.db.insertInto('person_wish').values(wishes).execute();
  const page = await browser.open(`/tasks/${group.taskId}/running`, { part: 'districtOfficer' });
  await page.getByRole('treeitem', { name: /演练临时党委/ }).click();
  await page.getByRole('link', { name: '排班', exact: true }).click();
  await page.getByText('还没有排，共要28人次').waitFor();
  await page.getByText('格里的字：早 早班 06:00–14:00；中 中班 14:00–22:00；夜 夜班 22:00–06:00；违愿：').first().waitFor();
  expect(await page.getByRole('button', { name: '存下' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: '算一份排班' }).click();
  await page.getByText('每一班都有人').waitFor();
  await page.getByText('已另行核验').waitFor();
  await page
    .getByText(/和想上的班（早班）不合：.*夜班/)
    .first()
    .waitFor();

  const cell = (person: number, day: number) => page.locator('.r-people tr').nth(person).getByRole('gridcell').nth(day);
  const shiftOf = async (person: number, day: number) => (await cell(person, day).locator('.r-duty').allTextContents()).join('');
  const message = page.locator('.r-message');
  const table = async () => page.locator('.r-people').textContent();

  // Of each step the board says what it did; what breaks a hard rule is refused by its name and changes nothing.
  const computed = await table();
  const words = await Promise.all(
    Array.from({ length: 6 }, (_, person) => Promise.all(Array.from({ length: 7 }, (_, day) => shiftOf(person, day)))),
  );
  const nightOf = (day: number) => ({ person: words.findIndex((row) => row[day] === '夜'), day });
  // Whoever serves by day after a night has no rest.
  const withNight = nightOf(0);
  const byDay = words.findIndex((row) => row[1] === '早' || row[1] === '中');
  await cell(withNight.person, 0).locator('.r-duty').dragTo(cell(byDay, 0));
  await expect.poll(() => message.textContent(), SLOW).toContain('没有改');
  expect(await table()).toBe(computed);
  // Whoever is free on the last day and served no more than five before may take its night.
  const last = nightOf(6);
  const free = words.findIndex((row) => row[6] === '' && row.filter((word) => word !== '').length < 6);
  await cell(last.person, 6).locator('.r-duty').dragTo(cell(free, 6));
  await expect.poll(() => shiftOf(free, 6), SLOW).toBe('夜');
  await page.getByRole('button', { name: '撤销' }).click();
  expect(await table()).toBe(computed);
  await page.getByRole('button', { name: '重做' }).click();
  await page.getByRole('button', { name: '撤销' }).click();

  await cell(withNight.person, withNight.day).click();
  await page.keyboard.press('1');
  await expect.poll(() => message.textContent(), SLOW).toMatch(/没有改：.*(“不超人数”|“歇够11小时”)/);
  expect(await table()).toBe(computed);
  await page.keyboard.press('0');
  await page.getByText('还缺1人次').waitFor();
  await page
    .getByText(/6人：.*(当天上别的班|能上|歇不够)/)
    .first()
    .waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('每一班都有人').waitFor();
  // Picked up and put down again with the keyboard.
  await page.keyboard.press('Enter');
  await expect.poll(() => message.textContent(), SLOW).toContain('拿起了');
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await page.getByRole('checkbox', { name: '固定，重新算时不动' }).waitFor();
  expect(await page.getByRole('checkbox', { name: '固定，重新算时不动' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: '想歇', exact: true }).click();
  await page.getByText(/想歇，排上了/).waitFor();

  // A computation that is stopped leaves shifts; the fixed one among them.
  await page.getByRole('button', { name: '重新算' }).click();
  await page
    .getByRole('button', { name: '停下' })
    .click({ timeout: 5000 })
    .catch(() => undefined);
  // Where the stop came before the search had begun, it goes on to its own end.
  await expect.poll(() => message.textContent(), { timeout: 90_000 }).toMatch(/停了，留下了最好的一份|排好了/);
  expect(await shiftOf(withNight.person, withNight.day)).toBe('夜');
  await page.getByRole('button', { name: '存下' }).click();
  await page.getByText('已存，第1版').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);

  // Another desk kept the same days in between: both are offered, nothing is lost.
  const other = await browser.open(`/tasks/${group.taskId}/roster/${group.orgId}`, { part: 'headquarters' });
  await other.getByText('已存，第1版').waitFor();
  await other
    .getByRole('button', { name: /上班日，点按改为休息日/ })
    .first()
    .click();
  await other.getByRole('button', { name: '存下' }).click();
  await other.getByText('已存，第2版').waitFor();
  await cell(withNight.person, withNight.day).click();
  await page.keyboard.press('f');
  await page.getByRole('button', { name: '存下' }).click();
  await page.getByText('别人刚存过这几天的排班').waitFor();
  await page.getByRole('button', { name: '用他的，放弃我的' }).click();
  await page.getByText('已存，第2版').waitFor();

  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.q-top').isVisible()).toBe(false);
  expect(await page.locator('.r-grid').isVisible()).toBe(true);
  expect(await page.getByText('不合的地方').isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await everyLook(page, 'roster');

  // Kept once more with the member in other hours than accepted.
  const officer = await server.as('districtOfficer');
  const params = { taskId: group.taskId, orgId: group.orgId };
  const { data: board, etag } = await officer.call(rosterBoard, { params });
  const { from, to, rules } = board;
  const offDays = board.days.filter((one) => one.off).map((one) => one.day);
  const duties = inOtherHours(board.duties, group.people[0]!, `${group.posts[0]}.0`);
  await officer.call(rosterSave, { params, body: { from, to, rules, offDays, duties } }, { ifMatch: etag });
  const phone = await browser.open('/field', { part: 'member', size: 'phone' });
  // All days stand open; whoever was put into other hours than accepted is asked again before anything is taken as agreed.
  await phone
    .getByText(/排班到/)
    .first()
    .waitFor();
  expect(await phone.locator('.f-roster li').count()).toBeGreaterThan(0);
  const asked = phone.getByText('小组排的班和你接受的时间不同，请再答一次。');
  await asked.waitFor();
  await axeClean(phone);
  await screenshot(phone, 'field-asked-again');
  await phone.getByRole('button', { name: '接受', exact: true }).click();
  await asked.waitFor({ state: 'hidden' });
  await phone.locator('summary', { hasText: '1号卡点' }).click();
  await phone.getByRole('button', { name: '看全名' }).click();
  await phone
    .getByText(/组长\s*\p{Script=Han}{2,}/u)
    .first()
    .waitFor();
  await axeClean(phone);
  await fitsTheWindow(phone);
  await screenshot(phone, 'field-roster');
}, 180_000);
