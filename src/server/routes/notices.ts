import { myNoticeList, noticeList } from '#contract/notices';
import { idSchema } from '#contract/page';
import { type NoticePart, type NoticeRow, noticesOfBody, noticesOfPerson } from '#store/notice';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

/** What one was told: a person by name of the account, an organization or unit by the acting role. */
export function noticeRoutes(routes: Registrar): void {
  routes.handle(myNoticeList, async (ctx) => {
    const { personId } = ctx.session;
    const rows = personId === null ? [] : await noticesOfPerson(ctx.db, ctx.cityId, personId, partOf(ctx.query));
    return ok(pageFrom(rows, ctx.query.limit, (row) => [row.id], noticeOf));
  });

  routes.handle(noticeList, async (ctx) => {
    const { anchors, unitId } = ctx.scope.body;
    // A member of a unit sees his own notices on the phone page; those of the unit are for who speaks for it.
    const body = { anchors, unitId };
    const rows = ctx.scope.role === 'member' ? [] : await noticesOfBody(ctx.db, ctx.cityId, body, partOf(ctx.query));
    return ok(pageFrom(rows, ctx.query.limit, (row) => [row.id], noticeOf));
  });
}

function partOf({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): NoticePart {
  const after = decodeCursor(cursor, 1)?.[0];
  if (after !== undefined && !idSchema.safeParse(after).success) throw problem('malformed', {});
  return { limit: limit + 1, after: after === undefined ? undefined : String(after) };
}

function noticeOf(row: NoticeRow) {
  return { ...row, at: row.at.toISOString() };
}
