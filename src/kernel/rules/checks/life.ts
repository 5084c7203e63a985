import { z } from 'zod';
import { addMonths, type Day } from '#kernel/lib';
import { FORMS, UNIT_KINDS } from '#kernel/registry';
import type { FactName } from '../facts.ts';
import { type Check, defineCheck, idle, met, open, positive, unmet } from './check.ts';

type LifeFact = Extract<FactName, `last${string}`>;

/** One regular event: held within so many months of the day asked about. Null means never held. */
function heldWithin(fact: LifeFact): Check {
  return defineCheck({
    needs: [fact],
    uses: ['form'],
    params: z.strictObject({ months: positive, forms: z.array(z.enum(FORMS)).optional() }),
    notes: ['other-form', 'held', 'due', 'never'],
    run(facts, { months, forms }, asOf) {
      const form = (facts as { form?: (typeof FORMS)[number] | null }).form ?? null;
      if (forms && (form === null || !forms.includes(form))) return idle('other-form', { form });
      const last = (facts as Partial<Record<LifeFact, Day | null>>)[fact] ?? null;
      if (last === null) return unmet('never', { months });
      const dueBy = addMonths(last, months);
      return asOf <= dueBy ? met('held', { last, dueBy, months }) : unmet('due', { last, dueBy, months });
    },
  });
}

export const generalMeetingHeld = heldWithin('lastGeneralMeetingOn');
export const committeeMeetingHeld = heldWithin('lastCommitteeMeetingOn');
export const groupMeetingHeld = heldWithin('lastGroupMeetingOn');
export const themedDayHeld = heldWithin('lastThemedDayOn');
export const lifeMeetingHeld = heldWithin('lastLifeMeetingOn');
export const appraisalHeld = heldWithin('lastAppraisalOn');
export const talksHeld = heldWithin('lastTalksOn');
export const secretaryLectureHeld = heldWithin('lastSecretaryLectureOn');

/** A vote is valid when more than half of those entitled are present. */
export const quorum = defineCheck({
  needs: ['voters', 'votersPresent'],
  params: z.strictObject({}),
  notes: ['valid', 'too-few'],
  run({ voters, votersPresent }) {
    const values = { voters, votersPresent, needed: Math.floor(voters / 2) + 1 };
    return votersPresent * 2 > voters ? met('valid', values) : unmet('too-few', values);
  },
});

/** A decision passes when more than half of those who should attend are in favour. */
export const majority = defineCheck({
  needs: ['voters', 'inFavour'],
  params: z.strictObject({}),
  notes: ['passed', 'not-passed'],
  run({ voters, inFavour }) {
    const values = { voters, inFavour, needed: Math.floor(voters / 2) + 1 };
    return inFavour * 2 > voters ? met('passed', values) : unmet('not-passed', values);
  },
});

/** A committee meeting needs at least half of its members. */
export const committeeQuorum = defineCheck({
  needs: ['committeeMembers', 'committeePresent'],
  params: z.strictObject({}),
  notes: ['valid', 'too-few'],
  run({ committeeMembers, committeePresent }) {
    const values = { committeeMembers, committeePresent, needed: Math.ceil(committeeMembers / 2) };
    return committeePresent * 2 >= committeeMembers ? met('valid', values) : unmet('too-few', values);
  },
});

/** A branch with many or scattered members is divided into groups. How many is "many" is not said, so a person judges unless it is scattered. */
export const dividedIntoGroups = defineCheck({
  needs: ['form', 'groups', 'scattered'],
  uses: ['fullMembers', 'probationaryMembers'],
  params: z.strictObject({}),
  notes: ['other-form', 'divided', 'scattered', 'many-open'],
  run({ form, groups, scattered, fullMembers, probationaryMembers }) {
    if (form !== 'branch') return idle('other-form', { form });
    if (groups > 0) return met('divided', { groups });
    if (scattered) return unmet('scattered');
    return open('many-open', { members: (fullMembers ?? 0) + (probationaryMembers ?? 0) });
  },
});

/** In central organs a branch normally divides from a number of members. */
export const groupsInCentralOrgans = defineCheck({
  needs: ['central', 'form', 'groups', 'fullMembers', 'probationaryMembers'],
  params: z.strictObject({ from: positive }),
  notes: ['not-central', 'small', 'divided', 'undivided'],
  run({ central, form, groups, fullMembers, probationaryMembers }, { from }) {
    const members = fullMembers + probationaryMembers;
    if (!central || form !== 'branch') return idle('not-central');
    if (members < from) return idle('small', { members, from });
    return groups > 0 ? met('divided', { groups }) : unmet('undivided', { members, from });
  },
});

/** From a number of full members a branch has a committee; below it has only a secretary. */
export const branchCommittee = defineCheck({
  needs: ['form', 'fullMembers', 'committeeSize'],
  params: z.strictObject({ from: positive }),
  notes: ['other-form', 'small', 'has-committee', 'no-committee'],
  run({ form, fullMembers, committeeSize }, { from }) {
    const values = { fullMembers, from, committeeSize };
    if (form !== 'branch') return idle('other-form', { form });
    if (fullMembers < from) return idle('small', values);
    return committeeSize > 0 ? met('has-committee', values) : unmet('no-committee', values);
  },
});

