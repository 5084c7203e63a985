/**
 * Scope: from (account, acting role, today) to what may be seen, changed, decided and named. Every route passes through it,
 * either by the subjects of its rule or by the limits a list takes from here. Owns no SQL (see store/scope.ts).
 * Invariants: names of persons only in the organization that needs them (S-289): bodies of class "local" see counts, and names
 * only in plans that they own or decide on, an owner those of others only once approved; administrators of the machine see neither members nor tasks; nobody decides on what they submitted.
 */
import type { Power, SubjectKind } from '#contract/access';
import type { Role } from '#contract/roles';
import type { Db, Trx } from '#store/schema';
import {
  accountInReach,
  accountOfMember,
  approvalPlace,
  areaInReach,
  type Body,
  blankUnitInArea,
  findBody,
  importOfAccount,
  leadsGroup,
  namedOfPlan,
  orgInReach,
  orgOfPerson,
  personAtHome,
  personServing,
  planPlace,
  taskGroupInReach,
  taskNearness,
  unitInArea,
  unitInReach,
} from '#store/scope';

/** The reach of one acting role on one day. */
export interface Scope {
  readonly role: Role;
  readonly grantId: string;
  /** Body with its anchors, for the limits of lists (`orgsBelow(scope.body, …)`, `tasksInReach(scope.body)`). */
  readonly body: Body;
  /** Whether lists may show persons one by one (masked); otherwise only counts, small ones hidden. */
  readonly seesPersons: boolean;
  /** Whether the role writes on behalf of its body. */
  readonly acts: boolean;
  /** Whether an organization, a unit or the relationship of a person lies at or below the body, whatever the role may see of it. */
  holds(kind: 'org' | 'unit' | 'person', id: string): Promise<boolean>;
  /**
   * Of the people of a version of a plan, those whose full names the role may read, once `covers('plan', id, 'names')` holds: before
   * approval only its own, and who offered or serves (decision 11).
   */
  namedOf(planId: string, personIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether the role may do this with that thing. */
  covers(kind: SubjectKind, id: string, power: Power): Promise<boolean>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

type Check = (db: Db | Trx, scope: Scope, id: string, power: Power) => Promise<boolean>;

const CHECKS: Record<SubjectKind, Check> = {
  async org(db, scope, id, power) {
    if (power === 'names' && !scope.seesPersons) return false;
    if (scope.role === 'member') return power === 'see' && orgOfPerson(db, scope.body, id);
    return orgInReach(db, scope.body, id);
  },
  async group(db, scope, id, power) {
    // A group of a chain and its shifts: whoever leads it today plans them, whatever the account is else.
    const leads = await leadsGroup(db, scope.body, id);
    if (leads) return power !== 'approve';
    if (scope.role === 'member') return power === 'see' && orgOfPerson(db, scope.body, id);
    if (power === 'approve' || !(await taskGroupInReach(db, scope.body, id))) return false;
    return power !== 'edit' || scope.acts;
  },
  async unit(db, scope, id, power) {
    if (scope.role === 'member') return false;
    if (power === 'names' && !scope.seesPersons) return false;
    if (await unitInReach(db, scope.body, id)) return true;
    return power === 'see' ? unitInArea(db, scope.body, id) : power === 'edit' && blankUnitInArea(db, scope.body, id);
  },
  async area(db, scope, id, power) {
    if (power === 'see') return true;
    return power !== 'names' && scope.acts && areaInReach(db, scope.body, id);
  },
  async person(db, scope, id, power) {
    if (id === scope.body.personId && power !== 'approve' && power !== 'edit') return true;
    if (!scope.acts || !scope.seesPersons) return false;
    if (await personAtHome(db, scope.body, id)) return true;
    return (power === 'see' || power === 'names') && personServing(db, scope.body, id);
  },
  async task(db, scope, id, power) {
    const near = await taskNearness(db, scope.body, id);
    if (scope.role === 'member') return power === 'see' && near.serves;
    return near.owns || (power === 'see' && near.touched);
  },
  async plan(db, scope, id, power) {
    const place = await planPlace(db, scope.body, id);
    if (!place || scope.role === 'member') return false;
    if (place.approves && power !== 'edit') return true;
    return CHECKS.task(db, scope, place.taskId, power);
  },
  async approval(db, scope, id, power) {
    const place = await approvalPlace(db, scope.body, id);
    if (!place || scope.role === 'member') return false;
    if (power === 'approve') return place.approves && place.submittedBy !== scope.body.accountId;
    return (place.approves && power === 'see') || CHECKS.task(db, scope, place.taskId, power);
  },
  async account(db, scope, id, power) {
    if (power === 'names' || power === 'approve') return false;
    if (id === scope.body.accountId) return power === 'see';
    if (scope.role === 'system-administrator') return scope.body.anchors.length === 0 || accountInReach(db, scope.body, id);
    // Whoever could set a new code for an officer could act as that officer, and approve what they submitted.
    return scope.acts && scope.seesPersons && accountOfMember(db, scope.body, id);
  },
  async import(db, scope, id) {
    return scope.acts && importOfAccount(db, scope.body, id);
  },
};

/** Kinds that administrators of the machine may reach at all. */
const ADMINISTRATION: readonly SubjectKind[] = ['account', 'area', 'org', 'unit'];

const HOLDS = { org: orgInReach, unit: unitInReach, person: personAtHome };

/** Builds the scope of an acting role: one query for its body, one more for each thing asked about. */
export async function scopeOf(
  db: Db | Trx,
  who: { cityId: string; accountId: string; personId: string | null; today: Body['today'] },
  grant: { id: string; role: Role; orgId: string | null; unitId: string | null },
): Promise<Scope> {
  const body = await findBody(db, { ...who, orgId: grant.orgId, unitId: grant.unitId });
  const administers = grant.role === 'system-administrator' || grant.role === 'security-administrator';
  const acts = grant.role === 'officer' || grant.role === 'secretary' || grant.role === 'headquarters';
  const scope: Scope = {
    role: grant.role,
    grantId: grant.id,
    body,
    acts,
    seesPersons:
      acts &&
      body.anchors.length > 0 &&
      body.orgClass !== 'local' &&
      body.orgClass !== 'central' &&
      body.orgClass !== 'leading-group',
    namedOf: (planId, personIds) => namedOfPlan(db, body, planId, personIds),
    holds: (kind, id) => HOLDS[kind](db, body, id),
    async covers(kind, id, power) {
      if (!UUID.test(id)) return false;
      if (administers && !(ADMINISTRATION.includes(kind) && (kind === 'account' || power === 'see'))) return false;
      if (administers && kind !== 'account') return true;
      return CHECKS[kind](db, scope, id, power);
    },
  };
  return scope;
}
