/** Central tasks: needs, plans, formation, approval, participations, duties, end. */
export const tasks = `
create table task (
  city_id text not null references city (id),
  id uuid not null,
  pack text,
  title text not null,
  goal text not null default '',
  why text not null default '',
  issuer_unit_id uuid,
  issuer_org_id uuid,
  issued_on date,
  basis text,
  owner_org_id uuid not null,
  parent_task_id uuid,
  area_id uuid,
  emergency boolean not null default false,
  emergency_reason text,
  end_condition text,
  end_condition_met_on date,
  review_on date,
  starts_on date,
  state text not null default 'draft' check (state in ('draft', 'standing-enough', 'planned', 'submitted', 'approved', 'active', 'ending', 'ended', 'dropped')),
  standing_check jsonb,
  consult_until timestamptz,
  consult_skipped_reason text,
  lessons text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  ended_on date,
  erase_wishes_on date,
  origin_city_id text,
  origin_task_id uuid,
  version integer not null default 1,
  primary key (city_id, id),
  foreign key (city_id, owner_org_id) references org (city_id, id),
  foreign key (city_id, issuer_org_id) references org (city_id, id),
  foreign key (city_id, issuer_unit_id) references unit (city_id, id),
  foreign key (city_id, parent_task_id) references task (city_id, id),
  foreign key (city_id, area_id) references area (city_id, id)
);
create index task_state on task (city_id, state);
create index task_owner on task (city_id, owner_org_id);
alter table org add constraint org_task_fk foreign key (city_id, task_id) references task (city_id, id);
alter table activity add constraint activity_task_fk foreign key (city_id, task_id) references task (city_id, id);
alter table resource add constraint resource_task_fk foreign key (city_id, task_id) references task (city_id, id);

create table task_beside (
  city_id text not null references city (id),
  task_id uuid not null,
  unit_id uuid not null,
  division text not null,
  primary key (city_id, task_id, unit_id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, unit_id) references unit (city_id, id)
);

create table task_line (
  city_id text not null references city (id),
  task_id uuid not null,
  line_no integer not null,
  kind text not null,
  text text not null,
  political boolean not null default false,
  primary key (city_id, task_id, line_no),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade
);

create table task_source (
  city_id text not null references city (id),
  id uuid not null,
  task_id uuid not null,
  kind text not null check (kind in ('area', 'unit', 'category')),
  area_id uuid,
  unit_id uuid,
  category text,
  included boolean not null default true,
  primary key (city_id, id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, area_id) references area (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create index task_source_task on task_source (city_id, task_id);

create table task_cap (
  city_id text not null references city (id),
  task_id uuid not null,
  unit_id uuid not null,
  cap integer not null check (cap >= 0),
  primary key (city_id, task_id, unit_id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, unit_id) references unit (city_id, id)
);

create table need_row (
  city_id text not null references city (id),
  task_id uuid not null,
  row_no integer not null,
  cells jsonb not null,
  issues jsonb not null default '[]',
  post_id uuid,
  primary key (city_id, task_id, row_no),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade
);

create table post (
  city_id text not null references city (id),
  id uuid not null,
  task_id uuid not null,
  area_id uuid not null,
  name text not null,
  shift text,
  start_minute integer not null check (start_minute between 0 and 1439),
  end_minute integer not null check (end_minute > start_minute and end_minute <= start_minute + 1440),
  day_from date not null,
  day_to date not null,
  head_count integer not null check (head_count >= 0),
  duty_text text not null default '',
  note text,
  org_id uuid,
  withdrawn boolean not null default false,
  primary key (city_id, id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, area_id) references area (city_id, id),
  foreign key (city_id, org_id) references org (city_id, id),
  check (day_from < day_to)
);
create index post_task on post (city_id, task_id);
create index post_org on post (city_id, org_id);

create table post_slot (
  city_id text not null references city (id),
  post_id uuid not null,
  slot_no integer not null,
  skill text,
  local boolean not null default false,
  count integer not null check (count >= 0),
  primary key (city_id, post_id, slot_no),
  foreign key (city_id, post_id) references post (city_id, id) on delete cascade
);

create table plan (
  city_id text not null references city (id),
  id uuid not null,
  task_id uuid not null,
  version_no integer not null,
  input_hash text,
  engine text,
  seed integer not null default 1,
  objective bigint,
  bound bigint,
  needed integer,
  placed integer,
  state text not null check (state in ('queued', 'running', 'ready', 'stopped', 'failed', 'submitted', 'approved', 'superseded')),
  failure jsonb,
  summary jsonb,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  seconds double precision,
  primary key (city_id, id),
  unique (city_id, task_id, version_no),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade
);

create table plan_document (
  city_id text not null references city (id),
  plan_id uuid not null,
  kind text not null check (kind in ('problem', 'plan', 'verification')),
  body jsonb not null,
  primary key (city_id, plan_id, kind),
  foreign key (city_id, plan_id) references plan (city_id, id) on delete cascade
);

create table plan_row (
  city_id text not null references city (id),
  plan_id uuid not null,
  post_id uuid not null,
  slot_no integer not null,
  seat_no integer not null,
  person_id uuid,
  pinned boolean not null default false,
  cost_parts jsonb,
  primary key (city_id, plan_id, post_id, slot_no, seat_no),
  foreign key (city_id, plan_id) references plan (city_id, id) on delete cascade,
  foreign key (city_id, post_id) references post (city_id, id) on delete cascade,
  foreign key (city_id, person_id) references person (city_id, id)
);
create index plan_row_person on plan_row (city_id, person_id);

create table plan_choice (
  city_id text not null references city (id),
  task_id uuid not null,
  post_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('pin', 'exclude')),
  by_account uuid not null,
  at timestamptz not null default now(),
  primary key (city_id, task_id, post_id, person_id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, post_id) references post (city_id, id) on delete cascade,
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade
);

create table consultation (
  city_id text not null references city (id),
  id uuid not null,
  task_id uuid not null,
  plan_id uuid not null,
  unit_id uuid,
  person_id uuid,
  answer text not null default 'open' check (answer in ('open', 'agreed', 'objected', 'hindered')),
  opinion text,
  answered_at timestamptz,
  erase_after date,
  primary key (city_id, id),
  foreign key (city_id, task_id) references task (city_id, id) on delete cascade,
  foreign key (city_id, plan_id) references plan (city_id, id) on delete cascade,
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  check ((unit_id is null) <> (person_id is null)),
  check (person_id is null or opinion is null)
);
create index consultation_task on consultation (city_id, task_id);
create index consultation_person on consultation (city_id, person_id);

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
  mode text not null check (mode in ('self-applied', 'invited-accepted', 'residence-report', 'assigned')),
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
