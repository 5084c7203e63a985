import { myOfferList, myOfferMake, myOfferWithdraw, myQuestionAnswer, offerConfirm, offerList } from '#contract/offers';
import type { RouteShape } from '#contract/route';
import { addDays, errorIssue } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { answerForPerson } from '#store/consultation';
import { tellPerson } from '#store/duty';
import {
  confirmOffer,
  makeOffer,
  offersFor,
  offersOf,
  questionsTo,
  residenceOf,
  tasksForOffers,
  withdrawOffer,
} from '#store/offer';
import { chainOrg } from '#store/running';
import { logChange } from '#store/task';
import type { Context } from '../context.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, ok } from '../reply.ts';
import { join } from './running.ts';
import { readTask } from './tasks.ts';

const KEPT_DAYS = 180;

/** What people offer by themselves, and their answer when a plan asks them. */
export function offerRoutes(routes: Registrar): void {
  routes.handle(myOfferList, async (ctx) => {
    const me = personOf(ctx);
    const questions = await questionsTo(ctx.db, ctx.cityId, me);
    return ok({
      residence: (await residenceOf(ctx.db, ctx.cityId, me))?.name ?? null,
      tasks: await tasksForOffers(ctx.db, ctx.cityId, me),
      offers: await offersOf(ctx.db, ctx.cityId, me),
      questions: questions.map((one) => ({ ...one, until: one.until?.toISOString() ?? null })),
    });
  });

  routes.handle(myOfferMake, async (ctx) => {
    const me = personOf(ctx);
    const { taskId, mode } = ctx.body;
    const open = await tasksForOffers(ctx.db, ctx.cityId, me);
    if (!open.some((one) => one.taskId === taskId)) throw problem('not-found', {});
    const home = await residenceOf(ctx.db, ctx.cityId, me);
    if (mode === 'residence-report' && !home) throw invalid([errorIssue('offer-residence-unknown', ['body', 'mode'])]);
    const areaId = mode === 'residence-report' ? home!.id : null;
    const id = await makeOffer(ctx.db, ctx.cityId, {
      taskId,
      personId: me,
      mode,
      areaId,
      at: ctx.now,
      eraseAfter: addDays(ctx.today, KEPT_DAYS),
    });
    await ctx.audit({ action: 'offer', subjectKind: 'task', subjectId: taskId, detail: { mode } });
    return created(id, `/api/me/offers/${id}`);
  });

  routes.handle(myOfferWithdraw, async (ctx) => {
    const { offerId } = ctx.params;
    if (!(await withdrawOffer(ctx.db, ctx.cityId, offerId, personOf(ctx)))) throw problem('not-found', {});
    return changed(offerId, `/api/me/offers/${offerId}`);
  });

  routes.handle(myQuestionAnswer, async (ctx) => {
    const { consultationId } = ctx.params;
    const mine = (await questionsTo(ctx.db, ctx.cityId, personOf(ctx))).find((one) => one.id === consultationId);
    if (!mine) throw problem('not-found', {});
    if (mine.until && mine.until < ctx.now)
      throw invalid([errorIssue('consult-over', ['body', 'answer'], { title: mine.title })]);
    await answerForPerson(ctx.db, ctx.cityId, consultationId, personOf(ctx), ctx.body.answer, ctx.now);
    return changed(consultationId, `/api/me/consultations/${consultationId}`);
  });

  routes.handle(offerList, async (ctx) => {
    const rows = await offersFor(ctx.db, ctx.cityId, ctx.scope.body.anchors);
    return ok({
      items: rows.map(({ id, taskId, title, mode, areaName, unitName, name, createdAt }) => ({
        id,
        taskId,
        title,
        mode,
        areaName,
        unitName,
        name: maskName(name),
        createdAt: createdAt.toISOString(),
      })),
    });
  });

  routes.handle(offerConfirm, async (ctx) => {
    const [offer] = await offersFor(ctx.db, ctx.cityId, ctx.scope.body.anchors, ctx.params.offerId);
    if (!offer) throw problem('not-found', {});
    await confirmOffer(ctx.db, ctx.cityId, offer.id, ctx.session.accountId);
    const place = offer.areaId ?? (await residenceOf(ctx.db, ctx.cityId, offer.personId))?.id;
    if (offer.taskState === 'active' && place) {
      const org = await chainOrg(ctx.db, ctx.cityId, offer.taskId, { areaId: place });
      if (org) await join(ctx, await readTask(ctx.db, ctx.cityId, offer.taskId), offer.personId, org.id, ctx.today);
    }
    await tellPerson(ctx.db, ctx.cityId, offer.personId, {
      kind: 'offer-confirmed',
      params: { title: offer.title, taskId: offer.taskId },
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

function personOf<R extends RouteShape>(ctx: Context<R>): string {
  const { personId } = ctx.session;
  if (personId === null) throw problem('not-found', {});
  return personId;
}