/** Size of a branch committee. */
export const committeeSizeBetween = defineCheck({
  needs: ['form', 'committeeSize'],
  params: z.strictObject({ min: positive, max: positive }),
  notes: ['no-committee', 'within', 'outside'],
  run({ form, committeeSize }, { min, max }) {
    if (form !== 'branch' || committeeSize === 0) return idle('no-committee', { committeeSize });
    const values = { committeeSize, min, max };
    return committeeSize >= min && committeeSize <= max ? met('within', values) : unmet('outside', values);
  },
});

/** A small branch has no committee. */
export const noCommitteeBelow = defineCheck({
  needs: ['form', 'fullMembers', 'committeeSize'],
  params: z.strictObject({ below: positive }),
  notes: ['not-small', 'without', 'has-committee'],
  run({ form, fullMembers, committeeSize }, { below }) {
    const values = { fullMembers, below, committeeSize };
    if (form !== 'branch' || fullMembers >= below) return idle('not-small', values);
    return committeeSize === 0 ? met('without', values) : unmet('has-committee', values);
  },
});

/** Term of office by form and kind of unit, in years. */
export const termYears = defineCheck({
  needs: ['form', 'unitKind', 'termYears'],
  params: z.strictObject({
    forms: z.array(z.enum(FORMS)).min(1),
    only: z.array(z.enum(UNIT_KINDS)).default([]),
    except: z.array(z.enum(UNIT_KINDS)).default([]),
    min: z.number(),
    max: z.number(),
  }),
  notes: ['other', 'within', 'outside'],
  run({ form, unitKind, termYears: years }, { forms, only, except, min, max }) {
    const applies =
      form !== null && forms.includes(form) && (only.length === 0 || only.includes(unitKind)) && !except.includes(unitKind);
    if (!applies) return idle('other', { form, unitKind });
    return years >= min && years <= max ? met('within', { years, min, max }) : unmet('outside', { years, min, max });
  },
});

/** The higher organization reminds some months before a term ends; after the end it is overdue. */
export const termReminder = defineCheck({
  needs: ['termEndsOn'],
  params: z.strictObject({ months: positive }),
  notes: ['far', 'soon', 'over'],
  run({ termEndsOn }, { months }, asOf) {
    if (asOf >= termEndsOn) return unmet('over', { termEndsOn });
    return asOf >= addMonths(termEndsOn, -months) ? unmet('soon', { termEndsOn, months }) : idle('far', { termEndsOn, months });
  },
});

/** An election is moved by at most some months. */
export const electionShift = defineCheck({
  needs: ['electionShiftMonths'],
  params: z.strictObject({ months: positive }),
  notes: ['on-time', 'within', 'beyond'],
  run({ electionShiftMonths }, { months }) {
    if (electionShiftMonths === 0) return idle('on-time');
    const values = { electionShiftMonths, months };
    return electionShiftMonths <= months ? met('within', values) : unmet('beyond', values);
  },
});

/** Officers of standing organizations are elected, and secretary and deputies approved above. */
export const officersElected = defineCheck({
  needs: ['standing', 'officersHow', 'officersApproved'],
  params: z.strictObject({}),
  notes: ['not-standing', 'no-officer', 'elected', 'not-approved'],
  run({ standing, officersHow, officersApproved }) {
    if (!standing) return idle('not-standing');
    if (officersHow.length === 0) return idle('no-officer');
    return officersApproved ? met('elected') : unmet('not-approved');
  },
});

/** A secretary has been a member for some years. */
export const secretaryYears = defineCheck({
  needs: ['secretaryMemberSince'],
  params: z.strictObject({ years: positive }),
  notes: ['enough', 'too-short'],
  run({ secretaryMemberSince }, { years }, asOf) {
    const since = secretaryMemberSince;
    return addMonths(since, years * 12) <= asOf ? met('enough', { since, years }) : unmet('too-short', { since, years });
  },
});

/** From a number of members, or where they are scattered, delegates may replace the general meeting. */
export const delegatesInstead = defineCheck({
  needs: ['fullMembers', 'probationaryMembers', 'scattered', 'delegatesReplaceMeeting'],
  params: z.strictObject({ from: positive }),
  notes: ['not-used', 'too-few', 'may'],
  run({ fullMembers, probationaryMembers, scattered, delegatesReplaceMeeting }, { from }) {
    const members = fullMembers + probationaryMembers;
    if (!delegatesReplaceMeeting) return idle('not-used', { members, from });
    return members >= from || scattered ? met('may', { members, from }) : idle('too-few', { members, from });
  },
});

/** What contradicts a binding decision of the organization above is closed as an opinion sent up, not as decided (S-033). */
export const obeysHigher = defineCheck({
  needs: ['contradictsHigher', 'closedAs'],
  params: z.strictObject({}),
  notes: ['in-line', 'sent-up', 'decided'],
  run({ contradictsHigher, closedAs }) {
    if (!contradictsHigher) return idle('in-line');
    return closedAs === 'opinion-sent-up'
      ? met('sent-up', { status: closedAs })
      : unmet('decided', { status: 'opinion-sent-up' });
  },
});
