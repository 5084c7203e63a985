/** The problem of a whole city is longer than one jsonb value may be (268,435,455 bytes of elements): its members stand in parts. */
export const planDocumentParts = `
alter table plan_document add column part integer not null default 0 check (part >= 0);
alter table plan_document drop constraint plan_document_pkey;
alter table plan_document add primary key (city_id, plan_id, kind, part);
`;
