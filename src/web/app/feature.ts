import type { RouteObject } from 'react-router';
import type { Role } from '#contract/roles';

/** A word of the top bar; the order is the shell's. */
export type NavKey = 'today' | 'tasks' | 'organizations' | 'members' | 'rules' | 'import';

/** An entry of the identity menu: about oneself, or for administrators. */
export interface MenuEntry {
  readonly to: string;
  /** `namespace:key` of its text. */
  readonly labelKey: string;
  /** Acting roles that see it; all when left out. */
  readonly roles?: readonly Role[];
}

/** What a folder `features/<aggregate>/index.tsx` gives to the shell. Pages load lazily: `lazy: () => import('./page.tsx')`. */
export interface Feature {
  readonly routes: RouteObject[];
  /** Its word in the top bar and the acting roles that see it; all when left out. */
  readonly nav?: { readonly key: NavKey; readonly to: string; readonly roles?: readonly Role[] } | undefined;
  readonly menu?: readonly MenuEntry[] | undefined;
  /** The page that answers the search of the top bar with `?q=`. */
  readonly search?: string | undefined;
}
