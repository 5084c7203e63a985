import * as z from 'zod';
import { open } from './access.ts';
import { defineRoute } from './route.ts';

/**
 * What is kept and for how long; texts `privacy:kept-<key>`, `privacy:why-<key>`. `days` after the event `from`. The
 * deletion of a kind uses the same number (test/store/retention.test.ts).
 */
export const RETENTION = [
  { key: 'register', days: 30, from: 'leaving' },
  { key: 'wishes', days: 30, from: 'task-end' },
  { key: 'absences', days: 0, from: 'absence-end' },
  { key: 'rosters', days: 0, from: 'task-end' },
  { key: 'contact', days: 0, from: 'duty-end' },
  { key: 'import-rows', days: 7, from: 'import' },
  { key: 'consultation', days: 30, from: 'task-end' },
  { key: 'feedback', days: 365, from: 'sending' },
  { key: 'offers', days: 180, from: 'offer' },
  { key: 'notices', days: 90, from: 'telling' },
  { key: 'corrections', days: 365, from: 'answer' },
  { key: 'trail', days: 1095, from: 'act' },
  { key: 'sessions', days: 14, from: 'signing-in' },
] as const;

/** Days that a complaint or suggestion is kept. */
export const FEEDBACK_DAYS = 365;

export const privacyShow = defineRoute({
  id: 'privacy-show',
  method: 'GET',
  path: '/api/privacy',
  summary: 'Who is responsible, what is kept, why and how long.',
  access: open('people are told before anything is kept about them'),
  response: z
    .object({
      city: z.string(),
      responsible: z.string(),
      demo: z.boolean(),
      kept: z.array(z.object({ key: z.string(), days: z.number().int(), from: z.string() })),
    })
    .meta({ id: 'Privacy' }),
});
