import { describe, expect, test } from 'vitest';
import { consultationAnswer, consultationList, consultationStart } from '#contract/consultations';
import { formationShow, officerCandidates, officerSet, submissionCreate } from '#contract/formation';
import { needsSave, needsShow } from '#contract/needs';
import { myNoticeList } from '#contract/notices';
import { myOfferList, myQuestionAnswer } from '#contract/offers';
import { planStart } from '#contract/plans';
import { taskSave, taskShow } from '#contract/tasks';
import { addDays, type Day } from '#kernel/lib';
import { memberIs, planDrill } from '../support/drill.ts';
import { MASKED } from '../support/masked.ts';
import { planReady } from '../support/plan-ended.ts';
import { refusal, startTestServer } from '../support/server.ts';

/** Asking everyone of a plan before it goes up, over HTTP: who is asked, who came in later, what a "cannot" leads to. */
describe('asking in advance', async () => {
  const server = await startTestServer({ seed: 'demo' });
  const { db } = server.database.store;
  const drafter = await server.as('cityOfficer');
  const member = await server.as('member');
  const { taskId, planId } = await planDrill(drafter);
  const params = { taskId };
  const formation = async () => (await drafter.call(formationShow, { params })).data;
  const until = new Date(Number(server.deps.clock.now()) + 3_600_000).toISOString();
  const ask = (at: string | null) => drafter.call(consultationStart, { params, body: { until: at } });
  const notices = async () =>
    (await db.selectFrom('notice').select(['person_id', 'unit_id']).where('kind', '=', 'consultation').execute()).length;
  const inPlan = async (id: string) =>
    db
      .selectFrom('plan_row')
      .select(['person_id as personId', 'post_id as postId'])
      .where('plan_id', '=', id)
      .where('person_id', 'is not', null)
      .execute() as Promise<{ personId: string; postId: string }[]>;
  const replan = async () => {
    const { id } = (await drafter.call(planStart, { params, body: { keep: true, fewestMoves: true } })).data;
    await planReady(drafter, id);
    return id;
  };
  const lent = async (id: string, unitId: string) => {
    const rows = await db
      .selectFrom('plan_row as r')
      .innerJoin('person as p', 'p.id', 'r.person_id')
      .select('p.id')
      .distinct()
      .where('r.plan_id', '=', id)
      .where('p.unit_id', '=', unitId)
      .execute();
    return rows.map((row) => row.id);
  };
  /** A seat of another unit goes to someone of this one who is in no plan. */
  const oneMore = async (id: string, unitId: string) => {
    const person = await db
      .selectFrom('person')
      .select('id')
      .where('unit_id', '=', unitId)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('plan_row').select('plan_row.plan_id').whereRef('plan_row.person_id', '=', 'person.id'))),
      )
      .orderBy('id')
      .executeTakeFirstOrThrow();
    const seat = await db
      .selectFrom('plan_row as r')
      .innerJoin('person as p', 'p.id', 'r.person_id')
      .select(['r.post_id', 'r.slot_no', 'r.seat_no'])
      .where('r.plan_id', '=', id)
      .where('p.unit_id', '<>', unitId)
      .orderBy('r.post_id')
      .executeTakeFirstOrThrow();
    const { post_id, slot_no, seat_no } = seat;
    const at = db.updateTable('plan_row').set({ person_id: person.id }).where('plan_id', '=', id);
    await at.where('post_id', '=', post_id).where('slot_no', '=', slot_no).where('seat_no', '=', seat_no).execute();
  };
  const asMember = async (personId: string) => {
    await memberIs(server, personId);
    return (await member.call(myOfferList, {})).data.questions[0];
  };

  test('a first question needs a time; everyone of the plan is asked, those who would lead without a post too', async () => {
    expect((await formation()).consult.unasked).toEqual({ added: 0, moved: 0, units: 0 });
    expect((await refusal(ask(null))).issues?.[0]?.code).toBe('consult-deadline-missing');
    expect((await drafter.call(taskShow, { params })).data.content.consultSkippedReason).not.toBeNull();
    await ask(until);
    const { consult, people } = await formation();
    expect(people.leading).toBeGreaterThan(0);
    expect(consult.people).toBe(people.all);
    expect(consult.units).toBeGreaterThan(100);
    expect(consult.unasked).toEqual({ added: 0, moved: 0, units: 0 });
    // Asking takes the place of the reason for not asking.
    expect(consult.skippedReason).toBeNull();
    expect(await notices()).toBe(people.all + consult.units);
    const serving = new Set((await inPlan(planId)).map((row) => row.personId));
    const asked = await db.selectFrom('consultation').selectAll().where('person_id', 'is not', null).execute();
    const leaders = asked.filter((row) => !serving.has(row.person_id!));
    expect(leaders).toHaveLength(people.leading);
    expect(
      leaders.every((row) => row.leads !== null) && asked.every((row) => (row.leads === null) === serving.has(row.person_id!)),
    ).toBe(true);
    const question = await asMember(leaders[0]!.person_id!);
    expect(question).toMatchObject({ leads: leaders[0]!.leads, posts: [], answer: 'open' });
    expect((await member.call(myNoticeList, {})).data.items[0]).toMatchObject({ kind: 'consultation' });
  });

  test('asked again with nobody added and the same time, nobody is told twice; another time is told to whoever has not answered', async () => {
    const before = await notices();
    await ask(null);
    expect(await notices()).toBe(before);
    const { consult, people } = await formation();
    expect(consult.people).toBe(people.all);
    const later = new Date(Date.parse(until) + 3_600_000).toISOString();
    await ask(later);
    expect(await notices()).toBe(before * 2);
    expect((await formation()).consult.until).toBe(later);
  });

  test('a unit is asked anew when one more of its people is to lead without a post', async () => {
    const leaders = await db
      .selectFrom('consultation as c')
      .innerJoin('person as p', 'p.id', 'c.person_id')
      .innerJoin('consultation as u', 'u.unit_id', 'p.unit_id')
      .select(['c.person_id as personId', 'u.unit_id as unitId', 'u.people'])
      .where('c.leads', 'is not', null)
      .where('u.people', '>', 1)
      .execute();
    const question = (unitId: string) =>
      db.selectFrom('consultation').select(['id', 'answer', 'people']).where('unit_id', '=', unitId).executeTakeFirstOrThrow();
    const shown = await drafter.call(formationShow, { params });
    const node = shown.data.nodes.find(({ leader }) => leaders.some((one) => one.personId === leader?.personId))!;
    const { unitId, people } = leaders.find((one) => one.personId === node.leader!.personId)!;
    const { items } = (await drafter.call(officerCandidates, { params, query: { node: node.key } })).data;
    const body = { node: node.key, office: 'secretary' as const, personId: items[0]!.personId };
    await drafter.call(officerSet, { params, body }, { ifMatch: shown.etag });
    await ask(null);
    const before = await question(unitId!);
    expect(before.people).toBe(people! - 1);
    await db.updateTable('consultation').set({ answer: 'agreed' }).where('id', '=', before.id).execute();
    const { etag } = await drafter.call(formationShow, { params });
    await drafter.call(officerSet, { params, body: { ...body, personId: null } }, { ifMatch: etag });
    expect((await formation()).consult.unasked).toEqual({ added: 1, moved: 0, units: 1 });
    await ask(null);
    expect(await question(unitId!)).toMatchObject({ answer: 'open', people });
  });

  test('whoever is to lead no longer is not asked any more; proposed again, asked again', async () => {
    const questions = async (personId: string) =>
      (await db.selectFrom('consultation').select('answer').where('person_id', '=', personId).execute()).map((row) => row.answer);
    const asked = await db.selectFrom('consultation').select('person_id').where('leads', 'is not', null).execute();
    const shown = await drafter.call(formationShow, { params });
    const node = shown.data.nodes.find(({ leader }) => asked.some((row) => row.person_id === leader?.personId))!;
    const before = node.leader!.personId;
    expect(await questions(before)).toEqual(['open']);
    const { items } = (await drafter.call(officerCandidates, { params, query: { node: node.key } })).data;
    const body = { node: node.key, office: 'secretary' as const, personId: items[0]!.personId };
    await drafter.call(officerSet, { params, body }, { ifMatch: shown.etag });
    await ask(null);
    expect(await questions(before)).toEqual([]);
    const { etag } = await drafter.call(formationShow, { params });
    await drafter.call(officerSet, { params, body: { ...body, personId: null } }, { ifMatch: etag });
    await ask(null);
    expect(await questions(before)).toEqual(['open']);
  });

  test('an answer is for the days it was given for: moved, everyone counts as not asked; moved back, nobody', async () => {
    const move = async (startsOn: Day | null, reviewOn: Day | null) => {
      const { data, etag } = await drafter.call(taskShow, { params });
      await drafter.call(taskSave, { params, body: { ...data.content, startsOn, reviewOn } }, { ifMatch: etag });
      const needs = await drafter.call(needsShow, { params });
      const body = { rows: needs.data.rows.map(({ cells }) => ({ cells })) };
      await drafter.call(needsSave, { params, body }, { ifMatch: needs.etag });
      return (await formation()).consult.unasked;
    };
    const start = server.database.store.today();
    await move(addDays(start, 5), addDays(start, 12));
    await ask(null);
    const { people, consult } = await formation();
    expect(consult.unasked).toEqual({ added: 0, moved: 0, units: 0 });
    expect(await move(addDays(start, 5), addDays(start, 20))).toEqual({ added: 0, moved: people.all, units: consult.units });
    expect(await move(addDays(start, 5), addDays(start, 12))).toEqual({ added: 0, moved: 0, units: 0 });
  });

  test('who cannot come is shown with the place and without the name; a new plan does without, and those added are asked alone', async () => {
    const rows = await inPlan(planId);
    const posts = new Map<string, number>();
    for (const row of rows) posts.set(row.personId, (posts.get(row.personId) ?? 0) + 1);
    const [hindered, willing] = [...posts].flatMap(([id, count]) => (count === 1 ? [id] : []));
    const cannot = await asMember(hindered!);
    await member.call(myQuestionAnswer, { params: { consultationId: cannot!.id }, body: { answer: 'hindered' } });
    const can = await asMember(willing!);
    await member.call(myQuestionAnswer, { params: { consultationId: can!.id }, body: { answer: 'agreed' } });
    const shown = await formation();
    expect(shown.consult).toMatchObject({ hindered: 1, cannot: [{ personId: hindered, leads: null, planned: true }] });
    const [one] = shown.consult.cannot;
    expect(one!.name).toMatch(MASKED);
    expect(one!.posts[0]).toMatchObject({ post: cannot!.posts[0]!.post, shift: cannot!.posts[0]!.shift });
    // A body that the plan merely touches learns neither.
    const unit = (await (await server.as('unitSecretary')).call(formationShow, { params })).data;
    expect([unit.consult.cannot, unit.consult.hindered]).toEqual([[], null]);

    // A unit agrees to what it is asked for; the next version wants one more of it.
    const office = await server.as('unitSecretary');
    const [asked] = (await office.call(consultationList, { query: {} })).data.items;
    const unitId = asked!.unitId!;
    await office.call(consultationAnswer, { params: { unitId, taskId }, body: { answer: 'agreed', opinion: '' } });
    const second = await replan();
    const count = (await lent(second, unitId)).length;
    for (let more = asked!.people + 1 - count; more > 0; more--) await oneMore(second, unitId);
    expect((await inPlan(second)).some((row) => row.personId === hindered)).toBe(false);
    const after = await formation();
    expect(after.consult.cannot[0]).toMatchObject({ personId: hindered, planned: false });
    // Counted from the tables: people of the new plan whom no question names, or who were asked about other posts.
    const now = await inPlan(second);
    const does = (list: typeof rows) => {
      const found = new Map<string, string[]>();
      for (const row of list) found.set(row.personId, [...(found.get(row.personId) ?? []), row.postId].sort());
      return found;
    };
    const [old, fresh] = [does(rows), does(now)];
    const named = new Set(
      (await db.selectFrom('consultation').select('person_id').where('person_id', 'is not', null).execute()).map(
        (row) => row.person_id!,
      ),
    );
    const added = [...fresh.keys()].filter((id) => !named.has(id)).length;
    expect(added).toBeGreaterThan(0);
    const moved = [...fresh].filter(([id, list]) => named.has(id) && String(old.get(id) ?? []) !== String(list)).length;
    const { unasked } = after.consult;
    // Leaders may be new as well.
    expect(unasked.added).toBeGreaterThanOrEqual(added);
    expect(unasked.moved).toBeGreaterThanOrEqual(moved);
    expect(unasked.units).toBeGreaterThanOrEqual(1);
    const issue = after.issues.find((found) => found.code === 'task-consult-some');
    expect(issue).toMatchObject({
      severity: 'warning',
      params: { people: unasked.added! + unasked.moved!, units: unasked.units },
    });
    expect(after.maySubmit).toBe(true);

    const before = await notices();
    await ask(null);
    const done = await formation();
    expect(await notices()).toBe(before + unasked.added! + unasked.moved! + unasked.units);
    expect(done.consult).toMatchObject({ people: done.people.all, hindered: 1, unasked: { added: 0, moved: 0, units: 0 } });
    expect(done.issues.map((found) => found.code)).not.toContain('task-consult-some');
    const questions = (await office.call(consultationList, { query: {} })).data.items.filter((found) => found.unitId === unitId);
    expect(questions).toMatchObject([{ answer: 'open', people: asked!.people + 1 }]);
    // An answer given for the same posts holds on.
    if (String(old.get(willing!)) === String(fresh.get(willing!)))
      expect(await asMember(willing!)).toMatchObject({ id: can!.id, answer: 'agreed' });
  });

  test('who answered and is to lead no longer is not counted among those asked; who was chosen by hand and cannot come: choose another', async () => {
    const leads = await db.selectFrom('consultation').select('person_id').where('leads', 'is not', null).execute();
    const shown = await drafter.call(formationShow, { params });
    const node = shown.data.nodes.find(({ leader }) => leads.some((one) => one.person_id === leader?.personId))!;
    const question = await asMember(node.leader!.personId);
    await member.call(myQuestionAnswer, { params: { consultationId: question!.id }, body: { answer: 'agreed' } });
    const { items } = (await drafter.call(officerCandidates, { params, query: { node: node.key } })).data;
    const cannotCome = shown.data.consult.cannot.map((one) => one.personId);
    const [chosen, other] = items.map((one) => one.personId).filter((id) => !cannotCome.includes(id));
    const choose = async (personId: string | null) => {
      const { etag } = await drafter.call(formationShow, { params });
      const body = { node: node.key, office: 'secretary' as const, personId };
      await drafter.call(officerSet, { params, body }, { ifMatch: etag });
    };
    await choose(chosen!);
    await ask(null);
    const asked = await formation();
    expect(asked.consult.people).toBe(asked.people.all);
    expect(asked.consult.unasked).toEqual({ added: 0, moved: 0, units: 0 });

    const state = async () => (await formation()).consult.cannot.find((one) => one.personId === chosen);
    const mine = await asMember(chosen!);
    await member.call(myQuestionAnswer, { params: { consultationId: mine!.id }, body: { answer: 'hindered' } });
    // A place of the plan is left by a new plan, what was chosen by hand is not.
    expect(await state()).toMatchObject({ planned: true, replan: true, chosenFor: node.key });
    await replan();
    expect(await state()).toMatchObject({ planned: true, replan: false, chosenFor: node.key });
    // The plan meanwhile proposes somebody else there.
    await choose(null);
    expect(await state()).toMatchObject({ planned: false, replan: false, chosenFor: null });
    const after = (await formation()).nodes.find((one) => one.key === node.key)!;
    expect(after.leader?.proposedBy).toBe('plan');
    await choose(other!);
    expect(await state()).toMatchObject({ planned: false, chosenFor: null });
    await choose(null);
    await ask(null);
  });

  test('after the time only a later one asks again', async () => {
    server.advance(3 * 3_600_000);
    expect((await refusal(ask(null))).issues?.[0]?.code).toBe('consult-deadline-past');
    await ask(new Date(Number(server.deps.clock.now()) + 600_000).toISOString());
    const { planId: current, consult, people } = await formation();
    await drafter.call(submissionCreate, { params, body: { planId: current!, replyBy: null } });
    expect((await formation()).consult).toMatchObject({ people: people.all, until: consult.until, hindered: 2 });
  });
});
