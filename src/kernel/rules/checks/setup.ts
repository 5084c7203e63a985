import { z } from 'zod';
import { addMonths } from '#kernel/lib';
import { FORMS, UNIT_KINDS } from '#kernel/registry';
import { defineCheck, idle, met, noParams, open, positive, silent, unmet } from './check.ts';

/** A unit with enough full members has a form of its own (Branch Regulations Art. 4, Constitution Art. 30). */
export const ownBranch = defineCheck({
  needs: ['fullMembers'],
  uses: ['form'],
  params: z.strictObject({ from: positive }),
  notes: ['too-few', 'formed', 'not-formed'],
  run({ fullMembers, form }, { from }) {
    if (fullMembers < from) return idle('too-few', { fullMembers, from });
    return form ? met('formed', { fullMembers, from }) : unmet('not-formed', { fullMembers, from });
  },
});

/**
 * A unit with fewer full members forms a joint branch with others. A unit without any member cannot bring members along: there the
 * sentence is not triggered and the note points to work coverage (S-125).
 */
export const jointBranch = defineCheck({
  needs: ['fullMembers', 'probationaryMembers'],
  uses: ['inJointBranch'],
  params: z.strictObject({ below: positive }),
  notes: ['enough', 'no-member', 'joined', 'not-joined'],
  run({ fullMembers, probationaryMembers, inJointBranch }, { below }) {
    const values = { fullMembers, probationaryMembers, below };
    if (fullMembers >= below) return idle('enough', values);
    if (fullMembers + probationaryMembers === 0) return idle('no-member', values);
    return inJointBranch ? met('joined', values) : unmet('not-joined', values);
  },
});

/** Members (full and probationary) of a branch stay within a size. */
export const membersAtMost = defineCheck({
  needs: ['form', 'fullMembers', 'probationaryMembers'],
  params: z.strictObject({ form: z.enum(FORMS), max: positive }),
  notes: ['other-form', 'within', 'above'],
  run({ form, fullMembers, probationaryMembers }, { form: wanted, max }) {
    const members = fullMembers + probationaryMembers;
    if (form !== wanted) return idle('other-form', { members, max });
    return members <= max ? met('within', { members, max }) : unmet('above', { members, max });
  },
});

/** A joint branch covers at most this many units. */
export const unitsAtMost = defineCheck({
  needs: ['constituentUnits'],
  uses: ['inJointBranch', 'tags'],
  params: z.strictObject({ max: positive }),
  notes: ['not-joint', 'within', 'above'],
  run({ constituentUnits, tags, inJointBranch }, { max }) {
    const values = { constituentUnits, max };
    if (!(tags?.includes('joint') || inJointBranch)) return idle('not-joint', values);
    return constituentUnits <= max ? met('within', values) : unmet('above', values);
  },
});

/**
 * A project of some months forms a branch where it qualifies. The conditions are not listed, so without a person's judgement the answer
 * stays open (S-129). Exactly `months` counts: the period is half-open and compared by calendar months.
 */
export const projectBranch = defineCheck({
  needs: ['from', 'to'],
  uses: ['fullMembers', 'conditionsMet', 'form'],
  params: z.strictObject({ months: positive }),
  notes: ['too-short', 'formed', 'conditions-open', 'conditions-not-met', 'not-formed'],
  run({ from, to, conditionsMet, form }, { months }) {
    const values = { from, to, months, reachedOn: addMonths(from, months) };
    if (to < addMonths(from, months)) return idle('too-short', values);
    if (form) return met('formed', values);
    if (conditionsMet === undefined) return open('conditions-open', values);
    return conditionsMet ? unmet('not-formed', values) : idle('conditions-not-met', values);
  },
});

/** Markets, streets, buildings and large cooperatives that qualify form a branch; what qualifies is not listed. */
export const qualifiedPlace = defineCheck({
  needs: ['unitKind', 'fullMembers'],
  uses: ['conditionsMet', 'form'],
  params: z.strictObject({ kinds: z.array(z.enum(UNIT_KINDS)).min(1), from: positive }),
  notes: ['other-kind', 'too-few', 'formed', 'conditions-open', 'conditions-not-met', 'not-formed'],
  run({ unitKind, fullMembers, conditionsMet, form }, { kinds, from }) {
    if (!kinds.includes(unitKind)) return idle('other-kind', { unitKind });
    if (fullMembers < from) return idle('too-few', { fullMembers, from });
    if (form) return met('formed', { fullMembers });
    if (conditionsMet === undefined) return open('conditions-open', { fullMembers });
    return conditionsMet ? unmet('not-formed', { fullMembers }) : idle('conditions-not-met', { fullMembers });
  },
});

/** Members away for months who live in one place: the organization of origin sets up a branch for them, where it qualifies. */
export const floatingBranch = defineCheck({
  needs: ['fullMembers', 'concentrated'],
  uses: ['conditionsMet', 'form'],
  params: z.strictObject({ from: positive }),
  notes: ['not-concentrated', 'formed', 'conditions-open', 'not-formed', 'conditions-not-met'],
  run({ fullMembers, concentrated, conditionsMet, form }, { from }) {
    const values = { fullMembers, from };
    if (!concentrated || fullMembers < from) return idle('not-concentrated', values);
    if (form) return met('formed', values);
    if (conditionsMet === undefined) return open('conditions-open', values);
    return conditionsMet ? unmet('not-formed', values) : idle('conditions-not-met', values);
  },
});

