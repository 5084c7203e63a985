/**
 * The organization that a submitter acted for: it is told of the decision as well as the owner of the task. And nobody takes part
 * twice in one organization in one role at the same time.
 */
export const submittingBody = `
alter table approval add column submitted_org_id uuid;
alter table approval add foreign key (city_id, submitted_org_id) references org (city_id, id);
alter table participation add constraint participation_once
  exclude using gist (city_id with =, person_id with =, org_id with =, role with =, daterange(valid_from, valid_to) with &&);
`;
