import { z } from 'zod';
import { type Day, isDay } from '#kernel/lib';
import { FORMS, OVERLAY_KINDS, TAGS, UNIT_KINDS } from '#kernel/registry';

const count = z.int().min(0);
const date = z.custom<Day>(isDay, 'not a calendar day');
const yes = z.boolean();
const ACTS = ['admission', 'discipline', 'dues', 'delegates', 'term-election'] as const;

/**
 * What rules may be told about a subject. Everything is optional: a check names the facts that it needs, and where one is missing the
 * answer is "to be judged by a person", with the missing facts listed. Periods are half-open: `to` is the first day after.
 */
export const factsSchema = z
  .strictObject({
    // units, organizations
    unitKind: z.enum(UNIT_KINDS),
    fullMembers: count,
    probationaryMembers: count,
    form: z.enum(FORMS).nullable(),
    standing: yes,
    inJointBranch: yes,
    inRegionalOrganization: yes,
    ownConditions: yes,
    carrier: z.enum([...OVERLAY_KINDS, 'township', 'village']).nullable(),
    constituentUnits: count,
    scattered: yes,
    groups: count,
    central: yes,
    // officers
    committeeSize: count,
    officersHow: z.array(z.enum(['elected', 'designated'])),
    officersDesignatedBy: z.enum(['approver', 'other']),
    officersApproved: yes,
    secretaryMemberSince: date,
    termYears: z.number().min(0),
    termEndsOn: date,
    electionShiftMonths: z.number().min(0),
    // setting up and ending
    approved: yes,
    decidedByHigher: yes,
    directlyDecidedByHigher: yes,
    conditionsMet: yes,
    appliedOn: date,
    repliedOn: date.nullable(),
    // task organizations
    tags: z.array(z.enum(TAGS)),
    temporaryBody: yes,
    relationshipTransferred: yes,
    acts: z.array(z.enum(ACTS)),
    bodyEndedOn: date.nullable(),
    ended: yes,
    // projects, places, people, meetings
    from: date,
    to: date,
    socialOrganizations: count,
    placed: yes,
    unitConsent: yes,
    concentrated: yes,
    monthsAway: z.number().min(0),
    voters: count,
    votersPresent: count,
    inFavour: count,
    committeeMembers: count,
    committeePresent: count,
    delegatesReplaceMeeting: yes,
    contradictsHigher: yes,
    closedAs: z.enum(['decided', 'opinion-sent-up']),
    // organizational life
    lastGeneralMeetingOn: date.nullable(),
    lastCommitteeMeetingOn: date.nullable(),
    lastGroupMeetingOn: date.nullable(),
    lastThemedDayOn: date.nullable(),
    lastLifeMeetingOn: date.nullable(),
    lastAppraisalOn: date.nullable(),
    lastTalksOn: date.nullable(),
    lastSecretaryLectureOn: date.nullable(),
  })
  .partial();
export type Facts = z.infer<typeof factsSchema>;
export type FactName = keyof Facts;
/** A value of a fact as it is shown and stored with the advice. */
export type FactValue = string | number | boolean | null | readonly string[];

/** Names of all facts, sorted. */
export const FACT_NAMES = Object.keys(factsSchema.shape).sort() as FactName[];

/** A fact typed on a command line or in a field: `true`, `false`, `null`, a whole number, a list in square brackets by commas, else text. */
export function parseFact(text: string): FactValue {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null' || text === '') return null;
  if (/^-?\d+$/.test(text)) return Number(text);
  if (text.startsWith('[') && text.endsWith(']')) {
    const inner = text.slice(1, -1).trim();
    return inner === '' ? [] : inner.split(',').map((one) => one.trim());
  }
  return text;
}

/** How a fact is written in a form: a whole number, a number, yes or no, a calendar day, one or several of a list; `nullable`: "none" is an answer. */
export type FactKind = { readonly nullable: boolean } & (
  | { readonly type: 'count' | 'number' | 'yes' | 'day' }
  | { readonly type: 'one' | 'several'; readonly options: readonly string[] }
);

/** The kind of a fact, read from {@link factsSchema}. */
export function factKind(name: FactName): FactKind {
  let schema: z.ZodType = factsSchema.shape[name];
  let nullable = false;
  while (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    nullable ||= schema instanceof z.ZodNullable;
    schema = schema.unwrap() as z.ZodType;
  }
  if (schema instanceof z.ZodEnum) return { type: 'one', nullable, options: schema.options.map(String) };
  if (schema instanceof z.ZodArray)
    return { type: 'several', nullable, options: (schema.element as z.ZodEnum).options.map(String) };
  if (schema instanceof z.ZodBoolean) return { type: 'yes', nullable };
  if (schema instanceof z.ZodNumber) return { type: schema.format === 'safeint' ? 'count' : 'number', nullable };
  return { type: 'day', nullable };
}

/** Facts that the rules in force about a kind of subject look at, needed ones first, each once. */
export function factsOf(
  subject: string,
  rules: readonly { readonly subjects: readonly string[]; readonly check: string | null }[],
  checks: ReadonlyMap<string, { readonly needs: readonly FactName[]; readonly uses: readonly FactName[] }>,
): FactName[] {
  const own = rules.filter((rule) => rule.subjects.includes(subject)).flatMap((rule) => checks.get(rule.check ?? '') ?? []);
  return [...new Set([...own.flatMap((check) => check.needs), ...own.flatMap((check) => check.uses)])];
}
