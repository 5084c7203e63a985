import {
  memberCreate,
  memberEdit,
  memberExport,
  memberLeave,
  memberReveal,
  memberShow,
  transferList,
  transferReceive,
  transferStart,
} from '#contract/members';
import { addDays } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { absencesOf } from '#store/absence';
import { leaveOrganization } from '#store/leaving';
import { lentOf } from '#store/lent';
import { personRecord } from '#store/my-data';
import { createPerson, editPerson, type PersonInput, receiveTransfer, startTransfer } from '#store/person';
import { dutyLines, looksAt, namesOf, personLines, personSheet } from '#store/person-read';
import { openTransfers, transferOf } from '#store/transfer';
import { noted } from '../audit.ts';
import { offsetOf, pageAt } from '../cursor.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, empty, file, ok } from '../reply.ts';
import { absenceOf } from './absences.ts';

/** Days shown of the two lines of duty: two weeks, as people plan. */
const DAYS = 14;

/** Members: one page each, reveal with a trace, entering, correcting, transfer of the relationship, export for the person. */
export function memberRoutes(routes: Registrar): void {
  routes.handle(memberShow, async (ctx) => {
    const { db, cityId, today, scope } = ctx;
    const { personId } = ctx.params;
    const sheet = await personSheet(db, cityId, personId);
    if (!sheet) throw problem('not-found', {});
    const self = scope.body.personId === personId;
    const until = addDays(today, DAYS);
    const lines = await personLines(db, cityId, personId, today);
    const transfer = await transferOf(db, cityId, personId);
    const edit = scope.acts && (await scope.covers('person', personId, 'edit'));
    const absences = edit || self ? (await absencesOf(db, cityId, personId, today)).map(absenceOf) : null;
    return ok(
      {
        id: sheet.id,
        name: self ? sheet.name : maskName(sheet.name),
        sourceKey: sheet.sourceKey,
        status: sheet.status,
        unit:
          sheet.unitId === null
            ? null
            : { id: sheet.unitId, name: sheet.unitName ?? '', areaId: sheet.unitAreaId, area: sheet.unitArea },
        residence: sheet.residenceAreaId === null ? null : { id: sheet.residenceAreaId, name: sheet.residence ?? '' },
        skills: [...sheet.skills],
        wish:
          sheet.willing === null && sheet.windows.length === 0
            ? null
            : { willing: sheet.willing, windows: [...sheet.windows], erasedOn: sheet.wishErasedOn },
        lines: lines.map(({ sourceAreaId, ...line }) => ({ ...line, areaId: sourceAreaId })),
        days: { from: today, count: DAYS, entries: await dutyLines(db, cityId, personId, today, until) },
        absences,
        transfer,
        looks: (await looksAt(db, cityId, personId, 10)).map((one) => ({
          ...one,
          at: one.at.toISOString(),
          by: one.by === null ? null : maskName(one.by),
        })),
        lent: sheet.unitId === null ? null : { out: await lentOf(db, cityId, sheet.unitId, today), cap: sheet.releaseCap },
        today,
        may: {
          reveal: !self && (await scope.covers('person', personId, 'names')),
          edit,
          self,
        },
        version: sheet.version,
      },
      { version: sheet.version },
    );
  });

  routes.handle(memberReveal, async (ctx) => {
    const { personId } = ctx.params;
    const [found] = await namesOf(ctx.db, ctx.cityId, [personId]);
    if (!found) throw problem('not-found', {});
    await ctx.audit({
      action: 'names-revealed',
      subjectKind: 'person',
      subjectId: personId,
      detail: { purpose: ctx.body.purpose, personIds: [personId] },
    });
    return ok({ name: found.name });
  });

  routes.handle(memberCreate, async (ctx) => {
    if (!ctx.scope.seesPersons) throw problem('names-not-allowed', {});
    const { orgId } = ctx.params;
    const made = await createPerson(ctx.db, ctx.cityId, ctx.body as PersonInput, orgId, ctx.today);
    if (!made.ok) throw invalid(made.issues);
    await ctx.audit({
      action: 'member-entered',
      subjectKind: 'person',
      subjectId: made.value.id,
      detail: { orgId, status: ctx.body.status },
    });
    return created(made.value.id, `/api/members/${made.value.id}`);
  });

  routes.handle(memberEdit, async (ctx) => {
    const { personId } = ctx.params;
    const before = await personSheet(ctx.db, ctx.cityId, personId);
    if (!before) throw problem('not-found', {});
    ctx.expectVersion(before.version, { ...before, name: maskName(before.name) });
    const input = { ...ctx.body, name: ctx.body.name ?? before.name } as PersonInput;
    const done = await editPerson(ctx.db, ctx.cityId, personId, input, ctx.today);
    if (!done.ok) throw invalid(done.issues);
    const { name: _, ...rest } = input;
    await ctx.audit({
      action: 'member-corrected',
      subjectKind: 'person',
      subjectId: personId,
      detail: { ...rest, renamed: input.name !== before.name },
    });
    return empty();
  });

  routes.handle(memberExport, async (ctx) => {
    const { personId } = ctx.params;
    const sheet = await personSheet(ctx.db, ctx.cityId, personId);
    if (!sheet) throw problem('not-found', {});
    const self = ctx.scope.body.personId === personId;
    // Taking a file with a full name is looking at the name.
    if (!self)
      await noted(ctx, {
        action: 'names-revealed',
        subjectKind: 'person',
        subjectId: personId,
        detail: { purpose: 'export', personIds: [personId] },
      });
    const content = {
      exportedOn: ctx.today,
      record: sheet,
      lines: await personLines(ctx.db, ctx.cityId, personId, ctx.today),
      ahead: await dutyLines(ctx.db, ctx.cityId, personId, ctx.today, addDays(ctx.today, 366)),
      looks: await looksAt(ctx.db, ctx.cityId, personId, null),
      // What someone said about tasks is for that person alone.
      ...(self ? { kept: await personRecord(ctx.db, ctx.cityId, personId) } : {}),
    };
    return file(
      new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`),
      'application/json',
      `${sheet.sourceKey ?? personId}.json`,
    );
  });

  routes.handle(memberLeave, async (ctx) => {
    const { personId } = ctx.params;
    const left = await leaveOrganization(ctx.db, ctx.cityId, personId, { at: ctx.now, today: ctx.today });
    if (!left.ok) throw invalid(left.issues);
    const { eraseAfter, opened } = left.value;
    await ctx.audit({
      action: 'member-left',
      subjectKind: 'person',
      subjectId: personId,
      detail: { eraseAfter, seats: opened.length },
    });
    return changed(personId, `/api/members/${personId}`);
  });

  routes.handle(transferStart, async (ctx) => {
    const { personId } = ctx.params;
    const made = await startTransfer(ctx.db, ctx.cityId, personId, ctx.body.toOrgId, ctx.today);
    if (!made.ok) throw invalid(made.issues);
    await ctx.audit({
      action: 'transfer-started',
      subjectKind: 'person',
      subjectId: personId,
      detail: { toOrgId: ctx.body.toOrgId },
    });
    return created(made.value.id, `/api/members/${personId}`);
  });

  routes.handle(transferReceive, async (ctx) => {
    const { orgId, transferId } = ctx.params;
    const [waiting] = await openTransfers(ctx.db, ctx.cityId, orgId, { offset: 0, limit: 1 }, transferId);
    if (!waiting) throw problem('not-found', {});
    const done = await receiveTransfer(ctx.db, ctx.cityId, transferId, ctx.today);
    if (!done.ok) throw invalid(done.issues);
    await ctx.audit({ action: 'transfer-received', subjectKind: 'person', subjectId: done.value.personId, detail: { orgId } });
    return changed(transferId, `/api/members/${done.value.personId}`);
  });

  routes.handle(transferList, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const rows = await openTransfers(ctx.db, ctx.cityId, ctx.params.orgId, { offset, limit: limit + 1 });
    return ok(pageAt(rows, offset, limit, (row) => ({ ...row, name: maskName(row.name) })));
  });
}
