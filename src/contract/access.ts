import type { Role } from './roles.ts';

/** The kinds of things that scope is decided for; `src/server/scope.ts` knows for each how far a role reaches. */
export const SUBJECT_KINDS = ['org', 'group', 'unit', 'area', 'person', 'task', 'plan', 'approval', 'account', 'import'] as const;

/** One of {@link SUBJECT_KINDS}. */
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/**
 * What one may do with a subject inside one's scope.
 * `see`: detail with masked names; `edit`: change it on behalf of its organization; `names`: reveal full names (audited);
 * `approve`: decide on it as the organization above. Outside the scope there are only counts, and no route with a subject.
 */
export type Power = 'see' | 'edit' | 'names' | 'approve';

/** Where a request names its subject: a key of `params`, `query` or `body`. */
export type SubjectPath = `params.${string}` | `query.${string}` | `body.${string}`;

/** A subject of a request and the power over it that the route needs; without a value (an optional key) nothing is checked. */
export interface SubjectRule {
  readonly kind: SubjectKind;
  readonly from: SubjectPath;
  readonly power: Power;
}

/**
 * Who may call a route: the scope rule that every route must declare.
 * `open`: anyone, without account; `signed-in`: any account, about itself or about what all may see;
 * `holding`: one of the roles is acting; `within`: one of the roles is acting *and* every subject lies in its scope.
 */
export type Access =
  | { readonly kind: 'open'; readonly because: string }
  | { readonly kind: 'signed-in'; readonly because: string }
  | { readonly kind: 'holding'; readonly roles: readonly Role[] }
  | { readonly kind: 'within'; readonly roles: readonly Role[]; readonly subjects: readonly SubjectRule[] };

/** No account needed; the reason is shown in the generated reference. */
export function open(because: string): Access {
  return { kind: 'open', because };
}

/** Any account; the reason says why no role is asked for. */
export function signedIn(because: string): Access {
  return { kind: 'signed-in', because };
}

/** The acting role is one of these; the handler narrows what it returns through `ctx.scope`. */
export function holding(...roles: readonly Role[]): Access {
  return { kind: 'holding', roles };
}

/** One subject of a `within` rule: `subject('org', 'params.orgId', 'see')`. */
export function subject(kind: SubjectKind, from: SubjectPath, power: Power): SubjectRule {
  return { kind, from, power };
}

/** The acting role is one of `roles` and all subjects lie in its scope. */
export function within(roles: readonly Role[], ...subjects: readonly SubjectRule[]): Access {
  return { kind: 'within', roles, subjects };
}

/** Whether the acting role passes the first half of the rule (subjects are checked by the server). */
export function allowsRole(access: Access, role: Role | undefined): boolean {
  if (access.kind === 'open' || access.kind === 'signed-in') return true;
  return role !== undefined && access.roles.includes(role);
}
