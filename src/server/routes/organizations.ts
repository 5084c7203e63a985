import {
  activityList,
  namesReveal,
  officeAdd,
  officeEnd,
  orgCreate,
  orgEdit,
  orgEnd,
  orgHistory,
  orgList,
  orgMembers,
  orgParticipations,
  orgShow,
  registerCheckShow,
  unplacedList,
} from '#contract/organizations';
import { guardCount } from '#contract/page';
import type { Issue } from '#kernel/lib';
import { checkTree, isReference, maskName } from '#kernel/registry';
import { isAlarm } from '#kernel/rules';
import { createOrganization, editOrganization, endOrganization, type OrgInput } from '#store/org';
import { factsOfOrgs } from '#store/org-facts';
import { activitiesOf, constituentsOf, historyOf, membersOf, orgSheet, participationsFrom, servingIn } from '#store/org-read';
import { childrenOf, rootsOf, type TreeNode } from '#store/org-tree';
import { addOffice, endOffice } from '#store/person';
import { namesOf, personsWithin } from '#store/person-read';
import { unplacedIn } from '#store/placing';
import { standingTreeOf } from '#store/register-types';
import type { Context } from '../context.ts';
import { decodeCursor, encodeCursor, offsetOf, pageAt, pageFrom } from '../cursor.ts';
import { adviceFor } from '../org-advice.ts';
import { orgBody } from '../org-sheet.ts';
import { invalid, problem } from '../problem.ts';
import { outsideGround } from '../register-reach.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, empty, ok } from '../reply.ts';

/** Rows of a list of participations on one page. */
const AWAY_ROWS = 200;

