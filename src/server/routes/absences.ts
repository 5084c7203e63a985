import type * as z from 'zod';
import {
  type absenceInput,
  type absenceSchema,
  memberAbsenceNote,
  memberAbsenceTakeBack,
  myAbsenceList,
  myAbsenceSay,
  myAbsenceTakeBack,
} from '#contract/absences';
import type { RouteShape } from '#contract/route';
import { addDays, type Day } from '#kernel/lib';
import { ABSENCE_AHEAD, type Absence, absenceIssues, turnedIssues } from '#kernel/registry';
import { type AbsenceRow, absencesOf, addAbsence, dutiesMeant, takeBackAbsence } from '#store/absence';
import { tellPerson } from '#store/duty';
import type { Context } from '../context.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { wakeReplacements } from '../replacements.ts';
import { changed, created, ok } from '../reply.ts';

/** Days after which the notice to the member goes at the latest; it goes with the days it speaks of when those are over before. */
const TOLD_DAYS = 90;

const MINE = '/api/me/absences';

/**
 * Days at which somebody cannot serve: said by the person, or noted by who may edit the member, who then tells the person. The trail holds
 * who did it about whom and not the days: they go when they are over.
 */
export function absenceRoutes(routes: Registrar): void {
  routes.handle(myAbsenceList, async (ctx) => {
    const { db, cityId, today } = ctx;
    const personId = personOf(ctx);
    const duties = await dutiesMeant(db, cityId, personId, today);
    const items = (await absencesOf(db, cityId, personId, today)).map((row) => ({
      ...absenceOf(row),
      duties: duties.filter((one) => one.absenceId === row.id).map(({ absenceId: _, ...one }) => one),
    }));
    return ok({ today, latest: addDays(today, ABSENCE_AHEAD), items });
  });

  routes.handle(myAbsenceSay, async (ctx) => {
    const personId = personOf(ctx);
    const id = await note(ctx, personId, ctx.body);
    await ctx.audit({ action: 'absence-said', subjectKind: 'person', subjectId: personId });
    return created(id, MINE);
  });

  routes.handle(myAbsenceTakeBack, async (ctx) => {
    const personId = personOf(ctx);
    const taken = await takeBackAbsence(ctx.db, ctx.cityId, personId, daysOf(ctx.body));
    if (taken) await ctx.audit({ action: 'absence-taken-back', subjectKind: 'person', subjectId: personId });
    return changed(personId, MINE);
  });

  routes.handle(memberAbsenceNote, async (ctx) => {
    const { personId } = ctx.params;
    const id = await note(ctx, personId, ctx.body);
    await ctx.audit({ action: 'absence-noted', subjectKind: 'person', subjectId: personId });
    await tell(ctx, personId, 'absence-noted', ctx.body);
    return created(id, `/api/members/${personId}`);
  });

  routes.handle(memberAbsenceTakeBack, async (ctx) => {
    const { personId } = ctx.params;
    if (await takeBackAbsence(ctx.db, ctx.cityId, personId, daysOf(ctx.body))) {
      await ctx.audit({ action: 'absence-taken-back', subjectKind: 'person', subjectId: personId });
      await tell(ctx, personId, 'absence-taken-back', ctx.body);
    }
    return changed(personId, `/api/members/${personId}`);
  });
}

/** An absence as people read it: the last day in place of the day after. */
export function absenceOf({ id, from, to, notedOn }: AbsenceRow): z.infer<typeof absenceSchema> {
  return { id, from, until: addDays(to, -1), notedOn };
}

/** The days of a request; refused when its last day lies before the first. */
function daysOf({ from, until }: z.infer<typeof absenceInput>): Absence {
  const turned = turnedIssues(from as Day, until as Day);
  if (turned.length > 0) throw invalid(turned);
  return { from: from as Day, to: addDays(until as Day, 1) };
}

async function note<R extends RouteShape>(
  ctx: Context<R>,
  personId: string,
  said: z.infer<typeof absenceInput>,
): Promise<string> {
  const issues = absenceIssues(said.from as Day, said.until as Day, ctx.today);
  if (issues.length > 0) throw invalid(issues);
  const { id, reopened } = await addAbsence(ctx.db, ctx.cityId, personId, daysOf(said), ctx.today);
  if (reopened) wakeReplacements(ctx.deps);
  return id;
}

/** Nobody is told what was done with the own hand. */
async function tell<R extends RouteShape>(
  ctx: Context<R>,
  personId: string,
  kind: 'absence-noted' | 'absence-taken-back',
  { from, until }: z.infer<typeof absenceInput>,
): Promise<void> {
  if (personId === ctx.session.personId) return;
  const latest = addDays(ctx.today, TOLD_DAYS);
  const over = addDays(until as Day, 1);
  const eraseAfter = over < latest ? over : latest;
  await tellPerson(ctx.db, ctx.cityId, personId, { kind, params: { from, until }, at: ctx.now, eraseAfter });
}

function personOf<R extends RouteShape>(ctx: Context<R>): string {
  if (ctx.session.personId === null) throw problem('not-found', {});
  return ctx.session.personId;
}
