import { myOfferList, myOfferMake, myOfferWithdraw, myQuestionAnswer, offerConfirm, offerLed, offerList } from '#contract/offers';
import type { RouteShape } from '#contract/route';
import { addDays, type Day, errorIssue } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { answerForPerson } from '#store/consultation';
import { tellPerson } from '#store/duty';
import {
  confirmedOffers,
  confirmOffer,
  lockOwnOffer,
  makeOffer,
  offersFor,
  offersOf,
  openDutiesIn,
  questionsTo,
  residenceOf,
  tasksForOffers,
  type WaitingOffer,
  withdrawOffer,
} from '#store/offer';
import { chainOrg } from '#store/running';
import { lockTask, logChange } from '#store/task';
import type { Context } from '../context.ts';
import { offsetOf, pageAt } from '../cursor.ts';
import { join } from '../joining.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, ok } from '../reply.ts';

import { clockOf } from '../task-clock.ts';
import { readTask } from './tasks.ts';

const KEPT_DAYS = 180;

/** What people offer by themselves, and their answer when a plan asks them. */
export function offerRoutes(routes: Registrar): void {
  routes.handle(myOfferList, async (ctx) => {
    // Accounts that stand for nobody in the register have none of this, and their page asks all the same.
    const me = ctx.session.personId;
    if (me === null) return ok({ residence: null, tasks: [], offers: [], questions: [] });
    const questions = await questionsTo(ctx.db, ctx.cityId, me);
    return ok({
      residence: (await residenceOf(ctx.db, ctx.cityId, me))?.name ?? null,
      tasks: await tasksForOffers(ctx.db, ctx.cityId, me, ctx.today),
      offers: await offersOf(ctx.db, ctx.cityId, me),
      questions: questions.map(({ id, taskId, title, until, answer, leads, posts }) => ({
        id,
        taskId,
        title,
        answer,
        leads,
        until: until?.toISOString() ?? null,
        posts: posts.map(({ post, shift, place, from, to, startMinute, endMinute }) => ({
          post,
          shift,
          place,
          fromDay: from,
          toDay: addDays(to, -1),
          window: { from: clockOf(startMinute), to: clockOf(endMinute) },
        })),
      })),
    });
  });

  routes.handle(myOfferMake, async (ctx) => {
    const me = personOf(ctx);
    const { taskId, mode } = ctx.body;
    const open = await tasksForOffers(ctx.db, ctx.cityId, me, ctx.today);
    if (!open.some((one) => one.taskId === taskId)) throw problem('not-found', {});
    const home = await residenceOf(ctx.db, ctx.cityId, me);
    const task = open.find((one) => one.taskId === taskId)!;
    if (mode === 'residence-report' && !home) throw invalid([errorIssue('offer-residence-unknown', ['body', 'mode'])]);
    if (mode === 'residence-report' && !task.here)
      throw invalid([errorIssue('offer-not-here', ['body', 'mode'], { title: task.title, place: home!.name })]);
    const areaId = mode === 'residence-report' ? home!.id : null;
    const id = await makeOffer(ctx.db, ctx.cityId, {
      taskId,
      personId: me,
      mode,
      areaId,
      at: ctx.now,
      eraseAfter: addDays(ctx.today, KEPT_DAYS),
    });
    if (id === undefined) throw invalid([errorIssue('offer-confirmed', ['body', 'taskId'], { title: task.title })]);
    await ctx.audit({ action: 'offer', subjectKind: 'task', subjectId: taskId, detail: { mode } });
    return created(id, `/api/me/offers/${id}`);
  });

  routes.handle(myOfferWithdraw, async (ctx) => {
    const { offerId } = ctx.params;
    const me = personOf(ctx);
    const offer = await lockOwnOffer(ctx.db, ctx.cityId, offerId, me);
    if (!offer) throw problem('not-found', {});
    const duties = await openDutiesIn(ctx.db, ctx.cityId, offer.taskId, me);
    if (duties > 0) throw invalid([errorIssue('offer-has-duties', ['params', 'offerId'], { title: offer.title, count: duties })]);
    await withdrawOffer(ctx.db, ctx.cityId, { id: offerId, taskId: offer.taskId, personId: me }, ctx.today);
    await ctx.audit({ action: 'offer-withdraw', subjectKind: 'task', subjectId: offer.taskId });
    return changed(offerId, `/api/me/offers/${offerId}`);
  });

  routes.handle(myQuestionAnswer, async (ctx) => {
    const { consultationId } = ctx.params;
    const mine = (await questionsTo(ctx.db, ctx.cityId, personOf(ctx))).find((one) => one.id === consultationId);
    if (!mine) throw problem('not-found', {});
    if (mine.until && mine.until < ctx.now)
      throw invalid([errorIssue('consult-over', ['body', 'answer'], { title: mine.title })]);
    const answered = await answerForPerson(ctx.db, ctx.cityId, consultationId, personOf(ctx), ctx.body.answer, ctx.now);
    await ctx.audit({ action: 'question-answer', subjectKind: 'task', subjectId: answered!.taskId });
    return changed(consultationId, `/api/me/consultations/${consultationId}`);
  });

  routes.handle(offerList, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const part = { offset: offsetOf(cursor), limit: limit + 1 };
    const rows = await offersFor(ctx.db, ctx.cityId, ctx.scope.body.anchors, ctx.today, part);
    return ok(
      pageAt(
        rows,
        part.offset,
        limit,
        ({ id, taskId, title, taskState, state, mode, areaName, unitName, name, createdAt, places }) => ({
          id,
          taskId,
          title,
          mode,
          areaName,
          unitName,
          name: maskName(name),
          createdAt: createdAt.toISOString(),
          unplaced: state === 'confirmed',
          running: taskState === 'active',
          places,
        }),
      ),
    );
  });

  routes.handle(offerLed, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const part = { offset: offsetOf(cursor), limit: limit + 1 };
    const rows = await confirmedOffers(ctx.db, ctx.cityId, ctx.scope.body.anchors, ctx.today, part);
    return ok(pageAt(rows, part.offset, limit, (one) => ({ ...one, name: maskName(one.name), posts: [...one.posts] })));
  });

  routes.handle(offerConfirm, async (ctx) => {
    const find = () => offersFor(ctx.db, ctx.cityId, ctx.scope.body.anchors, ctx.today, { id: ctx.params.offerId });
    const [found] = await find();
    if (!found) throw problem('not-found', {});
    // The task may be ending, or another may confirm at the same moment: what counts is read behind the lock.
    await lockTask(ctx.db, ctx.cityId, found.taskId);
    const [offer] = await find();
    if (!offer) throw problem('not-found', {});
    if (CLOSED.has(offer.taskState)) throw problem('state-refuses', { state: offer.taskState });
    const again = offer.state === 'confirmed' && (offer.serves || offer.taskState !== 'active');
    if (again || !(await confirmOffer(ctx.db, ctx.cityId, offer.id, ctx.session.accountId)))
      throw problem('state-refuses', { state: offer.state });
    const joined = offer.taskState === 'active' ? await joinBy(ctx, offer, ctx.body.orgId) : null;
    await tellPerson(ctx.db, ctx.cityId, offer.personId, {
      kind: joined ? 'offer-joined' : 'offer-confirmed',
      params: { title: offer.title, taskId: offer.taskId, ...joined },
      at: ctx.now,
      eraseAfter: addDays(ctx.today, 90),
    });
    await logChange(ctx.db, ctx.cityId, offer.taskId, {
      kind: 'offer',
      params: { mode: offer.mode },
      by: ctx.session.accountId,
      at: ctx.now,
    });
    await ctx.audit({ action: 'offer-confirm', subjectKind: 'task', subjectId: offer.taskId, detail: { mode: offer.mode } });
    return changed(offer.id, `/api/offers/${offer.id}`);
  });
}

