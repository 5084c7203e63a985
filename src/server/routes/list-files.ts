import {
  forceListFile,
  offerListFile,
  officeListFile,
  participationListFile,
  resourceListFile,
  taskListFile,
  transferListFile,
} from '#contract/list-files';
import { transferList } from '#contract/members';
import { offerList } from '#contract/offers';
import { orgParticipations, orgShow } from '#contract/organizations';
import { forceList, resourceList } from '#contract/resources';
import { taskList } from '#contract/tasks';
import { few, handleListFile, until } from '../list-file.ts';
import type { Registrar } from '../registrar.ts';
import { RESOURCE_COLUMNS } from './list-files-task.ts';

/** Lists of pages as files: what stands in which column. */
export function listFileRoutes(routes: Registrar): void {
  handleListFile(routes, taskListFile, taskList, {
    name: 'list-tasks',
    items: (answer) => answer.items,
    columns: [
      { head: 'task', width: 36, cell: (row) => row.title },
      { head: 'stage', width: 18, cell: (row, { word }) => word('tasks', 'state-', row.state) },
      { head: 'area', width: 16, cell: (row) => row.areaName },
      { head: 'owner', width: 28, cell: (row) => row.ownerName },
      { head: 'needed', width: 10, cell: (row) => row.needed },
      { head: 'placed', width: 10, cell: (row) => row.placed },
      { head: 'missing', width: 10, cell: (row) => row.missing },
      { head: 'starts', width: 13, cell: (row) => row.startsOn },
      { head: 'review', width: 13, cell: (row) => row.reviewOn },
      { head: 'end', width: 30, cell: (row) => row.endCondition },
      { head: 'ended', width: 13, cell: (row) => row.endedOn },
    ],
  });

  handleListFile(routes, officeListFile, orgShow, {
    name: 'list-offices',
    items: (answer) => answer.offices.map((one) => ({ ...one, orgName: answer.name })),
    columns: [
      { head: 'organization', width: 32, cell: (row) => row.orgName },
      { head: 'office', width: 18, cell: (row, { word }) => word('org', 'org.office-', row.office) },
      { head: 'name', width: 14, cell: (row, { text }) => row.name ?? text('org:org.office-held') },
      { head: 'how', width: 14, cell: (row, { word }) => word('org', 'org.how-', row.how) },
      { head: 'since', width: 13, cell: (row) => row.from },
    ],
  });

  handleListFile(routes, participationListFile, orgParticipations, {
    name: 'list-participations',
    items: (answer) => answer.items,
    columns: [
      { head: 'name', width: 14, cell: (row) => row.name },
      { head: 'where', width: 32, cell: (row) => row.orgName },
      { head: 'task', width: 32, cell: (row) => row.taskTitle },
      { head: 'mode', width: 18, cell: (row, { word }) => word('org', 'org.mode-', row.mode) },
      { head: 'since', width: 13, cell: (row) => row.from },
      { head: 'until', width: 13, cell: (row) => until(row.to) },
    ],
  });

  handleListFile(routes, transferListFile, transferList, {
    name: 'list-transfers',
    items: (answer) => answer.items,
    columns: [
      { head: 'name', width: 14, cell: (row) => row.name },
      { head: 'from-org', width: 32, cell: (row) => row.fromOrg },
      { head: 'to-org', width: 32, cell: (row) => row.toOrg },
      { head: 'since', width: 13, cell: (row) => row.startedOn },
    ],
  });

  handleListFile(routes, offerListFile, offerList, {
    name: 'list-offers',
    items: (answer) => answer.items,
    columns: [
      { head: 'name', width: 14, cell: (row) => row.name },
      { head: 'mode', width: 26, cell: (row, { word }) => word('running', 'mode-', row.mode) },
      { head: 'task', width: 32, cell: (row) => row.title },
      { head: 'place', width: 24, cell: (row, { text }) => row.areaName ?? row.unitName ?? text('running:no-unit') },
      {
        head: 'into',
        width: 40,
        cell: (row, { text }) => row.places.map((place) => place.name).join(text('tables:table-comma')),
      },
      { head: 'at', width: 20, cell: (row, { moment }) => moment(row.createdAt) },
    ],
  });

  handleListFile(routes, resourceListFile, resourceList, {
    name: 'list-resources',
    items: (answer) => answer.items,
    columns: RESOURCE_COLUMNS,
  });

  handleListFile(routes, forceListFile, forceList, {
    name: 'list-forces',
    items: (answer) => answer.items,
    columns: [
      { head: 'unit', width: 32, cell: (row) => row.name },
      { head: 'members', width: 12, cell: (row, words) => few(row.members, words) },
      { head: 'lent', width: 12, cell: (row, words) => few(row.lent, words) },
      { head: 'cap', width: 12, cell: (row) => row.cap },
    ],
  });
}
