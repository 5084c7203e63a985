/** Whether wishes and busy times were taken out of the problem of a version: its documents are large and are not looked through twice. */
export const planWishes = `
alter table plan add column wishes_erased boolean not null default false;
`;
