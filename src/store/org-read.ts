/** Reading one organization: its sheet, its people, where they take part, its own life, its history. Names are joined only where asked for. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { began } from './began.ts';
import { ownMembers } from './org-tree.ts';
import type { Part } from './part.ts';
import type { Db, Trx } from './schema.ts';

/** The sheet of an organization without people. */
export interface OrgSheet {
  readonly id: string;
  readonly name: string;
  readonly sourceKey: string | null;
  readonly treeId: string;
  readonly standing: boolean;
  readonly class: 'central' | 'local' | 'primary-level' | 'leading-group' | null;
  readonly form: 'committee' | 'general-branch' | 'branch' | 'group' | null;
  readonly jointSense: 'rule' | 'project' | null;
  readonly holdsRelationship: boolean;
  readonly referenceOnly: boolean;
  readonly state: string;
  readonly startedOn: Day | null;
  readonly endedOn: Day | null;
  readonly termEndsOn: Day | null;
  readonly hasCommittee: boolean | null;
  readonly reviewOn: Day | null;
  readonly endCondition: string | null;
  readonly charter: string | null;
  readonly version: number;
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly unitKind: string | null;
  readonly affiliationTier: string | null;
  readonly affiliationArea: string | null;
  readonly locatedAreaId: string | null;
  readonly locatedArea: string | null;
  readonly locatedParent: string | null;
  readonly soeTier: number | null;
  readonly releaseCap: number | null;
  readonly areaId: string | null;
  readonly areaName: string | null;
  readonly areaKind: string | null;
  readonly parentId: string | null;
  readonly parentName: string | null;
  readonly setUpById: string | null;
  readonly setUpByName: string | null;
  readonly evolvedFromId: string | null;
  readonly evolvedFromName: string | null;
  /** Standing organizations that came out of this task organization. */
  readonly evolvedInto: readonly { readonly id: string; readonly name: string }[];
  readonly taskId: string | null;
  readonly taskTitle: string | null;
  readonly tags: readonly ('temporary' | 'joint' | 'functional')[];
}

/** The sheet, or undefined for an unknown id. One round trip. */
export async function orgSheet(db: Db | Trx, cityId: string, orgId: string): Promise<OrgSheet | undefined> {
  const { rows } = await sql<OrgSheet>`
    select o.id, o.name, o.source_key as "sourceKey", o.tree_id as "treeId", o.standing, o.class, o.form, o.joint_sense as "jointSense",
      o.holds_relationship as "holdsRelationship", o.reference_only as "referenceOnly", o.state, o.started_on as "startedOn", o.ended_on as "endedOn",
      o.term_ends_on as "termEndsOn", o.has_committee as "hasCommittee", o.review_on as "reviewOn", o.end_condition as "endCondition", o.charter, o.version,
      u.id as "unitId", u.name as "unitName", u.kind as "unitKind", u.affiliation_tier as "affiliationTier", aa.name as "affiliationArea",
      la.id as "locatedAreaId", la.name as "locatedArea", lp.name as "locatedParent", u.soe_tier as "soeTier", u.release_cap as "releaseCap",
      a.id as "areaId", a.name as "areaName", a.kind as "areaKind", p.id as "parentId", p.name as "parentName", s.id as "setUpById", s.name as "setUpByName",
      v.id as "evolvedFromId", v.name as "evolvedFromName",
      array(select jsonb_build_object('id', x.id, 'name', x.name) from org x
        where x.city_id = o.city_id and x.evolved_from_id = o.id order by x.started_on, x.id) as "evolvedInto",
      t.id as "taskId", t.title as "taskTitle",
      array(select g.tag from org_tag g where g.city_id = o.city_id and g.org_id = o.id order by g.tag) as tags
    from org o
    left join unit u on u.city_id = o.city_id and u.id = o.unit_id
    left join area aa on aa.city_id = o.city_id and aa.id = u.affiliation_area_id
    left join area la on la.city_id = o.city_id and la.id = u.located_area_id
    left join area lp on lp.city_id = o.city_id and lp.id = la.parent_id
    left join area a on a.city_id = o.city_id and a.id = o.area_id
    left join org_edge e on e.city_id = o.city_id and e.child_id = o.id and e.valid_to = (select max(x.valid_to) from org_edge x where x.city_id = o.city_id and x.child_id = o.id)
    left join org p on p.city_id = o.city_id and p.id = e.parent_id
    left join org s on s.city_id = o.city_id and s.id = o.set_up_by_id
    left join org v on v.city_id = o.city_id and v.id = o.evolved_from_id
    left join task t on t.city_id = o.city_id and t.id = o.task_id
    where o.city_id = ${cityId} and o.id = ${orgId}::uuid`.execute(db);
  return rows[0];
}

