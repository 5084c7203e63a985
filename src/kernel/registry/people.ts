import { type Day, errorIssue, type Issue, isWithin } from '#kernel/lib';
import { FULL_MEMBER_ROLES, MEMBER_ROLES, MODES, ROLES } from './terms.ts';
import type { Home, Office, Organization, OrgId, Participation, Period, Person, PersonId, Unit, UnitId } from './types.ts';

const overlaps = (a: Period, b: Period): boolean => a.from < b.to && b.from < a.to;

/** What {@link checkHome} and {@link checkParticipation} look things up in; `others` are the same person's records already stored. */
export interface PersonContext<T> {
  readonly person: Person;
  readonly organizations: ReadonlyMap<OrgId, Organization>;
  readonly units: ReadonlyMap<UnitId, Unit>;
  readonly others: readonly T[];
}

/**
 * Issues of one home relationship: one at a time (I-3), only members have one (I-16), only where relationships are held (I-7), and in a
 * unit's standing organization only that unit's own people (I-4, S-028: the issue offers the task organization instead).
 */
export function checkHome(home: Home, context: PersonContext<Home>): Issue[] {
  const { person } = context;
  const issues = checkPeriod(home, 'home-ends-before-start');
  const org = context.organizations.get(home.orgId);
  if (!org) return [...issues, errorIssue('home-organization-unknown', ['orgId'], { value: home.orgId })];
  const name = org.name;
  if (person.status === 'non-member') issues.push(errorIssue('home-of-non-member', ['personId'], { name }));
  if (!org.holdsRelationship) issues.push(errorIssue('home-not-held-here', ['orgId'], { name }));
  if (org.endedOn !== null && home.to > org.endedOn)
    issues.push(errorIssue('home-after-organization', ['to'], { name, endedOn: org.endedOn }));
  for (const other of context.others) {
    if (other.id !== home.id && overlaps(home, other)) {
      const second = context.organizations.get(other.orgId)?.name ?? other.orgId;
      issues.push(errorIssue('home-two-at-once', ['from'], { name, other: second, from: other.from }));
    }
  }
  const own = org.constituents.filter((one) => one.relation === 'constituent' && one.unitId !== null && overlaps(one, home));
  if (org.standing && own.length > 0 && !own.some((one) => one.unitId === person.unitId)) {
    const unit = person.unitId === null ? null : (context.units.get(person.unitId)?.name ?? null);
    issues.push(errorIssue('home-unit-boundary', ['orgId'], { name, unit }));
  }
  if (home.groupOrgId !== null) {
    const group = context.organizations.get(home.groupOrgId);
    if (group?.form !== 'group')
      issues.push(errorIssue('home-group-form', ['groupOrgId'], { name, group: group?.name ?? home.groupOrgId }));
  }
  return issues;
}

/**
 * Issues of one participation: only in task organizations (S-124), with a mode of joining (S-290), a role that the person's status
 * allows (I-16, S-274), not twice in the same organization at once.
 */
export function checkParticipation(draft: Participation, context: PersonContext<Participation>): Issue[] {
  const { person } = context;
  const issues = checkPeriod(draft, 'participation-ends-before-start');
  const org = context.organizations.get(draft.orgId);
  if (!org) return [...issues, errorIssue('participation-organization-unknown', ['orgId'], { value: draft.orgId })];
  const name = org.name;
  if (org.standing) issues.push(errorIssue('participation-in-standing', ['orgId'], { name }));
  if (org.state === 'ended' || (org.endedOn !== null && draft.to > org.endedOn)) {
    issues.push(errorIssue('participation-after-organization', ['to'], { name, endedOn: org.endedOn }));
  }
  if (!MODES.includes(draft.mode))
    issues.push(errorIssue('participation-mode-missing', ['mode'], { name, value: String(draft.mode) }));
  if (!ROLES.includes(draft.role))
    issues.push(errorIssue('participation-role-unknown', ['role'], { name, value: String(draft.role) }));
  if (person.status === 'non-member' && MEMBER_ROLES.includes(draft.role)) {
    issues.push(errorIssue('participation-role-needs-member', ['role'], { name, role: draft.role }));
  }
  if (person.status === 'probationary' && FULL_MEMBER_ROLES.includes(draft.role)) {
    issues.push(errorIssue('participation-role-needs-full-member', ['role'], { name, role: draft.role }));
  }
  for (const other of context.others) {
    if (other.id !== draft.id && other.orgId === draft.orgId && overlaps(draft, other)) {
      issues.push(errorIssue('participation-twice', ['from'], { name, from: other.from }));
    }
  }
  return issues;
}

