import type { Day } from '#kernel/lib';
import type {
  AdministrativeBody,
  AdministrativeKind,
  Form,
  Mode,
  OrganizationClass,
  OrgState,
  OverlayKind,
  PersonStatus,
  Role,
  System,
  Tag,
  Tier,
  UnitKind,
} from './terms.ts';

/** Identifiers are UUIDs written by the application; the names say which table they point to. */
export type AreaId = string;
export type UnitId = string;
export type OrgId = string;
export type PersonId = string;
export type TreeId = string;
export type TaskId = string;

/** A half-open period `[from, to)`; `to` is {@link FOREVER} while it lasts. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** A code of an area in one scheme, with the period in which it was valid: codes change, they are not the identity. */
export interface AreaCode extends Period {
  readonly scheme: string;
  readonly code: string;
}

/** An administrative area or an overlay (building, gate, reach); overlays link to administrative areas and never edit them (S-140, S-278). */
export interface Area extends Period {
  readonly id: AreaId;
  readonly overlay: boolean;
  readonly kind: AdministrativeKind | OverlayKind | (string & {});
  readonly name: string;
  /** The administrative area above it; null for the root and for overlays, which use {@link AreaLink}. */
  readonly parentId: AreaId | null;
  readonly codes: readonly AreaCode[];
  /** Degrees WGS 84, null when unknown. */
  readonly lat: number | null;
  readonly lon: number | null;
  readonly pointOrigin: 'surveyed' | 'synthetic' | null;
}

/** An overlay lies in this administrative area, in whole or in part. */
export interface AreaLink {
  readonly overlayId: AreaId;
  readonly areaId: AreaId;
}

/** An organ, enterprise, institution, community … Where it belongs and where it stands are two fields (S-030). */
export interface Unit extends Period {
  readonly id: UnitId;
  /** Stable key of the source, for imports; null when entered by hand. */
  readonly sourceKey: string | null;
  readonly kind: UnitKind;
  readonly name: string;
  readonly affiliationTier: Tier | null;
  readonly affiliationAreaId: AreaId | null;
  readonly locatedAreaId: AreaId | null;
  readonly system: System;
  /** 1 = group company … 5; null for units that are not state enterprises. */
  readonly soeTier: number | null;
  readonly ownership: string | null;
  readonly industry: string | null;
  /** For `administrative-body` only. */
  readonly body: AdministrativeBody | null;
  /** For social organizations: foundation, research society, industry association. */
  readonly subtype: string | null;
  readonly competentAuthority: string | null;
  readonly fullTimeStaff: number | null;
  readonly partTimeStaff: number | null;
  /** Largest number of people this unit lends at the same time over all tasks; null = no cap stated. */
  readonly releaseCap: number | null;
}

/** What an organization covers: its constituent units, or the areas and units that it serves. Exactly one of unitId and areaId is set. */
export interface Constituent extends Period {
  readonly unitId: UnitId | null;
  readonly areaId: AreaId | null;
  readonly relation: 'constituent' | 'serves';
}

/** A standing organization (建制) or a task organization (非建制); `standing` never changes (S-054). One row of table `org` with its tags and constituents. */
export interface Organization {
  readonly id: OrgId;
  readonly sourceKey: string | null;
  readonly name: string;
  readonly standing: boolean;
  /** One of four for standing organizations, null for task organizations. */
  readonly class: OrganizationClass | null;
  /** Null only for a leading Party members group. */
  readonly form: Form | null;
  /** Whether homes may point here: standing ones, rule-based joint branches, project branches; never temporary or functional ones. */
  readonly holdsRelationship: boolean;
  /** `rule` = units with fewer than 3 full members (66.1); `project` = across boundaries around a project (112.6); null unless tagged joint. */
  readonly jointSense: 'rule' | 'project' | null;
  readonly tags: readonly Tag[];
  readonly constituents: readonly Constituent[];
  readonly areaId: AreaId | null;
  /** Tier at which a local organization stands; null for others. */
  readonly tier: Tier | null;
  /** Key into the function table, null = derive from class and unit. */
  readonly functionKey: string | null;
  readonly treeId: TreeId;
  readonly taskId: TaskId | null;
  /** For forms without a central task (region, building, industry): the common need they answer. */
  readonly commonNeed: string | null;
  /** Purpose, how matters are decided, how it ends (有章理事). */
  readonly charter: string | null;
  /** How it acts as a fighting bastion (S-152). */
  readonly actionPlan: string | null;
  readonly endCondition: string | null;
  readonly reviewOn: Day | null;
  readonly state: OrgState;
  readonly startedOn: Day | null;
  readonly endedOn: Day | null;
  readonly evolvedFromId: OrgId | null;
  readonly version: number;
}

/** A dated parent-child relation. `leadership` edges form the trees; `set-up-by` ties a leading group to the committee that approved it. */
export interface Edge extends Period {
  readonly id: string;
  readonly treeId: TreeId;
  readonly childId: OrgId;
  readonly parentId: OrgId;
  readonly kind: 'leadership' | 'set-up-by';
}

/** A person: the least that is needed. Names stand apart in {@link PersonName}. */
export interface Person {
  readonly id: PersonId;
  readonly sourceKey: string | null;
  readonly status: PersonStatus;
  /** Where the person works, if at a unit of the register. */
  readonly unitId: UnitId | null;
  /** The home relationship is held outside this city. */
  readonly homeElsewhere: boolean;
  /** Community at most: no street address exists. */
  readonly residenceAreaId: AreaId | null;
  readonly eraseAfter: Day | null;
}

/** The name of a person with its search columns, in a table of its own so that masking is a missing join. */
export interface PersonName {
  readonly personId: PersonId;
  readonly name: string;
  readonly grams: readonly string[];
  readonly pinyin: string;
  readonly initials: string;
}

/** The organizational relationship (组织关系): one at a time per person (I-3). */
export interface Home extends Period {
  readonly id: string;
  readonly personId: PersonId;
  readonly orgId: OrgId;
  /** The Party group of the branch, if it is divided. */
  readonly groupOrgId: OrgId | null;
}

/** Taking part in a task organization beside the home relationship. The source is frozen at the start (I-18). */
export interface Participation extends Period {
  readonly id: string;
  readonly personId: PersonId;
  /** The leaf of the chain; ancestors follow from the tree. */
  readonly orgId: OrgId;
  readonly role: Role;
  readonly mode: Mode;
  readonly sourceUnitId: UnitId | null;
  readonly sourceTier: Tier | null;
  readonly sourceAreaId: AreaId | null;
  readonly sourceSystem: System;
}

/** An office held in an organization: elected in standing ones, designated by the approver in temporary ones. */
export interface Office extends Period {
  readonly id: string;
  readonly orgId: OrgId;
  readonly personId: PersonId;
  readonly office: 'secretary' | 'deputy-secretary' | 'committee-member' | 'group-leader';
  readonly how: 'elected' | 'designated';
  readonly approvalId: string | null;
}
