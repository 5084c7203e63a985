import type * as z from 'zod';
import {
  CORRECTABLE,
  correctionAnswer,
  correctionAsk,
  correctionList,
  type correctionSchema,
  myDataExport,
  type myDataSchema,
  myDataShow,
} from '#contract/my-data';
import { privacyShow, RETENTION } from '#contract/privacy';
import type { RouteShape } from '#contract/route';
import { type NoticeKind, POINTING_NOTICES } from '#kernel/formation';
import { addDays, type Day, FOREVER } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { cityOf } from '#store/city';
import {
  addCorrection,
  answerCorrection,
  type CorrectionRow,
  type CorrectionToAnswer,
  correctionsBelow,
  correctionsOf,
} from '#store/correction';
import { personRecord } from '#store/my-data';
import { rootBody } from '#store/scope';
import { namesLookedAt } from '#store/trail';
import type { Context } from '../context.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { myDataWorkbook } from '../my-data-workbook.ts';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { created, file, ok } from '../reply.ts';

type MyData = z.infer<typeof myDataSchema>;

/** Who holds what about me, correct it, export it; the privacy page; requests answered by the home organization. */
export function myDataRoutes(routes: Registrar): void {
  routes.handle(myDataShow, async (ctx) => ok(await myData(ctx)));

  routes.handle(myDataExport, async (ctx) => {
    const data = await myData(ctx);
    const name = `${ctx.deps.content.text(ctx.language, 'privacy:export-name')}-${ctx.today}`;
    if (ctx.query.format === 'json') return file(Buffer.from(JSON.stringify(data, null, 2)), 'application/json', `${name}.json`);
    const bytes = await myDataWorkbook(data, (key, params) => ctx.deps.content.text(ctx.language, key, params));
    return file(bytes, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', `${name}.xlsx`);
  });

  routes.handle(correctionAsk, async (ctx) => {
    const personId = personOf(ctx);
    const { field, proposed } = ctx.body;
    const id = await addCorrection(ctx.db, { cityId: ctx.cityId, personId, field, proposed, now: ctx.now });
    await ctx.audit({ action: 'correction-asked', subjectKind: 'person', subjectId: personId, detail: { field } });
    return created(id, `/api/my-data/corrections/${id}`);
  });

  routes.handle(correctionList, async (ctx) => {
    if (!ctx.scope.seesPersons) throw problem('names-not-allowed', {});
    const after = decodeCursor(ctx.query.cursor, 2) as [number, string] | undefined;
    const rows = await correctionsBelow(ctx.db, ctx.scope.body, { limit: ctx.query.limit + 1, after });
    return ok(pageFrom(rows, ctx.query.limit, (row) => [row.state === 'open' ? 1 : 0, row.id], toAnswerOf));
  });

  routes.handle(correctionAnswer, async (ctx) => {
    if (!ctx.scope.seesPersons) throw problem('names-not-allowed', {});
    const { correctionId: id } = ctx.params;
    const find = async () => (await correctionsBelow(ctx.db, ctx.scope.body, { limit: 1, id }))[0];
    const row = await find();
    if (!row) throw problem('not-found', {});
    const { state, answer } = ctx.body;
    const by = ctx.session.accountId;
    if (!(await answerCorrection(ctx.db, ctx.cityId, id, { state, text: answer || null, by, now: ctx.now }))) {
      throw problem('state-refuses', { state: row.state });
    }
    await ctx.audit({
      action: `correction-${state}`,
      subjectKind: 'person',
      subjectId: row.personId,
      detail: { field: row.field },
    });
    return ok(toAnswerOf((await find())!));
  });

  routes.handle(privacyShow, async (ctx) => {
    const city = await cityOf(ctx.db, ctx.cityId);
    const root = await rootBody(ctx.db, ctx.cityId);
    return ok({ city: city.name, responsible: root ?? city.name, demo: city.demo, kept: RETENTION.map((one) => ({ ...one })) });
  });
}

function personOf<R extends RouteShape>(ctx: Context<R>): string {
  if (ctx.session.personId === null) throw problem('not-found', {});
  return ctx.session.personId;
}

async function myData<R extends RouteShape>(ctx: Context<R>): Promise<MyData> {
  const personId = personOf(ctx);
  const record = await personRecord(ctx.db, ctx.cityId, personId);
  if (!record) throw problem('not-found', {});
  // The tables keep the day after the last one; people read the last one.
  const closed = <T extends { from: Day; until: Day }>(one: T) => ({
    ...one,
    until: one.until === FOREVER ? null : addDays(one.until, -1),
  });
  const said = (params: Record<string, string | number | null>) =>
    Object.fromEntries(Object.entries(params).map(([key, value]) => [key, dayWord(value, ctx.language)]));
  const looks = await namesLookedAt(ctx.db, ctx.cityId, personId);
  const corrections = await correctionsOf(ctx.db, ctx.cityId, personId);
  return {
    ...record,
    homes: record.homes.map(closed),
    participations: record.participations.map(closed),
    duties: record.duties.map(closed),
    shifts: record.shifts.map((one) => ({ ...one })),
    dayWishes: record.dayWishes.map((one) => ({ ...one })),
    offices: record.offices.map(closed),
    absences: record.absences.map(closed),
    serviceNotes: record.serviceNotes.map(closed),
    transfers: record.transfers.map((one) => ({ ...one })),
    tasks: record.tasks.map((one) => ({ ...one, post: one.post || null })),
    notices: record.notices.map(({ kind, params, ...one }) => ({
      ...one,
      words: ctx.deps.content
        .text(ctx.language, `field:notice-${kind}${POINTING_NOTICES.has(kind as NoticeKind) ? '-past' : ''}`, said(params))
        .trim(),
    })),
    skills: [...record.skills],
    wish: record.wish && { ...record.wish, windows: [...record.wish.windows] },
    account: { login: ctx.session.login, displayName: ctx.session.displayName },
    lookedAt: looks.map((one) => ({ ...one, at: one.at.toISOString() })),
    corrections: corrections.map(correctionOf),
  };
}

/** Days and instants among the values of a notice, as people say them on the city's clock. */
function dayWord(value: string | number | null, language: string): string | number {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}(T|$)/.test(value)) return value ?? '';
  const month = language === 'en' ? 'short' : 'long';
  const at = value.includes('T') ? ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const) : {};
  return new Intl.DateTimeFormat(language, { timeZone: 'Asia/Shanghai', month, day: 'numeric', ...at }).format(new Date(value));
}

function correctionOf(row: CorrectionRow): z.infer<typeof correctionSchema> {
  return {
    id: row.id,
    field: CORRECTABLE.find((one) => one === row.field) ?? 'other',
    proposed: row.proposed,
    state: row.state,
    answer: row.answer,
    createdAt: row.createdAt.toISOString(),
    answeredAt: row.answeredAt?.toISOString() ?? null,
  };
}

function toAnswerOf(row: CorrectionToAnswer) {
  return { ...correctionOf(row), personId: row.personId, person: maskName(row.name ?? ''), organization: row.organization };
}