const CLOSED: ReadonlySet<string> = new Set(['ended', 'cancelled', 'standing-enough', 'draft']);

/** Who lives there joins the organization of the place or one below it; whoever owns the task may choose any of the chain. */
async function joinBy<R extends RouteShape>(
  ctx: Context<R>,
  offer: WaitingOffer,
  orgId: string | null,
): Promise<{ org: string; from: Day }> {
  const known = offer.places.some((one) => one.orgId === orgId);
  const free = offer.mode === 'self-applied' && orgId !== null;
  const org = orgId === null ? offer.places[0] : known || free ? { orgId } : undefined;
  const found = org && (await chainOrg(ctx.db, ctx.cityId, offer.taskId, { orgId: org.orgId }));
  if (!found) throw invalid([errorIssue('offer-needs-place', ['body', 'orgId'], { title: offer.title })]);
  const task = await readTask(ctx.db, ctx.cityId, offer.taskId);
  const from = task.startsOn !== null && task.startsOn > ctx.today ? task.startsOn : ctx.today;
  await join(ctx, task, offer.personId, found.id, from);
  return { org: found.name, from };
}

function personOf<R extends RouteShape>(ctx: Context<R>): string {
  const { personId } = ctx.session;
  if (personId === null) throw problem('not-found', {});
  return personId;
}
