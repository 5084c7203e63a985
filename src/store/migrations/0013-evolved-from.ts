/** The page of a task organization asks which standing ones came out of it; few organizations did, so the index is small. */
export const evolvedFrom = `
create index org_evolved_from on org (city_id, evolved_from_id) where evolved_from_id is not null;
`;
