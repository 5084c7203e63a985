import type { Day, Generated, Instant, Json } from './columns.ts';

export interface CityTable {
  id: string;
  name: string;
  code: string;
  time_zone: Generated<string>;
  demo: Generated<boolean>;
  created_at: Generated<Instant>;
}

export interface SettingTable {
  city_id: string;
  key: string;
  value: Json;
  version: Generated<number>;
}

export interface LabelTable {
  city_id: string;
  id: string;
  key: string;
  lang: string;
  text: string;
  valid_from: Day;
  valid_to: Generated<Day>;
}

export interface AreaTable {
  city_id: string;
  id: string;
  kind: string;
  overlay: Generated<boolean>;
  parent_id: string | null;
  path: string;
  name: string;
  grams: Generated<string[]>;
  pinyin: Generated<string>;
  initials: Generated<string>;
  lat: number | null;
  lon: number | null;
  cell: string | null;
  point_origin: 'surveyed' | 'synthetic' | null;
  version: Generated<number>;
  valid_from: Day;
  valid_to: Generated<Day>;
}

export interface AreaCodeTable {
  city_id: string;
  area_id: string;
  scheme: string;
  code: string;
  valid_from: Day;
  valid_to: Generated<Day>;
}

export interface AreaLinkTable {
  city_id: string;
  overlay_id: string;
  area_id: string;
}

export interface UnitTable {
  city_id: string;
  id: string;
  source_key: string | null;
  kind: string;
  name: string;
  grams: Generated<string[]>;
  pinyin: Generated<string>;
  initials: Generated<string>;
  affiliation_tier: string | null;
  affiliation_area_id: string | null;
  located_area_id: string | null;
  system: string | null;
  soe_tier: number | null;
  ownership: string | null;
  body: string | null;
  industry: string | null;
  subtype: string | null;
  full_time_staff: number | null;
  part_time_staff: number | null;
  authority_unit_id: string | null;
  release_cap: number | null;
  release_cap_from: string | null;
  lat: number | null;
  lon: number | null;
  version: Generated<number>;
  valid_from: Day;
  valid_to: Generated<Day>;
}

export interface TreeTable {
  city_id: string;
  id: string;
  kind: 'standing' | 'task';
}

export interface OrgTable {
  city_id: string;
  id: string;
  source_key: string | null;
  tree_id: string;
  standing: boolean;
  class: 'central' | 'local' | 'primary-level' | 'leading-group' | null;
  form: 'committee' | 'general-branch' | 'branch' | 'group' | null;
  holds_relationship: Generated<boolean>;
  joint_sense: 'rule' | 'project' | null;
  name: string;
  grams: Generated<string[]>;
  pinyin: Generated<string>;
  initials: Generated<string>;
  unit_id: string | null;
  area_id: string | null;
  function_key: string | null;
  task_id: string | null;
  set_up_by_id: string | null;
  evolved_from_id: string | null;
  common_need: string | null;
  charter: string | null;
  action_plan: string | null;
  end_condition: string | null;
  review_on: Day | null;
  term_ends_on: Day | null;
  has_committee: boolean | null;
  reference_only: Generated<boolean>;
  state: Generated<'draft' | 'submitted' | 'approved' | 'active' | 'ended' | 'cancelled'>;
  started_on: Day | null;
  ended_on: Day | null;
  version: Generated<number>;
}

export interface OrgTagTable {
  city_id: string;
  org_id: string;
  tag: 'temporary' | 'joint' | 'functional';
}

export interface OrgConstituentTable {
  city_id: string;
  id: string;
  org_id: string;
  unit_id: string | null;
  area_id: string | null;
  relation: 'constituent' | 'serves';
  valid_from: Day;
  valid_to: Generated<Day>;
}

export interface OrgEdgeTable {
  city_id: string;
  id: string;
  tree_id: string;
  child_id: string;
  parent_id: string;
  valid_from: Day;
  valid_to: Generated<Day>;
}

export interface OrgClosureTable {
  city_id: string;
  tree_id: string;
  ancestor_id: string;
  descendant_id: string;
  depth: number;
}

export interface PersonTable {
  city_id: string;
  id: string;
  source_key: string | null;
  status: 'full' | 'probationary' | 'non-member';
  unit_id: string | null;
  home_elsewhere: Generated<boolean>;
  residence_area_id: string | null;
  erase_after: Day | null;
  version: Generated<number>;
  valid_from: Generated<Day>;
  valid_to: Generated<Day>;
}

export interface PersonNameTable {
  city_id: string;
  person_id: string;
  name: string;
  grams: Generated<string[]>;
  pinyin: Generated<string>;
  initials: Generated<string>;
}

export interface PersonSkillTable {
  city_id: string;
  person_id: string;
  code: string;
}

export interface PersonWishTable {
  city_id: string;
  person_id: string;
  willing: boolean | null;
  windows: Generated<string[]>;
  do_not_ask_until: Day | null;
  erase_after: Day | null;
}

export interface PersonAbsenceTable {
  city_id: string;
  id: string;
  person_id: string;
  valid_from: Day;
  valid_to: Day;
  noted_on: Generated<Day>;
}

export interface HomeTable {
  city_id: string;
  id: string;
  person_id: string;
  org_id: string;
  group_org_id: string | null;
  valid_from: Day;
  valid_to: Generated<Day>;
}

export interface MemberCountTable {
  city_id: string;
  place: 'organization' | 'unit' | 'residence';
  place_id: string;
  full_members: number;
  probationary: number;
  valid_from: Day;
  valid_to: Day;
}

export interface TransferTable {
  city_id: string;
  id: string;
  person_id: string;
  from_org_id: string;
  to_org_id: string;
  started_on: Day;
  received_on: Day | null;
}

export interface ActivityTable {
  city_id: string;
  id: string;
  org_id: string;
  kind: string;
  title: string;
  task_id: string | null;
  service_object: string | null;
  place_area_id: string | null;
  audience: Generated<'members' | 'committee' | 'members-and-public'>;
  public_count: number | null;
  on_day: Day;
  start_minute: number | null;
  end_minute: number | null;
  held: Generated<boolean>;
  version: Generated<number>;
}

export interface ResourceTable {
  city_id: string;
  id: string;
  unit_id: string;
  kind: 'thing' | 'right' | 'money' | 'knowledge';
  title: string;
  quantity: number | null;
  measure: string | null;
  task_id: string | null;
  state: Generated<'offered' | 'used' | 'withdrawn'>;
  used_for: string | null;
  version: Generated<number>;
}
