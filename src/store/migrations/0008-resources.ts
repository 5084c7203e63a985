/**
 * Resources of units (things, rights, money, knowledge), which a task takes up for a need of its own; people are not among them.
 * A person's own point goes: of where somebody lives the community is kept, nothing finer.
 */
export const resources = `
alter table person drop column lat, drop column lon;
alter table resource add column used_for text;
alter table resource add column version integer not null default 1;
alter table resource add constraint resource_kind check (kind in ('thing', 'right', 'money', 'knowledge'));
alter table resource add constraint resource_use check ((state = 'used') = (task_id is not null and used_for is not null));
create index resource_task on resource (city_id, task_id);
`;
