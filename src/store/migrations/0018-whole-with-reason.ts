/** A branch above the usual number may stay whole: the reason stands with the other choices about its node. */
export const wholeWithReason = `
alter table chain_choice drop constraint chain_choice_choice_check, drop constraint chain_choice_check, drop constraint chain_choice_check1;
alter table chain_choice add constraint chain_choice_choice_check check (choice in ('secretary', 'deputy-secretary', 'committee-member', 'group-leader',
  'deputy-group-leader', 'parts', 'whole')),
  add constraint chain_choice_parts check ((choice = 'parts') = (parts is not null)),
  add constraint chain_choice_person check ((choice in ('parts', 'whole')) = (person_id is null)),
  add constraint chain_choice_reason check (choice <> 'whole' or reason is not null);
`;
