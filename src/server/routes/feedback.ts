import { createHash } from 'node:crypto';
import { feedbackAnswer, feedbackList, feedbackLookUp, feedbackSend } from '#contract/feedback';
import { FEEDBACK_DAYS } from '#contract/privacy';
import type { RouteShape } from '#contract/route';
import { addDays, day } from '#kernel/lib';
import { cityOf } from '#store/city';
import { addFeedback, answerFeedback, type FeedbackRow, findFeedback, listFeedback, readFeedback } from '#store/feedback';
import { dayIn } from '#store/today';
import type { Context } from '../context.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { Throttle } from '../lockout.ts';
import { freshCode, plainCode } from '../password.ts';
import { editedSince, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

const HOUR = 3_600_000;

/** Complaints and suggestions: sent without account, found again by code, answered by the city committee. */
export function feedbackRoutes(routes: Registrar): void {
  const sending = new Throttle(20, HOUR);
  const looking = new Throttle(60, HOUR);
  const slow = (throttle: Throttle, ctx: Context<RouteShape>) => {
    const seconds = throttle.take(ctx.address, ctx.now.getTime());
    if (seconds > 0) throw problem('too-many-requests', { seconds });
  };

  routes.handle(feedbackSend, async (ctx) => {
    slow(sending, ctx as unknown as Context<RouteShape>);
    const code = ctx.body.code ?? freshCode();
    const eraseAfter = addDays(ctx.today, FEEDBACK_DAYS);
    const added = await addFeedback(ctx.db, {
      cityId: ctx.cityId,
      codeHash: hashCode(code),
      kind: ctx.body.kind,
      text: ctx.body.text,
      now: ctx.now,
      eraseAfter,
    });
    if (!added) {
      // The answer got lost and the sender tried again: the same entry gets the same answer.
      const kept = await findFeedback(ctx.db, ctx.cityId, hashCode(code));
      if (kept?.kind !== ctx.body.kind || kept.text !== ctx.body.text) throw problem('key-reused', {});
      return ok({ code, eraseAfter: day(kept.eraseAfter) });
    }
    return ok({ code, eraseAfter });
  });

  routes.handle(feedbackLookUp, async (ctx) => {
    slow(looking, ctx as unknown as Context<RouteShape>);
    const row = await findFeedback(ctx.db, ctx.cityId, hashCode(ctx.body.code));
    if (!row) throw problem('not-found', {});
    const { timeZone } = await cityOf(ctx.db, ctx.cityId);
    const { kind, text, state, answer, eraseAfter } = row;
    const on = (at: Date | null) => (at ? dayIn(timeZone, at.getTime()) : null);
    return ok({
      kind,
      text,
      state,
      answer,
      eraseAfter: day(eraseAfter),
      createdOn: on(row.createdAt)!,
      answeredOn: on(row.answeredAt),
    });
  });

  routes.handle(feedbackList, async (ctx) => {
    onlyCity(ctx);
    const { timeZone } = await cityOf(ctx.db, ctx.cityId);
    const after = decodeCursor(ctx.query.cursor, 2) as [string, string] | undefined;
    const rows = await listFeedback(ctx.db, ctx.cityId, ctx.query.limit + 1, after);
    return ok(
      pageFrom(
        rows,
        ctx.query.limit,
        (row) => [row.state, row.id],
        (row) => entryOf(row, timeZone),
      ),
    );
  });

  routes.handle(feedbackAnswer, async (ctx) => {
    onlyCity(ctx);
    const { timeZone } = await cityOf(ctx.db, ctx.cityId);
    const { feedbackId: id } = ctx.params;
    const { answer, seen } = ctx.body;
    const row = await answerFeedback(ctx.db, ctx.cityId, id, { text: answer, seen, by: ctx.session.accountId, now: ctx.now });
    if (!row) {
      // Whoever sent it may have read the other answer already: both are shown, and a person chooses.
      const current = await readFeedback(ctx.db, ctx.cityId, id);
      throw current ? editedSince(entryOf(current, timeZone), ctx.body, '') : problem('not-found', {});
    }
    await ctx.audit({ action: 'feedback-answered', subjectKind: 'feedback', subjectId: row.id });
    return ok(entryOf(row, timeZone));
  });
}

/** Only the committee at the top of the city answers: the body complained about must not be the one that reads. */
function onlyCity<R extends RouteShape>(ctx: Context<R>): void {
  if (!(ctx.scope.body.standing && ctx.scope.body.root && ctx.scope.body.orgClass === 'local'))
    throw problem('outside-scope', { kind: 'feedback' });
}

function entryOf(row: FeedbackRow, timeZone: string) {
  return {
    id: row.id,
    kind: row.kind,
    text: row.text,
    state: row.state,
    answer: row.answer,
    createdOn: dayIn(timeZone, row.createdAt.getTime()),
  };
}

/** A code has 59 random bits, so a plain hash keeps it; it must be found by its hash. */
function hashCode(code: string): string {
  return createHash('sha256').update(plainCode(code)).digest('hex');
}
