import type { Big, Day, Generated, Instant, Json } from './columns.ts';

export interface TaskTable {
  city_id: string;
  id: string;
  pack: string | null;
  title: string;
  goal: Generated<string>;
  why: Generated<string>;
  issuer_unit_id: string | null;
  issuer_org_id: string | null;
  issued_on: Day | null;
  basis: string | null;
  owner_org_id: string;
  parent_task_id: string | null;
  area_id: string | null;
  emergency: Generated<boolean>;
  emergency_reason: string | null;
  end_condition: string | null;
  end_condition_met_on: Day | null;
  review_on: Day | null;
  starts_on: Day | null;
  state: Generated<'draft' | 'standing-enough' | 'planned' | 'submitted' | 'approved' | 'active' | 'ended' | 'cancelled'>;
  standing_check: Json | null;
  charter: string | null;
  consult_until: Instant | null;
  consult_skipped_reason: string | null;
  lessons: string | null;
  created_by: string;
  created_at: Generated<Instant>;
  ended_on: Day | null;
  erase_wishes_on: Day | null;
  origin_city_id: string | null;
  origin_task_id: string | null;
  version: Generated<number>;
}

export interface TaskBesideTable {
  city_id: string;
  task_id: string;
  unit_id: string;
  division: string;
}

export interface TaskLineTable {
  city_id: string;
  task_id: string;
  line_no: number;
  kind: string;
  text: string;
  political: Generated<boolean>;
}

export interface TaskSourceTable {
  city_id: string;
  id: string;
  task_id: string;
  kind: 'area' | 'unit' | 'category';
  area_id: string | null;
  unit_id: string | null;
  category: string | null;
  included: Generated<boolean>;
}

export interface TaskCapTable {
  city_id: string;
  task_id: string;
  unit_id: string;
  cap: number;
}

export interface NeedRowTable {
  city_id: string;
  task_id: string;
  row_no: number;
  cells: Json;
  issues: Generated<Json>;
  post_id: string | null;
}

export interface PostTable {
  city_id: string;
  id: string;
  task_id: string;
  area_id: string;
  name: string;
  shift: string | null;
  start_minute: number;
  end_minute: number;
  day_from: Day;
  day_to: Day;
  head_count: number;
  duty_text: Generated<string>;
  note: string | null;
  org_id: string | null;
  withdrawn: Generated<boolean>;
}

export interface PostSlotTable {
  city_id: string;
  post_id: string;
  slot_no: number;
  skill: string | null;
  local: Generated<boolean>;
  count: number;
}

export interface PlanTable {
  city_id: string;
  id: string;
  task_id: string;
  version_no: number;
  input_hash: string | null;
  engine: string | null;
  seed: Generated<number>;
  objective: Big | null;
  bound: Big | null;
  needed: number | null;
  placed: number | null;
  state: 'queued' | 'running' | 'ready' | 'stopped' | 'failed' | 'submitted' | 'approved' | 'superseded';
  failure: Json | null;
  summary: Json | null;
  created_by: string;
  created_at: Generated<Instant>;
  seconds: number | null;
  wishes_erased: Generated<boolean>;
}

export interface PlanDocumentTable {
  city_id: string;
  plan_id: string;
  kind: 'problem' | 'plan' | 'verification';
  /** 0, and for the members of a long problem 1, 2, … in their order. */
  part: Generated<number>;
  body: Json;
}

export interface PlanRowTable {
  city_id: string;
  plan_id: string;
  post_id: string;
  slot_no: number;
  seat_no: number;
  person_id: string | null;
  pinned: Generated<boolean>;
  cost_parts: Json | null;
}

export interface PlanChoiceTable {
  city_id: string;
  task_id: string;
  post_id: string;
  person_id: string;
  kind: 'pin' | 'exclude';
  by_account: string;
  at: Generated<Instant>;
}

export interface ConsultationTable {
  city_id: string;
  id: string;
  task_id: string;
  plan_id: string;
  unit_id: string | null;
  person_id: string | null;
  answer: Generated<'open' | 'agreed' | 'objected' | 'hindered'>;
  opinion: string | null;
  leads: string | null;
  day_from: Day | null;
  day_to: Day | null;
  people: number | null;
  answered_at: Instant | null;
  erase_after: Day | null;
}
