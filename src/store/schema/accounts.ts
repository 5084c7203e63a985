import type { Big, Day, Generated, Instant, Json } from './columns.ts';

export interface AccountTable {
  id: string;
  city_id: string;
  login: string;
  hash: string | null;
  person_id: string | null;
  display_name: Generated<string>;
  must_change: Generated<boolean>;
  failed_count: Generated<number>;
  locked_until: Instant | null;
  disabled: Generated<boolean>;
  demo: Generated<boolean>;
  preferences: Generated<Json>;
  subject: string | null;
  version: Generated<number>;
  created_at: Generated<Instant>;
}

export interface OneTimeCodeTable {
  account_id: string;
  code_hash: string;
  expires_at: Instant;
  used_at: Instant | null;
}

export interface RoleGrantTable {
  city_id: string;
  id: string;
  account_id: string;
  role: 'system-administrator' | 'security-administrator' | 'officer' | 'secretary' | 'headquarters' | 'member';
  org_id: string | null;
  unit_id: string | null;
  valid_from: Day;
  valid_to: Generated<Day>;
  granted_by: string | null;
}

export interface SessionTable {
  token_hash: string;
  account_id: string;
  acting_grant_id: string | null;
  created_at: Instant;
  expires_at: Instant;
}

export interface IdempotencyTable {
  account_id: string;
  key: string;
  body_hash: string;
  status: number;
  location: string | null;
  expires_at: Instant;
}

export interface ImportBatchTable {
  city_id: string;
  id: string;
  kind: string;
  file_name: string;
  mapping: Generated<Json>;
  state: 'reading' | 'preview' | 'committing' | 'committed' | 'undone' | 'stopped' | 'failed';
  counts: Generated<Json>;
  failure: Json | null;
  created_by: string;
  created_at: Instant;
  committed_at: Instant | null;
  undone_at: Instant | null;
  version: Generated<number>;
}

export interface ImportRowTable {
  city_id: string;
  batch_id: string;
  row_no: number;
  sheet_row: number;
  raw: Json | null;
  issues: Generated<Json>;
  outcome: string;
  target_id: string | null;
  target_version: number | null;
  before: Json | null;
}

export interface AuditEventTable {
  city_id: string;
  id: string;
  at: Generated<Instant>;
  txid: Generated<string>;
  epoch: Generated<number>;
  actor_id: string | null;
  acting_grant_id: string | null;
  action: string;
  subject_kind: string;
  subject_id: string | null;
  detail_hash: string | null;
}

export interface AuditDetailTable {
  city_id: string;
  event_id: string;
  salt: string;
  detail: Json;
}

export interface AuditSealTable {
  city_id: string;
  no: Big;
  sealed_at: Instant;
  upto_txid: string;
  upto_epoch: Generated<number>;
  count: number;
  events_hash: string;
  prev: string;
  hash: string;
}

export interface CorrectionRequestTable {
  city_id: string;
  id: string;
  person_id: string;
  field: string;
  proposed: string;
  state: Generated<'open' | 'done' | 'refused'>;
  answer: string | null;
  created_at: Instant;
  answered_by: string | null;
  answered_at: Instant | null;
}

export interface FeedbackTable {
  city_id: string;
  id: string;
  code_hash: string;
  kind: 'complaint' | 'suggestion';
  text: string;
  org_id: string | null;
  state: Generated<'open' | 'answered'>;
  answer: string | null;
  created_at: Instant;
  answered_by: string | null;
  answered_at: Instant | null;
  erase_after: Day;
}
