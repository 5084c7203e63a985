import { consultationList } from './consultations.ts';
import { approvalList } from './formation.ts';
import { LIST_FILE, listChoice } from './list-files.ts';
import { planCompare, planPosts } from './plans.ts';
import { taskResourceList } from './resources.ts';
import { defineRoute } from './route.ts';
import { changeList, rosterShow, runningShow } from './running.ts';
import { sourcesShow } from './sources.ts';

/* Lists of a task, its plan and its requests as files. Each has the access, parameters and filters of its list. */

export const approvalListFile = defineRoute({
  id: 'approval-list-file',
  method: 'GET',
  path: '/api/exports/lists/approvals',
  summary: 'Requests that wait for the acting organization, or were decided by it, as a workbook or CSV.',
  access: approvalList.access,
  query: approvalList.query.omit({ cursor: true, limit: true }).extend(listChoice.shape),
  response: LIST_FILE,
});

export const consultationListFile = defineRoute({
  id: 'consultation-list-file',
  method: 'GET',
  path: '/api/exports/lists/consultations',
  summary: 'Plans that ask units of the acting organization for people, with their answers, as a workbook or CSV.',
  access: consultationList.access,
  query: listChoice,
  response: LIST_FILE,
});

export const taskResourceListFile = defineRoute({
  id: 'task-resource-list-file',
  method: 'GET',
  path: '/api/exports/lists/tasks/{taskId}/resources',
  summary: 'Resources that a task uses, and those on offer in its area, as a workbook or CSV.',
  access: taskResourceList.access,
  params: taskResourceList.params,
  query: listChoice,
  response: LIST_FILE,
});

export const sourceUnitListFile = defineRoute({
  id: 'source-unit-list-file',
  method: 'GET',
  path: '/api/exports/lists/tasks/{taskId}/source-units',
  summary: 'Units that may lend to a task, with members, cap and lent, as a workbook or CSV; counts as the page shows them.',
  access: sourcesShow.access,
  params: sourcesShow.params,
  query: listChoice,
  response: LIST_FILE,
});

export const changeListFile = defineRoute({
  id: 'task-change-list-file',
  method: 'GET',
  path: '/api/exports/lists/tasks/{taskId}/changes',
  summary: 'What changed in a task, the newest first, as a workbook or CSV.',
  access: changeList.access,
  params: changeList.params,
  query: listChoice,
  response: LIST_FILE,
});

export const gapListFile = defineRoute({
  id: 'gap-list-file',
  method: 'GET',
  path: '/api/exports/lists/tasks/{taskId}/gaps',
  summary: 'Open places of a running task, as a workbook or CSV; nobody is named.',
  access: runningShow.access,
  params: runningShow.params,
  query: listChoice,
  response: LIST_FILE,
});

export const chainPeopleFile = defineRoute({
  id: 'chain-people-file',
  method: 'GET',
  path: '/api/exports/lists/tasks/{taskId}/organizations/{orgId}/people',
  summary: 'Who is or was in an organization of a chain, with both days, as a workbook or CSV; names masked.',
  access: rosterShow.access,
  params: rosterShow.params,
  query: listChoice,
  response: LIST_FILE,
});

export const planPostListFile = defineRoute({
  id: 'plan-post-list-file',
  method: 'GET',
  path: '/api/exports/lists/plans/{planId}/posts',
  summary: 'Posts of a plan with their people, as a workbook or CSV; names masked, without the right to them none.',
  access: planPosts.access,
  params: planPosts.params,
  query: planPosts.query.omit({ cursor: true, limit: true }).extend(listChoice.shape),
  response: LIST_FILE,
});

export const moveListFile = defineRoute({
  id: 'plan-move-list-file',
  method: 'GET',
  path: '/api/exports/lists/plans/{planId}/changes',
  summary: 'Who stands elsewhere in one version than in another, as a workbook or CSV; names masked.',
  access: planCompare.access,
  params: planCompare.params,
  query: planCompare.query.extend(listChoice.shape),
  response: LIST_FILE,
});