function checkPeriod(period: Period, code: string): Issue[] {
  return period.to < period.from ? [errorIssue(code, ['to'], { from: period.from, to: period.to })] : [];
}

/** Heads on a day, each person once however many participations there are (I-3, I-16, S-276). */
export interface MemberCount {
  readonly members: number;
  readonly full: number;
  readonly probationary: number;
  readonly nonMembers: number;
  readonly participations: number;
}

/** Counts members and non-members apart; participations never add a head. */
export function countMembers(persons: readonly Person[], participations: readonly Participation[], asOf: Day): MemberCount {
  const once = new Map(persons.map((person) => [person.id, person.status]));
  const count = { full: 0, probationary: 0, 'non-member': 0 };
  for (const status of once.values()) count[status] += 1;
  return {
    members: count.full + count.probationary,
    full: count.full,
    probationary: count.probationary,
    nonMembers: count['non-member'],
    participations: participations.filter((one) => isWithin(asOf, one.from, one.to)).length,
  };
}

/** Members of this city's units without a home relationship on a day: a list that should be empty (I-5). Sorted by id. */
export function unplacedMembers(persons: readonly Person[], homes: readonly Home[], asOf: Day): PersonId[] {
  const placed = new Set(homes.filter((home) => isWithin(asOf, home.from, home.to)).map((home) => home.personId));
  return persons
    .filter((one) => one.status !== 'non-member' && one.unitId !== null && !one.homeElsewhere && !placed.has(one.id))
    .map((one) => one.id)
    .sort();
}

/** Full and probationary members at home in an organization on a day: the head count that a participation elsewhere never changes (S-131). */
export function headCount(
  orgId: OrgId,
  homes: readonly Home[],
  statusOf: ReadonlyMap<PersonId, Person['status']>,
  asOf: Day,
): { full: number; probationary: number } {
  const here = new Set(
    homes.filter((home) => home.orgId === orgId && isWithin(asOf, home.from, home.to)).map((home) => home.personId),
  );
  let [full, probationary] = [0, 0];
  for (const id of here) {
    const status = statusOf.get(id);
    if (status === 'full') full += 1;
    else if (status === 'probationary') probationary += 1;
  }
  return { full, probationary };
}

/**
 * Who leads an organization on a day: by the offices held in that organization and nothing else, so that rank at home gives no right in
 * the task (I-17, S-181). Secretary or group leader first, then deputies.
 */
export function leadersOf(orgId: OrgId, offices: readonly Office[], asOf: Day): PersonId[] {
  const order = ['secretary', 'group-leader', 'deputy-secretary'];
  return offices
    .filter((one) => one.orgId === orgId && order.includes(one.office) && isWithin(asOf, one.from, one.to))
    .sort((a, b) => order.indexOf(a.office) - order.indexOf(b.office) || (a.personId < b.personId ? -1 : 1))
    .map((one) => one.personId);
}

/** Of the people present in a Party matter, those who vote: full members with their home there (I-16; Election Regulations 2020 Art. 5). */
export function votersOf(orgId: OrgId, persons: readonly Person[], homes: readonly Home[], asOf: Day): PersonId[] {
  const here = new Set(
    homes.filter((home) => home.orgId === orgId && isWithin(asOf, home.from, home.to)).map((home) => home.personId),
  );
  return persons.filter((person) => person.status === 'full' && here.has(person.id)).map((person) => person.id);
}
