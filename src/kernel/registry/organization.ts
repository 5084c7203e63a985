import { errorIssue, type Issue } from '#kernel/lib';
import { ADMINISTRATIVE_KINDS, CLASSES, FORMS, LOCAL_TIERS, TAGS, type Tier } from './terms.ts';
import type { Area, AreaId, Organization, Unit, UnitId } from './types.ts';

/** An organization as someone wrote it: words not yet known to be of the closed lists. Every {@link Organization} is one. */
export type OrganizationDraft = Omit<Organization, 'class' | 'form' | 'tags' | 'tier'> & {
  readonly class: string | null;
  readonly form: string | null;
  readonly tier: string | null;
  readonly tags: readonly string[];
};

/** What {@link checkOrganization} looks things up in. `previous` is the stored state when an organization is edited. */
export interface OrganizationContext {
  readonly areas: ReadonlyMap<AreaId, Area>;
  readonly units: ReadonlyMap<UnitId, Unit>;
  readonly previous?: Organization;
}

/** Administrative bodies set up for a time, on which a temporary branch may be built (lecture 66.5, S-285). */
const TEMPORARY_BODIES: ReadonlySet<string | null> = new Set(['work-team', 'task-team', 'liaison-group']);

const includes = (list: readonly string[], value: string): boolean => list.includes(value);

/** The tier of an administrative area, null for overlays and unknown kinds. */
export function tierOfArea(area: Pick<Area, 'overlay' | 'kind'>): Tier | null {
  if (area.overlay) return null;
  return (ADMINISTRATIVE_KINDS as Record<string, Tier>)[area.kind] ?? null;
}

/** Whether the organization stands in the register for reference only: central organizations are shown, never edited, never counted (S-014). */
export function isReference(org: Pick<Organization, 'class'>): boolean {
  return org.class === 'central';
}

/**
 * All issues of one organization by itself: class, form, tags, what it is made of, whether it may hold relationships
 * (I-1, I-15, S-013 … S-018, S-025, S-054, S-127). Edges are checked by `checkParentEdge`, what a chain needs to start by #kernel/formation.
 */
export function checkOrganization(draft: OrganizationDraft, context: OrganizationContext): Issue[] {
  const issues: Issue[] = [];
  const name = draft.name;
  if (name.trim() === '') issues.push(errorIssue('organization-name-missing', ['name']));
  if (context.previous && isReference(context.previous)) {
    issues.push(errorIssue('organization-central-is-reference', ['class'], { name: context.previous.name }));
  }
  if (context.previous && context.previous.standing !== draft.standing) {
    issues.push(errorIssue('organization-standing-is-immutable', ['standing'], { name }));
  }
  if (draft.startedOn && draft.endedOn && draft.endedOn < draft.startedOn) {
    issues.push(
      errorIssue('organization-ends-before-start', ['endedOn'], { name, startedOn: draft.startedOn, endedOn: draft.endedOn }),
    );
  }
  issues.push(...(draft.standing ? checkStanding(draft, context) : checkTask(draft)));
  issues.push(...checkForm(draft), ...checkConstituents(draft, context), ...checkRelationship(draft));
  return issues;
}

function checkStanding(draft: OrganizationDraft, context: OrganizationContext): Issue[] {
  const { name } = draft;
  if (draft.class === null) return [errorIssue('organization-class-missing', ['class'], { name })];
  if (!includes(CLASSES, draft.class)) return [errorIssue('organization-class-unknown', ['class'], { name, value: draft.class })];
  const issues: Issue[] = [];
  // A joint branch of units with fewer than three full members is a standing branch (66.1); all other tags belong to task organizations.
  const ruleJoint = draft.jointSense === 'rule' && draft.tags.length === 1 && draft.tags[0] === 'joint';
  if (draft.tags.length > 0 && !ruleJoint)
    issues.push(errorIssue('organization-standing-has-tags', ['tags'], { name, tags: draft.tags.join(', ') }));
  if (ruleJoint) issues.push(...checkJoint(draft));
  const area = draft.areaId === null ? undefined : context.areas.get(draft.areaId);
  if (area?.kind === 'statistical' && draft.form === 'committee' && !draft.constituents.some((one) => one.unitId !== null)) {
    issues.push(errorIssue('organization-statistical-area', ['areaId'], { name, area: area.name }));
  }
  if (draft.class === 'local') {
    const tier = draft.tier ?? (area ? tierOfArea(area) : null);
    if (tier === 'township' || tier === 'community' || servesTownship(draft, context)) {
      issues.push(errorIssue('organization-township-is-primary-level', ['class'], { name, line: '26.3' }));
    } else if (tier === null || !includes(LOCAL_TIERS, tier)) {
      issues.push(errorIssue('organization-local-tier', ['tier'], { name, tier }));
    }
  }
  return issues;
}

function servesTownship(draft: OrganizationDraft, context: OrganizationContext): boolean {
  return draft.constituents.some((one) => {
    const kind = one.unitId === null ? undefined : context.units.get(one.unitId)?.kind;
    return kind === 'subdistrict' || kind === 'township' || kind === 'community' || kind === 'village';
  });
}

