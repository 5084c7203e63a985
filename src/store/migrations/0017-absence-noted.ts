/** Since when days on which a person cannot serve are kept: the person is shown it. */
export const absenceNoted = `
alter table person_absence add column noted_on date not null default current_date;
`;
