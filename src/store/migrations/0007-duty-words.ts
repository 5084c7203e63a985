/** What a person wrote about a difficulty: for the leader of this duty, gone when the duty ends. */
export const dutyWords = `
alter table duty add column difficulty text;
alter table duty add constraint duty_difficulty_words check (difficulty is null or state = 'difficulty');
create index slot_opening_open on slot_opening (city_id, opened_at) where filled_at is null;
`;
