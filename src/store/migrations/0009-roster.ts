/** Shifts of a group by day, wishes for days; all of it goes when the chain ends. */
export const roster = `
create table roster (
  city_id text not null references city (id),
  id uuid not null,
  org_id uuid not null,
  day_from date not null,
  day_to date not null,
  off_days jsonb not null default '[]',
  rest_hours integer not null check (rest_hours between 8 and 24),
  most_in_row integer not null check (most_in_row between 1 and 14),
  saved_by uuid not null,
  saved_at timestamptz not null,
  version integer not null default 1,
  primary key (city_id, id),
  foreign key (city_id, org_id) references org (city_id, id) on delete cascade,
  exclude using gist (city_id with =, org_id with =, daterange(day_from, day_to) with &&),
  check (day_from < day_to and day_to <= day_from + 14)
);

create table roster_duty (
  city_id text not null references city (id),
  roster_id uuid not null,
  person_id uuid not null,
  on_day date not null,
  post_id uuid not null,
  slot_no integer not null,
  fixed boolean not null default false,
  primary key (city_id, roster_id, person_id, on_day),
  foreign key (city_id, roster_id) references roster (city_id, id) on delete cascade,
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade,
  foreign key (city_id, post_id) references post (city_id, id) on delete cascade
);
create index roster_duty_person on roster_duty (city_id, person_id, on_day);

create table roster_wish (
  city_id text not null references city (id),
  org_id uuid not null,
  person_id uuid not null,
  on_day date not null,
  kind text not null check (kind in ('rest', 'serve', 'leave', 'make-up')),
  primary key (city_id, org_id, person_id, on_day),
  foreign key (city_id, org_id) references org (city_id, id) on delete cascade,
  foreign key (city_id, person_id) references person (city_id, id) on delete cascade
);
create index roster_wish_person on roster_wish (city_id, person_id);
`;
