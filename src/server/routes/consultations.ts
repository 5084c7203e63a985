import { consultationAnswer, consultationList, consultationStart } from '#contract/consultations';
import { addDays, errorIssue } from '#kernel/lib';
import { answerForUnit, openConsultation, questionsToUnits, startConsultation } from '#store/consultation';
import { addNotices } from '#store/formation';
import { logChange, updateTask } from '#store/task';
import { offsetOf, pageAt } from '../cursor.ts';
import { readFormation } from '../formation.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, ok } from '../reply.ts';
import { packOf } from './formation.ts';
import { openTask, readTask } from './tasks.ts';

/** Answers are erased so many days after the question. */
const KEPT_DAYS = 30;

/** A plan is put to everyone in it and to their units before it goes up; units answer here, members on the phone page. */
export function consultationRoutes(routes: Registrar): void {
  routes.handle(consultationStart, async (ctx) => {
    const task = await openTask(ctx, ctx.params.taskId, 'edit', { anyVersion: true });
    const { planId } = task;
    if (planId === null) throw invalid([errorIssue('plan-missing', ['plan'], { title: task.title })]);
    const until = ctx.body.until === null ? task.consultUntil : new Date(ctx.body.until);
    if (until === null) throw invalid([errorIssue('consult-deadline-missing', ['body', 'until'], { title: task.title })]);
    if (until <= ctx.now) throw invalid([errorIssue('consult-deadline-past', ['body', 'until'], { until: until.toISOString() })]);
    const leading = task.pack === null ? [] : (await readFormation(ctx, task, packOf(ctx, task))).leading;
    const asking = { cityId: ctx.cityId, taskId: task.id, planId, leaders: leading };
    const { ids, ...asked } = await startConsultation(ctx.db, asking, addDays(ctx.today, KEPT_DAYS));
    const moved = until.getTime() !== task.consultUntil?.getTime();
    // Whoever was asked is told anew only of another deadline. Asking takes the place of a reason for not asking.
    await updateTask(ctx.db, ctx.cityId, task.id, { consult_until: until, consult_skipped_reason: null });
    await addNotices(ctx.db, ctx.cityId, {
      kind: 'consultation',
      taskId: task.id,
      params: { title: task.title, until: until.toISOString() },
      at: ctx.now,
      eraseAfter: addDays(ctx.today, KEPT_DAYS),
      toAsked: moved ? await openConsultation(ctx.db, ctx.cityId, planId) : ids,
    });
    await logChange(ctx.db, ctx.cityId, task.id, {
      kind: 'consultation',
      params: { ...asked, until: until.toISOString() },
      by: ctx.session.accountId,
      at: ctx.now,
    });
    await ctx.audit({ action: 'consultation-start', subjectKind: 'task', subjectId: task.id, detail: asked });
    return created(task.id, `/api/tasks/${task.id}/formation`);
  });

  routes.handle(consultationList, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const rows = await questionsToUnits(ctx.db, ctx.cityId, ctx.scope.body.anchors, { offset, limit: limit + 1 });
    return ok(pageAt(rows, offset, limit, (row) => ({ ...row, until: row.until?.toISOString() ?? null })));
  });

  routes.handle(consultationAnswer, async (ctx) => {
    const { taskId, unitId } = ctx.params;
    if (ctx.body.answer === 'objected' && ctx.body.opinion.trim() === '')
      throw invalid([errorIssue('objection-reason-missing', ['body', 'opinion'])]);
    const task = await readTask(ctx.db, ctx.cityId, taskId);
    if (task.consultUntil && task.consultUntil < ctx.now)
      throw invalid([errorIssue('consult-over', ['body', 'answer'], { title: task.title })]);
    if (!(await answerForUnit(ctx.db, ctx.cityId, taskId, unitId, ctx.body.answer, ctx.body.opinion, ctx.now)))
      throw problem('not-found', {});
    await ctx.audit({
      action: 'consultation-answer',
      subjectKind: 'task',
      subjectId: taskId,
      detail: { unitId, answer: ctx.body.answer },
    });
    return changed(taskId, '/api/consultations');
  });
}
