import { describe, expect, test } from 'vitest';
import { noticeList } from '#contract/notices';
import { taskList } from '#contract/tasks';
import { termList, todayShow } from '#contract/today';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { newId } from '#store/id';
import { allOf } from '../support/list-rows.ts';
import { startTestServer } from '../support/server.ts';
import { createSmallTask } from '../support/small-task.ts';

const server = await startTestServer();
const db = server.database.store.db;
const { cityId, small } = server;
const submitted = await createSmallTask(db, small, 'wolong');
const wolong = small.orgs.get(TOUR_ORGS.wolong)!;
const soon = new Date(Date.now() + 20 * 3_600_000 + 8 * 3_600_000).toISOString();

/** A draft of the district officer whose plan leaves people unplaced and whose first post opens in 20 hours. */
const draft = newId();
await db
  .insertInto('task')
  .values({
    city_id: cityId,
    id: draft,
    title: '卡点值守',
    goal: '守住',
    why: '演练',
    owner_org_id: wolong,
    area_id: small.areas.wolong,
    standing_check: JSON.stringify({ enough: false, reason: '不够', orgId: null, orgName: null }),
    end_condition: '指挥部宣布结束',
    review_on: '2027-01-01',
    state: 'planned',
    created_by: DEMO_ACCOUNTS.districtOfficer.id,
  })
  .execute();
await db
  .insertInto('post')
  .values({
    city_id: cityId,
    id: newId(),
    task_id: draft,
    area_id: small.areas.wenhua,
    name: '东门',
    start_minute: Number(soon.slice(11, 13)) * 60 + Number(soon.slice(14, 16)),
    end_minute: Number(soon.slice(11, 13)) * 60 + Number(soon.slice(14, 16)) + 300,
    day_from: soon.slice(0, 10),
    day_to: '2099-01-01',
    head_count: 9,
  })
  .execute();
await db
  .insertInto('plan')
  .values({
    city_id: cityId,
    id: newId(),
    task_id: draft,
    version_no: 1,
    state: 'ready',
    needed: 9,
    placed: 2,
    created_by: DEMO_ACCOUNTS.districtOfficer.id,
  })
  .execute();

const today = async (part: 'cityOfficer' | 'districtOfficer' | 'member', scope: 'mine' | 'area' | 'body' = 'mine') =>
  (await (await server.as(part)).call(todayShow, { query: { scope } })).data;

