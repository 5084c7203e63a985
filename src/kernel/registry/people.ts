import { errorIssue, type Issue } from '#kernel/lib';
import { FULL_MEMBER_ROLES, MEMBER_ROLES, MODES, ROLES } from './terms.ts';
import type { Home, Organization, OrgId, Participation, Period, Person, Unit, UnitId } from './types.ts';

const overlaps = (a: Period, b: Period): boolean => a.from < b.to && b.from < a.to;

/** What {@link checkHome} looks things up in; `others` are the same person's records already stored. */
export interface PersonContext<T> {
  readonly person: Person;
  readonly organizations: ReadonlyMap<OrgId, Organization>;
  readonly units: ReadonlyMap<UnitId, Unit>;
  readonly others: readonly T[];
}

/** What {@link checkParticipation} looks things up in; `others` are the same person's participations already stored. */
export interface ParticipationContext {
  readonly person: Pick<Person, 'status'>;
  readonly organizations: ReadonlyMap<OrgId, Pick<Organization, 'name' | 'standing' | 'state' | 'endedOn'>>;
  readonly others: readonly Pick<Participation, 'id' | 'orgId' | 'from' | 'to'>[];
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
export function checkParticipation(draft: Participation, context: ParticipationContext): Issue[] {
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
