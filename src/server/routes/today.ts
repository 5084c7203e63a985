import { type TodayItem, todayShow } from '#contract/today';
import { addMonths } from '#kernel/lib';
import { tasksInReach } from '#store/scope';
import { listTasks } from '#store/task';
import {
  dutyTrouble,
  endingTerms,
  findBodyName,
  firstPosts,
  returnedApprovals,
  unansweredDuties,
  unitsOverCap,
  waitingApprovals,
} from '#store/waiting';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';
import {
  approvalItems,
  byBite,
  dutiesItem,
  endingItem,
  overCapItem,
  planGap,
  returnedItem,
  runningRow,
  termsItem,
  troubleItems,
  unfinishedDraft,
} from '../today-items.ts';

/** One page shows what one person can decide in a morning; the lists behind it are complete. */
const MOST_TASKS = 200;
/** Ordinary notice of a re-election: half a year before the term is over. */
const TERM_NOTICE_MONTHS = 6;

/** What waits for a decision and what runs, from the real tables, in ten queries whatever the size of the city. */
export function todayRoutes(routes: Registrar): void {
  routes.handle(todayShow, async (ctx) => {
    const { db, cityId, now, today, session } = ctx;
    const { body, role } = ctx.scope;
    const name = await findBodyName(db, body);
    const duties = await unansweredDuties(db, body);
    const items: TodayItem[] = duties ? [dutiesItem(duties)] : [];
    const head = { asOf: now.toISOString(), scope: ctx.query.scope };
    if (role === 'member') {
      return ok({ ...head, scope: 'mine' as const, scopes: [{ scope: 'mine' as const, name: null }], items, running: [] });
    }
    const mine = ctx.query.scope === 'mine';
    const reach = tasksInReach(body);
    const all = await listTasks(db, cityId, reach, { closed: false, offset: 0, limit: MOST_TASKS });
    const tasks = mine ? all.filter((task) => task.createdBy === session.accountId) : all;
    const first = await firstPosts(
      db,
      cityId,
      tasks.map((task) => task.id),
    );
    for (const task of tasks) {
      const rows = [planGap(task, first.get(task.id), now), unfinishedDraft(task, session.accountId), endingItem(task, today)];
      items.push(...rows.filter((row) => row !== undefined));
    }
    items.push(...approvalItems(await waitingApprovals(db, body)));
    const own = (row: { createdBy: string }) => !mine || row.createdBy === session.accountId;
    items.push(...(await returnedApprovals(db, cityId, reach)).filter(own).map(returnedItem));
    items.push(...(await dutyTrouble(db, cityId, reach)).filter(own).flatMap(troubleItems));
    items.push(...(await unitsOverCap(db, body)).map(overCapItem));
    const terms = await endingTerms(db, body, addMonths(today, TERM_NOTICE_MONTHS));
    if (terms) items.push(termsItem(terms));
    return ok({
      ...head,
      scopes: [
        { scope: 'mine' as const, name: null },
        { scope: 'body' as const, name },
      ],
      items: items.sort(byBite),
      running: tasks.filter((task) => task.state !== 'draft').map((task) => runningRow(task, today)),
    });
  });
}
