/**
 * The organization that a submitter acted for: it is told of the decision as well as the owner of the task. And nobody takes part
 * twice in one organization in one role at the same time: what two hands at once had written twice becomes one, with the duties of both.
 */
export const submittingBody = `
alter table approval add column submitted_org_id uuid;
alter table approval add foreign key (city_id, submitted_org_id) references org (city_id, id);

create temporary table participation_twice on commit drop as
with ordered as (
  select city_id, id, person_id, org_id, role, valid_from, valid_to,
    max(valid_to) over (partition by city_id, person_id, org_id, role order by valid_from, id rows between unbounded preceding and 1 preceding) as before
  from participation where valid_from < valid_to
), runs as (
  select *, count(*) filter (where before is null or before <= valid_from)
    over (partition by city_id, person_id, org_id, role order by valid_from, id) as run
  from ordered
)
select city_id, id, first_value(id) over w as keep, max(valid_to) over w as until, count(*) over w as times
from runs window w as (partition by city_id, person_id, org_id, role, run order by valid_from, id rows between unbounded preceding and unbounded following);
update duty d set participation_id = t.keep from participation_twice t
  where t.times > 1 and d.city_id = t.city_id and d.participation_id = t.id and t.id <> t.keep;
update participation p set valid_to = t.until from participation_twice t where t.times > 1 and p.city_id = t.city_id and p.id = t.id and t.id = t.keep;
delete from participation p using participation_twice t where t.times > 1 and p.city_id = t.city_id and p.id = t.id and t.id <> t.keep;

alter table participation add constraint participation_once
  exclude using gist (city_id with =, person_id with =, org_id with =, role with =, daterange(valid_from, valid_to) with &&);
`;
