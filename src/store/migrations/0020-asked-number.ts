/** How many people a unit was asked for, those who would lead without a post too; an answer holds for no more than these. */
export const askedNumber = `
alter table consultation add column people int;
update consultation c set people = (select count(distinct p.id) from person p where p.city_id = c.city_id and p.unit_id = c.unit_id
  and (exists (select 1 from plan_row r where r.city_id = c.city_id and r.plan_id = c.plan_id and r.person_id = p.id)
    or exists (select 1 from consultation l where l.city_id = c.city_id and l.plan_id = c.plan_id and l.person_id = p.id and l.leads is not null)))
  where c.unit_id is not null;
alter table consultation add check ((unit_id is null) = (people is null));
`;
