/** What forming a chain writes beside its organizations: advice, offices, posts, notices, participations and duties, and their end. */
import { sql } from 'kysely';
import type { NoticeKind } from '#kernel/formation';
import { type Day, FOREVER } from '#kernel/lib';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** Keeps the findings that a submission rested on, with inputs and the version of the rulebook. */
export async function addAdvice(
  trx: Q,
  cityId: string,
  findings: readonly { readonly rule: string; readonly version: string; readonly inputs: unknown; readonly outcome: string }[],
  about: { readonly kind: string; readonly id: string; readonly asOf: Day; readonly at: Date },
): Promise<void> {
  if (findings.length === 0) return;
  await trx
    .insertInto('advice')
    .values(
      findings.map((one) => ({
        city_id: cityId,
        id: newId(),
        subject_kind: about.kind,
        subject_id: about.id,
        rule: one.rule,
        rulebook_version: one.version,
        as_of: about.asOf,
        inputs: JSON.stringify(one.inputs),
        outcome: one.outcome,
        at: about.at,
      })),
    )
    .execute();
}

/** Officers proposed with a submission; they take office when it is approved and told. */
export async function assignOffices(
  trx: Q,
  cityId: string,
  officers: readonly { readonly orgId: string; readonly personId: string; readonly office: string }[],
  approvalId: string,
  from: Day,
): Promise<void> {
  const rows = officers.map((one) => ({ id: newId(), org: one.orgId, person: one.personId, office: one.office }));
  await sql`insert into office (city_id, id, org_id, person_id, office, how, state, approval_id, valid_from, valid_to)
    select ${cityId}, r.id, r.org, r.person, r.office, 'designated', 'proposed', ${approvalId}::uuid, ${from}::date, ${FOREVER}::date
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, org uuid, person uuid, office text)`.execute(trx);
}

/** Says which organization of the chain answers for each post. */
export async function assignPosts(
  trx: Q,
  cityId: string,
  posts: readonly { readonly postId: string; readonly orgId: string }[],
): Promise<void> {
  const rows = posts.map((one) => ({ post: one.postId, org: one.orgId }));
  await sql`update post p set org_id = r.org from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(post uuid, org uuid)
    where p.city_id = ${cityId} and p.id = r.post`.execute(trx);
}

/**
 * Notices about a task to the people and units of a plan, to those asked (ids of questions), to everyone who is in a chain on a day or will be
 * and their units, or to one organization. Nobody records who read them.
 */
export async function addNotices(
  trx: Q,
  cityId: string,
  notice: {
    readonly kind: NoticeKind;
    readonly taskId: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly at: Date;
    readonly eraseAfter: Day;
    readonly toPlan?: string;
    readonly toAsked?: readonly string[];
    readonly toChain?: { readonly treeId: string; readonly on: Day };
    readonly toOrg?: string;
  },
): Promise<void> {
  const params = JSON.stringify({ ...notice.params, taskId: notice.taskId });
  if (notice.toOrg) {
    await trx
      .insertInto('notice')
      .values({
        city_id: cityId,
        id: newId(),
        org_id: notice.toOrg,
        kind: notice.kind,
        params,
        created_at: notice.at,
        erase_after: notice.eraseAfter,
      })
      .execute();
  }
  const { toPlan, toAsked, toChain } = notice;
  if (!toPlan && !toAsked && !toChain) return;
  const told = toChain
    ? sql`select p.person_id as person, p.source_unit_id as unit from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
        where p.city_id = ${cityId} and o.tree_id = ${toChain.treeId}::uuid and p.valid_to > ${toChain.on}::date and p.valid_to > p.valid_from`
    : toAsked
      ? sql`select person_id as person, unit_id as unit from consultation where city_id = ${cityId} and id = any(${[...toAsked]}::uuid[])`
      : sql`select p.id as person, p.unit_id as unit from plan_row r join person p on p.city_id = r.city_id and p.id = r.person_id
          where r.city_id = ${cityId} and r.plan_id = ${toPlan}`;
  const { rows } = await sql<{ person: string | null; unit: string | null }>`
    with told as materialized (${told})
    select distinct person, null::uuid as unit from told where person is not null union select distinct null::uuid, unit from told where unit is not null`.execute(
    trx,
  );
  const ids = rows.map((row) => ({ id: newId(), ...row }));
  await sql`insert into notice (city_id, id, unit_id, person_id, kind, params, created_at, erase_after)
    select ${cityId}, r.id, r.unit, r.person, ${notice.kind}, ${params}::jsonb, ${notice.at}, ${notice.eraseAfter}::date
    from jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) as r(id uuid, unit uuid, person uuid)`.execute(trx);
}

/** Everyone whom an approval designates for an office. */
export async function officersOf(trx: Q, cityId: string, approvalId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('office')
    .select('person_id as id')
    .distinct()
    .where('city_id', '=', cityId)
    .where('approval_id', '=', approvalId)
    .execute();
  return rows.map((row) => row.id);
}

