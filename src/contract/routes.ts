import * as absences from './absences.ts';
import * as account from './account.ts';
import * as areas from './areas.ts';
import * as consultations from './consultations.ts';
import * as external from './external.ts';
import * as feedback from './feedback.ts';
import * as formation from './formation.ts';
import * as imports from './import.ts';
import * as jointBranches from './joint-branches.ts';
import * as labels from './labels.ts';
import * as listFiles from './list-files.ts';
import * as listFilesAdministration from './list-files-administration.ts';
import * as listFilesRegister from './list-files-register.ts';
import * as listFilesTask from './list-files-task.ts';
import * as me from './me.ts';
import * as members from './members.ts';
import * as myData from './my-data.ts';
import * as needs from './needs.ts';
import * as notices from './notices.ts';
import * as offers from './offers.ts';
import * as organizations from './organizations.ts';
import * as planQuestions from './plan-questions.ts';
import * as plans from './plans.ts';
import * as privacy from './privacy.ts';
import * as resources from './resources.ts';
import * as rosters from './rosters.ts';
import type { RouteShape } from './route.ts';
import * as rules from './rules.ts';
import * as running from './running.ts';
import * as search from './search.ts';
import * as session from './session.ts';
import * as sources from './sources.ts';
import * as tasks from './tasks.ts';
import * as today from './today.ts';
import * as trail from './trail.ts';
import * as units from './units.ts';

/** The modules that define routes: one line for each resource. */
// biome-ignore format: one line for each resource
const MODULES: readonly Record<string, unknown>[] = [
  absences,
  account,
  areas,
  external,
  feedback,
  consultations,
  formation,
  imports,
  jointBranches,
  labels,
  listFiles,
  listFilesAdministration,
  listFilesRegister,
  listFilesTask,
  me,
  members,
  myData,
  needs,
  notices,
  offers,
  organizations,
  privacy,
  planQuestions,
  plans,
  rosters,
  resources,
  rules,
  running,
  search,
  session,
  sources,
  tasks,
  today,
  trail,
  units,
];

function isRoute(value: unknown): value is RouteShape {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'access' in value;
}

/** Every route of the product, sorted by path and method; the server refuses to start when one has no handler. */
export const ROUTES: readonly RouteShape[] = MODULES.flatMap((module) => Object.values(module).filter(isRoute)).sort((a, b) =>
  `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'),
);
