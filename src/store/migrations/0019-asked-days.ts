/** The days that a question was put for: an answer holds for these and no others. Null where an earlier release asked. */
export const askedDays = `
alter table consultation add column day_from date, add column day_to date, add check ((day_from is null) = (day_to is null));
`;