/** Tells everyone whom an approval designated which organization they lead, whether they serve at a post or not. */
export async function tellOfficers(
  trx: Q,
  cityId: string,
  approvalId: string,
  notice: { readonly title: string; readonly taskId: string; readonly at: Date; readonly eraseAfter: Day },
): Promise<void> {
  const { rows } = await sql<{ person: string; org: string }>`
    select f.person_id as person, o.name as org from office f join org o on o.city_id = f.city_id and o.id = f.org_id
    where f.city_id = ${cityId} and f.approval_id = ${approvalId}::uuid and f.state = 'active'`.execute(trx);
  const { title, taskId, at, eraseAfter } = notice;
  const items = rows.map(({ person, org }) => ({ id: newId(), person, params: { title, taskId, org } }));
  await sql`insert into notice (city_id, id, person_id, kind, params, created_at, erase_after)
    select ${cityId}, r.id, r.person, ${'designated' satisfies NoticeKind}, r.params, ${at}, ${eraseAfter}::date
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r(id uuid, person uuid, params jsonb)`.execute(trx);
}

/**
 * Makes an approved chain real: organizations become active, officers take office, everyone of the plan gets a participation in
 * the organization of the post with the source frozen, and a duty. `sources` is what is frozen. Returns how many people.
 */
export async function activateChain(
  trx: Q,
  cityId: string,
  chain: {
    readonly treeId: string;
    readonly taskId: string;
    readonly planId: string;
    readonly approvalId: string;
    readonly from: Day;
  },
  sources: ReadonlyMap<
    string,
    {
      readonly unitId: string | null;
      readonly tier: string | null;
      readonly areaId: string | null;
      readonly system: string | null;
      readonly mode: string;
      readonly category: string | null;
    }
  >,
): Promise<number> {
  await sql`update org set state = 'active', started_on = ${chain.from}::date, version = version + 1
    where city_id = ${cityId} and tree_id = ${chain.treeId} and state = 'approved'`.execute(trx);
  await sql`update office set state = 'active', valid_from = ${chain.from}::date where city_id = ${cityId} and approval_id = ${chain.approvalId} and state = 'proposed'`.execute(
    trx,
  );
  const seats = await trx
    .selectFrom('plan_row as r')
    .innerJoin('post as p', (join) => join.onRef('p.city_id', '=', 'r.city_id').onRef('p.id', '=', 'r.post_id'))
    .select([
      'r.person_id as personId',
      'r.post_id as postId',
      'r.slot_no as slotNo',
      'p.org_id as orgId',
      'p.day_from as dayFrom',
      'p.day_to as dayTo',
    ])
    .where('r.city_id', '=', cityId)
    .where('r.plan_id', '=', chain.planId)
    .where('r.person_id', 'is not', null)
    .where('p.withdrawn', '=', false)
    .execute();
  const officers = await trx
    .selectFrom('office')
    .select(['org_id as orgId', 'person_id as personId', 'office'])
    .where('city_id', '=', cityId)
    .where('approval_id', '=', chain.approvalId)
    .execute();
  const roleIn = new Map(officers.map((one) => [`${one.orgId} ${one.personId}`, one.office as string]));
  const parts = new Map<string, { id: string; person: string; org: string; role: string }>();
  const join = (personId: string, orgId: string) => {
    const key = `${orgId} ${personId}`;
    const known = parts.get(key);
    if (known) return known;
    const made = { id: newId(), person: personId, org: orgId, role: roleIn.get(key) ?? 'member' };
    parts.set(key, made);
    return made;
  };
  const duties = seats.map((seat) => ({
    id: newId(),
    part: join(seat.personId!, seat.orgId!).id,
    post: seat.postId,
    slot: seat.slotNo,
    from: seat.dayFrom,
    to: seat.dayTo,
  }));
  for (const one of officers) join(one.personId, one.orgId);
  const rows = [...parts.values()].map((one) => ({
    ...one,
    ...(sources.get(one.person) ?? { unitId: null, tier: null, areaId: null, system: null, mode: 'assigned', category: null }),
  }));
  for (let start = 0; start < rows.length; start += 5000) {
    await sql`insert into participation (city_id, id, person_id, org_id, role, mode, source_unit_id, source_tier, source_area_id, source_system, source_category, plan_id, valid_from, valid_to)
      select ${cityId}, r.id, r.person, r.org, r.role, r.mode, r."unitId", r.tier, r."areaId", r.system, r.category, ${chain.planId}::uuid, ${chain.from}::date, ${FOREVER}::date
      from jsonb_to_recordset(${JSON.stringify(rows.slice(start, start + 5000))}::jsonb) as r(id uuid, person uuid, org uuid, role text, mode text, "unitId" uuid, tier text, "areaId" uuid, system text, category text)`.execute(
      trx,
    );
  }
  for (let start = 0; start < duties.length; start += 5000) {
    await sql`insert into duty (city_id, id, participation_id, post_id, slot_no, on_day_from, on_day_to)
      select ${cityId}, r.id, r.part, r.post, r.slot, r."from", r."to"
      from jsonb_to_recordset(${JSON.stringify(duties.slice(start, start + 5000))}::jsonb) as r(id uuid, part uuid, post uuid, slot int, "from" date, "to" date)`.execute(
      trx,
    );
  }
  return new Set(rows.map((row) => row.person)).size;
}