/** Members of the organization itself and of all below it, and how many serve elsewhere today: three counts, each person once. */
export interface OrgCounts {
  readonly full: number;
  readonly probationary: number;
  readonly fullBelow: number;
  readonly probationaryBelow: number;
  /** Members from here who take part in a task organization today. */
  readonly away: number;
  /** For a task organization: people who serve in it or below it today. */
  readonly serving: number;
  readonly children: number;
}

/** Counts as of a day; participations never add a head (S-131). */
export async function orgCounts(db: Db | Trx, cityId: string, orgId: string, asOf: Day): Promise<OrgCounts> {
  const org = sql`${orgId}::uuid`;
  const { rows } = await sql<OrgCounts>`
    with below as materialized (select descendant_id from org_closure where city_id = ${cityId} and ancestor_id = ${org}),
    own as (${ownMembers(cityId, asOf)})
    select
      coalesce(sum("full") filter (where org_id = ${org}), 0)::int as full,
      coalesce(sum(probationary) filter (where org_id = ${org}), 0)::int as probationary,
      coalesce(sum("full"), 0)::int as "fullBelow",
      coalesce(sum(probationary), 0)::int as "probationaryBelow",
      (select count(distinct a.person_id)::int from participation a
        join home h on h.city_id = a.city_id and h.person_id = a.person_id and h.valid_from <= ${asOf} and h.valid_to > ${asOf}
        where a.city_id = ${cityId} and a.valid_from <= ${asOf} and a.valid_to > ${asOf} and h.org_id in (select descendant_id from below)) as away,
      (select count(distinct a.person_id)::int from participation a where a.city_id = ${cityId} and a.valid_from <= ${asOf} and a.valid_to > ${asOf}
        and a.org_id in (select descendant_id from below)) as serving,
      (select count(*)::int from org_closure c where c.city_id = ${cityId} and c.ancestor_id = ${org} and c.depth = 1) as children
    from own`.execute(db);
  return rows[0]!;
}

/** A total of people of several organizations made only of what each of them tells by itself: one of those below `from` counts as one. */
export interface TotalOfTold {
  readonly least: number;
  /** Some organization has fewer than `from` (and somebody), so the true total may be higher. */
  readonly open: boolean;
}

/**
 * The totals of {@link orgCounts} over the organization and all below it, for readers to whom counts of organizations below `from` are
 * not told: from an exact total and the counts told, the others would follow by subtraction. Whoever serves in two counts in one of them,
 * so `least` never says more than there are.
 */
export async function totalsOfTold(
  db: Db | Trx,
  cityId: string,
  orgId: string,
  asOf: Day,
  from: number,
): Promise<Record<'full' | 'probationary' | 'away' | 'serving', TotalOfTold>> {
  const there = sql`a.city_id = ${cityId} and a.valid_from <= ${asOf} and a.valid_to > ${asOf}`;
  const { rows } = await sql<{ kind: 'full' | 'probationary' | 'away' | 'serving' } & TotalOfTold>`
    with below as materialized (select descendant_id from org_closure where city_id = ${cityId} and ancestor_id = ${orgId}::uuid),
    own as (${ownMembers(cityId, asOf)}),
    parts as (
      select 'full' as kind, "full" as n from own union all select 'probationary', probationary from own
      union all (select 'away', count(distinct a.person_id) from participation a
        join home h on h.city_id = a.city_id and h.person_id = a.person_id and h.valid_from <= ${asOf} and h.valid_to > ${asOf}
        where ${there} and h.org_id in (select descendant_id from below) group by h.org_id)
      union all (select 'serving', count(*) from (select distinct on (a.person_id) a.org_id from participation a
        where ${there} and a.org_id in (select descendant_id from below) order by a.person_id, a.org_id) once group by org_id)
    )
    select kind, sum(case when n < ${from} then 1 else n end)::int as least, bool_or(n < ${from}) as open from parts where n > 0 group by kind`.execute(
    db,
  );
  const of = (kind: string) => rows.find((row) => row.kind === kind) ?? { least: 0, open: false };
  return { full: of('full'), probationary: of('probationary'), away: of('away'), serving: of('serving') };
}

