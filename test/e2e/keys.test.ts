import { describe, expect, test } from 'vitest';
import { taskList } from '#contract/tasks';
import { openBrowser } from '../support/browser.ts';
import { memberIs, startsOn } from '../support/drill.ts';
import { everyStop, Keys } from '../support/keys.ts';
import { startTestServer } from '../support/server.ts';

/** A plan of the demo city: some seconds alone, longer when other tests run beside it. */
const PLAN_MS = 300_000;

/** The main line without a mouse: nothing is clicked, nothing is filled in; every control is found by tabbing to it. */
describe('the main line by keys alone', async () => {
  const server = await startTestServer({ seed: 'demo' });
  const browser = await openBrowser(server);
  let taskId = '';

  test('from why to the plan', { timeout: 2 * PLAN_MS }, async () => {
    const officer = await server.as('cityOfficer');
    const { data } = await officer.call(taskList, { query: { closed: 'no', limit: 100 } });
    taskId = data.items.find((one) => one.state === 'draft')!.id;
    const page = await browser.open('/tasks', { part: 'cityOfficer' });
    const keys = new Keys(page);
    await keys.press(page.getByRole('link', { name: '卧龙区小区卡点值守（演练）' }));
    await page.getByRole('textbox', { name: '工作规则' }).waitFor();
    await everyStop(page);

    // Why: a line of work added and taken away, the rules written, saved; the answer whether standing organizations suffice.
    const lines = page.getByRole('textbox', { name: '一条工作' });
    const before = await lines.count();
    await keys.press(page.getByRole('button', { name: '加一条' }));
    await keys.isAt(lines.last());
    await page.keyboard.type('入户解释');
    await keys.press(page.locator('.t-lines').getByRole('checkbox').last(), 'Space');
    await keys.press(page.getByRole('button', { name: '加一条' }));
    await expect.poll(() => lines.count()).toBe(before + 2);
    await keys.press(page.getByRole('button', { name: '去掉' }).last());
    await expect.poll(() => lines.count()).toBe(before + 1);
    await keys.write(page.getByRole('textbox', { name: '工作规则' }), '小组每天碰头，难处当天报');
    await keys.press(page.getByRole('button', { name: '存草稿' }));
    await page.getByRole('status').getByText('已存').waitFor();
    await keys.stands();
    const standing = page.getByRole('region', { name: '建制性组织够不够' });
    await keys.write(standing.getByRole('textbox', { name: '理由' }), '街道只管本街道');
    await keys.press(standing.getByRole('button', { name: '不够，另设' }));
    await standing.locator('.t-standing-answer').getByText('街道只管本街道').waitFor();
    await keys.stands();
    await keys.press(page.getByRole('button', { name: '下一步：需要什么人' }));

    // Needs: the grid is one stop; arrows walk rows and columns, what is typed replaces the cell.
    await page.waitForURL(/needs$/);
    const cell = (row: number, column: string) => page.getByRole('textbox', { name: `第${row}行${column}`, exact: true });
    await cell(1, '街道').waitFor();
    // Another page begins with the focus on its main part.
    await keys.isAt(page.locator('main'));
    await everyStop(page);
    await keys.to(page.locator('[role="grid"] input[tabindex="0"]'));
    await page.keyboard.press('Control+Home');
    await keys.isAt(cell(1, '街道'));
    const first = await cell(1, '人数').inputValue();
    await page.keyboard.press('ArrowDown');
    await keys.isAt(cell(2, '街道'));
    for (const column of ['社区', '卡点', '班次', '时段', '人数']) {
      await page.keyboard.press('ArrowRight');
      await keys.isAt(cell(2, column));
    }
    await page.keyboard.press('ArrowUp');
    await keys.isAt(cell(1, '人数'));
    await page.keyboard.type('-2');
    await page.getByText('要改1处').waitFor();
    await page.keyboard.press('ArrowDown');
    await keys.isAt(cell(2, '人数'));
    await page.keyboard.press('F8');
    await keys.isAt(cell(1, '人数'));
    await page.keyboard.type(first);
    await page.getByText('360行，360行可用').waitFor();
    await keys.press(page.getByRole('link', { name: '下一步：人从哪来' }));

    // Sources: an area off and on again, three kinds off, a cap of one unit, so that the caps do not suffice.
    await page.waitForURL(/sources$/);
    const areas = page.locator('.t-choices').first().getByRole('checkbox');
    await areas.first().waitFor();
    await keys.isAt(page.locator('main'));
    await everyStop(page);
    await keys.press(areas.first(), 'Space');
    await page.keyboard.press('Space');
    for (const kind of [/^社区自由党员/, /^非公企业/, /^街道社区/]) {
      const box = page.locator('.t-choices').nth(1).getByRole('checkbox', { name: kind });
      await keys.press(box, 'Space');
    }
    await keys.write(page.getByRole('textbox', { name: '找单位' }), '检验检测');
    await keys.write(page.getByRole('spinbutton', { name: /检验检测中心.*本任务上限/ }), '1');
    await keys.press(page.getByRole('button', { name: '存草稿' }));
    await page.getByRole('status').getByText('已存').waitFor();
    await keys.stands();
    await keys.press(page.getByRole('button', { name: '计算方案' }));

    // Plan: gap, reason, repair looked at and put away; the focus goes there and comes back.
    await page.locator('.t-headline').waitFor({ timeout: PLAN_MS });
    await page.locator('.q-why').waitFor({ timeout: PLAN_MS });
    await keys.stands();
    await everyStop(page);
    const repair = page.locator('.q-gaps .q-gap-repair').first();
    await keys.press(repair);
    await keys.isAt(page.locator('.t-compare'));
    await page.getByText(/^缺\d+人变为\d+人/).waitFor({ timeout: PLAN_MS });
    await page.keyboard.press('Escape');
    await keys.isAt(repair);
    await keys.press(page.getByRole('link', { name: /已另行核验/ }));
    await page.getByText('与方案说的一致').waitFor();
    await page.keyboard.press('Escape');
    await keys.isAt(page.getByRole('link', { name: /已另行核验/ }));
    // The table in the place of the map; a person is taken up, put back, put down at another post.
    await keys.radio(page.getByRole('radio', { name: '表' }));
    await page.locator('.t-seat').first().waitFor();
    await everyStop(page);
    const seat = page.locator('.t-seat').first();
    await keys.press(seat);
    await page.getByText(/^拿起了/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/^把人拖到另一行/).waitFor();
    await keys.isAt(seat);
    await page.keyboard.press('Enter');
    await keys.press(page.getByRole('button', { name: /放到/ }).nth(2));
    const moved = page.locator('.t-compare');
    await moved.getByText(/^(.+不能来|排上的人数|[多少]排上|.+已在这里)/).waitFor({ timeout: PLAN_MS });
    await keys.isAt(moved);
    await page.keyboard.press('Escape');
    await keys.isAt(seat);
    // The reason of a post: F6 leads from the table to it. Pinned there.
    await keys.press(page.getByRole('button', { name: '汉画苑东门 早班' }));
    await page.getByRole('heading', { name: /^为什么是.\*/ }).waitFor({ timeout: PLAN_MS });
    for (let i = 0; i < 6 && !(await page.locator('.q-why').evaluate((one) => one === document.activeElement)); i++)
      await page.keyboard.press('F6');
    await keys.isAt(page.locator('.q-why'));
    await keys.press(page.getByRole('button', { name: '固定在这里' }));
    await page.getByRole('heading', { name: '已固定和不派的' }).waitFor();
    await keys.stands();
    await keys.press(page.getByRole('button', { name: '换到别的岗' }));
    await page.getByText(/^拿起了/).waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('.t-picture') !== null && document.activeElement !== document.body),
      )
      .toBe(true);
    await page.keyboard.press('Escape');
    await keys.isAt(page.getByRole('button', { name: '换到别的岗' }));
    // What if, why not somebody else.
    await keys.choose(page.getByRole('combobox', { name: '试哪一样' }), /来不了/);
    await keys.press(page.getByRole('button', { name: '看会怎样' }));
    await page.locator('.t-whatif ~ div').getByText(/排上/).waitFor({ timeout: PLAN_MS });
    await keys.stands();
    await keys.write(page.getByRole('textbox', { name: '为什么不是别人' }), 'wang');
    await page.locator('.q-pick-list button').first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await moved.getByText(/^(.+不能来|排上的人数|[多少]排上|.+已在这里)/).waitFor({ timeout: PLAN_MS });
    await keys.isAt(moved);
    await page.keyboard.press('Escape');
    await keys.isAt(page.getByRole('textbox', { name: '为什么不是别人' }));
    // A repair carried out is a new version; both are compared, the list of versions is walked with the arrows.
    await keys.press(repair);
    const carryOut = page.getByRole('button', { name: '就这样改，重新计算' });
    await carryOut.waitFor({ timeout: PLAN_MS });
    await keys.press(carryOut);
    await page.getByRole('heading', { level: 1, name: '方案2' }).waitFor({ timeout: PLAN_MS });
    await page.locator('.t-headline').waitFor({ timeout: PLAN_MS });
    await keys.stands();
    await keys.press(page.getByRole('button', { name: '和方案1比' }));
    await page.getByText(/^缺\d+人变为\d+人/).waitFor({ timeout: PLAN_MS });
    await keys.isAt(moved);
    await page.keyboard.press('Escape');
    const versions = page.getByRole('combobox', { name: '看哪个方案' });
    await keys.to(versions);
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { level: 1, name: '方案1' }).waitFor();
    await page.locator('.q-why').waitFor({ timeout: PLAN_MS });
    await keys.isAt(versions);
    await page.keyboard.press('ArrowUp');
    await page.getByRole('heading', { level: 1, name: '方案2' }).waitFor();
    await page.locator('.q-why').waitFor({ timeout: PLAN_MS });
    // The menu of ways to plan again opens, is walked and closes.
    const again = page.getByRole('button', { name: /重新计算/ });
    await keys.press(again);
    await page.keyboard.press('ArrowDown');
    await page.locator('.t-again .q-menu-item').first().waitFor();
    await page.keyboard.press('Escape');
    await keys.isAt(again);
    await keys.press(page.getByRole('link', { name: '下一步：组建' }));
    await page.waitForURL(/formation$/);
  });

  test('set up, submitted, rejected in thought, approved, everyone told', { timeout: 2 * PLAN_MS }, async () => {
    const page = await browser.open(`/tasks/${taskId}/formation`, { part: 'cityOfficer' });
    const keys = new Keys(page);
    const tree = page.getByRole('tree', { name: /组织|成立/ });
    await page.getByRole('heading', { name: /^要成立\d+个$/ }).waitFor();
    await everyStop(page);
    const row = page.getByRole('treeitem', { name: /卧龙岗街道/ });
    await keys.row(tree, row);
    await page.keyboard.press('Enter');
    const officer = page.getByRole('region', { name: /卧龙岗街道/ });
    await keys.isAt(officer);
    await officer.getByRole('button', { name: /^提/ }).first().waitFor();
    await everyStop(page);
    await keys.press(officer.getByRole('button', { name: /^提/ }).first());
    await officer.getByText('组工干部定的').waitFor();
    await keys.stands();
    await keys.press(officer.getByRole('button', { name: '收起' }));
    await keys.isAt(tree);
    // What is missing leads to where it is filled in.
    await keys.press(page.getByRole('button', { name: '去征求' }));
    await keys.isAt(page.locator('#consult input').first());
    await keys.write(page.getByRole('textbox', { name: '来不及征求的原因' }), '演练明早开岗');
    await keys.press(page.getByRole('button', { name: '写明不征求' }));
    await page.getByText(/演练明早开岗/).waitFor();
    await keys.stands();
    await keys.press(page.getByRole('button', { name: '提交审批' }));
    await page.getByRole('button', { name: '催一下' }).waitFor();
    await keys.stands();
    // Taken back and submitted again: nothing is lost on the way.
    await keys.press(page.getByRole('button', { name: '撤回', exact: true }));
    await page.getByRole('button', { name: '提交审批' }).waitFor();
    await keys.stands();
    await keys.press(page.getByRole('button', { name: '提交审批' }));
    await page.getByRole('button', { name: '催一下' }).waitFor();

    // Returned with a word, submitted once more.
    const first = await browser.open('/approvals', { part: 'cityApprover' });
    const before = new Keys(first);
    await before.press(first.getByRole('link', { name: /卧龙区小区卡点值守/ }));
    await first.getByRole('treeitem').first().waitFor();
    await before.write(first.getByRole('textbox', { name: '意见' }), '夜班再加一名组长');
    await before.press(first.getByRole('button', { name: '退回', exact: true }));
    const said = first.getByText(/夜班再加一名组长/).first();
    await said.waitFor();
    await before.stands();
    await page.reload();
    await page
      .getByText(/夜班再加一名组长/)
      .first()
      .waitFor();
    await keys.press(page.getByRole('button', { name: '提交审批' }));
    await page.getByRole('button', { name: '催一下' }).waitFor();

    const desk = await browser.open('/approvals', { part: 'cityApprover' });
    const hands = new Keys(desk);
    await hands.press(desk.getByRole('link', { name: /卧龙区小区卡点值守/ }));
    await desk.getByRole('button', { name: '同意成立' }).waitFor();
    await desk.getByRole('treeitem').first().waitFor();
    await everyStop(desk);
    const download = desk.waitForEvent('download');
    await hands.press(desk.getByRole('button', { name: '下载 Word' }));
    expect((await download).suggestedFilename()).toMatch(/\.docx$/);
    await hands.write(desk.getByRole('textbox', { name: '意见' }), '街道自己能办');
    await hands.press(desk.getByRole('button', { name: '不同意，结束任务' }));
    await desk.getByText('不同意后任务到此结束').waitFor();
    // The same key once more rejects nothing: the focus is not on the button that confirms.
    await desk.keyboard.press('Enter');
    await hands.press(desk.getByRole('button', { name: '不结束' }));
    await hands.press(desk.getByRole('button', { name: '同意成立' }));
    await desk.getByRole('button', { name: '现在就告诉大家' }).waitFor();
    await hands.stands();
    await hands.press(desk.getByRole('button', { name: '现在就告诉大家' }));
    await desk.getByText('告诉以后不能撤回').waitFor();
    await desk.keyboard.press('Enter');
    expect(await desk.getByText('已生效，已经通知每个人。').count()).toBe(0);
    await hands.press(desk.getByRole('button', { name: '告诉大家', exact: true }));
    await desk.getByText('已生效，已经通知每个人。').waitFor();
    await hands.stands();
  });

  test('answered on the phone', { timeout: 200_000 }, async () => {
    const { db } = server.deps.store;
    const people = await db
      .selectFrom('duty as d')
      .innerJoin('participation as p', 'p.id', 'd.participation_id')
      .select(['p.person_id as id', 'd.id as duty'])
      .where('p.role', '=', 'member')
      .orderBy('d.id')
      .limit(2)
      .execute();
    const stateOf = async (duty: string) =>
      (await db.selectFrom('duty').select('state').where('id', '=', duty).executeTakeFirst())?.state;
    await memberIs(server, people[0]!.id);
    const page = await browser.open('/field', { part: 'member', size: 'phone' });
    const keys = new Keys(page);
    const card = page.locator('.f-card').first();
    await card.getByRole('button', { name: '接受' }).waitFor();
    await everyStop(page);
    // A difficulty: its field takes the focus and gives it back.
    await keys.press(card.getByRole('button', { name: '有困难' }));
    await keys.isAt(card.getByRole('textbox', { name: '什么困难' }));
    await keys.press(card.getByRole('button', { name: '返回' }));
    await keys.press(card.getByRole('button', { name: '有困难' }));
    await page.keyboard.type('那天要去医院');
    await keys.press(card.getByRole('button', { name: '送出' }));
    await page.getByText('你说：那天要去医院').waitFor();
    await keys.stands();
    await keys.press(card.getByRole('button', { name: '接受' }));
    await page.getByText('已接受').first().waitFor();
    await keys.stands();
    await expect.poll(() => stateOf(people[0]!.duty), { timeout: 15_000 }).toBe('accepted');
    await everyStop(page);
    await keys.press(page.locator('summary').first());
    // Comes once the phone has read the answer back: the walk begins on the page as it then stays.
    await page.getByRole('button', { name: '看全名' }).first().waitFor();
    await everyStop(page);
    await keys.press(page.getByRole('button', { name: '我的', exact: true }));
    await page.getByRole('link', { name: /日历/ }).waitFor();
    await keys.isAt(page.locator('main'));
    await everyStop(page);

    await memberIs(server, people[1]!.id);
    const other = await browser.open('/field', { part: 'member', size: 'phone' });
    const hands = new Keys(other);
    await hands.press(other.getByRole('button', { name: '谢绝' }).first());
    await other.getByText('已谢绝').first().waitFor();
    await hands.press(other.getByRole('button', { name: '撤回' }));
    await other.getByRole('button', { name: '接受' }).first().waitFor();
    await hands.stands();
    await hands.press(other.getByRole('button', { name: '谢绝' }).first());
    await hands.press(other.getByRole('button', { name: '我的', exact: true }));
    await expect.poll(() => stateOf(people[1]!.duty), { timeout: 15_000 }).toBe('ended');

    // Somebody else volunteers, takes it back and volunteers again.
    const third = await db
      .selectFrom('home as h')
      .innerJoin('org as o', 'o.id', 'h.org_id')
      .select('h.person_id as id')
      .where('o.standing', '=', true)
      .where((where) =>
        where.not(
          where.exists(where.selectFrom('participation as p').select('p.id').whereRef('p.person_id', '=', 'h.person_id')),
        ),
      )
      .orderBy('h.id')
      .executeTakeFirstOrThrow();
    await memberIs(server, third.id);
    const volunteer = await browser.open('/field', { part: 'member', size: 'phone' });
    const own = new Keys(volunteer);
    await own.press(volunteer.getByRole('button', { name: '我的', exact: true }));
    const offer = volunteer.getByRole('button', { name: '我报名' }).first();
    const back = volunteer.getByRole('button', { name: '收回' }).first();
    await own.press(offer);
    await back.waitFor();
    const offers = await browser.open('/offers', { part: 'cityOfficer' });
    await offers.getByRole('table').waitFor();
    await everyStop(offers);
    await own.stands();
    await own.press(back);
    await offer.waitFor();
    await own.stands();
    await own.press(offer);
    await back.waitFor();
  });

  test('it runs, a place is filled, a part is released, it ends', { timeout: 300_000 }, async () => {
    await startsOn(server, taskId, server.deps.clock.today());
    const page = await browser.open(`/tasks/${taskId}/running`, { part: 'cityOfficer' });
    const keys = new Keys(page);
    await page.getByRole('heading', { name: '缺什么' }).waitFor();
    await everyStop(page);
    // The first thing that can be done about a gap: its row may change or go, the focus stays with the list.
    await keys.press(page.locator('.q-running-acts button').first());
    await keys.stands();
    const tree = page.getByRole('tree', { name: '组织和人' });
    await keys.row(tree, page.getByRole('treeitem').nth(1));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '排班', exact: true }).waitFor();
    await everyStop(page);
    await keys.press(page.locator('summary', { hasText: '这里不需要了' }));
    await keys.write(page.locator('.q-running-release').getByRole('textbox', { name: '为什么' }), '小区封控解除');
    await keys.press(page.getByRole('button', { name: '撤这一片' }));
    await expect.poll(() => page.locator('.q-running-release').count()).toBe(0);
    await keys.stands();
    await keys.press(page.getByRole('link', { name: '办结束' }));
    await page.getByRole('button', { name: '结束任务' }).waitFor();
    await everyStop(page);
    await keys.write(page.getByRole('textbox', { name: '经验和教训' }), '夜班要早一天告诉');
    await keys.press(page.getByRole('button', { name: '结束任务' }));
    // The second step: its field takes the focus.
    const number = page.getByRole('textbox', { name: '写上要撤的组织数' });
    await number.waitFor();
    await keys.stands();
    const label = await page.getByText(/写上要撤的组织数（\d+）/).textContent();
    await keys.write(number, label!.replace(/\D/g, ''));
    await keys.press(page.getByRole('button', { name: '结束，不能恢复' }));
    await page.getByText(/已结束。/).waitFor();
    await keys.stands();
  });
});
