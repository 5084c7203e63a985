/** Members of a unit whom no organization holds are counted by the writes like the others: the check of the register need not look at every member. */
export const unplacedCount = `
alter table member_count drop constraint member_count_place_check;
alter table member_count add constraint member_count_place_check check (place in ('organization', 'unit', 'residence', 'unplaced'));

insert into member_count (city_id, place, place_id, full_members, probationary, valid_from, valid_to)
select s.city_id, 'unplaced', s.place_id,
  count(*) filter (where s.status = 'full' and s.starts <= current_date and s.ends > current_date),
  count(*) filter (where s.status = 'probationary' and s.starts <= current_date and s.ends > current_date),
  greatest('0001-01-01', max(s.starts) filter (where s.starts <= current_date), max(s.ends) filter (where s.ends <= current_date)),
  least('9999-12-31', min(s.starts) filter (where s.starts > current_date), min(s.ends) filter (where s.ends > current_date))
from (
  select p.city_id, p.unit_id as place_id, p.status, lower(d.gap) as starts, upper(d.gap) as ends
  from person p left join (
      select h.city_id, h.person_id, range_agg(daterange(h.valid_from, h.valid_to)) as held from home h group by h.city_id, h.person_id
    ) x on x.city_id = p.city_id and x.person_id = p.id
    cross join lateral unnest(case when p.valid_from < p.valid_to then datemultirange(daterange(p.valid_from, p.valid_to)) - coalesce(x.held, '{}') end) as d(gap)
  where not p.home_elsewhere and p.unit_id is not null
) s
group by s.city_id, s.place_id;

analyze member_count;
`;