/** One holder of an office; the name is the caller's to mask. */
export interface OfficeRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly office: string;
  readonly how: string;
  readonly from: Day;
  readonly to: Day;
}

/** Offices held on a day, the secretary first. */
export async function officesOf(db: Db | Trx, cityId: string, orgId: string, asOf: Day): Promise<OfficeRow[]> {
  const { rows } = await sql<OfficeRow>`
    select f.id, f.person_id as "personId", n.name, f.office, f.how, f.valid_from as "from", f.valid_to as "to"
    from office f join person_name n on n.city_id = f.city_id and n.person_id = f.person_id
    where f.city_id = ${cityId} and f.org_id = ${orgId}::uuid and f.state <> 'proposed' and f.valid_from <= ${asOf} and f.valid_to > ${asOf}
    order by array_position(array['secretary','group-leader','deputy-secretary','deputy-group-leader','committee-member'], f.office), f.valid_from, f.id`.execute(
    db,
  );
  return rows;
}

/** A member in the list of an organization. */
export interface MemberRow {
  readonly personId: string;
  readonly name: string;
  readonly status: string;
  readonly sourceKey: string | null;
  readonly office: string | null;
  /** Titles of the tasks the member takes part in today. */
  readonly tasks: readonly string[];
  readonly orgId: string;
  readonly orgName: string;
  readonly since: Day;
}

/** Members whose relationship is held here (with `below`: here or anywhere below) on a day, offices first, then by pinyin; keyset paging. */
export async function membersOf(
  db: Db | Trx,
  cityId: string,
  orgId: string,
  asOf: Day,
  page: { limit: number; after: readonly (string | number | null)[] | undefined; below: boolean },
): Promise<(MemberRow & { rank: number; pinyin: string })[]> {
  // The place in the order is found by the person: the sound of a name would stand in the address of the next page.
  const [rank, id] = page.after ?? [null, null];
  const { rows } = await sql<MemberRow & { rank: number; pinyin: string }>`
    select * from (
      select p.id as "personId", n.name, n.pinyin, p.status, p.source_key as "sourceKey", h.org_id as "orgId", o.name as "orgName", h.valid_from as since,
        f.office, coalesce(array_position(array['secretary','deputy-secretary','committee-member'], f.office), 9) as rank,
        array(select distinct t.title from participation a join org g on g.city_id = a.city_id and g.id = a.org_id join task t on t.city_id = g.city_id and t.id = g.task_id
          where a.city_id = h.city_id and a.person_id = h.person_id and a.valid_from <= ${asOf} and a.valid_to > ${asOf} order by 1) as tasks
      from home h
      join person p on p.city_id = h.city_id and p.id = h.person_id
      join person_name n on n.city_id = h.city_id and n.person_id = h.person_id
      join org o on o.city_id = h.city_id and o.id = h.org_id
      left join lateral (select f.office from office f where f.city_id = h.city_id and f.person_id = h.person_id and f.org_id = h.org_id and f.state = 'active'
        and f.valid_from <= ${asOf} and f.valid_to > ${asOf} order by f.office desc limit 1) f on true
      where h.city_id = ${cityId} and h.valid_from <= ${asOf} and h.valid_to > ${asOf}
        and ${page.below ? sql`h.org_id in (select descendant_id from org_closure where city_id = ${cityId} and ancestor_id = ${orgId}::uuid)` : sql`h.org_id = ${orgId}::uuid`}
    ) m
    where (${id}::uuid is null or (m.rank, m.pinyin, m."personId") > (${rank}::int,
      coalesce((select x.pinyin from person_name x where x.city_id = ${cityId} and x.person_id = ${id}::uuid), ''), ${id}::uuid))
    order by m.rank, m.pinyin, m."personId" limit ${page.limit + 1}`.execute(db);
  return rows;
}

