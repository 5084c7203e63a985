/** Since when days on which a person cannot serve are kept: the person is shown it. No day is kept twice. */
export const absenceNoted = `
alter table person_absence add column noted_on date not null default current_date,
  add exclude using gist (city_id with =, person_id with =, daterange(valid_from, valid_to) with &&);
`;
