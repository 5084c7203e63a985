/** Organizations: made, changed, ended; every write checks the invariants of the register first and answers with all issues at once. */
import { sql } from 'kysely';
import { type Day, errorIssue, hasErrors, type Issue, ok, type Result, refused } from '#kernel/lib';
import {
  type Constituent,
  checkOrganization,
  checkParentEdge,
  isReference,
  type OrganizationDraft,
  searchColumns,
} from '#kernel/registry';
import { newId } from './id.ts';
import { attach, detach, isBelow, move, standingTree } from './org-tree.ts';
import { areasById, organizationsById, unitsById } from './register-types.ts';
import type { Db, Trx } from './schema.ts';

/** What someone writes about a standing organization. Task organizations are made by the formation of their task. */
export interface OrgInput {
  readonly name: string;
  readonly class: string | null;
  readonly form: string | null;
  readonly parentId: string | null;
  /** For a leading Party members group: the committee that set it up; it stands in no tree. */
  readonly setUpById: string | null;
  readonly unitId: string | null;
  readonly areaId: string | null;
  /** Two units or more make a joint branch. */
  readonly jointUnitIds: readonly string[];
  /** The task organization that it came out of: standing or task never changes, a new record follows the old one (S-054). */
  readonly evolvedFromId: string | null;
  readonly termEndsOn: Day | null;
  readonly hasCommittee: boolean | null;
  readonly startedOn: Day | null;
  readonly sourceKey: string | null;
}

/** Makes a standing organization in the tree and returns its id, or refuses with every issue and writes nothing. */
export async function createOrganization(
  trx: Db | Trx,
  cityId: string,
  input: OrgInput,
  today: Day,
): Promise<Result<{ id: string }>> {
  const id = newId();
  const treeId = await standingTree(trx, cityId, newId());
  const checked = await check(trx, cityId, id, treeId, input, today, undefined);
  if (!checked.ok) return checked;
  const from = input.startedOn ?? today;
  await trx
    .insertInto('org')
    .values({
      city_id: cityId,
      id,
      tree_id: treeId,
      standing: true,
      state: 'active',
      started_on: from,
      ...columns(input, checked.value),
    })
    .execute();
  await writeJoint(trx, cityId, id, input, from);
  await attach(trx, { cityId, treeId, childId: id, parentId: input.parentId, from, edgeId: newId() });
  return ok({ id });
}

