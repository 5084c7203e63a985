import { z } from 'zod';
import { FORMS } from '#kernel/registry';
import { defineCheck, idle, met, noParams, unmet } from './check.ts';

/**
 * A temporary organization: a body set up for a task, members whose relationship stays at home, and the right form. All three together
 * (S-130); approval is asked for by the rule, not here.
 */
export const temporaryOrganization = defineCheck({
  needs: ['form', 'temporaryBody', 'relationshipTransferred'],
  params: z.strictObject({ forms: z.array(z.enum(FORMS)).min(1) }),
  notes: ['other-form', 'no-body', 'transferred', 'may'],
  run({ form, temporaryBody, relationshipTransferred }, { forms }) {
    if (form === null || !forms.includes(form)) return idle('other-form', { form });
    if (!temporaryBody) return idle('no-body');
    if (relationshipTransferred) return idle('transferred');
    return met('may', { form });
  },
});

/** Certain acts do not happen in a temporary organization. */
export const actsAbsent = defineCheck({
  needs: ['tags', 'acts'],
  params: z.strictObject({ acts: z.array(z.string()).min(1) }),
  notes: ['not-temporary', 'absent', 'found'],
  run({ tags, acts }, params) {
    if (!tags.includes('temporary')) return idle('not-temporary');
    const found = acts.filter((act) => params.acts.includes(act));
    return found.length === 0 ? met('absent', { acts: params.acts }) : unmet('found', { acts: found });
  },
});

/** Officers of a temporary organization are named by the organization that approved it. */
export const officersDesignated = defineCheck({
  needs: ['tags', 'officersHow'],
  uses: ['officersDesignatedBy'],
  params: noParams,
  notes: ['not-temporary', 'no-officer', 'designated', 'elected', 'other-body'],
  run({ tags, officersHow, officersDesignatedBy }) {
    if (!tags.includes('temporary')) return idle('not-temporary');
    if (officersHow.length === 0) return idle('no-officer');
    if (officersHow.includes('elected')) return unmet('elected');
    if (officersDesignatedBy === 'other') return unmet('other-body');
    return met('designated', { officers: officersHow.length });
  },
});

/** A temporary organization ends with the body that it was set up for. */
export const endsWithBody = defineCheck({
  needs: ['tags', 'bodyEndedOn', 'ended'],
  params: noParams,
  notes: ['not-temporary', 'body-works', 'ended', 'still-there'],
  run({ tags, bodyEndedOn, ended }, _, asOf) {
    if (!tags.includes('temporary')) return idle('not-temporary');
    if (bodyEndedOn === null || bodyEndedOn > asOf) return idle('body-works', { bodyEndedOn });
    return ended ? met('ended', { bodyEndedOn }) : unmet('still-there', { bodyEndedOn });
  },
});

/** Members whose relationship need not move may take part where they work, with consent. */
export const dualParticipation = defineCheck({
  needs: ['relationshipTransferred', 'unitConsent'],
  params: noParams,
  notes: ['transferred', 'no-consent', 'may'],
  run({ relationshipTransferred, unitConsent }) {
    if (relationshipTransferred) return idle('transferred');
    return unitConsent ? met('may') : idle('no-consent');
  },
});

/** Every member is placed in a branch, group or other unit of the Party. */
export const memberPlaced = defineCheck({
  needs: ['placed'],
  params: noParams,
  notes: ['placed', 'not-placed'],
  run: ({ placed }) => (placed ? met('placed') : unmet('not-placed')),
});
