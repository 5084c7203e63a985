import type * as z from 'zod';
import type { orgSheetSchema } from '#contract/organizations';
import { guardCount, SMALL_COUNT } from '#contract/page';
import { maskName } from '#kernel/registry';
import { type Decision, decisionBehind } from '#store/approval';
import { factsOfOrgs } from '#store/org-facts';
import { activityKindsIn, constituentsOf, leadingGroupsOf, officesOf, orgCounts, orgSheet, totalsOfTold } from '#store/org-read';
import { pathOf } from '#store/org-tree';
import type { Context } from './context.ts';
import { adviceFor, findingBody, functionsOf, unitKindOf } from './org-advice.ts';
import { problem } from './problem.ts';

type Body = z.output<typeof orgSheetSchema>;
type Ctx = Pick<Context<never>, 'db' | 'cityId' | 'today' | 'scope' | 'deps' | 'language'>;

const TOTALS = ['full', 'probationary', 'away', 'serving'] as const;
type TotalKey = (typeof TOTALS)[number];

/** Meetings that a branch's own life asks for every month (三会一课 with the theme day); shown as lacking, never as a fault. */
const MONTHLY = ['theme-day'];

/** The page of one organization: people and exact counts only inside the reader's scope, central ones as reference without counts (S-014). */
export async function orgBody(ctx: Ctx, orgId: string): Promise<Body> {
  const { db, cityId, today } = ctx;
  const sheet = await orgSheet(db, cityId, orgId);
  if (!sheet) throw problem('not-found', {});
  const inside = await ctx.scope.covers('org', orgId, 'see');
  const seePersons = inside && ctx.scope.seesPersons;
  const counted = !sheet.referenceOnly;
  const counts = await orgCounts(db, cityId, orgId, today);
  const below = !sheet.holdsRelationship;
  const told = inside || counts.children === 0 ? null : await totalsOfTold(db, cityId, orgId, today, SMALL_COUNT);
  const total = (key: TotalKey, value: number) => (told === null ? guardCount(value, inside) : told[key].least);
  const members =
    !counted || !sheet.standing || sheet.form === null
      ? null
      : below
        ? { full: total('full', counts.fullBelow), probationary: total('probationary', counts.probationaryBelow), below }
        : { full: guardCount(counts.full, inside), probationary: guardCount(counts.probationary, inside), below };
  const offices = await officesOf(db, cityId, orgId, today);
  // What a rule finds is a prompt to the organization and those above it, and names its numbers.
  const advised = inside && counted && sheet.state === 'active';
  const known = [{ orgId, full: counts.fullBelow, probationary: counts.probationaryBelow }];
  const facts = advised ? ((await factsOfOrgs(db, cityId, [orgId], today, known)).get(orgId) ?? {}) : {};
  const meets = sheet.standing && sheet.form === 'branch' && sheet.state === 'active';
  const thisMonth = meets ? await activityKindsIn(db, cityId, orgId, today) : new Set<string>();
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    id: sheet.id,
    name: sheet.name,
    sourceKey: sheet.sourceKey,
    path: await pathOf(db, cityId, orgId),
    standing: sheet.standing,
    class: sheet.class,
    form: sheet.form,
    tags: [...sheet.tags],
    jointSense: sheet.jointSense,
    holdsRelationship: sheet.holdsRelationship,
    referenceOnly: sheet.referenceOnly,
    state: sheet.state,
    startedOn: sheet.startedOn,
    endedOn: sheet.endedOn,
    termEndsOn: sheet.termEndsOn,
    hasCommittee: sheet.hasCommittee,
    reviewOn: sheet.reviewOn,
    endCondition: sheet.endCondition,
    charter: sheet.charter,
    unit:
      sheet.unitId === null
        ? null
        : {
            id: sheet.unitId,
            name: sheet.unitName ?? '',
            kind: sheet.unitKind ?? '',
            affiliationTier: sheet.affiliationTier,
            affiliationArea: sheet.affiliationArea,
            locatedAreaId: sheet.locatedAreaId,
            locatedArea: sheet.locatedArea === null ? null : `${sheet.locatedParent ?? ''}${sheet.locatedArea}`,
            soeTier: sheet.soeTier,
            releaseCap: sheet.releaseCap,
          },
    area: sheet.areaId === null ? null : { id: sheet.areaId, name: sheet.areaName ?? '', kind: sheet.areaKind ?? '' },
    parent: named(sheet.parentId, sheet.parentName),
    setUpBy: named(sheet.setUpById, sheet.setUpByName),
    evolvedFrom: named(sheet.evolvedFromId, sheet.evolvedFromName),
    evolvedInto: [...sheet.evolvedInto],
    leadingGroups: await leadingGroupsOf(db, cityId, orgId),
    constituents: await constituentsOf(db, cityId, orgId, today),
    task: sheet.taskId === null ? null : { id: sheet.taskId, title: sheet.taskTitle ?? '' },
    decision: sheet.taskId === null ? null : decisionOf(await decisionBehind(db, cityId, orgId)),
    members,
    away: counted ? total('away', counts.away) : 0,
    serving: counted ? total('serving', counts.serving) : 0,
    atLeast: told === null ? [] : TOTALS.filter((key) => told[key].open && (below || key === 'away' || key === 'serving')),
    children: counts.children,
    offices: counted
      ? offices.map(({ to: _, ...one }) => ({
          ...one,
          personId: seePersons ? one.personId : null,
          name: seePersons ? maskName(one.name) : null,
        }))
      : [],
    findings: advised ? adviceFor(sheet, facts, ctx.deps.content.rules, today).map((one) => findingBody(one, ctx.language)) : [],
    functions:
      functionsOf(sheet, ctx.deps.content.rules, today, ctx.language) ??
      (sheet.standing ? { document: null, lecture: null, unitKind: unitKindOf(sheet) ?? null } : null),
    lacking: meets ? MONTHLY.filter((kind) => !thisMonth.has(kind)) : [],
    today,
    may: {
      seePersons,
      check: inside,
      reveal: inside && (await ctx.scope.covers('org', orgId, 'names')),
      edit: inside && ctx.scope.acts && sheet.standing && !sheet.referenceOnly && (await ctx.scope.covers('org', orgId, 'edit')),
    },
    version: sheet.version,
  };
}

function decisionOf(decision: Decision | undefined): Body['decision'] {
  return decision ? { ...decision, approvedAt: decision.approvedAt?.toISOString() ?? null } : null;
}