/** One participation of someone from here (S-290: the mode as it was). */
export interface AwayRow {
  readonly personId: string;
  readonly name: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly orgState: string;
  readonly taskId: string | null;
  readonly taskTitle: string | null;
  readonly mode: string;
  readonly role: string;
  readonly from: Day;
  readonly to: Day;
}

/** Where members from here or below take part today (`all`: also what has ended), newest first; nothing that never {@link began}. */
export async function participationsFrom(
  db: Db | Trx,
  cityId: string,
  orgId: string,
  asOf: Day,
  page: { readonly offset: number; readonly limit: number },
  all = false,
): Promise<AwayRow[]> {
  const { rows } = await sql<AwayRow>`
    select a.person_id as "personId", n.name, g.id as "orgId", g.name as "orgName", g.state as "orgState", t.id as "taskId", t.title as "taskTitle",
      a.mode, a.role, a.valid_from as "from", a.valid_to as "to"
    from home h join org_closure c on c.city_id = h.city_id and c.descendant_id = h.org_id and c.ancestor_id = ${orgId}::uuid
    join participation a on a.city_id = h.city_id and a.person_id = h.person_id and (${all} or a.valid_to > greatest(${asOf}::date, a.valid_from))
    join org g on g.city_id = a.city_id and g.id = a.org_id and ${began}
    left join task t on t.city_id = g.city_id and t.id = g.task_id
    join person_name n on n.city_id = h.city_id and n.person_id = h.person_id
    where h.city_id = ${cityId} and h.valid_from <= ${asOf} and h.valid_to > ${asOf}
    order by a.valid_from desc, n.pinyin, a.id offset ${page.offset} limit ${page.limit}`.execute(db);
  return rows;
}

/** People who serve in a task organization or below it, and who served; nothing that never {@link began}. */
export async function servingIn(
  db: Db | Trx,
  cityId: string,
  orgId: string,
  page: { readonly offset: number; readonly limit: number },
): Promise<AwayRow[]> {
  const { rows } = await sql<AwayRow>`
    select a.person_id as "personId", n.name, g.id as "orgId", g.name as "orgName", g.state as "orgState", g.task_id as "taskId", null as "taskTitle",
      a.mode, a.role, a.valid_from as "from", a.valid_to as "to"
    from participation a join org g on g.city_id = a.city_id and g.id = a.org_id
    join person_name n on n.city_id = a.city_id and n.person_id = a.person_id
    where a.city_id = ${cityId} and ${began} and (g.id = ${orgId}::uuid or exists (select 1 from org_edge e where e.city_id = g.city_id and e.child_id = g.id and e.parent_id = ${orgId}::uuid))
    order by a.valid_from desc, n.pinyin, a.id offset ${page.offset} limit ${page.limit}`.execute(db);
  return rows;
}

/** An entry of the organization's own life. */
export interface ActivityRow {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly audience: string;
  readonly day: Day;
  readonly start: number | null;
  readonly held: boolean;
  readonly taskTitle: string | null;
}

