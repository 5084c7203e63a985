import * as z from 'zod';
import { transferList } from './members.ts';
import { offerList } from './offers.ts';
import { orgParticipations, orgShow } from './organizations.ts';
import { forceList, resourceList } from './resources.ts';
import { defineRoute } from './route.ts';
import { taskList } from './tasks.ts';

/** How a list is written out. */
export const listChoice = z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') });
const choice = listChoice;

/** What the file of a list is. */
export const LIST_FILE = { file: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'text/csv'] } as const;
const FILE = LIST_FILE;

/*
 * Each list of a page as a file: the access, parameters and filters are those of the list itself, so that a file never holds a row
 * that its page would not show.
 */

export const taskListFile = defineRoute({
  id: 'task-list-file',
  method: 'GET',
  path: '/api/exports/lists/tasks',
  summary: 'The list of tasks as a workbook or CSV: the rows of the page.',
  access: taskList.access,
  query: taskList.query.omit({ cursor: true, limit: true }).extend(choice.shape),
  response: FILE,
});

export const officeListFile = defineRoute({
  id: 'office-list-file',
  method: 'GET',
  path: '/api/exports/lists/organizations/{orgId}/offices',
  summary: 'Who holds an office in an organization, as a workbook or CSV; names masked, outside one’s own organization none.',
  access: orgShow.access,
  params: orgShow.params,
  query: choice,
  response: FILE,
  problems: orgShow.problems,
});

export const participationListFile = defineRoute({
  id: 'participation-list-file',
  method: 'GET',
  path: '/api/exports/lists/organizations/{orgId}/participations',
  summary: 'Where members from here take part, or who takes part here, as a workbook or CSV; names masked.',
  access: orgParticipations.access,
  params: orgParticipations.params,
  query: orgParticipations.query.omit({ cursor: true }).extend(choice.shape),
  response: FILE,
  problems: orgParticipations.problems,
});

export const transferListFile = defineRoute({
  id: 'transfer-list-file',
  method: 'GET',
  path: '/api/exports/lists/organizations/{orgId}/transfers',
  summary: 'Transfers that wait to be received, as a workbook or CSV; names masked.',
  access: transferList.access,
  params: transferList.params,
  query: choice,
  response: FILE,
  problems: transferList.problems,
});

export const offerListFile = defineRoute({
  id: 'offer-list-file',
  method: 'GET',
  path: '/api/exports/lists/offers',
  summary: 'Offers that wait for the acting organization, as a workbook or CSV; names masked.',
  access: offerList.access,
  query: choice,
  response: FILE,
});

export const resourceListFile = defineRoute({
  id: 'resource-list-file',
  method: 'GET',
  path: '/api/exports/lists/resources',
  summary: 'What units offer, as a workbook or CSV.',
  access: resourceList.access,
  query: choice,
  response: FILE,
});

export const forceListFile = defineRoute({
  id: 'force-list-file',
  method: 'GET',
  path: '/api/exports/lists/forces',
  summary: 'How many each unit has and has lent, as a workbook or CSV; counts below five hidden outside one’s own organization.',
  access: forceList.access,
  query: choice,
  response: FILE,
});
