/** Persons, their one relationship, transfers and offices; names stand apart and are joined only when asked for. */
import { sql } from 'kysely';
import { type Day, errorIssue, hasErrors, type Issue, ok, type Result, refused } from '#kernel/lib';
import {
  checkHome,
  checkMembershipAct,
  FULL_MEMBER_ROLES,
  type Home,
  type MembershipAct,
  type Person,
  STATUSES,
  searchColumns,
} from '#kernel/registry';
import { newId } from './id.ts';
import { countingAnew, placesOf, recount } from './member-count.ts';
import { homesOf, organizationsById, personsById, unitsById } from './register-types.ts';
import type { Db, Trx } from './schema.ts';

/** What someone writes about a member: the least that is needed. */
export interface PersonInput {
  readonly name: string;
  readonly status: string;
  readonly unitId: string | null;
  readonly residenceAreaId: string | null;
  readonly sourceKey: string | null;
  readonly skills: readonly string[];
}

/** Enters a member with the relationship in `orgId`; refused with every issue, an outsider of a unit among them (S-028). */
export async function createPerson(
  trx: Db | Trx,
  cityId: string,
  input: PersonInput,
  orgId: string,
  from: Day,
): Promise<Result<{ id: string }>> {
  const id = newId();
  const person = draftOf(id, input);
  const home: Home = { id: newId(), personId: id, orgId, groupOrgId: null, from, to: '9999-12-31' as Day };
  const issues = [
    ...(await checkPerson(trx, cityId, input, undefined)),
    ...(await checkPlacing(trx, cityId, person, home, { act: 'admission' })),
  ];
  if (hasErrors(issues)) return refused(...issues);
  await trx
    .insertInto('person')
    .values({
      city_id: cityId,
      id,
      source_key: input.sourceKey,
      status: person.status,
      unit_id: input.unitId,
      residence_area_id: input.residenceAreaId,
      valid_from: from,
    })
    .execute();
  await writeName(trx, cityId, id, input);
  await trx.insertInto('home').values({ city_id: cityId, id: home.id, person_id: id, org_id: orgId, valid_from: from }).execute();
  await recount(trx, cityId, from, await placesOf(trx, cityId, [id]));
  return ok({ id });
}

/** Corrects what is recorded about a person; the caller has compared the version. */
export async function editPerson(
  trx: Db | Trx,
  cityId: string,
  personId: string,
  input: PersonInput,
  today: Day,
): Promise<Result<{ version: number }>> {
  const issues = await checkPerson(trx, cityId, input, personId);
  const current = (await homesOf(trx, cityId, personId)).find((one) => one.from <= today && today < one.to);
  if (current) issues.push(...(await checkPlacing(trx, cityId, draftOf(personId, input), current)));
  if (hasErrors(issues)) return refused(...issues);
  const row = await countingAnew(trx, cityId, today, [personId], () =>
    trx
      .updateTable('person')
      .set({
        source_key: input.sourceKey,
        status: input.status as Person['status'],
        unit_id: input.unitId,
        residence_area_id: input.residenceAreaId,
        version: sql<number>`version + 1`,
      })
      .where('city_id', '=', cityId)
      .where('id', '=', personId)
      .returning('version')
      .executeTakeFirst(),
  );
  if (!row) return refused(errorIssue('person-unknown', ['id'], { value: personId }));
  await trx.deleteFrom('person_name').where('city_id', '=', cityId).where('person_id', '=', personId).execute();
  await trx.deleteFrom('person_skill').where('city_id', '=', cityId).where('person_id', '=', personId).execute();
  await writeName(trx, cityId, personId, input);
  return ok({ version: row.version });
}

/**
 * Starts a transfer of the relationship. The old organization stays responsible until the new one has received the person, so the
 * relationship does not move yet.
 */
export async function startTransfer(
  trx: Db | Trx,
  cityId: string,
  personId: string,
  toOrgId: string,
  today: Day,
): Promise<Result<{ id: string }>> {
  const person = (await personsById(trx, cityId, [personId])).get(personId);
  if (!person) return refused(errorIssue('person-unknown', ['personId'], { value: personId }));
  const current = (await homesOf(trx, cityId, personId)).find((one) => one.from <= today && today < one.to);
  if (!current) return refused(errorIssue('transfer-without-home', ['personId'], {}));
  if (current.orgId === toOrgId) return refused(errorIssue('transfer-to-same', ['toOrgId'], {}));
  const open = await trx
    .selectFrom('transfer')
    .select('id')
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('received_on', 'is', null)
    .executeTakeFirst();
  if (open) return refused(errorIssue('transfer-open', ['personId'], {}));
  const issues = await checkPlacing(
    trx,
    cityId,
    person,
    { ...current, id: newId(), orgId: toOrgId, groupOrgId: null, from: today },
    { act: 'transfer', replaced: [current.id] },
  );
  if (hasErrors(issues)) return refused(...issues);
  const id = newId();
  await trx
    .insertInto('transfer')
    .values({ city_id: cityId, id, person_id: personId, from_org_id: current.orgId, to_org_id: toOrgId, started_on: today })
    .execute();
  return ok({ id });
}