/** Organizations: trees, sheet, people (masked, revealed with a trace), history; set up, changed, ended; offices. */
export function organizationRoutes(routes: Registrar): void {
  routes.handle(orgList, async (ctx) => {
    const { parentId, tree, limit } = ctx.query;
    const after = (decodeCursor(ctx.query.cursor, 1)?.[0] as string | undefined) ?? null;
    const rows = parentId
      ? await childrenOf(ctx.db, ctx.cityId, parentId, limit, after)
      : await rootsOf(ctx.db, ctx.cityId, tree, limit, after);
    const shown = rows.slice(0, limit);
    const alarms = await alarmsOf(ctx, shown);
    const last = shown.at(-1);
    return ok({
      items: shown.map(({ taskId: _, ...row }) => ({ ...row, check: alarms.has(row.id) })),
      next: rows.length > limit && last ? encodeCursor([last.id]) : null,
    });
  });

  routes.handle(orgShow, async (ctx) => {
    const body = await orgBody(ctx, ctx.params.orgId);
    return ok(body, { version: body.version });
  });

  routes.handle(orgMembers, async (ctx) => {
    const { limit, below } = ctx.query;
    const after = decodeCursor(ctx.query.cursor, 2);
    const rows = await membersOf(ctx.db, ctx.cityId, ctx.params.orgId, ctx.today, { limit, after, below: below === 'yes' });
    return ok(
      pageFrom(
        rows,
        limit,
        (row) => [row.rank, row.personId],
        (row) => ({
          personId: row.personId,
          name: maskName(row.name),
          status: row.status,
          office: row.office,
          tasks: [...row.tasks],
          orgId: row.orgId,
          orgName: row.orgName,
        }),
      ),
    );
  });

  routes.handle(orgParticipations, async (ctx) => {
    const { orgId } = ctx.params;
    const sheet = await orgSheet(ctx.db, ctx.cityId, orgId);
    const offset = offsetOf(ctx.query.cursor);
    const page = { offset, limit: AWAY_ROWS + 1 };
    const rows = sheet?.standing
      ? await participationsFrom(ctx.db, ctx.cityId, orgId, ctx.today, page, ctx.query.ended === 'yes')
      : await servingIn(ctx.db, ctx.cityId, orgId, page);
    return ok(pageAt(rows, offset, AWAY_ROWS, (row) => ({ ...row, name: maskName(row.name) })));
  });

  routes.handle(activityList, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const rows = await activitiesOf(ctx.db, ctx.cityId, ctx.params.orgId, { offset, limit: limit + 1 });
    return ok(pageAt(rows, offset, limit, ({ audience: _, taskTitle, ...one }) => ({ ...one, task: taskTitle })));
  });

  routes.handle(orgHistory, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const rows = await historyOf(ctx.db, ctx.cityId, ctx.params.orgId, { offset, limit: limit + 1 });
    const nameOf = (row: (typeof rows)[number]) =>
      row.person ? (ctx.scope.seesPersons && row.name ? maskName(row.name) : null) : row.name;
    return ok(pageAt(rows, offset, limit, (row) => ({ at: row.at, what: row.what, name: nameOf(row), detail: row.detail })));
  });

  routes.handle(namesReveal, async (ctx) => {
    const { orgId } = ctx.params;
    const within = await personsWithin(ctx.db, ctx.cityId, orgId, ctx.body.personIds, ctx.today);
    if (ctx.body.personIds.some((id) => !within.has(id))) throw problem('outside-scope', { kind: 'person' });
    const items = await namesOf(ctx.db, ctx.cityId, ctx.body.personIds);
    await ctx.audit({
      action: 'names-revealed',
      subjectKind: 'org',
      subjectId: orgId,
      detail: { purpose: ctx.body.purpose, personIds: items.map((one) => one.personId) },
    });
    return ok({ items });
  });

  routes.handle(orgCreate, async (ctx) => {
    const leading = ctx.body.class === 'leading-group';
    const { orgId } = ctx.params;
    const input: OrgInput = {
      ...(ctx.body as Omit<OrgInput, 'parentId'>),
      parentId: leading ? null : orgId,
      setUpById: leading ? orgId : null,
    };
    const outside = await outsideGround(ctx, orgId, input);
    const made = await createOrganization(ctx.db, ctx.cityId, input, ctx.today);
    if (!made.ok) throw invalid(made.issues);
    if (outside) throw outside;
    await ctx.audit({ action: 'organization-created', subjectKind: 'org', subjectId: made.value.id, detail: input });
    return created(made.value.id, `/api/organizations/${made.value.id}`);
  });

  routes.handle(orgEdit, async (ctx) => {
    const { orgId } = ctx.params;
    const before = await orgSheet(ctx.db, ctx.cityId, orgId);
    if (!before) throw problem('not-found', {});
    ctx.expectVersion(before.version, before);
    const { parentId, ...rest } = ctx.body;
    const input = { ...rest, parentId: parentId ?? before.parentId, setUpById: rest.setUpById ?? before.setUpById } as OrgInput;
    const joint = await constituentsOf(ctx.db, ctx.cityId, orgId, ctx.today);
    const jointUnitIds = joint.map((one) => one.id);
    const foreignSetter =
      input.setUpById !== null &&
      input.setUpById !== before.setUpById &&
      !(await ctx.scope.covers('org', input.setUpById, 'edit'));
    const outside = foreignSetter
      ? problem('outside-scope', { kind: 'org' })
      : await outsideGround(ctx, input.parentId, input, {
          unitId: before.unitId,
          areaId: before.areaId,
          evolvedFromId: before.evolvedFromId,
          jointUnitIds,
        });
    const done = await editOrganization(ctx.db, ctx.cityId, orgId, input, ctx.today);
    if (!done.ok) throw invalid(done.issues);
    if (outside) throw outside;
    await ctx.audit({ action: 'organization-changed', subjectKind: 'org', subjectId: orgId, detail: { before, after: input } });
    return empty();
  });

  routes.handle(orgEnd, async (ctx) => {
    const { orgId } = ctx.params;
    const done = await endOrganization(ctx.db, ctx.cityId, orgId, ctx.today);
    if (!done.ok) throw invalid(done.issues);
    await ctx.audit({ action: 'organization-ended', subjectKind: 'org', subjectId: orgId });
    return changed(orgId, `/api/organizations/${orgId}`);
  });

  routes.handle(officeAdd, async (ctx) => {
    const { orgId } = ctx.params;
    const made = await addOffice(ctx.db, ctx.cityId, { orgId, ...ctx.body, from: ctx.today });
    if (!made.ok) throw invalid(made.issues);
    await ctx.audit({ action: 'office-began', subjectKind: 'org', subjectId: orgId, detail: ctx.body });
    return created(made.value.id, `/api/organizations/${orgId}`);
  });

  routes.handle(officeEnd, async (ctx) => {
    const { orgId, officeId } = ctx.params;
    if (!(await endOffice(ctx.db, ctx.cityId, orgId, officeId, ctx.today))) throw problem('not-found', {});
    await ctx.audit({ action: 'office-ended', subjectKind: 'org', subjectId: orgId, detail: { officeId } });
    return changed(officeId, `/api/organizations/${orgId}`);
  });

  routes.handle(registerCheckShow, async (ctx) => {
    const { organizations, edges } = await standingTreeOf(ctx.db, ctx.cityId, ctx.today);
    const report = checkTree(organizations, edges, ctx.today);
    return ok({
      checked: organizations.length,
      issues: report.issues.map((one: Issue) => ({ code: one.code, params: { ...one.params } })),
    });
  });

  routes.handle(unplacedList, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const found = await unplacedIn(ctx.db, ctx.cityId, ctx.params.orgId, ctx.today, { offset, limit: limit + 1 });
    const guard = (count: number) => guardCount(count, ctx.scope.seesPersons);
    return ok(pageAt(found, offset, limit, (row) => ({ ...row, full: guard(row.full), probationary: guard(row.probationary) })));
  });
}

/** Ids of those that a rule of today finds fault with. */
async function alarmsOf(
  ctx: Pick<Context<typeof orgList>, 'db' | 'cityId' | 'today' | 'deps'>,
  rows: readonly TreeNode[],
): Promise<Set<string>> {
  const judged = rows.filter((row) => !row.referenceOnly && !isReference(row) && row.form !== null);
  const facts = await factsOfOrgs(
    ctx.db,
    ctx.cityId,
    judged.map((row) => row.id),
    ctx.today,
  );
  const { rules } = ctx.deps.content;
  return new Set(
    judged.filter((row) => adviceFor(row, facts.get(row.id) ?? {}, rules, ctx.today).some(isAlarm)).map((row) => row.id),
  );
}
