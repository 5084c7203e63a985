/** A masked name: the surname, one character or a compound one of those that occur in tests, and nothing of the given name. */
export const MASKED = /^(?:.|欧阳|上官|司马|诸葛)\*\*$/;