/** What the organization did or has planned round a day: the latest first, at most `limit`. */
export async function activitiesOf(db: Db | Trx, cityId: string, orgId: string, part: Part): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select x.id, x.kind, x.title, x.audience, x.on_day as day, x.start_minute as start, x.held, t.title as "taskTitle"
    from activity x left join task t on t.city_id = x.city_id and t.id = x.task_id
    where x.city_id = ${cityId} and x.org_id = ${orgId}::uuid order by x.on_day desc, x.id offset ${part.offset} limit ${part.limit}`.execute(
    db,
  );
  return rows;
}

/** Kinds of activities that an organization had or planned in the month of a day. */
export async function activityKindsIn(db: Db | Trx, cityId: string, orgId: string, day: Day): Promise<Set<string>> {
  const { rows } = await sql<{ kind: string }>`
    select distinct kind from activity where city_id = ${cityId} and org_id = ${orgId}::uuid
      and date_trunc('month', on_day) = date_trunc('month', ${day}::date)`.execute(db);
  return new Set(rows.map((row) => row.kind));
}

/** One dated fact of the history of an organization. */
export interface HistoryRow {
  readonly at: string;
  readonly what:
    | 'started'
    | 'ended'
    | 'parent-from'
    | 'parent-to'
    | 'office-from'
    | 'office-to'
    | 'unit-joined'
    | 'unit-left'
    | 'changed';
  readonly name: string | null;
  readonly detail: string | null;
  /** Set when `name` is a person's and must be masked. */
  readonly person: boolean;
}

/** Set-up, edges, offices, constituents and recorded changes, newest first. */
export async function historyOf(db: Db | Trx, cityId: string, orgId: string, part: Part): Promise<HistoryRow[]> {
  const id = sql`${orgId}::uuid`;
  const { rows } = await sql<HistoryRow>`
    select to_char(started_on, 'YYYY-MM-DD') as at, 'started' as what, name, null as detail, false as person from org where city_id = ${cityId} and id = ${id} and started_on is not null
    union all select to_char(ended_on, 'YYYY-MM-DD'), 'ended', name, null, false from org where city_id = ${cityId} and id = ${id} and ended_on is not null
    union all select to_char(e.valid_from, 'YYYY-MM-DD'), 'parent-from', p.name, null, false from org_edge e join org p on p.city_id = e.city_id and p.id = e.parent_id where e.city_id = ${cityId} and e.child_id = ${id}
    union all select to_char(e.valid_to, 'YYYY-MM-DD'), 'parent-to', p.name, null, false from org_edge e join org p on p.city_id = e.city_id and p.id = e.parent_id where e.city_id = ${cityId} and e.child_id = ${id} and e.valid_to < '9999-01-01'
    union all select to_char(f.valid_from, 'YYYY-MM-DD'), 'office-from', n.name, f.office, true from office f join person_name n on n.city_id = f.city_id and n.person_id = f.person_id where f.city_id = ${cityId} and f.org_id = ${id} and f.state <> 'proposed'
    union all select to_char(f.valid_to, 'YYYY-MM-DD'), 'office-to', n.name, f.office, true from office f join person_name n on n.city_id = f.city_id and n.person_id = f.person_id where f.city_id = ${cityId} and f.org_id = ${id} and f.state <> 'proposed' and f.valid_to < '9999-01-01'
    union all select to_char(k.valid_from, 'YYYY-MM-DD'), 'unit-joined', u.name, null, false from org_constituent k join unit u on u.city_id = k.city_id and u.id = k.unit_id where k.city_id = ${cityId} and k.org_id = ${id}
    union all select to_char(k.valid_to, 'YYYY-MM-DD'), 'unit-left', u.name, null, false from org_constituent k join unit u on u.city_id = k.city_id and u.id = k.unit_id where k.city_id = ${cityId} and k.org_id = ${id} and k.valid_to < '9999-01-01'
    union all select to_char(v.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'), 'changed', null, v.action, false from audit_event v where v.city_id = ${cityId} and v.subject_kind = 'org' and v.subject_id = ${id} and v.action <> 'names-revealed'
    order by 1 desc, 2, 3, 4 offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** Leading groups that this committee set up. */
export async function leadingGroupsOf(db: Db | Trx, cityId: string, orgId: string): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('org')
    .select(['id', 'name'])
    .where('city_id', '=', cityId)
    .where('set_up_by_id', '=', orgId)
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
}

/** Units that make up a joint branch, and those of an organization over several. */
export async function constituentsOf(
  db: Db | Trx,
  cityId: string,
  orgId: string,
  asOf: Day,
): Promise<{ id: string; name: string; relation: string }[]> {
  const { rows } = await sql<{ id: string; name: string; relation: string }>`
    select coalesce(u.id, a.id) as id, coalesce(u.name, a.name) as name, k.relation from org_constituent k
    left join unit u on u.city_id = k.city_id and u.id = k.unit_id left join area a on a.city_id = k.city_id and a.id = k.area_id
    where k.city_id = ${cityId} and k.org_id = ${orgId}::uuid and k.valid_from <= ${asOf} and k.valid_to > ${asOf} order by 2`.execute(
    db,
  );
  return rows;
}
