import { PAGES } from '#contract/pages';
import { type Today, type TodayItem, termList, todayShow } from '#contract/today';
import { addMonths, type Day } from '#kernel/lib';
import { offersWaiting } from '#store/offer';
import { openShifts } from '#store/open-shifts';
import { type Body, tasksInReach } from '#store/scope';
import { openTasks } from '#store/task';
import {
  both,
  dutyTrouble,
  endingTerms,
  findBodyName,
  firstPosts,
  leftOpen,
  type OneOf,
  tasksOf,
  unansweredDuties,
  unfavourableDecisions,
  unitsOverCap,
  waitingApprovals,
} from '#store/waiting';
import { answersToLookAt, focusArea, myOpenQuestions, openQuestions } from '#store/waiting-people';
import { decodeCursor, pageFrom } from '../cursor.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';
import { spanAhead } from '../task-clock.ts';
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
  shiftsItems,
  termsItem,
  troubleItems,
  unfinishedDraft,
} from '../today-items.ts';

/** Tasks under way that one page shows at least, whatever number of rows of a kind is asked for. */
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
      return ok({
        ...head,
        scope: 'mine' as const,
        scopes: [{ scope: 'mine' as const, name: null }],
        items,
        running: [],
        cut: [],
      });
    }
    const { most } = ctx.query;
    const reach = tasksInReach(body);
    const focus = await focusArea(db, body, reach);
    const scope = ctx.query.scope === 'area' && !focus ? 'mine' : ctx.query.scope;
    const mine = scope === 'mine';
    const about = tasksOf(mine ? { createdBy: session.accountId } : scope === 'area' ? { taskIds: focus?.taskIds ?? [] } : {});
    const own = both(reach, about);
    const seen = bodySeen(body, scope, focus);
    const cut: Today['cut'] = [];
    const counted = <Row extends OneOf>(kind: Today['cut'][number]['kind'], to: string | null, rows: readonly Row[]) => {
      const of = rows[0]?.of ?? 0;
      if (of > rows.length) cut.push({ kind, shown: rows.length, of, to });
      return rows;
    };
    const part = { offset: 0, limit: Math.max(MOST_TASKS, most) };
    const tasks = counted('tasks', PAGES.tasks, await openTasks(db, cityId, own, part));
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
    const active = tasks.filter((task) => task.state === 'active');
    const ids = active.map((task) => task.id);
    items.push(...shiftsItems(active, await openShifts(db, cityId, ids, spanAhead(now, today)), now));
    // What one may decide on is one's own matter whoever wrote the task; only a county narrows it.
    const decidable = mine ? tasksOf({}) : about;
    items.push(...approvalItems(counted('approvals', PAGES.approvals, await waitingApprovals(db, body, decidable, most))));
    const decided = { reach, about, submitter: mine ? session.accountId : null };
    items.push(...counted('decisions', null, await unfavourableDecisions(db, cityId, decided, today, most)).map(decisionItem));
    const open = counted('open', null, await leftOpen(db, cityId, own, today, most));
    items.push(...open.map((one) => leftOpenItem(one, now)));
    items.push(...counted('trouble', null, await dutyTrouble(db, cityId, own, most)).flatMap(troubleItems));
    items.push(...counted('answers', null, await answersToLookAt(db, cityId, own, most)).map(answersItem));
    items.push(...counted('questions', PAGES.consultations, await openQuestions(db, seen, now, most)).map(questionItem));
    if (role === 'officer' || role === 'secretary')
      items.push(...(await offersWaiting(db, cityId, seen.anchors, today)).map(offersItem));
    items.push(...counted('caps', null, await unitsOverCap(db, seen, most)).map(overCapItem));
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
      cut,
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
