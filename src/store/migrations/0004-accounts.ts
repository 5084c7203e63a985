/** Accounts, sessions, roles, idempotency, imports, audit, requests of persons about their data, complaints. */
export const accounts = `
create table account (
  id uuid primary key,
  city_id text not null references city (id),
  login text not null unique,
  hash text,
  person_id uuid,
  display_name text not null default '',
  must_change boolean not null default false,
  failed_count integer not null default 0,
  locked_until timestamptz,
  disabled boolean not null default false,
  demo boolean not null default false,
  preferences jsonb not null default '{}',
  subject text unique,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  unique (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id) on delete set null (person_id)
);

create table one_time_code (
  account_id uuid not null references account (id) on delete cascade,
  code_hash text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id)
);

create table role_grant (
  city_id text not null references city (id),
  id uuid not null,
  account_id uuid not null references account (id) on delete cascade,
  role text not null check (role in ('system-administrator', 'security-administrator', 'officer', 'secretary', 'headquarters', 'member')),
  org_id uuid,
  unit_id uuid,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  granted_by uuid,
  primary key (city_id, id),
  foreign key (city_id, org_id) references org (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  check (valid_from < valid_to)
);
create index role_grant_account on role_grant (city_id, account_id);
create index role_grant_org on role_grant (city_id, org_id);

create table session (
  token_hash text primary key,
  account_id uuid not null references account (id) on delete cascade,
  acting_grant_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_account on session (account_id);

create table idempotency (
  account_id uuid not null references account (id) on delete cascade,
  key text not null,
  body_hash text not null,
  status integer not null,
  location text,
  expires_at timestamptz not null,
  primary key (account_id, key)
);

create table import_batch (
  city_id text not null references city (id),
  id uuid not null,
  kind text not null,
  file_name text not null,
  mapping jsonb not null default '{}',
  state text not null check (state in ('reading', 'preview', 'committing', 'committed', 'undone', 'stopped', 'failed')),
  counts jsonb not null default '{}',
  failure jsonb,
  created_by uuid not null,
  created_at timestamptz not null,
  committed_at timestamptz,
  undone_at timestamptz,
  version integer not null default 1,
  primary key (city_id, id)
);

create table import_row (
  city_id text not null references city (id),
  batch_id uuid not null,
  row_no integer not null,
  sheet_row integer not null,
  raw jsonb,
  issues jsonb not null default '[]',
  outcome text not null,
  target_id uuid,
  target_version integer,
  before jsonb,
  primary key (city_id, batch_id, row_no),
  foreign key (city_id, batch_id) references import_batch (city_id, id) on delete cascade
);
create index import_row_outcome on import_row (city_id, batch_id, outcome, row_no);

create table audit_event (
  city_id text not null references city (id),
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  txid xid8 not null default pg_current_xact_id(),
  actor_id uuid,
  acting_grant_id uuid,
  action text not null,
  subject_kind text not null,
  subject_id uuid,
  detail_hash text,
  primary key (city_id, id)
);
create index audit_event_at on audit_event (city_id, at);
create index audit_event_subject on audit_event (city_id, subject_kind, subject_id);
create index audit_event_txid on audit_event (city_id, txid);

create table audit_detail (
  city_id text not null references city (id),
  event_id uuid not null,
  salt text not null,
  detail jsonb not null,
  primary key (city_id, event_id),
  foreign key (city_id, event_id) references audit_event (city_id, id)
);

create table audit_seal (
  city_id text not null references city (id),
  no bigint not null,
  sealed_at timestamptz not null,
  upto_txid xid8 not null,
  count integer not null,
  events_hash text not null,
  prev text not null,
  hash text not null,
  primary key (city_id, no)
);

create table correction_request (
  city_id text not null references city (id),
  id uuid not null,
  person_id uuid not null,
  field text not null,
  proposed text not null,
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  answer text,
  created_at timestamptz not null,
  answered_by uuid,
  answered_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  check (state <> 'refused' or length(trim(answer)) > 0)
);
create index correction_request_person on correction_request (city_id, person_id);

create table feedback (
  city_id text not null references city (id),
  id uuid not null,
  code_hash text not null,
  kind text not null check (kind in ('complaint', 'suggestion')),
  text text not null,
  org_id uuid,
  state text not null default 'open' check (state in ('open', 'answered')),
  answer text,
  created_at timestamptz not null,
  answered_by uuid,
  answered_at timestamptz,
  erase_after date not null,
  primary key (city_id, id),
  unique (city_id, code_hash),
  foreign key (city_id, org_id) references org (city_id, id)
);
`;
