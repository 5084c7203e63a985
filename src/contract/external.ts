import * as z from 'zod';
import { open } from './access.ts';
import { defineRoute } from './route.ts';

export const externalBegin = defineRoute({
  id: 'external-begin',
  method: 'POST',
  path: '/api/external-sign-in',
  summary:
    'Begins signing in at the identity provider of the installation; answers with the address to go to. Off unless configured.',
  access: open('signing in comes before having an account at hand'),
  response: z.object({ url: z.string() }).meta({ id: 'ExternalBegin' }),
  problems: ['not-found'],
});

export const externalFinish = defineRoute({
  id: 'external-finish',
  method: 'GET',
  path: '/api/external-sign-in',
  summary: 'Where the identity provider sends the browser back to; opens the session and goes to the first page.',
  access: open('the provider’s answer is the proof'),
  query: z.object({
    code: z.string().max(4000).optional(),
    state: z.string().max(500).optional(),
    iss: z.string().max(500).optional(),
    error: z.string().max(200).optional(),
  }),
  response: 'empty',
  problems: ['sign-in-refused', 'not-found'],
});
