/** Formation: approval, offices, participations, duties, changes after approval, end. */
export const formation = `
create table approval (
  city_id text not null references city (id),
  id uuid not null,
  task_id uuid not null,
  plan_id uuid not null,
  root_org_id uuid not null,
  approver_org_id uuid not null,
  submitted_by uuid not null,
  submitted_at timestamptz not null,
  reply_by timestamptz,
  decided_by uuid,
  decided_at timestamptz,
  effective_at timestamptz,
  decision text check (decision in ('approved', 'returned', 'rejected', 'withdrawn')),
  opinion text,
  document_number text,
  document_hash text,
  version integer not null default 1,
  primary key (city_id, id),
  foreign key (city_id, task_id) references task (city_id, id),
  foreign key (city_id, plan_id) references plan (city_id, id),
  foreign key (city_id, root_org_id) references org (city_id, id),
  foreign key (city_id, approver_org_id) references org (city_id, id),
  check ((decision is null) = (decided_by is null)),
  check (decision not in ('returned', 'rejected') or length(trim(opinion)) > 0),
  check (decision is null or decision = 'withdrawn' or decided_by <> submitted_by)
);
create index approval_task on approval (city_id, task_id);
create index approval_approver on approval (city_id, approver_org_id);

create table approval_step (
  city_id text not null references city (id),
  approval_id uuid not null,
  step_no integer not null,
  action text not null check (action in ('submit', 'countersign-asked', 'countersigned', 'passed-on', 'approve', 'return', 'reject', 'withdraw', 'recall', 'urge')),
  by_account uuid not null,
  for_org_id uuid,
  opinion text,
  at timestamptz not null,
  primary key (city_id, approval_id, step_no),
  foreign key (city_id, approval_id) references approval (city_id, id) on delete cascade,
  foreign key (city_id, for_org_id) references org (city_id, id)
);

create table office (
  city_id text not null references city (id),
  id uuid not null,
  org_id uuid not null,
  person_id uuid not null,
  office text not null check (office in ('secretary', 'deputy-secretary', 'committee-member', 'group-leader', 'deputy-group-leader', 'party-representative')),
  how text not null check (how in ('elected', 'designated', 'recommended')),
  state text not null default 'active' check (state in ('proposed', 'active', 'ended')),
  approval_id uuid,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  primary key (city_id, id),
  foreign key (city_id, org_id) references org (city_id, id) on delete cascade,
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  foreign key (city_id, approval_id) references approval (city_id, id),
  check (valid_from < valid_to)
);
create index office_org on office (city_id, org_id);
create index office_person on office (city_id, person_id);

create table participation (
  city_id text not null references city (id),
  id uuid not null,
  person_id uuid not null,
  org_id uuid not null,
  role text not null,
  mode text not null check (mode in ('self-applied', 'invited', 'residence-report', 'assigned')),
  source_unit_id uuid,
  source_tier text,
  source_area_id uuid,
  source_system text,
  source_category text,
  plan_id uuid,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  primary key (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  foreign key (city_id, org_id) references org (city_id, id),
  foreign key (city_id, source_unit_id) references unit (city_id, id),
  foreign key (city_id, source_area_id) references area (city_id, id),
  foreign key (city_id, plan_id) references plan (city_id, id),
  check (valid_from <= valid_to)
);
create index participation_org on participation (city_id, org_id, valid_from, valid_to);
create index participation_person on participation (city_id, person_id, valid_from, valid_to);
create index participation_unit on participation (city_id, source_unit_id, valid_from, valid_to);

create table duty (
  city_id text not null references city (id),
  id uuid not null,
  participation_id uuid not null,
  post_id uuid not null,
  slot_no integer not null,
  on_day_from date not null,
  on_day_to date not null,
  state text not null default 'told' check (state in ('told', 'accepted', 'difficulty', 'ended')),
  answered_at timestamptz,
  contact text,
  contact_erase_after date,
  version integer not null default 1,
  primary key (city_id, id),
  foreign key (city_id, participation_id) references participation (city_id, id) on delete cascade,
  foreign key (city_id, post_id) references post (city_id, id)
);
create index duty_participation on duty (city_id, participation_id);
create index duty_post on duty (city_id, post_id);

create table slot_opening (
  city_id text not null references city (id),
  id uuid not null,
  task_id uuid not null,
  post_id uuid not null,
  slot_no integer not null,
  opened_at timestamptz not null,
  proposed_person_id uuid,
  proposal jsonb,
  filled_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, post_id) references post (city_id, id) on delete cascade,
  foreign key (city_id, proposed_person_id) references person (city_id, id) on delete cascade
);
create index slot_opening_task on slot_opening (city_id, task_id);

create table chain_choice (
  city_id text not null references city (id),
  task_id uuid not null,
  node_key text not null,
  choice text not null check (choice in ('secretary', 'deputy-secretary', 'committee-member', 'group-leader', 'deputy-group-leader', 'parts')),
  person_id uuid,
  parts integer check (parts between 2 and 9),
  reason text,
  by_account uuid not null,
  primary key (city_id, task_id, node_key, choice),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  check ((choice = 'parts') = (parts is not null)),
  check ((choice = 'parts') = (person_id is null))
);

create table offer (
  city_id text not null references city (id),
  id uuid not null,
  task_id uuid not null,
  person_id uuid not null,
  mode text not null check (mode in ('self-applied', 'residence-report')),
  area_id uuid,
  state text not null default 'open' check (state in ('open', 'confirmed', 'withdrawn')),
  confirmed_by uuid,
  created_at timestamptz not null,
  erase_after date not null,
  primary key (city_id, id),
  unique (city_id, task_id, person_id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  foreign key (city_id, area_id) references area (city_id, id)
);
create index offer_area on offer (city_id, area_id);

create table task_rest (
  city_id text not null references city (id),
  task_id uuid not null,
  person_id uuid not null,
  erase_after date not null,
  primary key (city_id, task_id, person_id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade
);

create table task_change (
  city_id text not null references city (id),
  id uuid not null,
  task_id uuid not null,
  at timestamptz not null,
  by_account uuid,
  kind text not null,
  params jsonb not null default '{}',
  primary key (city_id, id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade
);
create index task_change_task on task_change (city_id, task_id, at);

create table service_note (
  city_id text not null references city (id),
  id uuid not null,
  person_id uuid not null,
  task_id uuid not null,
  org_name text not null,
  role text not null,
  day_from date not null,
  day_to date not null,
  thanks text not null default '',
  primary key (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  foreign key (city_id, task_id) references task (city_id, id)
);
create index service_note_person on service_note (city_id, person_id);

create table advice (
  city_id text not null references city (id),
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  rule text not null,
  rulebook_version text not null,
  as_of date not null,
  inputs jsonb not null,
  outcome text not null,
  override_reason text,
  override_by uuid,
  at timestamptz not null,
  primary key (city_id, id)
);
create index advice_subject on advice (city_id, subject_kind, subject_id);

create table notice (
  city_id text not null references city (id),
  id uuid not null,
  org_id uuid,
  unit_id uuid,
  person_id uuid,
  kind text not null,
  params jsonb not null default '{}',
  created_at timestamptz not null,
  erase_after date,
  primary key (city_id, id),
  foreign key (city_id, org_id) references org (city_id, id) on delete cascade,
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade
);
create index notice_person on notice (city_id, person_id, created_at);
create index notice_org on notice (city_id, org_id, created_at);
create index notice_unit on notice (city_id, unit_id, created_at);
`;