/** Changes a standing organization; a new parent moves it with all below it from today on. The caller has compared the version. */
export async function editOrganization(
  trx: Db | Trx,
  cityId: string,
  orgId: string,
  input: OrgInput,
  today: Day,
): Promise<Result<{ version: number }>> {
  const previous = (await organizationsById(trx, cityId, [orgId])).get(orgId);
  if (!previous) return refused(errorIssue('organization-gone', ['id'], {}));
  if (!previous.standing) return refused(errorIssue('organization-edit-task', ['id'], { name: previous.name }));
  const checked = await check(trx, cityId, orgId, previous.treeId, input, today, orgId);
  if (!checked.ok) return checked;
  const row = await trx
    .updateTable('org')
    .set({
      ...columns(input, checked.value),
      started_on: input.startedOn ?? previous.startedOn,
      version: sql<number>`version + 1`,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', orgId)
    .returning('version')
    .executeTakeFirstOrThrow();
  await trx.deleteFrom('org_tag').where('city_id', '=', cityId).where('org_id', '=', orgId).execute();
  await sql`update org_constituent set valid_to = ${today} where city_id = ${cityId} and org_id = ${orgId}::uuid and valid_to > ${today} and valid_from < ${today}`.execute(
    trx,
  );
  await sql`delete from org_constituent where city_id = ${cityId} and org_id = ${orgId}::uuid and valid_from >= ${today}`.execute(
    trx,
  );
  await writeJoint(trx, cityId, orgId, input, today);
  const parent = await parentOf(trx, cityId, orgId);
  if (input.parentId !== null && input.parentId !== parent) {
    await move(trx, { cityId, treeId: previous.treeId, childId: orgId, parentId: input.parentId, today, edgeId: newId() });
  }
  return ok({ version: row.version });
}

/**
 * Ends a standing organization today: refused while organizations hang below it, members have their relationship here or people still serve
 * in it. Its edge, offices and history stay.
 */
export async function endOrganization(trx: Db | Trx, cityId: string, orgId: string, today: Day): Promise<Result<{ id: string }>> {
  const org = (await organizationsById(trx, cityId, [orgId])).get(orgId);
  if (!org) return refused(errorIssue('organization-gone', ['id'], {}));
  const { name } = org;
  const issues: Issue[] = [];
  if (!org.standing) issues.push(errorIssue('organization-edit-task', ['id'], { name }));
  if (isReference(org)) issues.push(errorIssue('organization-central-is-reference', ['class'], { name }));
  if (org.state === 'ended') issues.push(errorIssue('organization-ended-before', ['state'], { name }));
  const { rows } = await sql<{ children: number; members: number }>`select
    (select count(*)::int from org_closure where city_id = ${cityId} and ancestor_id = ${orgId}::uuid and depth = 1) as children,
    (select count(*)::int from home where city_id = ${cityId} and org_id = ${orgId}::uuid and valid_to > ${today}) as members`.execute(
    trx,
  );
  const { children, members } = rows[0]!;
  if (children > 0) issues.push(errorIssue('organization-has-children', ['id'], { name, count: children }));
  if (members > 0) issues.push(errorIssue('organization-has-members', ['id'], { name, count: members }));
  if (hasErrors(issues)) return refused(...issues);
  await sql`update org set state = 'ended', ended_on = greatest(${today}, started_on), version = version + 1 where city_id = ${cityId} and id = ${orgId}::uuid`.execute(
    trx,
  );
  await sql`update office set state = 'ended', valid_to = ${today} where city_id = ${cityId} and org_id = ${orgId}::uuid and valid_to > ${today} and valid_from < ${today}`.execute(
    trx,
  );
  await detach(trx, cityId, orgId, today);
  return ok({ id: orgId });
}

async function check(
  db: Db | Trx,
  cityId: string,
  id: string,
  treeId: string,
  input: OrgInput,
  today: Day,
  previousId: string | undefined,
): Promise<Result<OrganizationDraft>> {
  const orgs = await organizationsById(db, cityId, [previousId, input.parentId, input.setUpById, input.evolvedFromId]);
  const areas = await areasById(db, cityId, [input.areaId]);
  const units = await unitsById(db, cityId, [input.unitId, ...input.jointUnitIds]);
  const previous = previousId === undefined ? undefined : orgs.get(previousId);
  const from = input.startedOn ?? previous?.startedOn ?? today;
  const part = (unitId: string): Constituent => ({
    unitId,
    areaId: null,
    relation: 'constituent',
    from,
    to: '9999-12-31' as Day,
  });
  const joint = input.jointUnitIds.length > 0;
  const draft: OrganizationDraft = {
    id,
    sourceKey: input.sourceKey,
    name: input.name,
    standing: true,
    class: input.class,
    form: input.form,
    holdsRelationship: input.class === 'primary-level' && input.form === 'branch',
    jointSense: joint ? 'rule' : null,
    tags: joint ? ['joint'] : [],
    constituents: joint ? input.jointUnitIds.map(part) : input.unitId === null ? [] : [part(input.unitId)],
    areaId: input.areaId,
    tier: null,
    functionKey: null,
    treeId,
    taskId: null,
    commonNeed: null,
    charter: null,
    actionPlan: null,
    endCondition: null,
    reviewOn: null,
    state: 'active',
    startedOn: from,
    endedOn: null,
    evolvedFromId: input.evolvedFromId as OrganizationDraft['evolvedFromId'],
    version: previous?.version ?? 1,
  };
  const issues = [...checkOrganization(draft, { areas, units, ...(previous ? { previous } : {}) })];
  for (const unitId of [input.unitId, ...input.jointUnitIds]) {
    if (unitId !== null && !units.has(unitId))
      issues.push(errorIssue('organization-unit-unknown', ['unitId'], { name: input.name, value: unitId }));
  }
  if (input.areaId !== null && !areas.has(input.areaId))
    issues.push(errorIssue('organization-area-unknown', ['areaId'], { name: input.name, value: input.areaId }));
  const { evolvedFromId } = input;
  const origin = evolvedFromId === null ? undefined : orgs.get(evolvedFromId);
  if (evolvedFromId !== null && !origin)
    issues.push(errorIssue('organization-origin-unknown', ['evolvedFromId'], { name: input.name, value: evolvedFromId }));
  if (origin?.standing)
    issues.push(errorIssue('organization-origin-standing', ['evolvedFromId'], { name: input.name, origin: origin.name }));
  issues.push(...(await checkPlace(db, cityId, draft, input, orgs, previousId)));
  return hasErrors(issues) ? refused(...issues) : ok(draft);
}

async function checkPlace(
  db: Db | Trx,
  cityId: string,
  draft: OrganizationDraft,
  input: OrgInput,
  orgs: Awaited<ReturnType<typeof organizationsById>>,
  previousId: string | undefined,
): Promise<Issue[]> {
  const leading = draft.class === 'leading-group';
  const above = leading ? input.setUpById : input.parentId;
  const key = leading ? 'setUpById' : 'parentId';
  if (leading && input.parentId !== null) {
    return [
      errorIssue('edge-leading-group-outside-tree', ['parentId'], {
        child: draft.name,
        parent: orgs.get(input.parentId)?.name ?? '',
      }),
    ];
  }
  if (above === null) {
    if (leading || !(await anyRoot(db, cityId, previousId)))
      return leading ? [errorIssue('tree-leading-group-without-approver', [key], { name: draft.name })] : [];
    return [errorIssue('tree-organization-without-parent', [key], { name: draft.name })];
  }
  const parent = orgs.get(above);
  if (!parent) return [errorIssue('tree-parent-unknown', [key], { child: draft.name, parent: above })];
  const issues = checkParentEdge(draft as Parameters<typeof checkParentEdge>[0], parent, {
    treeId: draft.treeId,
    kind: leading ? 'set-up-by' : 'leadership',
  });
  if (parent.state === 'ended')
    issues.push(errorIssue('organization-parent-ended', [key], { name: draft.name, parent: parent.name }));
  if (previousId !== undefined && !leading && (await isBelow(db, cityId, above, previousId))) {
    issues.push(errorIssue('tree-cycle', [key], { names: `${draft.name} → ${parent.name} → ${draft.name}` }));
  }
  return issues;
}

/** Whether another organization already stands at the top: a second root would break the tree (S-004). */
async function anyRoot(db: Db | Trx, cityId: string, exceptId: string | undefined): Promise<boolean> {
  const { rows } =
    await sql`select 1 from org o where o.city_id = ${cityId} and o.standing and o.class is distinct from 'leading-group' and o.state = 'active'
    and o.id is distinct from ${exceptId ?? null}::uuid limit 1`.execute(db);
  if (rows.length === 0) return false;
  return exceptId === undefined || (await parentOf(db, cityId, exceptId)) !== null;
}

async function parentOf(db: Db | Trx, cityId: string, orgId: string): Promise<string | null> {
  const row = await db
    .selectFrom('org_closure')
    .select('ancestor_id')
    .where('city_id', '=', cityId)
    .where('descendant_id', '=', orgId)
    .where('depth', '=', 1)
    .executeTakeFirst();
  return row?.ancestor_id ?? null;
}

function columns(input: OrgInput, draft: OrganizationDraft) {
  return {
    source_key: input.sourceKey,
    class: draft.class as 'primary-level',
    form: draft.form as 'branch' | null,
    holds_relationship: draft.holdsRelationship,
    joint_sense: draft.jointSense,
    name: input.name.trim(),
    ...mutable(searchColumns(input.name, 'place')),
    unit_id: input.unitId,
    area_id: input.areaId,
    evolved_from_id: input.evolvedFromId,
    set_up_by_id: draft.class === 'leading-group' ? input.setUpById : null,
    term_ends_on: input.termEndsOn,
    has_committee: input.hasCommittee,
  };
}

function mutable(found: ReturnType<typeof searchColumns>) {
  return { grams: [...found.grams], pinyin: found.pinyin, initials: found.initials };
}

async function writeJoint(trx: Db | Trx, cityId: string, orgId: string, input: OrgInput, from: Day): Promise<void> {
  if (input.jointUnitIds.length === 0) return;
  await trx.insertInto('org_tag').values({ city_id: cityId, org_id: orgId, tag: 'joint' }).execute();
  await trx
    .insertInto('org_constituent')
    .values(
      input.jointUnitIds.map((unitId) => ({
        city_id: cityId,
        id: newId(),
        org_id: orgId,
        unit_id: unitId,
        area_id: null,
        relation: 'constituent' as const,
        valid_from: from,
      })),
    )
    .execute();
}
