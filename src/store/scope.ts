/**
 * Questions about the reach of a body, each one round trip: what lies below an organization, in its tasks, in its area.
 * Owns only SQL; who may ask and what follows from the answer is decided in server/scope.ts.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

/** The body that an acting role is held in, with what its reach is computed from. */
export interface Body {
  readonly cityId: string;
  readonly accountId: string;
  readonly personId: string | null;
  readonly today: Day;
  /** The organization itself, or the standing organizations of the unit; empty for an installation-wide administrator. */
  readonly anchors: readonly string[];
  /** Unit that the role is held in, or that the organization belongs to. */
  readonly unitId: string | null;
  readonly orgClass: 'central' | 'local' | 'primary-level' | 'leading-group' | null;
  readonly standing: boolean;
  /** Task of a task organization. */
  readonly taskId: string | null;
  /** Whether nothing of this register leads it: the committee of the city (what stands above is there for reference), the root of a chain. */
  readonly root: boolean;
  /** Path of the area that the organization covers; null when it covers none. */
  readonly areaPath: string | null;
}

/** Looks the body up; `orgId` and `unitId` are those of the grant. */
export async function findBody(
  db: Db | Trx,
  who: {
    cityId: string;
    accountId: string;
    personId: string | null;
    today: Day;
    orgId: string | null;
    unitId: string | null;
  },
): Promise<Body> {
  const { cityId, accountId, personId, today } = who;
  if (who.orgId === null && who.unitId === null) {
    return {
      cityId,
      accountId,
      personId,
      today,
      anchors: [],
      unitId: null,
      orgClass: null,
      standing: true,
      taskId: null,
      root: false,
      areaPath: null,
    };
  }
  let query = db
    .selectFrom('org')
    .leftJoin('area', (join) => join.onRef('area.city_id', '=', 'org.city_id').onRef('area.id', '=', 'org.area_id'))
    .select([
      'org.id as id',
      'org.class as class',
      'org.standing as standing',
      'org.unit_id as unitId',
      'org.task_id as taskId',
      'area.path as areaPath',
      sql<boolean>`not exists (select 1 from org_edge e join org p on p.city_id = e.city_id and p.id = e.parent_id
        where e.city_id = org.city_id and e.child_id = org.id and not p.reference_only
        and e.valid_from <= ${today} and e.valid_to > ${today})`.as('root'),
    ])
    .where('org.city_id', '=', cityId);
  query = who.orgId
    ? query.where('org.id', '=', who.orgId)
    : query.where('org.unit_id', '=', who.unitId).where('org.standing', '=', true);
  const rows = await query.execute();
  const first = rows[0];
  return {
    cityId,
    accountId,
    personId,
    today,
    anchors: rows.map((row) => row.id),
    unitId: who.unitId ?? first?.unitId ?? null,
    orgClass: first?.class ?? null,
    standing: first?.standing ?? true,
    taskId: who.orgId ? (first?.taskId ?? null) : null,
    root: first?.root ?? false,
    areaPath: who.orgId ? (first?.areaPath ?? null) : null,
  };
}

type Condition = RawBuilder<boolean>;

const below = (body: Body, org: RawBuilder<unknown>): Condition =>
  sql<boolean>`exists (select 1 from org_closure c where c.city_id = ${body.cityId} and c.descendant_id = ${org} and c.ancestor_id = any(${body.anchors}::uuid[]))`;

/** Task `t` belongs to the body: owned by or below it, issued by its unit, beside it, or it is a task organization of it. */
const ownsTask = (body: Body): Condition =>
  sql<boolean>`(${below(body, sql`t.owner_org_id`)}
    or t.issuer_org_id = any(${body.anchors}::uuid[])
    or (${body.unitId}::uuid is not null and (t.issuer_unit_id = ${body.unitId}::uuid
      or exists (select 1 from task_beside b where b.city_id = t.city_id and b.task_id = t.id and b.unit_id = ${body.unitId}::uuid)))
    or (${body.root} and t.id = ${body.taskId}::uuid))`;

