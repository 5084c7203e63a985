import type { RouteObject } from 'react-router';
import * as accounts from '../features/accounts/index.tsx';
import * as feedback from '../features/feedback/index.tsx';
import * as formation from '../features/formation/index.tsx';
import * as imports from '../features/import/index.tsx';
import * as joint from '../features/joint/index.tsx';
import * as members from '../features/members/index.tsx';
import * as organizations from '../features/organizations/index.tsx';
import * as privacy from '../features/privacy/index.tsx';
import * as resources from '../features/resources/index.tsx';
import * as roster from '../features/roster/index.tsx';
import * as rules from '../features/rules/index.tsx';
import * as running from '../features/running/index.tsx';
import * as settings from '../features/settings/index.tsx';
import * as tasks from '../features/tasks/index.tsx';
import * as today from '../features/today/index.tsx';
import * as units from '../features/units/index.tsx';
import type { Feature } from './feature.ts';

/** Every feature of the console: one import line above, one word here. */
export const features: readonly Feature[] = [
  today,
  tasks,
  formation,
  running,
  resources,
  roster,
  organizations,
  joint,
  units,
  members,
  rules,
  imports,
  privacy,
  feedback,
  accounts,
  settings,
];

/** The pages that need no account, for those who have not signed in. */
export const publicRoutes: readonly RouteObject[] = [...privacy.publicRoutes, ...feedback.publicRoutes];
