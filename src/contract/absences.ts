import * as z from 'zod';
import { signedIn, subject, within } from './access.ts';
import { daySchema, idSchema } from './page.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

/** First and last day on which somebody cannot serve. There is no field for a reason. */
export const absenceInput = z.object({ from: daySchema, until: daySchema });

/** Days as they are kept, first and last, and the day since when. */
export const absenceSchema = absenceInput.extend({ id: idSchema, notedOn: daySchema }).meta({ id: 'Absence' });

export const myAbsenceList = defineRoute({
  id: 'my-absence-list',
  method: 'GET',
  path: '/api/me/absences',
  summary:
    'Days from today on at which I cannot come, with the duties of running tasks that fall on them: those stay until I say so there.',
  access: signedIn('about oneself'),
  response: z
    .object({
      today: daySchema,
      /** The last day that may be named. */
      latest: daySchema,
      items: z.array(
        absenceSchema.extend({
          duties: z.array(
            z.object({
              dutyId: idSchema,
              post: z.string(),
              shift: z.string().nullable(),
              from: daySchema,
              days: z.number().int(),
            }),
          ),
        }),
      ),
    })
    .meta({ id: 'MyAbsences' }),
});

export const myAbsenceSay = defineRoute({
  id: 'my-absence-say',
  method: 'POST',
  path: '/api/me/absences',
  summary: 'Say days at which I cannot come, without a reason; days that overlap become one period.',
  access: signedIn('about oneself'),
  body: absenceInput,
  response: receipt,
  idempotent: true,
  problems: ['not-found'],
});

export const myAbsenceTakeBack = defineRoute({
  id: 'my-absence-take-back',
  method: 'POST',
  path: '/api/me/absences/withdrawal',
  summary: 'I can come on these days after all; days around them stay.',
  access: signedIn('about oneself'),
  body: absenceInput,
  response: receipt,
  idempotent: true,
  problems: ['not-found'],
});

const personParams = z.object({ personId: idSchema });

export const memberAbsenceNote = defineRoute({
  id: 'member-absence-note',
  method: 'POST',
  path: '/api/members/{personId}/absences',
  summary: 'Note for a member days at which the member cannot serve, without a reason; the member is told.',
  access: within(ACTING_ROLES, subject('person', 'params.personId', 'edit')),
  params: personParams,
  body: absenceInput,
  response: receipt,
  idempotent: true,
  problems: ['outside-scope'],
});

export const memberAbsenceTakeBack = defineRoute({
  id: 'member-absence-take-back',
  method: 'POST',
  path: '/api/members/{personId}/absences/withdrawal',
  summary: 'The member can serve on these days after all; the member is told.',
  access: within(ACTING_ROLES, subject('person', 'params.personId', 'edit')),
  params: personParams,
  body: absenceInput,
  response: receipt,
  idempotent: true,
  problems: ['outside-scope'],
});