/** The new organization has received the person: the old relationship ends today and the new one begins, never two and never none. */
export async function receiveTransfer(
  trx: Db | Trx,
  cityId: string,
  transferId: string,
  today: Day,
): Promise<Result<{ personId: string }>> {
  const transfer = await trx
    .selectFrom('transfer')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', transferId)
    .executeTakeFirst();
  if (!transfer) return refused(errorIssue('transfer-unknown', ['id'], { value: transferId }));
  if (transfer.received_on !== null) return refused(errorIssue('transfer-received-before', ['id'], { on: transfer.received_on }));
  const person = (await personsById(trx, cityId, [transfer.person_id])).get(transfer.person_id)!;
  const homes = await homesOf(trx, cityId, person.id);
  const current = homes.find((one) => one.from <= today && today < one.to);
  const next: Home = {
    id: newId(),
    personId: person.id,
    orgId: transfer.to_org_id,
    groupOrgId: null,
    from: today,
    to: '9999-12-31' as Day,
  };
  const issues = await checkPlacing(trx, cityId, person, next, { replaced: current ? [current.id] : [] });
  if (hasErrors(issues)) return refused(...issues);
  await countingAnew(trx, cityId, today, [person.id], async () => {
    const old = current && sql`city_id = ${cityId} and id = ${current.id}::uuid`;
    if (current && current.from >= today) await sql`delete from home where ${old}`.execute(trx);
    else if (current) await sql`update home set valid_to = ${today} where ${old}`.execute(trx);
    await trx
      .insertInto('home')
      .values({ city_id: cityId, id: next.id, person_id: person.id, org_id: next.orgId, valid_from: today })
      .execute();
  });
  await trx
    .updateTable('transfer')
    .set({ received_on: today })
    .where('city_id', '=', cityId)
    .where('id', '=', transferId)
    .execute();
  return ok({ personId: person.id });
}

/** Records who holds an office of a standing organization: a full member whose relationship is held there or below. */
export async function addOffice(
  trx: Db | Trx,
  cityId: string,
  input: { orgId: string; personId: string; office: string; how: 'elected' | 'designated' | 'recommended'; from: Day },
): Promise<Result<{ id: string }>> {
  // Two at once are taken one after the other, so that an organization never gets two secretaries.
  await sql`select 1 from org where city_id = ${cityId} and id = ${input.orgId}::uuid for update`.execute(trx);
  const org = (await organizationsById(trx, cityId, [input.orgId])).get(input.orgId);
  const person = (await personsById(trx, cityId, [input.personId])).get(input.personId);
  if (!org) return refused(errorIssue('organization-gone', ['orgId'], {}));
  if (!person) return refused(errorIssue('person-unknown', ['personId'], { value: input.personId }));
  const issues: Issue[] = [];
  const { name } = org;
  if (!org.standing) issues.push(errorIssue('office-of-task-organization', ['orgId'], { name }));
  if ((FULL_MEMBER_ROLES as readonly string[]).includes(input.office) && person.status !== 'full')
    issues.push(errorIssue('office-of-full-members', ['personId'], { name }));
  const { rows } =
    await sql`select 1 from home h join org_closure c on c.city_id = h.city_id and c.descendant_id = h.org_id and c.ancestor_id = ${input.orgId}::uuid
    where h.city_id = ${cityId} and h.person_id = ${input.personId}::uuid and h.valid_from <= ${input.from} and h.valid_to > ${input.from}`.execute(
      trx,
    );
  if (rows.length === 0) issues.push(errorIssue('office-without-home', ['personId'], { name }));
  const held = await trx
    .selectFrom('office')
    .select('person_id')
    .where('city_id', '=', cityId)
    .where('org_id', '=', input.orgId)
    .where('office', '=', input.office as 'secretary')
    .where('state', '=', 'active')
    .where('valid_to', '>', input.from)
    .execute();
  if (input.office === 'secretary' && held.length > 0) issues.push(errorIssue('office-secretary-held', ['office'], { name }));
  if (held.some((one) => one.person_id === input.personId)) issues.push(errorIssue('office-held-before', ['personId'], { name }));
  if (hasErrors(issues)) return refused(...issues);
  const id = newId();
  await trx
    .insertInto('office')
    .values({
      city_id: cityId,
      id,
      org_id: input.orgId,
      person_id: input.personId,
      office: input.office as 'secretary',
      how: input.how,
      valid_from: input.from,
    })
    .execute();
  return ok({ id });
}