/** Task `t` touches the body: it lends people, gets posts in its area, decides on it, is asked to countersign, or serves in it. */
const touchesTask = (body: Body): Condition =>
  sql<boolean>`(t.id = ${body.taskId}::uuid
    or exists (select 1 from approval a where a.city_id = t.city_id and a.task_id = t.id and a.approver_org_id = any(${body.anchors}::uuid[]))
    or exists (select 1 from approval a join approval_step s on s.city_id = a.city_id and s.approval_id = a.id
      where a.city_id = t.city_id and a.task_id = t.id and s.action = 'countersign-asked' and s.for_org_id = any(${body.anchors}::uuid[]))
    or (t.state not in ('draft', 'dropped') and (
      exists (select 1 from task_cap k join org o on o.city_id = k.city_id and o.unit_id = k.unit_id
        where k.city_id = t.city_id and k.task_id = t.id and ${below(body, sql`o.id`)})
      or exists (select 1 from consultation q join org o on o.city_id = q.city_id and o.unit_id = q.unit_id
        where q.city_id = t.city_id and q.task_id = t.id and ${below(body, sql`o.id`)})
      or exists (select 1 from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
        join org h on h.city_id = p.city_id and h.unit_id = p.source_unit_id
        where p.city_id = t.city_id and o.task_id = t.id and ${below(body, sql`h.id`)})
      or (${body.areaPath}::text is not null and exists (select 1 from post s join area x on x.city_id = s.city_id and x.id = s.area_id
        where s.city_id = t.city_id and s.task_id = t.id and x.path like ${body.areaPath ? `${body.areaPath}%` : null}::text)))))`;

/** Task `t` is one the person of the account serves in. */
const servesIn = (body: Body): Condition =>
  sql<boolean>`exists (select 1 from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
    where p.city_id = t.city_id and o.task_id = t.id and p.person_id = ${body.personId}::uuid)`;

