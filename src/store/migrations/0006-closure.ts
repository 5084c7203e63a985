/** Reading downwards from an organization: children and everything below it, without knowing the tree first. */
export const closure = `
create index org_closure_ancestor on org_closure (city_id, ancestor_id, depth);
`;
