import type { Day, Generated, Instant, Json } from './columns.ts';

export interface ApprovalTable {
  city_id: string;
  id: string;
  task_id: string;
  plan_id: string;
  root_org_id: string;
  approver_org_id: string;
  submitted_by: string;
  submitted_org_id: string | null;
  submitted_at: Instant;
  reply_by: Instant | null;
  decided_by: string | null;
  decided_at: Instant | null;
  effective_at: Instant | null;
  decision: 'approved' | 'returned' | 'rejected' | 'withdrawn' | null;
  opinion: string | null;
  document_number: string | null;
  document_hash: string | null;
  version: Generated<number>;
}

export interface ApprovalStepTable {
  city_id: string;
  approval_id: string;
  step_no: number;
  action:
    | 'submit'
    | 'countersign-asked'
    | 'countersigned'
    | 'passed-on'
    | 'approve'
    | 'return'
    | 'reject'
    | 'withdraw'
    | 'recall'
    | 'urge';
  by_account: string;
  for_org_id: string | null;
  opinion: string | null;
  at: Instant;
}

export interface OfficeTable {
  city_id: string;
  id: string;
  org_id: string;
  person_id: string;
  office: 'secretary' | 'deputy-secretary' | 'committee-member' | 'group-leader' | 'deputy-group-leader' | 'party-representative';
  how: 'elected' | 'designated' | 'recommended';
  state: Generated<'proposed' | 'active' | 'ended'>;
  approval_id: string | null;
  valid_from: Day;
  valid_to: Generated<Day>;
}

export interface ParticipationTable {
  city_id: string;
  id: string;
  person_id: string;
  org_id: string;
  role: string;
  mode: 'self-applied' | 'invited' | 'residence-report' | 'assigned';
  source_unit_id: string | null;
  source_tier: string | null;
  source_area_id: string | null;
  source_system: string | null;
  source_category: string | null;
  plan_id: string | null;
  valid_from: Day;
  valid_to: Generated<Day>;
}

export interface DutyTable {
  city_id: string;
  id: string;
  participation_id: string;
  post_id: string;
  slot_no: number;
  on_day_from: Day;
  on_day_to: Day;
  state: Generated<'told' | 'accepted' | 'difficulty' | 'ended'>;
  answered_at: Instant | null;
  contact: string | null;
  contact_erase_after: Day | null;
  difficulty: string | null;
  version: Generated<number>;
}

export interface SlotOpeningTable {
  city_id: string;
  id: string;
  task_id: string;
  post_id: string;
  slot_no: number;
  opened_at: Instant;
  proposed_person_id: string | null;
  proposal: Json | null;
  filled_at: Instant | null;
}

export interface ChainChoiceTable {
  city_id: string;
  task_id: string;
  node_key: string;
  choice: 'secretary' | 'deputy-secretary' | 'committee-member' | 'group-leader' | 'deputy-group-leader' | 'parts' | 'whole';
  person_id: string | null;
  parts: number | null;
  reason: string | null;
  by_account: string;
}

export interface OfferTable {
  city_id: string;
  id: string;
  task_id: string;
  person_id: string;
  mode: 'self-applied' | 'residence-report';
  area_id: string | null;
  state: Generated<'open' | 'confirmed' | 'withdrawn'>;
  confirmed_by: string | null;
  created_at: Instant;
  erase_after: Day;
}

export interface TaskRestTable {
  city_id: string;
  task_id: string;
  person_id: string;
  erase_after: Day;
}

export interface TaskChangeTable {
  city_id: string;
  id: string;
  task_id: string;
  at: Instant;
  by_account: string | null;
  kind: string;
  params: Generated<Json>;
}

export interface ServiceNoteTable {
  city_id: string;
  id: string;
  person_id: string;
  task_id: string;
  org_name: string;
  role: string;
  day_from: Day;
  day_to: Day;
  thanks: Generated<string>;
}

export interface AdviceTable {
  city_id: string;
  id: string;
  subject_kind: string;
  subject_id: string;
  rule: string;
  rulebook_version: string;
  as_of: Day;
  inputs: Json;
  outcome: string;
  override_reason: string | null;
  override_by: string | null;
  at: Instant;
}

export interface NoticeTable {
  city_id: string;
  id: string;
  org_id: string | null;
  unit_id: string | null;
  person_id: string | null;
  kind: string;
  params: Generated<Json>;
  created_at: Instant;
  erase_after: Day | null;
}

export interface RosterTable {
  city_id: string;
  id: string;
  org_id: string;
  day_from: Day;
  day_to: Day;
  off_days: Generated<Json>;
  rest_hours: number;
  most_in_row: number;
  saved_by: string;
  saved_at: Instant;
  version: Generated<number>;
}

export interface RosterDutyTable {
  city_id: string;
  roster_id: string;
  person_id: string;
  on_day: Day;
  post_id: string;
  slot_no: number;
  fixed: Generated<boolean>;
}

export interface RosterWishTable {
  city_id: string;
  org_id: string;
  person_id: string;
  on_day: Day;
  kind: 'rest' | 'serve' | 'leave' | 'make-up';
}
