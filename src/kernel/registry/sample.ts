import { type Day, day, FOREVER } from '#kernel/lib';
import type { Area, Edge, Home, Organization, Participation, Person, Unit } from './types.ts';

/**
 * Complete records with harmless defaults, for tests and templates: what is not said is empty, open-ended and starts on 2020-01-01.
 * Ids are the keys given, so that a test reads like a story.
 */
const FROM: Day = day('2020-01-01');

/** An administrative area unless `overlay` is set. */
export function sampleArea(id: string, kind: Area['kind'], more: Partial<Area> = {}): Area {
  return {
    id,
    kind,
    overlay: false,
    name: id,
    parentId: null,
    codes: [],
    lat: null,
    lon: null,
    pointOrigin: null,
    from: FROM,
    to: FOREVER,
    ...more,
  };
}

/** A unit of the Party and government from the year 2020 on unless told otherwise. */
export function sampleUnit(id: string, kind: Unit['kind'], more: Partial<Unit> = {}): Unit {
  return {
    id,
    kind,
    name: id,
    sourceKey: null,
    affiliationTier: null,
    affiliationAreaId: null,
    locatedAreaId: null,
    system: 'party-government',
    soeTier: null,
    ownership: null,
    industry: null,
    body: null,
    subtype: null,
    competentAuthority: null,
    fullTimeStaff: null,
    partTimeStaff: null,
    releaseCap: null,
    from: FROM,
    to: FOREVER,
    ...more,
  };
}

/** A standing primary-level branch unless told otherwise. */
export function sampleOrganization(id: string, more: Partial<Organization> = {}): Organization {
  return {
    id,
    sourceKey: null,
    name: id,
    standing: true,
    class: 'primary-level',
    form: 'branch',
    holdsRelationship: true,
    jointSense: null,
    tags: [],
    constituents: [],
    areaId: null,
    tier: null,
    functionKey: null,
    treeId: 'standing',
    taskId: null,
    commonNeed: null,
    charter: null,
    actionPlan: null,
    endCondition: null,
    reviewOn: null,
    state: 'active',
    startedOn: FROM,
    endedOn: null,
    evolvedFromId: null,
    version: 1,
    ...more,
  };
}

/** A temporary branch of tree `task` that holds no relationships. */
export function sampleTaskOrganization(id: string, more: Partial<Organization> = {}): Organization {
  return sampleOrganization(id, {
    standing: false,
    class: null,
    holdsRelationship: false,
    tags: ['temporary'],
    treeId: 'task',
    taskId: 'task',
    ...more,
  });
}

/** A leadership edge without an end. */
export function sampleEdge(childId: string, parentId: string, more: Partial<Edge> = {}): Edge {
  return {
    id: `${childId}<${parentId}`,
    treeId: 'standing',
    childId,
    parentId,
    kind: 'leadership',
    from: FROM,
    to: FOREVER,
    ...more,
  };
}

/** A full member unless told otherwise. */
export function samplePerson(id: string, more: Partial<Person> = {}): Person {
  return {
    id,
    sourceKey: null,
    status: 'full',
    unitId: null,
    homeElsewhere: false,
    residenceAreaId: null,
    eraseAfter: null,
    ...more,
  };
}

/** The one relationship of a person, without an end. */
export function sampleHome(personId: string, orgId: string, more: Partial<Home> = {}): Home {
  return { id: `${personId}@${orgId}`, personId, orgId, groupOrgId: null, from: FROM, to: FOREVER, ...more };
}

/** A participation beside the home, without an end. */
export function sampleParticipation(personId: string, orgId: string, more: Partial<Participation> = {}): Participation {
  return {
    id: `${personId}+${orgId}`,
    personId,
    orgId,
    role: 'member',
    mode: 'self-applied',
    sourceUnitId: null,
    sourceTier: null,
    sourceAreaId: null,
    sourceSystem: 'party-government',
    from: FROM,
    to: FOREVER,
    ...more,
  };
}
