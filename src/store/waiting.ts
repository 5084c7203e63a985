/**
 * What waits for a decision of a body: approvals, returned submissions, trouble in running tasks, loans over the
 * cap, terms that end. Owns only SQL; how it is said and what bites first is decided by the page Today. Each list is cut at a number of
 * rows and every row tells `of`, how many there are in all.
 */
import { type RawBuilder, sql } from 'kysely';
import { addDays, type Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';
import { type Body, orgsBelow } from './scope.ts';

type Q = Db | Trx;

/** A row of a list that is cut. */
export interface OneOf {
  /** How many rows there are in all, of which this is one. */
  readonly of: number;
}

/** Whose tasks (alias `t`): of one account, of a set, or all when neither is given. */
export function tasksOf(choice: { readonly createdBy?: string; readonly taskIds?: readonly string[] }): RawBuilder<boolean> {
  if (choice.createdBy !== undefined) return sql<boolean>`t.created_by = ${choice.createdBy}::uuid`;
  return choice.taskIds === undefined ? sql<boolean>`true` : sql<boolean>`t.id = any(${choice.taskIds}::uuid[])`;
}

/** Both conditions. */
export function both(one: RawBuilder<boolean>, other: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`(${one}) and (${other})`;
}

/** A submission that the body has to decide on. */
export interface WaitingApproval extends OneOf {
  readonly id: string;
  readonly taskId: string;
  readonly title: string;
  readonly submittedAt: Date;
  readonly replyBy: Date | null;
  readonly needed: number;
  readonly placed: number;
}

/** Open submissions to the body's organizations about tasks that satisfy `about` (alias `t`), the longest waiting first; never those that the account submitted itself. */
export async function waitingApprovals(db: Q, body: Body, about: RawBuilder<boolean>, most: number): Promise<WaitingApproval[]> {
  const { rows } = await sql<WaitingApproval>`
    select a.id, a.task_id as "taskId", t.title, a.submitted_at as "submittedAt", a.reply_by as "replyBy",
      coalesce(p.needed, 0) as needed, coalesce(p.placed, 0) as placed, count(*) over ()::int as of
    from approval a
    join task t on t.city_id = a.city_id and t.id = a.task_id
    join plan p on p.city_id = a.city_id and p.id = a.plan_id
    where a.city_id = ${body.cityId} and a.decision is null and a.approver_org_id = any(${body.anchors}::uuid[])
      and a.submitted_by <> ${body.accountId}::uuid and ${about}
    order by a.submitted_at limit ${most}`.execute(db);
  return rows;
}

/** A submission that came back and has not been submitted again. */
export interface UnfavourableDecision extends OneOf {
  readonly id: string;
  readonly taskId: string;
  readonly title: string;
  readonly decision: 'returned' | 'rejected';
  readonly decidedAt: Date;
  readonly opinion: string | null;
}

/** Days that a rejection stands on the page Today; nobody can act on it any more. */
const REJECTED_DAYS = 14;

/**
 * The newest decision of a task in reach (alias `t`) is "returned" and the task waits for its drafter, or it is "rejected", which ended
 * the task within the last days before `today`. With `submitter` also those that this account submitted, whoever drafted the task.
 */
export async function unfavourableDecisions(
  db: Q,
  cityId: string,
  { reach, about, submitter }: { reach: RawBuilder<boolean>; about: RawBuilder<boolean>; submitter: string | null },
  today: Day,
  most: number,
): Promise<UnfavourableDecision[]> {
  const { rows } = await sql<UnfavourableDecision>`
    select a.id, a.task_id as "taskId", t.title, a.decision, a.decided_at as "decidedAt", a.opinion, count(*) over ()::int as of
    from task t
    join lateral (select * from approval a where a.city_id = t.city_id and a.task_id = t.id order by a.submitted_at desc limit 1) a on true
    where t.city_id = ${cityId} and ${reach} and (${about} or a.submitted_by = ${submitter}::uuid)
      and ((t.state in ('draft', 'planned') and a.decision = 'returned')
      or (t.state = 'cancelled' and a.decision = 'rejected' and t.ended_on > ${addDays(today, -REJECTED_DAYS)}::date))
    order by a.decided_at limit ${most}`.execute(db);
  return rows;
}

/** Trouble in a task that runs: who said "difficulty", which slots stand open after a refusal, when the first of them begins. */
export interface DutyTrouble extends OneOf {
  readonly taskId: string;
  readonly title: string;
  readonly difficulties: number;
  readonly openSlots: number;
  readonly proposed: number;
  /** Oldest unanswered difficulty or opening. */
  readonly since: Date;
}

/** Per running task in reach (alias `t`), counts only; nobody is named here. */
export async function dutyTrouble(db: Q, cityId: string, reach: RawBuilder<boolean>, most: number): Promise<DutyTrouble[]> {
  const { rows } = await sql<DutyTrouble>`
    select t.id as "taskId", t.title, coalesce(d.n, 0)::int as difficulties, count(*) over ()::int as of,
      coalesce(o.n, 0)::int as "openSlots", coalesce(o.proposed, 0)::int as proposed, least(d.since, o.since) as since
    from task t
    left join lateral (select count(*) as n, min(d.answered_at) as since from duty d join post p on p.city_id = d.city_id and p.id = d.post_id
      where d.city_id = t.city_id and p.task_id = t.id and d.state = 'difficulty') d on true
    left join lateral (select count(*) as n, count(o.proposed_person_id) as proposed, min(o.opened_at) as since from slot_opening o
      where o.city_id = t.city_id and o.task_id = t.id and o.filled_at is null) o on true
    where t.city_id = ${cityId} and t.state = 'active' and ${reach} and (d.n > 0 or o.n > 0)
    order by since limit ${most}`.execute(db);
  return rows;
}

/** Places of a running task that nobody was ever put on: left open by its plan, or emptied without an opening. */
export interface LeftOpen extends OneOf {
  readonly taskId: string;
  readonly title: string;
  readonly areaName: string | null;
  readonly missing: number;
  readonly posts: number;
  /** Its first post by time with somebody missing. */
  readonly day: Day;
  readonly minute: number;
  readonly post: string;
}

/** Running tasks with such places in posts that are not over, the first to begin first. */
export async function leftOpen(db: Q, cityId: string, reach: RawBuilder<boolean>, today: Day, most: number): Promise<LeftOpen[]> {
  const { rows } = await sql<LeftOpen>`
    with tasks as materialized (select t.id, t.title, t.area_id from task t
        where t.city_id = ${cityId} and t.state = 'active' and ${reach}),
    held as materialized (select d.post_id, count(distinct q.person_id)::int as n
        from tasks t join post s on s.city_id = ${cityId} and s.task_id = t.id
        join duty d on d.city_id = s.city_id and d.post_id = s.id and d.state <> 'ended'
        join participation q on q.city_id = d.city_id and q.id = d.participation_id group by 1),
    opened as materialized (select o.post_id, count(*)::int as n from tasks t
        join slot_opening o on o.city_id = ${cityId} and o.task_id = t.id and o.filled_at is null group by 1),
    short as (select s.*, s.head_count - coalesce(h.n, 0) - coalesce(o.n, 0) as missing
        from tasks t join post s on s.city_id = ${cityId} and s.task_id = t.id
        left join held h on h.post_id = s.id left join opened o on o.post_id = s.id
        where not s.withdrawn and s.day_to >= ${today})
    select t.id as "taskId", t.title, a.name as "areaName", x.missing, x.posts, f.day_from as day, f.start_minute as minute,
      concat_ws(' ', f.name, f.shift) as post, count(*) over ()::int as of
    from tasks t join lateral (select sum(s.missing)::int as missing, count(*)::int as posts from short s where s.task_id = t.id and s.missing > 0) x on x.posts > 0
    join lateral (select s.day_from, s.start_minute, s.name, s.shift from short s where s.task_id = t.id and s.missing > 0
      order by s.day_from, s.start_minute, s.name limit 1) f on true
    left join area a on a.city_id = ${cityId} and a.id = t.area_id
    order by f.day_from, f.start_minute, t.title limit ${most}`.execute(db);
  return rows;
}

/** A unit that lends more people today than it said it could. */
export interface OverCap extends OneOf {
  readonly unitId: string;
  readonly name: string;
  readonly orgId: string;
  readonly out: number;
  readonly cap: number;
  readonly tasks: number;
}

/** Units with an organization at or below the body whose people out exceed the cap; a person out twice counts once. */
export async function unitsOverCap(db: Q, body: Body, most: number): Promise<OverCap[]> {
  const { rows } = await sql<OverCap>`
    select u.id as "unitId", u.name, min(h.id::text) as "orgId", u.release_cap as cap,
      count(distinct p.person_id)::int as out, count(distinct o.task_id)::int as tasks, count(*) over ()::int as of
    from participation p
    join unit u on u.city_id = p.city_id and u.id = p.source_unit_id
    join org o on o.city_id = p.city_id and o.id = p.org_id
    join org h on h.city_id = u.city_id and h.unit_id = u.id and h.standing
    where p.city_id = ${body.cityId} and p.valid_from <= ${body.today} and p.valid_to > ${body.today}
      and u.release_cap is not null and ${orgsBelow(body, sql`h.id`)}
    group by u.id, u.name, u.release_cap
    having count(distinct p.person_id) > u.release_cap
    order by count(distinct p.person_id) - u.release_cap desc, u.name limit ${most}`.execute(db);
  return rows;
}

/** An organization whose term is over or ends soon, and how many there are in all. */
export interface EndingTerm {
  readonly count: number;
  readonly orgId: string;
  readonly name: string;
  readonly place: string | null;
  readonly endsOn: Day;
}

/**
 * Standing organizations at or below the body whose term ends on `until` or before, the first to end first: at most `limit` of them
 * after the one with the day and id of `after`. `count` holds for all that follow `after`.
 */
export async function endingTerms(
  db: Q,
  body: Body,
  until: Day,
  page: { readonly after?: readonly [Day, string] | undefined; readonly limit: number },
): Promise<EndingTerm[]> {
  const rest = page.after ? sql`and (o.term_ends_on, o.id) > (${page.after[0]}::date, ${page.after[1]}::uuid)` : sql``;
  const { rows } = await sql<EndingTerm>`
    select count(*) over ()::int as count, o.id as "orgId", o.name, a.name as place, o.term_ends_on as "endsOn"
    from org o left join area a on a.city_id = o.city_id and a.id = o.area_id
    where o.city_id = ${body.cityId} and o.standing and o.ended_on is null and o.term_ends_on <= ${until} and ${orgsBelow(body, sql`o.id`)} ${rest}
    order by o.term_ends_on, o.id limit ${page.limit}`.execute(db);
  return rows;
}

/** When the first post of a task begins: the day and the minute of that day. */
export interface FirstPost {
  readonly taskId: string;
  readonly day: Day;
  readonly minute: number;
}

/** The first posts of some tasks; a task without posts is missing. */
export async function firstPosts(db: Q, cityId: string, taskIds: readonly string[]): Promise<Map<string, FirstPost>> {
  if (taskIds.length === 0) return new Map();
  const { rows } = await sql<FirstPost>`
    select distinct on (p.task_id) p.task_id as "taskId", p.day_from as day, p.start_minute as minute
    from post p where p.city_id = ${cityId} and p.task_id = any(${taskIds}::uuid[]) and not p.withdrawn
    order by p.task_id, p.day_from, p.start_minute`.execute(db);
  return new Map(rows.map((row) => [row.taskId, row]));
}

/** How many duties of a person wait for an answer, and the first day of them. */
export async function unansweredDuties(db: Q, body: Body): Promise<{ count: number; from: Day } | undefined> {
  if (!body.personId) return undefined;
  const { rows } = await sql<{ count: number; from: Day | null }>`
    select count(*)::int as count, min(d.on_day_from) as "from"
    from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id
    where d.city_id = ${body.cityId} and p.person_id = ${body.personId}::uuid and d.state = 'told' and d.on_day_to >= ${body.today}`.execute(
    db,
  );
  const row = rows[0];
  return row?.from ? { count: row.count, from: row.from } : undefined;
}

/** The name of the body as a choice of the page: its first organization, or the unit; null for neither. */
export async function findBodyName(db: Q, body: Body): Promise<string | null> {
  const { rows } = await sql<{ name: string | null }>`
    select coalesce((select o.name from org o where o.city_id = ${body.cityId} and o.id = ${body.anchors[0] ?? null}::uuid),
      (select u.name from unit u where u.city_id = ${body.cityId} and u.id = ${body.unitId}::uuid)) as name`.execute(db);
  return rows[0]?.name ?? null;
}