function checkTask(draft: OrganizationDraft): Issue[] {
  const { name } = draft;
  const issues: Issue[] = [];
  if (draft.class !== null) issues.push(errorIssue('organization-task-has-class', ['class'], { name, value: draft.class }));
  for (const tag of draft.tags) {
    if (!includes(TAGS, tag)) issues.push(errorIssue('organization-tag-unknown', ['tags'], { name, value: tag }));
  }
  if (draft.tags.includes('joint')) issues.push(...checkJoint(draft));
  return issues;
}

function checkJoint(draft: OrganizationDraft): Issue[] {
  const { name } = draft;
  const issues: Issue[] = [];
  const members = new Set(draft.constituents.filter((c) => c.relation === 'constituent').map((c) => c.unitId ?? c.areaId));
  if (draft.jointSense === null) issues.push(errorIssue('organization-joint-sense-missing', ['jointSense'], { name }));
  if (members.size < 2) {
    issues.push(errorIssue('organization-joint-needs-two-units', ['constituents'], { name, count: members.size }));
  }
  return issues;
}

function checkForm(draft: OrganizationDraft): Issue[] {
  const { name, form } = draft;
  if (draft.class === 'leading-group') {
    return form === null ? [] : [errorIssue('organization-leading-group-has-form', ['form'], { name, value: form })];
  }
  if (form === null) return [errorIssue('organization-form-missing', ['form'], { name })];
  return includes(FORMS, form) ? [] : [errorIssue('organization-form-unknown', ['form'], { name, value: form })];
}

function checkConstituents(draft: OrganizationDraft, context: OrganizationContext): Issue[] {
  const issues: Issue[] = [];
  for (const [index, one] of draft.constituents.entries()) {
    const path = ['constituents', index];
    if ((one.unitId === null) === (one.areaId === null)) {
      issues.push(errorIssue('organization-constituent-one-of', path, { name: draft.name }));
      continue;
    }
    const unit = one.unitId === null ? undefined : context.units.get(one.unitId);
    if (unit?.kind !== 'administrative-body' || one.relation === 'serves') continue;
    if (draft.standing || !draft.tags.includes('temporary') || !TEMPORARY_BODIES.has(unit.body)) {
      issues.push(errorIssue('organization-administrative-body-has-no-form', path, { name: draft.name, unit: unit.name }));
    }
  }
  return issues;
}

/**
 * Whether members' homes may point to an organization of this make: standing branches (and undivided committees and general branches),
 * rule-based joint branches, project branches whose members transfer; never temporary, functional or project-joint ones, never a group.
 */
export function canHoldRelationship(org: OrganizationDraft): boolean {
  if (org.form === 'group' || org.form === null) return false;
  if (org.standing) return org.class === 'primary-level';
  if (org.tags.includes('temporary') || org.tags.includes('functional')) return false;
  return org.form === 'branch' && org.jointSense !== 'project';
}

function checkRelationship(draft: OrganizationDraft): Issue[] {
  if (!draft.holdsRelationship || canHoldRelationship(draft)) return [];
  return [errorIssue('organization-cannot-hold-relationship', ['holdsRelationship'], { name: draft.name })];
}

/** All issues of a unit: an administrative body with a Party form (I-15), a state tier on something else, an unknown place. */
export function checkUnit(draft: Unit & { readonly form?: unknown }, areas: ReadonlyMap<AreaId, Area>): Issue[] {
  const issues: Issue[] = [];
  if (draft.name.trim() === '') issues.push(errorIssue('unit-name-missing', ['name']));
  if (draft.form !== undefined && draft.form !== null) {
    issues.push(errorIssue('unit-has-no-form', ['form'], { name: draft.name, value: String(draft.form) }));
  }
  if (draft.body !== null && draft.kind !== 'administrative-body') {
    issues.push(errorIssue('unit-body-kind', ['body'], { name: draft.name, value: draft.body }));
  }
  if (draft.soeTier !== null && (draft.kind !== 'state-enterprise' || !Number.isInteger(draft.soeTier) || draft.soeTier < 1)) {
    issues.push(errorIssue('unit-soe-tier', ['soeTier'], { name: draft.name, value: draft.soeTier }));
  }
  for (const key of ['affiliationAreaId', 'locatedAreaId'] as const) {
    const id = draft[key];
    if (id !== null && !areas.has(id)) issues.push(errorIssue('unit-area-unknown', [key], { name: draft.name, value: id }));
  }
  return issues;
}

/** Acts that stay with the standing organization that holds the relationship (I-7; lecture 70.11, Branch Regulations 2018). */
export type MembershipAct = 'admission' | 'discipline' | 'transfer' | 'dues' | 'delegates' | 'term-election';

/** Refuses acts on membership in an organization that does not hold relationships, and points home. */
export function checkMembershipAct(org: Pick<Organization, 'name' | 'holdsRelationship'>, act: MembershipAct): Issue[] {
  if (org.holdsRelationship) return [];
  return [errorIssue('membership-act-belongs-home', ['act'], { name: org.name, act })];
}
