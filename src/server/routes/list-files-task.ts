import type * as z from 'zod';
import { consultationList } from '#contract/consultations';
import { approvalList } from '#contract/formation';
import {
  approvalListFile,
  chainPeopleFile,
  changeListFile,
  consultationListFile,
  gapListFile,
  moveListFile,
  planPostListFile,
  sourceUnitListFile,
  taskResourceListFile,
} from '#contract/list-files-task';
import { planCompare, planPosts } from '#contract/plans';
import { type resourceSchema, taskResourceList } from '#contract/resources';
import { changeList, rosterShow, runningShow } from '#contract/running';
import { sourcesShow } from '#contract/sources';
import { few, handleListFile, type ListFileColumn } from '../list-file.ts';
import type { Registrar } from '../registrar.ts';

/** What stands about a resource in a file, in the catalogue and beside a task. */
export const RESOURCE_COLUMNS: readonly ListFileColumn<z.output<typeof resourceSchema>>[] = [
  { head: 'title', width: 28, cell: (row) => row.title },
  { head: 'quantity', width: 10, cell: (row) => row.quantity },
  { head: 'measure', width: 10, cell: (row) => row.measure },
  { head: 'kind', width: 14, cell: (row, { word }) => word('resources', 'kind-', row.kind) },
  { head: 'unit', width: 28, cell: (row) => row.unitName },
  { head: 'area', width: 16, cell: (row) => row.areaName },
  {
    head: 'state',
    width: 40,
    cell: (row, { text }) =>
      row.state === 'used'
        ? text('resources:state-used', { task: row.taskTitle, usedFor: row.usedFor })
        : text('resources:state-offered'),
  },
];

/** Lists of a task, its plan and its requests as files: what stands in which column. */
export function taskListFileRoutes(routes: Registrar): void {
  handleListFile(routes, approvalListFile, approvalList, {
    name: 'list-approvals',
    items: (answer) => answer.items,
    columns: [
      { head: 'task', width: 36, cell: (row) => row.title },
      { head: 'submitter', width: 28, cell: (row) => row.submitterName },
      { head: 'submitted', width: 20, cell: (row, { moment }) => moment(row.submittedAt) },
      { head: 'reply-by', width: 20, cell: (row, { moment }) => row.replyBy && moment(row.replyBy) },
      { head: 'approver', width: 28, cell: (row) => row.approverName },
      { head: 'decision', width: 14, cell: (row, { word }) => word('tables', 'list-decision-', row.decision) },
      { head: 'decided', width: 20, cell: (row, { moment }) => row.decidedAt && moment(row.decidedAt) },
    ],
  });

  handleListFile(routes, consultationListFile, consultationList, {
    name: 'list-consultations',
    items: (answer) => answer.items,
    columns: [
      { head: 'task', width: 36, cell: (row) => row.title },
      { head: 'unit', width: 28, cell: (row) => row.unitName },
      { head: 'asked', width: 10, cell: (row) => row.people },
      { head: 'cap', width: 12, cell: (row) => row.cap },
      { head: 'answer-by', width: 20, cell: (row, { moment }) => row.until && moment(row.until) },
      { head: 'answer', width: 20, cell: (row, { word }) => word('tables', 'list-answer-', row.answer) },
      { head: 'opinion', width: 40, cell: (row) => row.opinion },
    ],
  });

  handleListFile(routes, taskResourceListFile, taskResourceList, {
    name: 'list-task-resources',
    items: (answer) => answer.items,
    columns: RESOURCE_COLUMNS,
  });

  handleListFile(routes, sourceUnitListFile, sourcesShow, {
    name: 'list-source-units',
    items: (answer) => answer.units,
    columns: [
      { head: 'lends', width: 10, cell: (row, { text }) => text(row.included ? 'tables:table-yes' : 'tables:table-no') },
      { head: 'unit', width: 32, cell: (row) => row.name },
      { head: 'kind', width: 16, cell: (row, { word }) => word('tasks', 'category-', row.category) },
      { head: 'area', width: 16, cell: (row) => row.areaName },
      { head: 'members', width: 12, cell: (row, { text }) => row.members ?? text('ui:withheld') },
      { head: 'lent', width: 12, cell: (row, words) => few(row.lent, words) },
      { head: 'cap', width: 12, cell: (row) => row.cap },
      { head: 'task-cap', width: 14, cell: (row) => row.taskCap },
    ],
  });

  handleListFile(routes, changeListFile, changeList, {
    name: 'list-changes',
    items: (answer) => answer.items,
    columns: [
      { head: 'at', width: 20, cell: (row, { moment }) => moment(row.at) },
      { head: 'what', width: 70, cell: (row, { text }) => text(`running:change-${row.kind}`, row.params) },
    ],
  });

  handleListFile(routes, gapListFile, runningShow, {
    name: 'list-gaps',
    items: (answer) => [
      ...answer.openSlots.map(({ post, shift, place, from, window }) => ({ post, shift, place, from, window, missing: 1 })),
      ...answer.shortPosts.map(({ post, shift, place, from, missing }) => ({ post, shift, place, from, window: null, missing })),
    ],
    columns: [
      { head: 'post', width: 24, cell: (row) => row.post },
      { head: 'shift', width: 12, cell: (row) => row.shift },
      { head: 'where-is', width: 24, cell: (row) => row.place },
      { head: 'from-day', width: 13, cell: (row) => row.from },
      { head: 'window', width: 16, cell: (row) => row.window && `${row.window.from}–${row.window.to}` },
      { head: 'missing', width: 10, cell: (row) => row.missing },
    ],
  });

  handleListFile(routes, chainPeopleFile, rosterShow, {
    name: 'list-chain-people',
    items: (answer) => answer.people.map((one) => ({ ...one, orgName: answer.name })),
    columns: [
      { head: 'organization', width: 32, cell: (row) => row.orgName },
      { head: 'name', width: 14, cell: (row) => row.name },
      { head: 'unit', width: 28, cell: (row, { text }) => row.unitName ?? text('running:no-unit') },
      { head: 'mode', width: 20, cell: (row, { word }) => word('running', 'mode-', row.mode) },
      { head: 'since', width: 13, cell: (row) => row.from },
      { head: 'until', width: 13, cell: (row) => row.to },
    ],
  });

  handleListFile(routes, planPostListFile, planPosts, {
    name: 'list-plan-posts',
    items: (answer) => answer.items,
    columns: [
      { head: 'subdistrict', width: 16, cell: (row) => row.subdistrictName },
      { head: 'community', width: 16, cell: (row) => row.communityName },
      { head: 'post', width: 24, cell: (row) => row.name },
      { head: 'shift', width: 12, cell: (row) => row.shift },
      { head: 'window', width: 16, cell: (row) => row.window },
      { head: 'needed', width: 10, cell: (row) => row.needed },
      { head: 'people', width: 40, cell: (row, { text }) => row.seats.map((seat) => seat.name).join(text('tables:table-comma')) },
      { head: 'missing', width: 10, cell: (row) => row.missing },
    ],
  });

  handleListFile(routes, moveListFile, planCompare, {
    name: 'list-moves',
    items: (answer) => answer.changes,
    columns: [
      { head: 'name', width: 14, cell: (row) => row.name },
      { head: 'unit', width: 28, cell: (row, { text }) => row.unitName ?? text('tasks:no-unit') },
      { head: 'stood', width: 32, cell: (row, { text }) => row.from ?? text('tasks:compare-nowhere') },
      { head: 'stands', width: 32, cell: (row, { text }) => row.to ?? text('tasks:compare-nowhere') },
    ],
  });
}
