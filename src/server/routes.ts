import { Registrar } from './registrar.ts';
import { absenceRoutes } from './routes/absences.ts';
import { accountRoutes } from './routes/account.ts';
import { approvalStepRoutes } from './routes/approval-steps.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { areaRoutes } from './routes/areas.ts';
import { chainPeopleRoutes } from './routes/chain-people.ts';
import { changeRoutes } from './routes/changes.ts';
import { consultationRoutes } from './routes/consultations.ts';
import { dutySheetRoutes } from './routes/duty-sheets.ts';
import { endingRoutes } from './routes/ending.ts';
import { externalRoutes } from './routes/external.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { fillingRoutes } from './routes/filling.ts';
import { formationRoutes } from './routes/formation.ts';
import { importRoutes } from './routes/imports.ts';
import { jointBranchRoutes } from './routes/joint-branches.ts';
import { labelRoutes } from './routes/labels.ts';
import { listFileRoutes } from './routes/list-files.ts';
import { administrationListFileRoutes } from './routes/list-files-administration.ts';
import { registerListFileRoutes } from './routes/list-files-register.ts';
import { taskListFileRoutes } from './routes/list-files-task.ts';
import { meRoutes } from './routes/me.ts';
import { memberRoutes } from './routes/members.ts';
import { myDataRoutes } from './routes/my-data.ts';
import { needRoutes } from './routes/needs.ts';
import { noticeRoutes } from './routes/notices.ts';
import { offerRoutes } from './routes/offers.ts';
import { organizationRoutes } from './routes/organizations.ts';
import { planFileRoutes } from './routes/plan-files.ts';
import { planQuestionRoutes } from './routes/plan-questions.ts';
import { planRoutes } from './routes/plans.ts';
import { releaseRoutes } from './routes/release.ts';
import { resourceRoutes } from './routes/resources.ts';
import { rosterRoutes } from './routes/rosters.ts';
import { ruleRoutes } from './routes/rules.ts';
import { runningRoutes } from './routes/running.ts';
import { searchRoutes } from './routes/search.ts';
import { sessionRoutes } from './routes/session.ts';
import { sourceRoutes } from './routes/sources.ts';
import { tableRoutes } from './routes/tables.ts';
import { taskRoutes } from './routes/tasks.ts';
import { todayRoutes } from './routes/today.ts';
import { trailRoutes } from './routes/trail.ts';
import { unitRoutes } from './routes/units.ts';

/** One line for each file of routes/. */
// biome-ignore format: one line for each file
const FILES: readonly ((routes: Registrar) => void)[] = [
  absenceRoutes,
  accountRoutes,
  approvalRoutes,
  approvalStepRoutes,
  areaRoutes,
  externalRoutes,
  chainPeopleRoutes,
  consultationRoutes,
  endingRoutes,
  feedbackRoutes,
  fillingRoutes,
  formationRoutes,
  importRoutes,
  jointBranchRoutes,
  labelRoutes,
  meRoutes,
  memberRoutes,
  myDataRoutes,
  needRoutes,
  noticeRoutes,
  offerRoutes,
  organizationRoutes,
  planQuestionRoutes,
  planRoutes,
  planFileRoutes,
  releaseRoutes,
  resourceRoutes,
  rosterRoutes,
  ruleRoutes,
  dutySheetRoutes,
  runningRoutes,
  changeRoutes,
  searchRoutes,
  sessionRoutes,
  sourceRoutes,
  tableRoutes,
  taskRoutes,
  todayRoutes,
  trailRoutes,
  unitRoutes,
  // Last: it writes out what the lists above answer.
  listFileRoutes,
  taskListFileRoutes,
  registerListFileRoutes,
  administrationListFileRoutes,
];

/** All handlers of the product. */
export function registerAll(): Registrar {
  const routes = new Registrar();
  for (const register of FILES) register(routes);
  return routes;
}