describe('Today', () => {
  test('the drafter sees who is not placed, and how long is left, at the top', async () => {
    const { items } = await today('districtOfficer');
    expect(items[0]).toMatchObject({
      id: `gap ${draft}`,
      mark: 'short',
      horizon: 'today',
      title: { key: 'today:plan-short', params: { task: '卡点值守', count: 7 } },
      when: { kind: 'left' },
      action: { to: `/tasks/${draft}/plan` },
    });
    const left = Date.parse(items[0]!.when.at!) - Date.now();
    expect(left / 3_600_000).toBeGreaterThan(18.9);
    expect(left / 3_600_000).toBeLessThan(20.1);
  });

  test('needs without a plan whose first post opens soon: everybody is missing, for all who look after the task', async () => {
    const bare = newId();
    await db
      .insertInto('task')
      .values({
        city_id: cityId,
        id: bare,
        title: '明天开岗',
        goal: '守住',
        why: '演练',
        owner_org_id: wolong,
        area_id: small.areas.wolong,
        state: 'draft',
        created_by: DEMO_ACCOUNTS.districtApprover.id,
      })
      .execute();
    const needed = {
      city_id: cityId,
      id: newId(),
      task_id: bare,
      area_id: small.areas.wenhua,
      name: '西门',
      start_minute: Number(soon.slice(11, 13)) * 60 + Number(soon.slice(14, 16)),
      end_minute: Number(soon.slice(11, 13)) * 60 + Number(soon.slice(14, 16)) + 60,
      day_from: soon.slice(0, 10),
      day_to: '2099-01-01',
      head_count: 5,
    };
    await db.insertInto('post').values(needed).execute();
    const row = { id: `draft ${bare}`, mark: 'short', horizon: 'today', when: { kind: 'left' } };
    const { items, running } = await today('districtOfficer', 'body');
    expect(items.find((one) => one.id === row.id)).toMatchObject({
      ...row,
      title: { key: 'today:plan-none', params: { task: '明天开岗', count: 5 } },
      reason: { key: 'today:draft-standing' },
      action: { to: `/tasks/${bare}/why` },
    });
    expect(running.find((task) => task.id === bare)).toMatchObject({
      figures: { short: { gap: false, text: { key: 'tasks:missing-unknown' } }, places: { params: { count: 5 } } },
    });
    await db
      .updateTable('post')
      .set({ day_from: '2098-12-01' })
      .where('city_id', '=', cityId)
      .where('id', '=', needed.id)
      .execute();
    const later = await today('districtOfficer', 'body');
    expect(later.items.find((one) => one.id === row.id)).toBeUndefined();
    await db.deleteFrom('post').where('city_id', '=', cityId).where('id', '=', needed.id).execute();
    await db.deleteFrom('task').where('city_id', '=', cityId).where('id', '=', bare).execute();
  });

  test('the body that decides sees the submission, the one who submitted it does not', async () => {
    const city = await today('cityOfficer');
    expect(city.items.find((one) => one.id === `approval ${submitted.approvalId}`)).toMatchObject({
      mark: 'waiting',
      action: { to: `/approvals/${submitted.approvalId}` },
      headline: { params: { count: 1 } },
    });
    const district = await today('districtOfficer');
    expect(district.items.filter((one) => one.mark === 'waiting')).toEqual([]);
  });

  test('tasks under way say what is missing and when they end', async () => {
    const { running } = await today('districtOfficer');
    expect(running.find((task) => task.id === draft)).toMatchObject({
      figures: {
        short: { gap: true, text: { params: { count: 7 } } },
        places: { params: { placed: 2, needed: 9 } },
        accepted: null,
      },
      end: { key: 'today:end-both', params: { text: '指挥部宣布结束', on: '2027-01-01' } },
    });
  });

  test('the list of tasks says the same about a task as Today', async () => {
    const { running } = await today('districtOfficer', 'body');
    const { data } = await (await server.as('districtOfficer')).call(taskList, {});
    expect(running.length).toBeGreaterThan(0);
    for (const row of running) expect(data.items.find((one) => one.id === row.id)?.figures).toEqual(row.figures);
  });

  test('scope: my own matters, or all in the reach of the organization; a member only his own duties', async () => {
    const mine = await today('cityOfficer');
    expect(mine.running).toEqual([]);
    const body = await today('cityOfficer', 'body');
    expect(body.running.map((task) => task.id)).toContain(draft);
    expect(body.scopes.map((one) => one.scope)).toEqual(['mine', 'area', 'body']);
    const member = await today('member', 'body');
    expect(member).toMatchObject({ scope: 'mine', running: [] });
  });

  test('a running task shows open slots and difficulties apart, without names', async () => {
    const { taskId, postId } = submitted;
    await db.updateTable('task').set({ state: 'active' }).where('id', '=', taskId).execute();
    await db
      .insertInto('slot_opening')
      .values({ city_id: cityId, id: newId(), task_id: taskId, post_id: postId, slot_no: 1, opened_at: new Date() })
      .execute();
    const { items } = await today('districtOfficer');
    const slots = items.find((one) => one.id === `slots ${taskId}`);
    expect(slots).toMatchObject({ mark: 'short', title: { params: { count: 1 } }, reason: { key: 'today:proposed-none' } });
    expect(items.find((one) => one.id === `difficulty ${taskId}`)).toBeUndefined();
    expect(JSON.stringify(items)).not.toMatch(/personId|person_id/);
    await db.updateTable('task').set({ state: 'submitted' }).where('id', '=', taskId).execute();
  });

  test('posts that the plan of a running task left open stand first, until they are over', async () => {
    await db.updateTable('task').set({ state: 'active' }).where('id', '=', draft).execute();
    const { items } = await today('districtOfficer');
    expect(items[0]).toMatchObject({
      id: `left-open ${draft}`,
      mark: 'short',
      horizon: 'today',
      title: { key: 'today:left-open', params: { task: '卡点值守', count: 9 } },
      headline: { key: 'today:left-open-head' },
      place: [{ params: { count: 1, post: '东门' } }],
      when: { kind: 'left' },
      action: { to: `/tasks/${draft}/running`, label: { key: 'today:fill-posts' } },
    });
    expect((await today('cityOfficer')).items.map((one) => one.id)).not.toContain(`left-open ${draft}`);
    expect((await today('cityOfficer', 'body')).items.map((one) => one.id)).toContain(`left-open ${draft}`);
    // An opening counts as a slot that was given up, and is not told twice.
    const { id: postId } = await db.selectFrom('post').select('id').where('task_id', '=', draft).executeTakeFirstOrThrow();
    const opening = newId();
    await db
      .insertInto('slot_opening')
      .values({ city_id: cityId, id: opening, task_id: draft, post_id: postId, slot_no: 1, opened_at: new Date() })
      .execute();
    const both = (await today('districtOfficer')).items;
    expect(both.find((one) => one.id === `left-open ${draft}`)).toMatchObject({ title: { params: { count: 8 } } });
    expect(both.find((one) => one.id === `slots ${draft}`)).toMatchObject({ title: { params: { count: 1 } } });
    expect(both.slice(0, 2).map((one) => one.mark)).toEqual(['short', 'short']);
    await db.deleteFrom('slot_opening').where('id', '=', opening).execute();
    // A post that is over cannot be filled any more.
    await db.updateTable('post').set({ day_from: '2020-01-01', day_to: '2020-01-02' }).where('id', '=', postId).execute();
    expect((await today('districtOfficer')).items.map((one) => one.id)).not.toContain(`left-open ${draft}`);
    await db
      .updateTable('post')
      .set({ day_from: soon.slice(0, 10), day_to: '2099-01-01' })
      .where('id', '=', postId)
      .execute();
    await db.updateTable('task').set({ state: 'planned' }).where('id', '=', draft).execute();
  });

  test('a county of the reach can be looked at alone: its tasks, what hangs on its organizations', async () => {
    const { taskId } = await createSmallTask(db, small, 'wancheng');
    const city = await today('cityOfficer', 'body');
    expect(city.scopes.map((one) => one.scope)).toEqual(['mine', 'area', 'body']);
    expect(city.scopes[1]!.name).toBe('卧龙区');
    expect(city.items.map((one) => one.id)).toContain(`approval ${submitted.approvalId}`);
    expect(city.running.map((one) => one.id)).toContain(taskId);
    const area = await today('cityOfficer', 'area');
    expect(area.scope).toBe('area');
    expect(area.running.map((one) => one.id).sort()).toEqual([draft, submitted.taskId].sort());
    expect(area.items.map((one) => one.id)).toContain(`approval ${submitted.approvalId}`);
    const district = await today('districtOfficer', 'area');
    expect(district).toMatchObject({ scope: 'mine', scopes: [{ scope: 'mine' }, { scope: 'body' }] });
  });

  test('a unit over its cap, a term that ends soon, a review that is due', async () => {
    await db.updateTable('unit').set({ release_cap: 0 }).where('city_id', '=', cityId).execute();
    await db.updateTable('org').set({ term_ends_on: '2020-05-01' }).where('id', '=', wolong).execute();
    await db.updateTable('task').set({ state: 'active', review_on: '2020-01-01' }).where('id', '=', draft).execute();
    const { items } = await today('cityOfficer', 'body');
    expect(items.map((one) => one.mark)).toEqual(expect.arrayContaining(['over', 'check']));
    expect(items.find((one) => one.id === 'terms')).toMatchObject({
      when: { kind: 'by' },
      action: { to: `/organizations/${wolong}` },
    });
    expect(items.find((one) => one.id === `end ${draft}`)).toMatchObject({ action: { to: `/tasks/${draft}/ending` } });
    expect(server.logged).toEqual([]);
  });

  test('all organizations whose term ends soon can be read, the first to end first, each once', async () => {
    const keys = [TOUR_ORGS.meixi, TOUR_ORGS.waterGroup] as const;
    for (const [at, key] of keys.entries())
      await db
        .updateTable('org')
        .set({ term_ends_on: `202${at + 1}-05-01` })
        .where('id', '=', small.orgs.get(key)!)
        .execute();
    const { items } = await today('cityOfficer', 'body');
    const client = await server.as('cityOfficer');
    const row = items.find((one) => one.id === 'terms')!;
    const read = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: { scope: 'body'; limit: number; cursor?: string } = { scope: 'body', limit: 1, ...(cursor ? { cursor } : {}) };
      const { data } = await client.call(termList, { query });
      read.push(...data.items);
      cursor = data.next;
    }
    expect(row.title.params.count).toBe(read.length);
    expect(read.length).toBe(3);
    expect(row.action.to).toBe('/terms?scope=body');
    expect(new Set(read.map((one) => one.orgId)).size).toBe(read.length);
    expect(read.map((one) => one.endsOn)).toEqual(read.map((one) => one.endsOn).sort());
  });

  test('more than twenty of a kind: the page says how many there are and gives all; those of others hide none of mine', async () => {
    const insert = async (n: number, createdBy: string, day: string) => {
      const id = newId();
      await db
        .insertInto('task')
        .values({
          city_id: cityId,
          id,
          title: `缺人的任务${n}`,
          goal: '守住',
          why: '演练',
          owner_org_id: wolong,
          area_id: small.areas.wolong,
          state: 'active',
          created_by: createdBy,
        })
        .execute();
      await db
        .insertInto('post')
        .values({
          city_id: cityId,
          id: newId(),
          task_id: id,
          area_id: small.areas.wenhua,
          name: '北门',
          start_minute: 600,
          end_minute: 900,
          day_from: day,
          day_to: '2099-01-01',
          head_count: 1,
        })
        .execute();
      return `left-open ${id}`;
    };
    const theirs = [];
    for (let n = 0; n < 23; n++) theirs.push(await insert(n, DEMO_ACCOUNTS.districtApprover.id, '2026-01-01'));
    const mine = await insert(99, DEMO_ACCOUNTS.districtOfficer.id, '2098-01-01');
    const open = (answer: Awaited<ReturnType<typeof today>>) =>
      answer.items.map((one) => one.id).filter((id) => id.startsWith('left-open '));
    const body = await today('districtOfficer', 'body');
    const cut = body.cut.find((one) => one.kind === 'open')!;
    expect(open(body)).toHaveLength(20);
    expect(cut).toMatchObject({ shown: 20, to: null });
    expect(cut.of).toBeGreaterThanOrEqual(24);
    const all = (await (await server.as('districtOfficer')).call(todayShow, { query: { scope: 'body', most: 1000 } })).data;
    expect(all.cut).toEqual([]);
    expect(open(all)).toHaveLength(cut.of);
    expect(open(all)).toEqual(expect.arrayContaining([...theirs, mine]));
    expect(open(await today('districtOfficer'))).toContain(mine);
    expect(open(await today('districtOfficer'))).not.toContain(theirs[0]);
  });

  test('notices can be read to the oldest, each once, also those of one instant', async () => {
    const before = (await (await server.as('districtOfficer')).call(noticeList, {})).data.items.length;
    const at = new Date('2026-01-01T00:00:00Z');
    const row = { city_id: cityId, org_id: wolong, unit_id: null, person_id: null, kind: 'passed-on', erase_after: null };
    const rows = Array.from({ length: 25 }, (_, n) => ({
      ...row,
      id: newId(),
      params: JSON.stringify({ title: `第${n}件` }),
      created_at: n < 20 ? at : new Date(at.getTime() + n),
    }));
    await db.insertInto('notice').values(rows).execute();
    const read = await allOf(
      await server.as('districtOfficer'),
      noticeList,
      (query) => ({ query }),
      (page) => page.items,
      4,
    );
    expect(read).toHaveLength(before + 25);
    expect(new Set(read.map((one) => one.id)).size).toBe(read.length);
    expect(read.map((one) => one.at)).toEqual(
      read
        .map((one) => one.at)
        .sort()
        .reverse(),
    );
  });
});
