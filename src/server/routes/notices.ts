import { myNoticeList, noticeList } from '#contract/notices';
import { type NoticeRow, noticesOfBody, noticesOfPerson } from '#store/notice';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

/** One screen of a phone, one sheet of the console; older ones are in the log of the task. */
const MOST = 20;

/** What one was told: a person by name of the account, an organization or unit by the acting role. */
export function noticeRoutes(routes: Registrar): void {
  routes.handle(myNoticeList, async (ctx) => {
    const { personId } = ctx.session;
    const rows = personId === null ? [] : await noticesOfPerson(ctx.db, ctx.cityId, personId, MOST);
    return ok({ items: rows.map(noticeOf) });
  });

  routes.handle(noticeList, async (ctx) => {
    const { anchors, unitId } = ctx.scope.body;
    // A member of a unit sees his own notices on the phone page; those of the unit are for who speaks for it.
    const rows = ctx.scope.role === 'member' ? [] : await noticesOfBody(ctx.db, ctx.cityId, { anchors, unitId }, MOST);
    return ok({ items: rows.map(noticeOf) });
  });
}

function noticeOf(row: NoticeRow) {
  return { ...row, at: row.at.toISOString() };
}
