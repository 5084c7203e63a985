/** The four classes of standing organizations (lecture 24.5); a fifth value is refused by {@link checkOrganization}. */
export const CLASSES = ['central', 'local', 'primary-level', 'leading-group'] as const;
export type OrganizationClass = (typeof CLASSES)[number];

/** The four forms: 党委, 党总支, 党支部, 党小组 (lecture 54.6, 82.1); the same words for standing and task organizations. */
export const FORMS = ['committee', 'general-branch', 'branch', 'group'] as const;
export type Form = (typeof FORMS)[number];

/** Kinds of task organizations (lecture 82.2); they overlap, so an organization carries a set of them. */
export const TAGS = ['temporary', 'joint', 'functional'] as const;
export type Tag = (typeof TAGS)[number];

/** Tiers of the administrative order, the widest first. Community stands for villages and urban communities alike. */
export const TIERS = ['central', 'province', 'city', 'county', 'township', 'community'] as const;
export type Tier = (typeof TIERS)[number];

/** Tiers at which a local organization exists (lecture 26.1). */
export const LOCAL_TIERS: readonly Tier[] = ['province', 'city', 'county'];

/** Kinds of administrative areas with their tier; `statistical` marks codes of zones and factories that have no township committee. */
export const ADMINISTRATIVE_KINDS = {
  province: 'province',
  city: 'city',
  district: 'county',
  county: 'county',
  'county-city': 'county',
  zone: 'county',
  subdistrict: 'township',
  town: 'township',
  township: 'township',
  statistical: 'township',
  community: 'community',
  village: 'community',
} as const satisfies Record<string, Tier>;
export type AdministrativeKind = keyof typeof ADMINISTRATIVE_KINDS;

/** Kinds of overlay areas that the product knows by itself; packs may add their own place types. */
export const OVERLAY_KINDS = [
  'building',
  'park',
  'development-zone',
  'market',
  'commercial-street',
  'street-block',
  'business-circle',
  'compound',
  'gate',
  'reach',
  'tributary',
  'project-site',
  'city-node',
] as const;
export type OverlayKind = (typeof OVERLAY_KINDS)[number];

/** Kinds of units (S-016, S-022 … S-024, S-031, S-032, S-284). */
export const UNIT_KINDS = [
  'organ',
  'public-institution',
  'school',
  'research-institute',
  'state-enterprise',
  'collective-enterprise',
  'non-public-enterprise',
  'social-organization',
  'market',
  'subdistrict',
  'township',
  'community',
  'village',
  'work-committee',
  'administrative-body',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** Administrative machinery without a Party form (S-032, S-285). */
export const ADMINISTRATIVE_BODIES = [
  'headquarters',
  'leading-group',
  'task-team',
  'functional-department',
  'work-team',
  'liaison-group',
] as const;
export type AdministrativeBody = (typeof ADMINISTRATIVE_BODIES)[number];

/** What a unit is in the economic and political order; a fact, frozen in participations. Whether it counts as inside is a setting. */
export const SYSTEMS = [
  'party-government',
  'public-institution',
  'state-enterprise',
  'collective-enterprise',
  'non-public',
  'social-organization',
  'primary-level',
  'none',
] as const;
export type System = (typeof SYSTEMS)[number];

/** Status of a person towards the Party; a non-member is never counted as a member (I-16). */
export const STATUSES = ['full', 'probationary', 'non-member'] as const;
export type PersonStatus = (typeof STATUSES)[number];

/** How a person came into a task organization (S-290). */
export const MODES = ['self-applied', 'invited', 'residence-report', 'assigned'] as const;
export type Mode = (typeof MODES)[number];

/** Roles in organizations (S-274); those of {@link MEMBER_ROLES} need a member of the Party. */
export const ROLES = [
  'secretary',
  'deputy-secretary',
  'committee-member',
  'group-leader',
  'member',
  'instructor',
  'river-chief',
  'liaison-cadre',
  'dispatched-cadre',
  'technician',
  'monitor',
  'inspector',
  'volunteer',
  'caring-enterprise',
  'partner',
  'fellow-native',
  'research-partner',
] as const;
export type Role = (typeof ROLES)[number];

/** Roles that only full members may hold (rules.md 5: secretary and deputy must be full members; probationary ones cannot be elected). */
export const FULL_MEMBER_ROLES: readonly Role[] = ['secretary', 'deputy-secretary', 'committee-member', 'group-leader'];
/** Roles that need Party membership, full or probationary. */
export const MEMBER_ROLES: readonly Role[] = [...FULL_MEMBER_ROLES, 'member', 'instructor'];

/** States of an organization; a standing one is `active` or `ended`. */
export const ORG_STATES = ['draft', 'submitted', 'approved', 'active', 'ended', 'cancelled'] as const;
export type OrgState = (typeof ORG_STATES)[number];
