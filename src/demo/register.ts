import { SYSTEM_OF_UNIT, searchColumns, type UnitKind } from '#kernel/registry';
import type { Place } from './areas.ts';
import type { Random } from './random.ts';
import { type Sheet, writerOf } from './sheet.ts';

/** A unit as the generators need it. */
export interface MadeUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly tier: string;
  readonly system: string;
  readonly area: Place;
}

/** An organization with its ancestors, the nearest first, itself left out. */
export interface MadeOrg {
  readonly id: string;
  readonly name: string;
  readonly treeId: string;
  readonly ancestors: readonly string[];
  readonly unit: MadeUnit | null;
  readonly area: Place | null;
}

/** What a unit may say; the rest is derived from its kind. */
export interface UnitFacts {
  readonly sourceKey?: string;
  readonly tier: string;
  readonly affiliation: Place | null;
  readonly located: Place;
  readonly soeTier?: number;
  readonly industry?: string;
  readonly subtype?: string;
  readonly staff?: readonly [number, number];
  readonly authority?: MadeUnit;
  readonly cap?: number;
}

/** What an organization may say. */
export interface OrgFacts {
  readonly sourceKey?: string;
  readonly class: string | null;
  readonly form: string | null;
  readonly holds?: boolean;
  readonly jointSense?: string;
  readonly tags?: readonly string[];
  readonly unit?: MadeUnit | null;
  readonly area?: Place | null;
  readonly constituents?: readonly MadeUnit[];
  readonly setUpBy?: MadeOrg;
  readonly reference?: boolean;
  readonly termEnds?: string | null;
  readonly hasCommittee?: boolean | null;
  readonly started?: string;
  readonly ended?: string;
  readonly taskId?: string;
  readonly charter?: string;
  readonly endCondition?: string;
}

/** Collects units and organizations as rows; keeps the closure of every tree complete. */
export function registerWriter(cityId: string, random: Random) {
  const tree = writerOf('tree', ['city_id', 'id', 'kind']);
  const unit = writerOf('unit', [
    'city_id',
    'id',
    'source_key',
    'kind',
    'name',
    'grams',
    'pinyin',
    'initials',
    'affiliation_tier',
    'affiliation_area_id',
    'located_area_id',
    'system',
    'soe_tier',
    'ownership',
    'industry',
    'subtype',
    'full_time_staff',
    'part_time_staff',
    'authority_unit_id',
    'release_cap',
    'valid_from',
  ]);
  const org = writerOf('org', [
    'city_id',
    'id',
    'source_key',
    'tree_id',
    'standing',
    'class',
    'form',
    'holds_relationship',
    'joint_sense',
    'name',
    'grams',
    'pinyin',
    'initials',
    'unit_id',
    'area_id',
    'task_id',
    'set_up_by_id',
    'charter',
    'end_condition',
    'term_ends_on',
    'has_committee',
    'reference_only',
    'state',
    'started_on',
    'ended_on',
  ]);
  const tag = writerOf('org_tag', ['city_id', 'org_id', 'tag']);
  const constituent = writerOf('org_constituent', ['city_id', 'id', 'org_id', 'unit_id', 'area_id', 'relation', 'valid_from']);
  const edge = writerOf('org_edge', ['city_id', 'id', 'tree_id', 'child_id', 'parent_id', 'valid_from', 'valid_to']);
  const closure = writerOf('org_closure', ['city_id', 'tree_id', 'ancestor_id', 'descendant_id', 'depth']);

  function addTree(kind: 'standing' | 'task'): string {
    const id = random.id();
    tree.add({ city_id: cityId, id, kind });
    return id;
  }

  function addUnit(kind: string, name: string, facts: UnitFacts): MadeUnit {
    const id = random.id();
    const system = SYSTEM_OF_UNIT[kind as UnitKind] ?? 'none';
    unit.add({
      city_id: cityId,
      id,
      source_key: facts.sourceKey ?? null,
      kind,
      name,
      ...searchColumns(name, 'place'),
      affiliation_tier: facts.tier,
      affiliation_area_id: facts.affiliation?.id ?? null,
      located_area_id: facts.located.id,
      system,
      soe_tier: facts.soeTier ?? null,
      ownership: kind === 'non-public-enterprise' || kind === 'market' ? 'non-public' : null,
      industry: facts.industry ?? null,
      subtype: facts.subtype ?? null,
      full_time_staff: facts.staff?.[0] ?? null,
      part_time_staff: facts.staff?.[1] ?? null,
      authority_unit_id: facts.authority?.id ?? null,
      release_cap: facts.cap ?? null,
      valid_from: '2015-01-01',
    });
    return { id, name, kind, tier: facts.tier, system, area: facts.located };
  }

  function addOrg(treeId: string, parent: MadeOrg | null, name: string, facts: OrgFacts): MadeOrg {
    const id = random.id();
    const started = facts.started ?? `${random.int(1985, 2019)}-0${random.int(1, 9)}-01`;
    const ended = facts.ended ?? null;
    org.add({
      city_id: cityId,
      id,
      source_key: facts.sourceKey ?? null,
      tree_id: treeId,
      standing: facts.class !== null,
      class: facts.class,
      form: facts.form,
      holds_relationship: facts.holds ?? false,
      joint_sense: facts.jointSense ?? null,
      name,
      ...searchColumns(name, 'place'),
      unit_id: facts.unit?.id ?? null,
      area_id: facts.area?.id ?? null,
      task_id: facts.taskId ?? null,
      set_up_by_id: facts.setUpBy?.id ?? null,
      charter: facts.charter ?? null,
      end_condition: facts.endCondition ?? null,
      term_ends_on: facts.termEnds ?? null,
      has_committee: facts.hasCommittee ?? null,
      reference_only: facts.reference ?? false,
      state: ended === null ? 'active' : 'ended',
      started_on: started,
      ended_on: ended,
    });
    for (const one of facts.tags ?? []) tag.add({ city_id: cityId, org_id: id, tag: one });
    for (const one of facts.constituents ?? []) {
      constituent.add({
        city_id: cityId,
        id: random.id(),
        org_id: id,
        unit_id: one.id,
        area_id: null,
        relation: 'constituent',
        valid_from: started,
      });
    }
    const ancestors = parent === null ? [] : [parent.id, ...parent.ancestors];
    if (parent) {
      edge.add({
        city_id: cityId,
        id: random.id(),
        tree_id: treeId,
        child_id: id,
        parent_id: parent.id,
        valid_from: started,
        valid_to: ended ?? '9999-12-31',
      });
    }
    if (ended === null) {
      [id, ...ancestors].forEach((ancestor, depth) => {
        closure.add({ city_id: cityId, tree_id: treeId, ancestor_id: ancestor, descendant_id: id, depth });
      });
    }
    return { id, name, treeId, ancestors, unit: facts.unit ?? null, area: facts.area ?? null };
  }

  /** Sheets in the order in which foreign keys allow them. */
  const sheets: readonly Sheet[] = [tree, unit, org, tag, constituent, edge, closure].map((writer) => writer.sheet);
  return { addTree, addUnit, addOrg, sheets };
}

/** The collector of units and organizations. */
export type RegisterWriter = ReturnType<typeof registerWriter>;
