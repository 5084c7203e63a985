/** Register: areas, units, organizations, persons, relationships, offices. `city_id` leads every key (Citus needs it). */
export const register = `
create extension if not exists btree_gist;

create table city (
  id text primary key,
  name text not null,
  code text not null,
  time_zone text not null default 'Asia/Shanghai',
  demo boolean not null default false,
  created_at timestamptz not null default now()
);

create table setting (
  city_id text not null references city (id),
  key text not null,
  value jsonb not null,
  version integer not null default 1,
  primary key (city_id, key)
);

create table label (
  city_id text not null references city (id),
  id uuid not null,
  key text not null,
  lang text not null,
  text text not null,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  primary key (city_id, id),
  check (valid_from < valid_to)
);

create table area (
  city_id text not null references city (id),
  id uuid not null,
  kind text not null,
  overlay boolean not null default false,
  parent_id uuid,
  path text collate "C" not null,
  name text not null,
  grams text[] not null default '{}',
  pinyin text not null default '',
  initials text not null default '',
  lat double precision,
  lon double precision,
  cell text,
  point_origin text check (point_origin in ('surveyed', 'synthetic')),
  version integer not null default 1,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  primary key (city_id, id),
  foreign key (city_id, parent_id) references area (city_id, id),
  check (valid_from < valid_to)
);
create index area_parent on area (city_id, parent_id);
create index area_path on area (city_id, path);
create index area_grams on area using gin (grams);
create index area_pinyin on area (city_id, pinyin text_pattern_ops);
create index area_initials on area (city_id, initials text_pattern_ops);

create table area_code (
  city_id text not null references city (id),
  area_id uuid not null,
  scheme text not null,
  code text not null,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  primary key (city_id, scheme, code, valid_from),
  foreign key (city_id, area_id) references area (city_id, id) on delete cascade,
  check (valid_from < valid_to)
);
create index area_code_area on area_code (city_id, area_id);

create table area_link (
  city_id text not null references city (id),
  overlay_id uuid not null,
  area_id uuid not null,
  primary key (city_id, overlay_id, area_id),
  foreign key (city_id, overlay_id) references area (city_id, id) on delete cascade,
  foreign key (city_id, area_id) references area (city_id, id)
);
create index area_link_area on area_link (city_id, area_id);

create table unit (
  city_id text not null references city (id),
  id uuid not null,
  source_key text,
  kind text not null,
  name text not null,
  grams text[] not null default '{}',
  pinyin text not null default '',
  initials text not null default '',
  affiliation_tier text,
  affiliation_area_id uuid,
  located_area_id uuid,
  system text,
  soe_tier integer,
  ownership text,
  body text,
  industry text,
  subtype text,
  full_time_staff integer,
  part_time_staff integer,
  authority_unit_id uuid,
  release_cap integer check (release_cap >= 0),
  release_cap_from text,
  lat double precision,
  lon double precision,
  version integer not null default 1,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  primary key (city_id, id),
  unique (city_id, source_key),
  foreign key (city_id, affiliation_area_id) references area (city_id, id),
  foreign key (city_id, located_area_id) references area (city_id, id),
  foreign key (city_id, authority_unit_id) references unit (city_id, id),
  check (valid_from < valid_to)
);
create index unit_located on unit (city_id, located_area_id);
create index unit_affiliation on unit (city_id, affiliation_area_id);
create index unit_grams on unit using gin (grams);
create index unit_pinyin on unit (city_id, pinyin text_pattern_ops);
create index unit_initials on unit (city_id, initials text_pattern_ops);

create table tree (
  city_id text not null references city (id),
  id uuid not null,
  kind text not null check (kind in ('standing', 'task')),
  primary key (city_id, id),
  unique (city_id, id, kind)
);

create table org (
  city_id text not null references city (id),
  id uuid not null,
  source_key text,
  tree_id uuid not null,
  standing boolean not null,
  class text check (class in ('central', 'local', 'primary-level', 'leading-group')),
  form text check (form in ('committee', 'general-branch', 'branch', 'group')),
  holds_relationship boolean not null default false,
  joint_sense text check (joint_sense in ('rule', 'project')),
  name text not null,
  grams text[] not null default '{}',
  pinyin text not null default '',
  initials text not null default '',
  unit_id uuid,
  area_id uuid,
  function_key text,
  task_id uuid,
  set_up_by_id uuid,
  evolved_from_id uuid,
  common_need text,
  charter text,
  action_plan text,
  end_condition text,
  review_on date,
  term_ends_on date,
  has_committee boolean,
  reference_only boolean not null default false,
  state text not null default 'active' check (state in ('draft', 'submitted', 'approved', 'active', 'ended', 'cancelled')),
  started_on date,
  ended_on date,
  version integer not null default 1,
  primary key (city_id, id),
  unique (city_id, source_key),
  unique (city_id, tree_id, id),
  foreign key (city_id, tree_id) references tree (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, area_id) references area (city_id, id),
  foreign key (city_id, set_up_by_id) references org (city_id, id),
  foreign key (city_id, evolved_from_id) references org (city_id, id),
  check (not standing or class is not null),
  check (standing or class is null),
  check (class is distinct from 'leading-group' or form is null),
  check (class = 'leading-group' or reference_only or form is not null),
  check (standing or not holds_relationship),
  check (ended_on is null or started_on is null or started_on <= ended_on)
);
create index org_unit on org (city_id, unit_id);
create index org_area on org (city_id, area_id);
create index org_task on org (city_id, task_id);
create index org_grams on org using gin (grams);
create index org_pinyin on org (city_id, pinyin text_pattern_ops);
create index org_initials on org (city_id, initials text_pattern_ops);

create table org_tag (
  city_id text not null references city (id),
  org_id uuid not null,
  tag text not null check (tag in ('temporary', 'joint', 'functional')),
  primary key (city_id, org_id, tag),
  foreign key (city_id, org_id) references org (city_id, id) on delete cascade
);

create table org_constituent (
  city_id text not null references city (id),
  id uuid not null,
  org_id uuid not null,
  unit_id uuid,
  area_id uuid,
  relation text not null check (relation in ('constituent', 'serves')),
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  primary key (city_id, id),
  foreign key (city_id, org_id) references org (city_id, id) on delete cascade,
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, area_id) references area (city_id, id),
  check ((unit_id is null) <> (area_id is null)),
  check (valid_from < valid_to)
);
create index org_constituent_org on org_constituent (city_id, org_id);
create index org_constituent_unit on org_constituent (city_id, unit_id);
create index org_constituent_area on org_constituent (city_id, area_id);

create table org_edge (
  city_id text not null references city (id),
  id uuid not null,
  tree_id uuid not null,
  child_id uuid not null,
  parent_id uuid not null,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  primary key (city_id, id),
  foreign key (city_id, tree_id, child_id) references org (city_id, tree_id, id) on delete cascade,
  foreign key (city_id, tree_id, parent_id) references org (city_id, tree_id, id) on delete cascade,
  check (child_id <> parent_id),
  check (valid_from < valid_to)
);
alter table org_edge add constraint org_edge_one_parent
  exclude using gist (city_id with =, child_id with =, daterange(valid_from, valid_to) with &&);
create index org_edge_parent on org_edge (city_id, parent_id, valid_from, valid_to);
create index org_edge_child on org_edge (city_id, child_id, valid_from, valid_to);

create table org_closure (
  city_id text not null references city (id),
  tree_id uuid not null,
  ancestor_id uuid not null,
  descendant_id uuid not null,
  depth integer not null check (depth >= 0),
  primary key (city_id, tree_id, ancestor_id, descendant_id)
);
create index org_closure_descendant on org_closure (city_id, descendant_id, depth);

create table person (
  city_id text not null references city (id),
  id uuid not null,
  source_key text,
  status text not null check (status in ('full', 'probationary', 'non-member')),
  unit_id uuid,
  home_elsewhere boolean not null default false,
  residence_area_id uuid,
  lat double precision,
  lon double precision,
  erase_after date,
  version integer not null default 1,
  valid_from date not null default '1900-01-01',
  valid_to date not null default '9999-12-31',
  primary key (city_id, id),
  unique (city_id, source_key),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, residence_area_id) references area (city_id, id)
);
create index person_unit on person (city_id, unit_id);
create index person_residence on person (city_id, residence_area_id);

create table person_name (
  city_id text not null references city (id),
  person_id uuid not null,
  name text not null,
  grams text[] not null default '{}',
  pinyin text not null default '',
  initials text not null default '',
  primary key (city_id, person_id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade
);
create index person_name_grams on person_name using gin (grams);
create index person_name_pinyin on person_name (city_id, pinyin text_pattern_ops);
create index person_name_initials on person_name (city_id, initials text_pattern_ops);

create table person_skill (
  city_id text not null references city (id),
  person_id uuid not null,
  code text not null,
  primary key (city_id, person_id, code),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade
);
create index person_skill_code on person_skill (city_id, code);

create table person_wish (
  city_id text not null references city (id),
  person_id uuid not null,
  willing boolean,
  windows text[] not null default '{}',
  do_not_ask_until date,
  erase_after date,
  primary key (city_id, person_id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade
);

create table person_absence (
  city_id text not null references city (id),
  id uuid not null,
  person_id uuid not null,
  valid_from date not null,
  valid_to date not null,
  primary key (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  check (valid_from < valid_to)
);
create index person_absence_person on person_absence (city_id, person_id);

create table home (
  city_id text not null references city (id),
  id uuid not null,
  person_id uuid not null,
  org_id uuid not null,
  group_org_id uuid,
  valid_from date not null,
  valid_to date not null default '9999-12-31',
  primary key (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  foreign key (city_id, org_id) references org (city_id, id),
  foreign key (city_id, group_org_id) references org (city_id, id),
  check (valid_from < valid_to)
);
alter table home add constraint home_one_at_a_time
  exclude using gist (city_id with =, person_id with =, daterange(valid_from, valid_to) with &&);
create index home_org on home (city_id, org_id, valid_from, valid_to);
create index home_person on home (city_id, person_id, valid_from, valid_to);

create table transfer (
  city_id text not null references city (id),
  id uuid not null,
  person_id uuid not null,
  from_org_id uuid not null,
  to_org_id uuid not null,
  started_on date not null,
  received_on date,
  primary key (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  foreign key (city_id, from_org_id) references org (city_id, id),
  foreign key (city_id, to_org_id) references org (city_id, id),
  check (received_on is null or received_on >= started_on)
);
create index transfer_person on transfer (city_id, person_id);

create table activity (
  city_id text not null references city (id),
  id uuid not null,
  org_id uuid not null,
  kind text not null,
  title text not null,
  task_id uuid,
  service_object text,
  place_area_id uuid,
  audience text not null default 'members' check (audience in ('members', 'committee', 'members-and-public')),
  public_count integer check (public_count >= 0),
  on_day date not null,
  start_minute integer check (start_minute between 0 and 1439),
  end_minute integer,
  held boolean not null default false,
  version integer not null default 1,
  primary key (city_id, id),
  foreign key (city_id, org_id) references org (city_id, id) on delete cascade,
  foreign key (city_id, place_area_id) references area (city_id, id)
);
create index activity_org on activity (city_id, org_id, on_day);
create index activity_task on activity (city_id, task_id);

create table resource (
  city_id text not null references city (id),
  id uuid not null,
  unit_id uuid not null,
  kind text not null,
  title text not null,
  quantity integer check (quantity >= 0),
  measure text,
  task_id uuid,
  state text not null default 'offered' check (state in ('offered', 'used', 'withdrawn')),
  primary key (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create index resource_unit on resource (city_id, unit_id);
`;
