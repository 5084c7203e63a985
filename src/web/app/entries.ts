import type { Role } from '#contract/roles';
import type { Feature, MenuEntry, NavKey } from './feature.ts';

const ORDER: readonly NavKey[] = ['today', 'tasks', 'organizations', 'members', 'rules', 'import'];

function mayUse(roles: readonly Role[] | undefined, role: Role | undefined): boolean {
  return !roles || (role !== undefined && roles.includes(role));
}

/** The words of the top bar that the acting role sees, in their fixed order; a word without a page is missing. */
export function visibleNav(features: readonly Feature[], role: Role | undefined): readonly NonNullable<Feature['nav']>[] {
  return ORDER.flatMap((key) => {
    const nav = features.find((feature) => feature.nav?.key === key)?.nav;
    return nav && mayUse(nav.roles, role) ? [nav] : [];
  });
}

/** The entries of the identity menu that the acting role sees. */
export function visibleMenu(features: readonly Feature[], role: Role | undefined): readonly MenuEntry[] {
  return features.flatMap((feature) => feature.menu ?? []).filter((entry) => mayUse(entry.roles, role));
}

/**
 * Where `/` leads: Today for everyone who has one; others to the page that was made for their role alone, else to the first page
 * that they see. `/` when nothing is left.
 */
export function homeOf(features: readonly Feature[], role: Role | undefined): string {
  const nav = visibleNav(features, role);
  if (nav.some((entry) => entry.to === '/')) return '/';
  const own = visibleMenu(features, role).find((entry) => entry.roles);
  return own?.to ?? nav[0]?.to ?? visibleMenu(features, role)[0]?.to ?? '/';
}
