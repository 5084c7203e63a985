import { type TodayItem, termList, todayShow } from '#contract/today';
import { addMonths, type Day } from '#kernel/lib';
import { offersWaiting } from '#store/offer';
import { type Body, tasksInReach } from '#store/scope';
import { listTasks } from '#store/task';
import {
  dutyTrouble,
  endingTerms,
  findBodyName,
  firstPosts,
  leftOpen,
  unansweredDuties,
  unfavourableDecisions,
  unitsOverCap,
  waitingApprovals,
} from '#store/waiting';
import { answersToLookAt, focusArea, myOpenQuestions, openQuestions } from '#store/waiting-people';
import { decodeCursor, pageFrom } from '../cursor.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';
import {
  answersItem,
  approvalItems,
  byBite,
  decisionItem,
  dutiesItem,
  endingItem,
  leftOpenItem,
  myQuestionsItem,
  offersItem,
  overCapItem,
  planGap,
  planLacking,
  questionItem,
  runningRow,
  termsItem,
  troubleItems,
  unfinishedDraft,
} from '../today-items.ts';

/** One page shows what one person can decide in a morning; the lists behind it are complete. */
const MOST_TASKS = 200;
/** Ordinary notice of a re-election: half a year before the term is over. */
const TERM_NOTICE_MONTHS = 6;

/** What waits for a decision and what runs, from the real tables, in some fifteen queries whatever the size of the city. */
export function todayRoutes(routes: Registrar): void {
  routes.handle(todayShow, async (ctx) => {
    const { db, cityId, now, today, session } = ctx;
    const { body, role } = ctx.scope;
    const name = await findBodyName(db, body);
    const duties = await unansweredDuties(db, body);
    const items: TodayItem[] = duties ? [dutiesItem(duties)] : [];
    const asked = await myOpenQuestions(db, body, now);
    if (asked > 0) items.push(myQuestionsItem(asked));
    const head = { asOf: now.toISOString(), scope: ctx.query.scope };
    if (role === 'member') {
      return ok({ ...head, scope: 'mine' as const, scopes: [{ scope: 'mine' as const, name: null }], items, running: [] });
    }
    const reach = tasksInReach(body);
    const focus = await focusArea(db, body, reach);
    const scope = ctx.query.scope === 'area' && !focus ? 'mine' : ctx.query.scope;
    const mine = scope === 'mine';
    const within = new Set(focus?.taskIds);
    const narrowed = (taskId: string) => scope !== 'area' || within.has(taskId);
    const seen = bodySeen(body, scope, focus);
    const all = await listTasks(db, cityId, reach, { closed: false, offset: 0, limit: MOST_TASKS });
    const tasks = all.filter((task) => (mine ? task.createdBy === session.accountId : narrowed(task.id)));
    const first = await firstPosts(
      db,
      cityId,
      tasks.map((task) => task.id),
    );
    for (const task of tasks) {
      const opens = first.get(task.id);
      const draft = planLacking(task, opens, now) ?? unfinishedDraft(task, session.accountId);
      const rows = [planGap(task, opens, now), draft, endingItem(task, today)];
      items.push(...rows.filter((row) => row !== undefined));
    }
    items.push(...approvalItems((await waitingApprovals(db, body)).filter((row) => narrowed(row.taskId))));
    const own = (row: { createdBy: string; taskId: string }) =>
      mine ? row.createdBy === session.accountId : narrowed(row.taskId);
    const decided = await unfavourableDecisions(db, cityId, reach, today);
    items.push(...decided.filter((row) => own(row) || (mine && row.submittedBy === session.accountId)).map(decisionItem));
    items.push(...(await leftOpen(db, cityId, reach, today)).filter(own).map((open) => leftOpenItem(open, now)));
    items.push(...(await dutyTrouble(db, cityId, reach)).filter(own).flatMap(troubleItems));
    items.push(...(await answersToLookAt(db, cityId, reach)).filter(own).map(answersItem));
    items.push(...(await openQuestions(db, seen, now)).map(questionItem));
    if (role === 'officer' || role === 'secretary')
      items.push(...(await offersWaiting(db, cityId, seen.anchors, today)).map(offersItem));
    items.push(...(await unitsOverCap(db, seen)).map(overCapItem));
    const [firstTerm] = await endingTerms(db, seen, addMonths(today, TERM_NOTICE_MONTHS), { limit: 1 });
    if (firstTerm) items.push(termsItem(firstTerm, scope, today));
    return ok({
      ...head,
      scope,
      scopes: [
        { scope: 'mine' as const, name: null },
        ...(focus ? [{ scope: 'area' as const, name: focus.name }] : []),
        { scope: 'body' as const, name },
      ],
      items: items.sort(byBite),
      running: tasks.filter((task) => task.state !== 'draft' || task.needed > 0).map((task) => runningRow(task, today)),
    });
  });

  routes.handle(termList, async (ctx) => {
    const { body } = ctx.scope;
    const { scope, cursor, limit } = ctx.query;
    const focus = scope === 'area' ? await focusArea(ctx.db, body, tasksInReach(body)) : undefined;
    const after = decodeCursor(cursor, 2) as readonly [Day, string] | undefined;
    const rows = await endingTerms(ctx.db, bodySeen(body, scope, focus), addMonths(ctx.today, TERM_NOTICE_MONTHS), {
      after,
      limit: limit + 1,
    });
    return ok(
      pageFrom(
        rows,
        limit,
        (row) => [row.endsOn, row.orgId],
        ({ count: _, ...row }) => row,
      ),
    );
  });
}

/** In a county, what hangs on organizations is that of its committee and below. */
function bodySeen(body: Body, scope: string, focus: { readonly orgId: string } | undefined): Body {
  return scope === 'area' && focus ? { ...body, anchors: [focus.orgId], root: false } : body;
}