/** Ends an office today; one that began today is taken back. */
export async function endOffice(trx: Db | Trx, cityId: string, orgId: string, officeId: string, today: Day): Promise<boolean> {
  const mine = sql`city_id = ${cityId} and org_id = ${orgId}::uuid and id = ${officeId}::uuid`;
  const taken =
    await sql`delete from office where ${mine} and valid_from >= ${today} and approval_id is null returning 1`.execute(trx);
  const ended =
    await sql`update office set valid_to = ${today}, state = 'ended' where ${mine} and valid_to > ${today} returning 1`.execute(
      trx,
    );
  return taken.rows.length + ended.rows.length > 0;
}

function draftOf(id: string, input: PersonInput): Person {
  return {
    id,
    sourceKey: input.sourceKey,
    status: input.status as Person['status'],
    unitId: input.unitId,
    homeElsewhere: false,
    residenceAreaId: input.residenceAreaId,
    eraseAfter: null,
  };
}

async function checkPerson(db: Db | Trx, cityId: string, input: PersonInput, exceptId: string | undefined): Promise<Issue[]> {
  const issues: Issue[] = [];
  if (input.name.trim() === '') issues.push(errorIssue('person-name-missing', ['name']));
  if (!(STATUSES as readonly string[]).includes(input.status))
    issues.push(errorIssue('person-status-unknown', ['status'], { value: input.status }));
  if (input.residenceAreaId !== null) {
    const area = await db
      .selectFrom('area')
      .select(['kind', 'name'])
      .where('city_id', '=', cityId)
      .where('id', '=', input.residenceAreaId)
      .executeTakeFirst();
    if (!area) issues.push(errorIssue('person-residence-unknown', ['residenceAreaId'], { value: input.residenceAreaId }));
    else if (area.kind !== 'community' && area.kind !== 'village')
      issues.push(errorIssue('person-residence-community', ['residenceAreaId'], { name: area.name }));
  }
  if (input.unitId !== null && !(await unitsById(db, cityId, [input.unitId])).has(input.unitId))
    issues.push(errorIssue('person-unit-unknown', ['unitId'], { value: input.unitId }));
  if (input.sourceKey !== null) {
    if (/^\d{17}[\dXx]$/.test(input.sourceKey)) issues.push(errorIssue('person-key-identity-card', ['sourceKey']));
    const taken = await db
      .selectFrom('person')
      .select('id')
      .where('city_id', '=', cityId)
      .where('source_key', '=', input.sourceKey)
      .executeTakeFirst();
    if (taken && taken.id !== exceptId) issues.push(errorIssue('person-key-taken', ['sourceKey'], { value: input.sourceKey }));
  }
  return issues;
}

async function checkPlacing(
  db: Db | Trx,
  cityId: string,
  person: Person,
  home: Home,
  by: { readonly act?: MembershipAct; readonly replaced?: readonly string[] } = {},
): Promise<Issue[]> {
  const others = (await homesOf(db, cityId, person.id)).filter((one) => !by.replaced?.includes(one.id));
  const organizations = await organizationsById(db, cityId, [home.orgId, home.groupOrgId, ...others.map((one) => one.orgId)]);
  const units = await unitsById(db, cityId, [
    person.unitId,
    ...[...organizations.values()].flatMap((org) => org.constituents.map((one) => one.unitId)),
  ]);
  const org = organizations.get(home.orgId);
  const acts = org && by.act ? checkMembershipAct(org, by.act) : [];
  return [...acts, ...checkHome(home, { person, organizations, units, others })];
}

async function writeName(trx: Db | Trx, cityId: string, id: string, input: PersonInput): Promise<void> {
  const found = searchColumns(input.name, 'person');
  await trx
    .insertInto('person_name')
    .values({
      city_id: cityId,
      person_id: id,
      name: input.name.trim(),
      grams: [...found.grams],
      pinyin: found.pinyin,
      initials: found.initials,
    })
    .execute();
  const skills = [...new Set(input.skills.map((one) => one.trim()).filter((one) => one !== ''))];
  if (skills.length > 0)
    await trx
      .insertInto('person_skill')
      .values(skills.map((code) => ({ city_id: cityId, person_id: id, code })))
      .execute();
}
