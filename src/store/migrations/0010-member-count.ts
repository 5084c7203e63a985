/**
 * Members of each place as they are counted again and again: of an organization by the relationships it holds, of a unit by who works there,
 * of a community by who lives there, has no unit and a relationship. Kept by the writes; right for every day of its period.
 */
export const memberCount = `
create table member_count (
  city_id text not null references city (id),
  place text not null check (place in ('organization', 'unit', 'residence')),
  place_id uuid not null,
  full_members integer not null check (full_members >= 0),
  probationary integer not null check (probationary >= 0),
  valid_from date not null,
  valid_to date not null,
  primary key (city_id, place, place_id)
);

insert into member_count (city_id, place, place_id, full_members, probationary, valid_from, valid_to)
select s.city_id, s.place, s.place_id,
  count(*) filter (where s.status = 'full' and s.starts <= current_date and s.ends > current_date),
  count(*) filter (where s.status = 'probationary' and s.starts <= current_date and s.ends > current_date),
  greatest('0001-01-01', max(s.starts) filter (where s.starts <= current_date), max(s.ends) filter (where s.ends <= current_date)),
  least('9999-12-31', min(s.starts) filter (where s.starts > current_date), min(s.ends) filter (where s.ends > current_date))
from (
  select h.city_id, 'organization' as place, h.org_id as place_id, p.status, h.valid_from as starts, h.valid_to as ends
    from home h join person p on p.city_id = h.city_id and p.id = h.person_id
  union all
  select p.city_id, 'unit', p.unit_id, p.status, p.valid_from, p.valid_to from person p where p.unit_id is not null
  union all
  select p.city_id, 'residence', p.residence_area_id, p.status, greatest(p.valid_from, h.valid_from), least(p.valid_to, h.valid_to)
    from person p join home h on h.city_id = p.city_id and h.person_id = p.id where p.unit_id is null and p.residence_area_id is not null
) s where s.starts < s.ends
group by s.city_id, s.place, s.place_id;

analyze member_count;
`;
