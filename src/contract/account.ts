import * as z from 'zod';
import { holding, subject, within } from './access.ts';
import { daySchema, idSchema, pageOf, pageQuery } from './page.ts';
import { ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';
import { grantSchema } from './session.ts';

/** Logins are typed by hand: small letters, digits, dot and hyphen. */
export const loginSchema = z
  .string()
  .min(3)
  .max(40)
  .regex(/^[a-z0-9][a-z0-9.-]*$/);

/** A role as it is granted, with its days. */
export const heldGrantSchema = grantSchema.extend({ from: daySchema, until: daySchema.nullable() }).meta({ id: 'HeldGrant' });

/** An account in the list; the name of a member is masked. */
export const accountSchema = z
  .object({
    id: idSchema,
    login: z.string(),
    displayName: z.string(),
    ofMember: z.boolean(),
    disabled: z.boolean(),
    demo: z.boolean(),
    lockedUntil: z.string().nullable(),
    /** `none`: cannot sign in yet; `code`: a printed code waits; `own`: has a password; `external`: signs in elsewhere. */
    signIn: z.enum(['none', 'code', 'own', 'external']),
    codeExpiresAt: z.string().nullable(),
    grants: z.array(heldGrantSchema),
    version: z.number().int(),
  })
  .meta({ id: 'Account' });

const accountParams = z.object({ accountId: idSchema });
const MANAGERS = ['system-administrator'] as const;

export const accountList = defineRoute({
  id: 'account-list',
  // What is looked for may be a name: it travels in the body, never in an address.
  method: 'POST',
  path: '/api/accounts/search',
  summary: 'Accounts by login: all of them for the system administrator of the installation, else those within the body.',
  access: holding('system-administrator', 'secretary'),
  body: pageQuery.extend({ q: z.string().max(40).optional() }),
  response: pageOf(accountSchema),
});

export const accountShow = defineRoute({
  id: 'account-show',
  method: 'GET',
  path: '/api/accounts/{accountId}',
  summary: 'One account.',
  access: within(['system-administrator', 'secretary'], subject('account', 'params.accountId', 'see')),
  params: accountParams,
  response: accountSchema,
  etag: true,
});

export const accountAdd = defineRoute({
  id: 'account-add',
  method: 'POST',
  path: '/api/accounts',
  summary: 'A new account with its first role; it can sign in once a code has been printed.',
  access: holding(...MANAGERS),
  body: z.object({
    login: loginSchema,
    displayName: z.string().trim().min(1).max(40),
    role: z.enum(ROLES),
    orgId: idSchema.nullable().default(null),
    unitId: idSchema.nullable().default(null),
  }),
  response: receipt,
  idempotent: true,
});

export const accountChange = defineRoute({
  id: 'account-change',
  method: 'PATCH',
  path: '/api/accounts/{accountId}',
  summary: 'Display name, or closing and reopening an account; closing ends its sessions.',
  access: within(MANAGERS, subject('account', 'params.accountId', 'edit')),
  params: accountParams,
  body: z.object({ displayName: z.string().trim().min(1).max(40).optional(), disabled: z.boolean().optional() }),
  response: accountSchema,
  etag: true,
});

export const accountUnlock = defineRoute({
  id: 'account-unlock',
  method: 'POST',
  path: '/api/accounts/{accountId}/unlock',
  summary: 'Ends the waiting after wrong passwords.',
  access: within(['system-administrator', 'secretary'], subject('account', 'params.accountId', 'edit')),
  params: accountParams,
  response: 'empty',
});

export const grantAdd = defineRoute({
  id: 'grant-add',
  method: 'POST',
  path: '/api/accounts/{accountId}/grants',
  summary: 'A role in an organization or body from today on; nobody grants to oneself, and the two administrators stay apart.',
  access: within(MANAGERS, subject('account', 'params.accountId', 'edit')),
  params: accountParams,
  body: z.object({ role: z.enum(ROLES), orgId: idSchema.nullable().default(null), unitId: idSchema.nullable().default(null) }),
  response: receipt,
  idempotent: true,
});

export const grantEnd = defineRoute({
  id: 'grant-end',
  method: 'DELETE',
  path: '/api/accounts/{accountId}/grants/{grantId}',
  summary: 'Ends a role today.',
  access: within(MANAGERS, subject('account', 'params.accountId', 'edit')),
  params: z.object({ accountId: idSchema, grantId: idSchema }),
  response: 'empty',
});

/** A one-time code; it is shown here and never again. */
export const codeSchema = z.object({ login: z.string(), code: z.string(), expiresAt: z.string() }).meta({ id: 'OneTimeCode' });

export const codeMake = defineRoute({
  id: 'code-make',
  method: 'POST',
  path: '/api/accounts/{accountId}/code',
  summary: 'A new one-time code for one account; the password stops working until a new one is set.',
  access: within(['system-administrator', 'secretary'], subject('account', 'params.accountId', 'edit')),
  params: accountParams,
  response: codeSchema,
});

/** One strip of the printed sheet, to be cut off and handed over. */
export const codeSheetSchema = z
  .object({
    organization: z.string(),
    expiresAt: z.string(),
    alreadyIn: z.number().int(),
    rows: z.array(z.object({ name: z.string(), login: z.string(), code: z.string() })),
  })
  .meta({ id: 'CodeSheet' });

export const codeSheetMake = defineRoute({
  id: 'code-sheet-make',
  method: 'POST',
  path: '/api/orgs/{orgId}/code-sheet',
  summary:
    'Logins and one-time codes of all members of one branch who have not signed in yet, with names, for printing; earlier codes end. Audited.',
  access: within(['secretary'], subject('org', 'params.orgId', 'names')),
  params: z.object({ orgId: idSchema }),
  response: codeSheetSchema,
});

/** A body that a role can be held in. */
export const bodySchema = z
  .object({ kind: z.enum(['org', 'unit']), id: idSchema, name: z.string(), above: z.string().nullable() })
  .meta({ id: 'RoleBody' });

export const bodySearch = defineRoute({
  id: 'role-body-search',
  method: 'GET',
  path: '/api/role-bodies',
  summary: 'Organizations and administrative bodies by characters, pinyin or initials, to hold a role in; at most 20.',
  access: holding('system-administrator'),
  query: z.object({ q: z.string().trim().min(1).max(40) }),
  response: z.object({ items: z.array(bodySchema) }),
});
