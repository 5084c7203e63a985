/**
 * The roles that an account can hold in an organization or body. Powers of the system administrator (accounts, configuration)
 * and the security administrator (audit trail) are apart and neither may see members (rules.md 8.2).
 */
export const ROLES = [
  'system-administrator',
  'security-administrator',
  'officer',
  'secretary',
  'headquarters',
  'member',
] as const;

/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** Roles that do the work of the register and of tasks: no administrator of the machine among them. */
export const WORKING_ROLES = ['officer', 'secretary', 'headquarters', 'member'] as const satisfies readonly Role[];

/** Roles that act for an organization: they write on its behalf. */
export const ACTING_ROLES = ['officer', 'secretary', 'headquarters'] as const satisfies readonly Role[];
