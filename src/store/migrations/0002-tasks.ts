/** Central tasks: needs, plans, what people and units answer before approval. */
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
  state text not null default 'draft' check (state in ('draft', 'standing-enough', 'planned', 'submitted', 'approved', 'active', 'ended', 'cancelled')),
  standing_check jsonb,
  charter text,
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
`;