async function holds(db: Db | Trx, condition: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select (${condition}) as yes`.execute(db);
  return rows[0]?.yes === true;
}

/** A standing organization at or below the body, or an organization of a task that belongs to it, or below it in its own chain. */
export function orgInReach(db: Db | Trx, body: Body, orgId: string): Promise<boolean> {
  return holds(
    db,
    sql`${below(body, sql`${orgId}::uuid`)} or exists (select 1 from org o join task t on t.city_id = o.city_id and t.id = o.task_id
      where o.city_id = ${body.cityId} and o.id = ${orgId}::uuid and ${ownsTask(body)})`,
  );
}

/** The organization is the one that holds the person's relationship today, or one that the person serves in. */
export function orgOfPerson(db: Db | Trx, body: Body, orgId: string): Promise<boolean> {
  return holds(
    db,
    sql`exists (select 1 from home h where h.city_id = ${body.cityId} and h.person_id = ${body.personId}::uuid
        and (h.org_id = ${orgId}::uuid or h.group_org_id = ${orgId}::uuid) and h.valid_from <= ${body.today} and h.valid_to > ${body.today})
      or exists (select 1 from participation p join org_closure c on c.city_id = p.city_id and c.descendant_id = p.org_id
        where p.city_id = ${body.cityId} and p.person_id = ${body.personId}::uuid and c.ancestor_id = ${orgId}::uuid
        and p.valid_from <= ${body.today} and p.valid_to > ${body.today})`,
  );
}

/** The person of the account leads this organization of a chain today. */
export function leadsGroup(db: Db | Trx, body: Body, orgId: string): Promise<boolean> {
  return holds(
    db,
    sql`exists (select 1 from office f join org o on o.city_id = f.city_id and o.id = f.org_id
      where f.city_id = ${body.cityId} and f.org_id = ${orgId}::uuid and f.person_id = ${body.personId}::uuid and not o.standing
        and f.office in ('group-leader', 'deputy-group-leader', 'secretary') and f.state = 'active' and f.valid_to > ${body.today})`,
  );
}

/** The organization belongs to a chain whose task belongs to the body, or lies at or below the body in it. */
export function taskGroupInReach(db: Db | Trx, body: Body, orgId: string): Promise<boolean> {
  return holds(
    db,
    sql`exists (select 1 from org o join task t on t.city_id = o.city_id and t.id = o.task_id
      where o.city_id = ${body.cityId} and o.id = ${orgId}::uuid and (${ownsTask(body)} or ${below(body, sql`o.id`)}))`,
  );
}

/** The unit has an organization, today's constituents included, at or below the body. */
export function unitInReach(db: Db | Trx, body: Body, unitId: string): Promise<boolean> {
  return holds(
    db,
    sql`${unitId}::uuid = ${body.unitId}::uuid
      or exists (select 1 from org o where o.city_id = ${body.cityId} and o.unit_id = ${unitId}::uuid and ${below(body, sql`o.id`)})
      or exists (select 1 from org_constituent k where k.city_id = ${body.cityId} and k.unit_id = ${unitId}::uuid
        and k.valid_from <= ${body.today} and k.valid_to > ${body.today} and ${below(body, sql`k.org_id`)})`,
  );
}

/** The unit stands in the area of the body: its entry may be seen, not changed. */
export function unitInArea(db: Db | Trx, body: Body, unitId: string): Promise<boolean> {
  if (body.areaPath === null) return Promise.resolve(false);
  return holds(
    db,
    sql`exists (select 1 from unit u join area x on x.city_id = u.city_id and x.id = u.located_area_id
      where u.city_id = ${body.cityId} and u.id = ${unitId}::uuid and x.path like ${`${body.areaPath}%`}::text)`,
  );
}

/**
 * The unit stands in the area of the body and no organization is set up in it yet: who keeps the area keeps its entry.
 * Administrative bodies never have an organization, so they would be everyone's; they are kept by whom they belong to.
 */
export async function blankUnitInArea(db: Db | Trx, body: Body, unitId: string): Promise<boolean> {
  if (!(await unitInArea(db, body, unitId))) return false;
  return holds(
    db,
    sql`not exists (select 1 from org o where o.city_id = ${body.cityId} and o.unit_id = ${unitId}::uuid and o.standing and o.state = 'active')
      and exists (select 1 from unit u where u.city_id = ${body.cityId} and u.id = ${unitId}::uuid and u.kind <> 'administrative-body')`,
  );
}

/** The area is the one of the body or lies in it. */
export function areaInReach(db: Db | Trx, body: Body, areaId: string): Promise<boolean> {
  if (body.areaPath === null) return Promise.resolve(false);
  return holds(
    db,
    sql`exists (select 1 from area x where x.city_id = ${body.cityId} and x.id = ${areaId}::uuid and x.path like ${`${body.areaPath}%`}::text)`,
  );
}

/** The area lies in that of the organization, or in the one where its unit stands. */
export function placeOfOrg(db: Db | Trx, cityId: string, orgId: string, areaId: string): Promise<boolean> {
  return holds(
    db,
    sql`exists (select 1 from org o left join unit u on u.city_id = o.city_id and u.id = o.unit_id
      join area a on a.city_id = o.city_id and a.id = coalesce(o.area_id, u.located_area_id)
      join area x on x.city_id = o.city_id and x.id = ${areaId}::uuid and x.path like a.path || '%'
      where o.city_id = ${cityId} and o.id = ${orgId}::uuid)`,
  );
}

/** The relationship of the person is held today at or below the body. */
export function personAtHome(db: Db | Trx, body: Body, personId: string): Promise<boolean> {
  return holds(
    db,
    sql`exists (select 1 from home h where h.city_id = ${body.cityId} and h.person_id = ${personId}::uuid
      and h.valid_from <= ${body.today} and h.valid_to > ${body.today} and ${below(body, sql`h.org_id`)})`,
  );
}

/** The person serves today in a task organization at or below the body, or in one whose task belongs to it. */
export function personServing(db: Db | Trx, body: Body, personId: string): Promise<boolean> {
  return holds(
    db,
    sql`exists (select 1 from participation p where p.city_id = ${body.cityId} and p.person_id = ${personId}::uuid
      and p.valid_from <= ${body.today} and p.valid_to > ${body.today} and ${below(body, sql`p.org_id`)})`,
  );
}

/** How near a task is to the body: `owns` it, is touched by it, or serves in it. */
export async function taskNearness(
  db: Db | Trx,
  body: Body,
  taskId: string,
): Promise<{ owns: boolean; touched: boolean; serves: boolean }> {
  const { rows } = await sql<{ owns: boolean; touched: boolean; serves: boolean }>`
    select ${ownsTask(body)} as owns, ${touchesTask(body)} as touched, ${servesIn(body)} as serves
    from task t where t.city_id = ${body.cityId} and t.id = ${taskId}::uuid`.execute(db);
  return rows[0] ?? { owns: false, touched: false, serves: false };
}

/** The task of a plan, and whether the body is to decide on a submitted version of it. */
export async function planPlace(db: Db | Trx, body: Body, planId: string): Promise<{ taskId: string; approves: boolean } | null> {
  const { rows } = await sql<{ taskId: string; approves: boolean }>`
    select p.task_id as "taskId", exists (select 1 from approval a where a.city_id = p.city_id and a.plan_id = p.id
      and a.approver_org_id = any(${body.anchors}::uuid[])) as approves
    from plan p where p.city_id = ${body.cityId} and p.id = ${planId}::uuid`.execute(db);
  return rows[0] ?? null;
}

/**
 * For a condition on the id of a person: whether the body may read that person's name for a version of a plan. The version was approved
 * or the body decides on it; the relationship is held at or below the body; or the person offered for the task, or serves or served in it.
 */
export function namedInPlan(body: Body, planId: string, person: RawBuilder<unknown>): RawBuilder<boolean> {
  const { cityId, today } = body;
  return sql<boolean>`(exists (select 1 from approval a where a.city_id = ${cityId} and a.plan_id = ${planId}::uuid
      and (a.decision = 'approved' or a.approver_org_id = any(${body.anchors}::uuid[])))
    or exists (select 1 from home h where h.city_id = ${cityId} and h.person_id = ${person}
      and h.valid_from <= ${today} and h.valid_to > ${today} and ${below(body, sql`h.org_id`)})
    or exists (select 1 from plan v join offer f on f.city_id = v.city_id and f.task_id = v.task_id
      where v.city_id = ${cityId} and v.id = ${planId}::uuid and f.person_id = ${person} and f.state <> 'withdrawn')
    or exists (select 1 from plan v join org o on o.city_id = v.city_id and o.task_id = v.task_id
      join participation p on p.city_id = o.city_id and p.org_id = o.id
      where v.city_id = ${cityId} and v.id = ${planId}::uuid and p.person_id = ${person}))`;
}

/** Those of the people whose names the body may read for this version of a plan, by {@link namedInPlan}. */
export async function namedOfPlan(
  db: Db | Trx,
  body: Body,
  planId: string,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select k.id from unnest(${[...personIds]}::uuid[]) as k(id)
    where ${namedInPlan(body, planId, sql`k.id`)}`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** Task, approver and submitter of an approval. */
export async function approvalPlace(
  db: Db | Trx,
  body: Body,
  approvalId: string,
): Promise<{ taskId: string; approves: boolean; submittedBy: string } | null> {
  const { rows } = await sql<{ taskId: string; approves: boolean; submittedBy: string }>`
    select a.task_id as "taskId", a.approver_org_id = any(${body.anchors}::uuid[]) as approves, a.submitted_by as "submittedBy"
    from approval a where a.city_id = ${body.cityId} and a.id = ${approvalId}::uuid`.execute(db);
  return rows[0] ?? null;
}

/** The account holds a role at or below the body. */
export function accountInReach(db: Db | Trx, body: Body, accountId: string): Promise<boolean> {
  return holds(
    db,
    sql`exists (select 1 from role_grant g where g.city_id = ${body.cityId} and g.account_id = ${accountId}::uuid and ${below(body, sql`g.org_id`)})`,
  );
}

/** The account is one of a member whose relationship is held at or below the body, and holds no other role than that of a member. */
export function accountOfMember(db: Db | Trx, body: Body, accountId: string): Promise<boolean> {
  return holds(
    db,
    sql`exists (select 1 from account u join home h on h.city_id = u.city_id and h.person_id = u.person_id
        where u.city_id = ${body.cityId} and u.id = ${accountId}::uuid
        and h.valid_from <= ${body.today} and h.valid_to > ${body.today} and ${below(body, sql`h.org_id`)})
      and not exists (select 1 from role_grant g where g.city_id = ${body.cityId} and g.account_id = ${accountId}::uuid
        and g.role <> 'member' and g.valid_to > ${body.today})`,
  );
}

/** The batch was made by this account. */
export function importOfAccount(db: Db | Trx, body: Body, batchId: string): Promise<boolean> {
  return holds(
    db,
    sql`exists (select 1 from import_batch b where b.city_id = ${body.cityId} and b.id = ${batchId}::uuid and b.created_by = ${body.accountId}::uuid)`,
  );
}

/** For lists: a condition on a column with an organization, `where(orgsBelow(body, sql.ref('home.org_id')))`. */
export function orgsBelow(body: Body, column: RawBuilder<unknown>): RawBuilder<boolean> {
  return below(body, column);
}

/** For lists of tasks aliased `t`: those that belong to the body, touch it or are served in by the person. */
export function tasksInReach(body: Body): RawBuilder<boolean> {
  return sql<boolean>`(${ownsTask(body)} or ${touchesTask(body)} or ${servesIn(body)})`;
}

/** Ids of organizations, units and persons by their stable source keys; keys that do not exist are missing in the maps. */
export async function findBodies(
  db: Db | Trx,
  cityId: string,
  keys: { orgs: readonly string[]; units: readonly string[]; persons: readonly string[] },
): Promise<{ orgs: Map<string, string>; units: Map<string, string>; persons: Map<string, string> }> {
  const { rows } = await sql<{ kind: 'orgs' | 'units' | 'persons'; key: string; id: string }>`
    select 'orgs' as kind, source_key as key, id from org where city_id = ${cityId} and source_key = any(${keys.orgs}::text[])
    union all select 'units', source_key, id from unit where city_id = ${cityId} and source_key = any(${keys.units}::text[])
    union all select 'persons', source_key, id from person where city_id = ${cityId} and source_key = any(${keys.persons}::text[])`.execute(
    db,
  );
  const found = { orgs: new Map<string, string>(), units: new Map<string, string>(), persons: new Map<string, string>() };
  for (const row of rows) found[row.kind].set(row.key, row.id);
  return found;
}

/** Name of the committee at the top of the city, below those that stand here for reference; null while there is none. */
export async function rootBody(db: Db | Trx, cityId: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select o.name from org o where o.city_id = ${cityId} and o.standing and o.class = 'local' and o.state = 'active'
    and not o.reference_only and not exists (select 1 from org_edge e join org p on p.city_id = e.city_id and p.id = e.parent_id
      where e.city_id = o.city_id and e.child_id = o.id and not p.reference_only) order by o.id limit 1`.execute(db);
  return rows[0]?.name ?? null;
}
