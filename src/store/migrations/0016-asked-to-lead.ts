/** What a person without a post is asked for in advance: the organization that the person would lead. */
export const askedToLead = `
alter table consultation add column leads text check (leads is null or person_id is not null);
`;
