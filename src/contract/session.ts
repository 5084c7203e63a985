import * as z from 'zod';
import { open, signedIn } from './access.ts';
import { idSchema } from './page.ts';
import { ROLES } from './roles.ts';
import { defineRoute } from './route.ts';

/** A role held in an organization or unit; `body` is what the top bar shows beside the name. */
export const grantSchema = z
  .object({
    id: idSchema,
    role: z.enum(ROLES),
    orgId: idSchema.nullable(),
    unitId: idSchema.nullable(),
    body: z.string().nullable(),
    form: z.string().nullable(),
    standing: z.boolean().nullable(),
  })
  .meta({ id: 'Grant' });

/** What an account prefers; kept on the server, so it follows the person to every machine. */
export const preferencesSchema = z
  .object({ language: z.enum(['zh-CN', 'en']), largeType: z.boolean() })
  .meta({ id: 'Preferences' });

/** Who is signed in, with all roles and the acting one. */
export const meSchema = z
  .object({
    accountId: idSchema,
    login: z.string(),
    displayName: z.string(),
    personId: idSchema.nullable(),
    mustChange: z.boolean(),
    demo: z.boolean(),
    grants: z.array(grantSchema),
    acting: idSchema.nullable(),
    preferences: preferencesSchema,
  })
  .meta({ id: 'Me' });

/** Passwords: 8 characters at least (the printed codes have 12), 128 at most. */
export const passwordSchema = z.string().min(8).max(128);

export const sessionOpen = defineRoute({
  id: 'session-open',
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in with login and password, or with login and the one-time code of the printed sheet.',
  access: open('signing in comes before having an account at hand'),
  body: z.object({ login: z.string().min(1).max(100), password: z.string().min(1).max(128) }),
  response: meSchema,
  problems: ['sign-in-refused', 'locked-out'],
});

export const sessionShow = defineRoute({
  id: 'session-show',
  method: 'GET',
  path: '/api/session',
  summary: 'Who is signed in.',
  access: signedIn('about oneself'),
  response: meSchema,
});

export const sessionNow = defineRoute({
  id: 'session-now',
  method: 'GET',
  path: '/api/session/now',
  summary: 'Who is signed in, or nobody: for pages, which ask before anyone is.',
  access: open('“nobody” is an answer; it tells only about the one who asks'),
  response: z.object({ me: meSchema.nullable() }),
});

export const sessionClose = defineRoute({
  id: 'session-close',
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out here, or everywhere.',
  access: signedIn('about oneself'),
  query: z.object({ everywhere: z.enum(['yes', 'no']).default('no') }),
  response: 'empty',
});

export const actingSet = defineRoute({
  id: 'acting-set',
  method: 'PUT',
  path: '/api/session/acting',
  summary: 'Choose the role that acts when a request names none.',
  access: signedIn('one of one’s own roles'),
  body: z.object({ grantId: idSchema }),
  response: meSchema,
  problems: ['not-found'],
});

export const passwordSet = defineRoute({
  id: 'password-set',
  method: 'PUT',
  path: '/api/session/password',
  summary: 'Change the password; other sessions of the account end.',
  access: signedIn('about oneself'),
  body: z.object({ current: z.string().min(1).max(128), password: passwordSchema }),
  response: 'empty',
  problems: ['sign-in-refused'],
});

export const preferencesSet = defineRoute({
  id: 'preferences-set',
  method: 'PUT',
  path: '/api/session/preferences',
  summary: 'Language and type size.',
  access: signedIn('about oneself'),
  body: preferencesSchema.partial(),
  response: preferencesSchema,
});

/** One demo account behind a plain button; `key` names the part it plays in the tour. */
export const demoAccountSchema = z
  .object({
    key: z.string(),
    login: z.string(),
    password: z.string(),
    displayName: z.string(),
    role: z.enum(ROLES),
    body: z.string(),
  })
  .meta({ id: 'DemoAccount' });

export const demoAccountList = defineRoute({
  id: 'demo-account-list',
  method: 'GET',
  path: '/api/demo-accounts',
  summary: 'Accounts of the demo city, one for each part of the tour; empty outside demo mode.',
  access: open('shown on the sign-in page of a demo on loopback'),
  response: z.object({ items: z.array(demoAccountSchema) }),
});

/** What the shell must know before anyone signs in. */
export const citySchema = z
  .object({
    name: z.string(),
    demo: z.boolean(),
    today: z.string(),
    now: z.string(),
    timeZone: z.string(),
    version: z.string(),
    externalSignIn: z.boolean(),
  })
  .meta({ id: 'City' });

export const cityShow = defineRoute({
  id: 'city-show',
  method: 'GET',
  path: '/api/city',
  summary: 'The city that this server keeps, its day and whether it is a demo.',
  access: open('the sign-in page shows it'),
  response: citySchema,
});
