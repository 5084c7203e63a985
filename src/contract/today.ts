import * as z from 'zod';
import { holding } from './access.ts';
import { MARKS, messageSchema } from './message.ts';
import { daySchema, idSchema, pageOf, pageQuery } from './page.ts';
import { ACTING_ROLES, WORKING_ROLES } from './roles.ts';
import { defineRoute } from './route.ts';
import { taskFiguresSchema } from './tasks.ts';

/** Whose matters: those I work on, those of the county that my tasks lie in, or all in the reach of my organization. */
export const TODAY_SCOPES = ['mine', 'area', 'body'] as const;

/** One thing that waits for a decision, with its one action; the action names the result and leads to a page of the console. */
export const todayItemSchema = z
  .object({
    id: z.string(),
    mark: z.enum(MARKS),
    /** To be decided today, or this week. */
    horizon: z.enum(['today', 'week']),
    title: messageSchema,
    /** Its part of the sentence at the top; the weighty part in <b>. Only for today's. */
    headline: messageSchema.nullable(),
    /** Where, in one line; several parts are set apart by a point. */
    place: z.array(messageSchema),
    reason: messageSchema.nullable(),
    when: z.object({
      /** What happens then: "posts open tomorrow 6:00". */
      label: messageSchema.nullable(),
      /** left: time until `at`; since: time from `at`; by: not later than the day of `at`. */
      kind: z.enum(['left', 'since', 'by', 'none']),
      at: z.iso.datetime({ offset: true }).nullable(),
    }),
    action: z.object({ to: z.string(), label: messageSchema }),
  })
  .meta({ id: 'TodayItem' });

/** A central task under way. */
export const runningTaskSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    figures: taskFiguresSchema,
    end: messageSchema.nullable(),
    action: z.object({ to: z.string(), label: messageSchema }),
  })
  .meta({ id: 'RunningTask' });

/** Kinds of rows of which Today shows the first ones only, and the tasks under way. */
export const TODAY_KINDS = ['approvals', 'decisions', 'open', 'trouble', 'answers', 'questions', 'caps', 'tasks'] as const;

/** A kind of which not all rows are shown. */
export const todayCutSchema = z
  .object({
    kind: z.enum(TODAY_KINDS),
    shown: z.number().int().min(0),
    of: z.number().int().min(0),
    /** The page that lists all of them; null where Today itself is the only list. */
    to: z.string().nullable(),
  })
  .meta({ id: 'TodayCut' });

/** The page Today: what waits, sorted by what bites first, and what runs, most gaps first. */
export const todaySchema = z
  .object({
    asOf: z.iso.datetime({ offset: true }),
    scope: z.enum(TODAY_SCOPES),
    /** The scopes that the acting role may choose; `name` of the county for `area`, of the organization for `body`. */
    scopes: z.array(z.object({ scope: z.enum(TODAY_SCOPES), name: z.string().nullable() })),
    items: z.array(todayItemSchema),
    running: z.array(runningTaskSchema),
    /** What is left out of the two lists; empty when nothing is. */
    cut: z.array(todayCutSchema),
  })
  .meta({ id: 'Today' });

/** The answer of {@link todayShow}. */
export type Today = z.infer<typeof todaySchema>;
/** One row of Today. */
export type TodayItem = z.infer<typeof todayItemSchema>;
/** One running task of Today. */
export type RunningTask = z.infer<typeof runningTaskSchema>;

export const todayShow = defineRoute({
  id: 'today-show',
  method: 'GET',
  path: '/api/today',
  summary: 'What waits for a decision, what bites first at the top, and the tasks under way.',
  access: holding(...WORKING_ROLES),
  query: z.object({
    scope: z.enum(TODAY_SCOPES).default('mine'),
    /** Most rows of one kind. */
    most: z.coerce.number().int().min(1).max(1000).default(20),
  }),
  response: todaySchema,
});

/** An organization whose term is over or ends soon. */
export const endingTermSchema = z
  .object({ orgId: idSchema, name: z.string(), place: z.string().nullable(), endsOn: daySchema })
  .meta({ id: 'EndingTerm' });

export const termList = defineRoute({
  id: 'term-list',
  method: 'GET',
  path: '/api/terms',
  summary:
    'Standing organizations whose term is over or ends within half a year, the first to end first: those counted on Today.',
  access: holding(...ACTING_ROLES),
  query: pageQuery.extend({ scope: z.enum(TODAY_SCOPES).default('mine') }),
  response: pageOf(endingTermSchema),
});
