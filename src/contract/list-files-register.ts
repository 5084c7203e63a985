import { areaShow } from './areas.ts';
import { LIST_FILE, listChoice } from './list-files.ts';
import { activityList, orgHistory, orgMembers, unplacedList } from './organizations.ts';
import { defineRoute } from './route.ts';
import { termList } from './today.ts';

/* Lists of the register as files. Each has the access, parameters and filters of its list. */

export const historyListFile = defineRoute({
  id: 'history-list-file',
  method: 'GET',
  path: '/api/exports/lists/organizations/{orgId}/history',
  summary: 'What happened to an organization, the newest first, as a workbook or CSV; names masked or left out.',
  access: orgHistory.access,
  params: orgHistory.params,
  query: listChoice,
  response: LIST_FILE,
  problems: orgHistory.problems,
});

export const activityListFile = defineRoute({
  id: 'activity-list-file',
  method: 'GET',
  path: '/api/exports/lists/organizations/{orgId}/activities',
  summary: 'Meetings and activities of an organization, as a workbook or CSV.',
  access: activityList.access,
  params: activityList.params,
  query: listChoice,
  response: LIST_FILE,
});

export const unplacedListFile = defineRoute({
  id: 'unplaced-list-file',
  method: 'GET',
  path: '/api/exports/lists/organizations/{orgId}/unplaced',
  summary: 'Units with members whom no organization holds, as a workbook or CSV; small counts hidden.',
  access: unplacedList.access,
  params: unplacedList.params,
  query: listChoice,
  response: LIST_FILE,
  problems: unplacedList.problems,
});

export const areaOrgListFile = defineRoute({
  id: 'area-organization-list-file',
  method: 'GET',
  path: '/api/exports/lists/areas/{areaId}/organizations',
  summary: 'Organizations that stand in an area, as a workbook or CSV.',
  access: areaShow.access,
  params: areaShow.params,
  query: listChoice,
  response: LIST_FILE,
  problems: areaShow.problems,
});

export const memberListFile = defineRoute({
  id: 'member-list-file',
  method: 'GET',
  path: '/api/exports/lists/organizations/{orgId}/members',
  summary: 'Members of an organization, as a workbook or CSV; names masked.',
  access: orgMembers.access,
  params: orgMembers.params,
  query: orgMembers.query.omit({ cursor: true, limit: true }).extend(listChoice.shape),
  response: LIST_FILE,
  problems: orgMembers.problems,
});

export const termListFile = defineRoute({
  id: 'term-list-file',
  method: 'GET',
  path: '/api/exports/lists/terms',
  summary: 'Standing organizations whose term is over or ends soon, as a workbook or CSV.',
  access: termList.access,
  query: termList.query.omit({ cursor: true, limit: true }).extend(listChoice.shape),
  response: LIST_FILE,
});