/** The higher organization replies to an application in time; before the limit nothing is due. */
export const replyWithin = defineCheck({
  needs: ['appliedOn', 'repliedOn'],
  params: z.strictObject({ months: positive }),
  notes: ['replied', 'still-time', 'late'],
  run({ appliedOn, repliedOn }, { months }, asOf) {
    const limit = addMonths(appliedOn, months);
    const values = { appliedOn, repliedOn, limit };
    if (repliedOn !== null && repliedOn <= limit) return met('replied', values);
    if (repliedOn === null && asOf <= limit) return idle('still-time', values);
    return unmet('late', values);
  },
});

/** A higher body may decide by itself that a branch is set up. */
export const higherDecides = defineCheck({
  needs: ['directlyDecidedByHigher'],
  params: noParams,
  notes: ['not-used', 'used'],
  run: ({ directlyDecidedByHigher }) => (directlyDecidedByHigher ? met('used') : idle('not-used')),
});

/** A branch whose unit has fallen below the number is adjusted or dissolved by the higher organization. */
export const stillQualified = defineCheck({
  needs: ['form', 'fullMembers'],
  uses: ['inJointBranch'],
  params: z.strictObject({ from: positive }),
  notes: ['other-form', 'qualified', 'below'],
  run({ form, fullMembers, inJointBranch }, { from }) {
    if (form !== 'branch' || inJointBranch) return idle('other-form', { form });
    return fullMembers >= from ? met('qualified', { fullMembers, from }) : unmet('below', { fullMembers, from });
  },
});

/** Setting up or ending an organization is decided by the organization above. */
export const decidedByHigher = defineCheck({
  needs: ['decidedByHigher'],
  params: noParams,
  notes: ['decided', 'not-decided'],
  run: ({ decidedByHigher: decided }) => (decided ? met('decided') : unmet('not-decided')),
});

/** From a number of members an organization normally takes a larger form. */
export const formByMembers = defineCheck({
  needs: ['fullMembers', 'probationaryMembers'],
  uses: ['form'],
  params: z.strictObject({ form: z.enum(FORMS), from: positive, below: positive.nullable() }),
  notes: ['outside', 'has-form', 'other-form'],
  run({ fullMembers, probationaryMembers, form }, params) {
    const members = fullMembers + probationaryMembers;
    const values = { members, from: params.from, below: params.below, form: form ?? null, wanted: params.form };
    if (members < params.from || (params.below !== null && members >= params.below)) return idle('outside', values);
    return form === params.form ? met('has-form', values) : unmet('other-form', values);
  },
});

/** Below the number the larger form is allowed by need of work, with approval. */
export const formBelowMembers = defineCheck({
  needs: ['fullMembers', 'probationaryMembers', 'form'],
  params: z.strictObject({ form: z.enum(FORMS), below: positive }),
  notes: ['not-used', 'used'],
  run({ fullMembers, probationaryMembers, form }, params) {
    const members = fullMembers + probationaryMembers;
    const values = { members, below: params.below };
    return form === params.form && members < params.below ? met('used', values) : idle('not-used', values);
  },
});

/** A non-public enterprise that cannot form alone yet joins an organization of its area, carried by the place where it stands (S-119). */
export const regionalOrganization = defineCheck({
  needs: ['unitKind', 'ownConditions'],
  uses: ['carrier', 'inRegionalOrganization'],
  params: z.strictObject({ kinds: z.array(z.enum(UNIT_KINDS)).min(1), carriers: z.array(z.string()).min(1) }),
  notes: ['other-kind', 'own-conditions', 'joined', 'carrier-open', 'carrier'],
  run({ unitKind, ownConditions, carrier, inRegionalOrganization }, { kinds, carriers }) {
    if (!kinds.includes(unitKind)) return idle('other-kind', { unitKind });
    if (ownConditions) return idle('own-conditions', {});
    if (inRegionalOrganization) return met('joined', { carrier: carrier ?? null });
    if (!carrier || !carriers.includes(carrier)) return open('carrier-open', { carriers });
    return unmet('carrier', { carrier, recheck: true });
  },
});

/** Where social organizations stand close together, one organization may be set up across the units (S-123). */
export const unifiedOrganization = defineCheck({
  needs: ['socialOrganizations', 'carrier'],
  params: z.strictObject({ carriers: z.array(z.string()).min(1), from: positive }),
  notes: ['other-place', 'too-few', 'may'],
  run({ socialOrganizations, carrier }, { carriers, from }) {
    if (carrier === null || !carriers.includes(carrier)) return idle('other-place', { carrier });
    if (socialOrganizations < from) return idle('too-few', { socialOrganizations, from });
    return met('may', { socialOrganizations, carrier });
  },
});

/** The document does not speak about this form. */
export const unregulatedForm = defineCheck({
  needs: ['form', 'tags'],
  params: z.strictObject({ tag: z.string(), forms: z.array(z.enum(FORMS)).min(1) }),
  notes: ['regulated', 'unregulated'],
  run({ form, tags }, params) {
    const values = { form, tag: params.tag };
    const unregulated = form !== null && params.forms.includes(form) && tags.some((tag) => tag === params.tag);
    return unregulated ? silent('unregulated', values) : idle('regulated', values);
  },
});
