import { areaShow } from '#contract/areas';
import {
  activityListFile,
  areaOrgListFile,
  historyListFile,
  memberListFile,
  termListFile,
  unplacedListFile,
} from '#contract/list-files-register';
import { activityList, orgHistory, orgMembers, unplacedList } from '#contract/organizations';
import { termList } from '#contract/today';
import { few, handleListFile, type Words } from '../list-file.ts';
import type { Registrar } from '../registrar.ts';
import { clockOf } from '../task-clock.ts';

/** What a history says of a change beside its kind: an act, an office, or what was written. */
function detailOf(detail: string | null, { word }: Words): string {
  const act = word('org', 'org.history-detail-', detail);
  return (act === detail ? word('org', 'org.office-', detail) : act) ?? '';
}

/** Lists of the register as files: what stands in which column. */
export function registerListFileRoutes(routes: Registrar): void {
  handleListFile(routes, historyListFile, orgHistory, {
    name: 'list-history',
    items: (answer) => answer.items,
    columns: [
      { head: 'on', width: 13, cell: (row) => row.at },
      {
        head: 'what',
        width: 60,
        cell: (row, words) => {
          const name = row.name ?? words.text('org:org.history-someone');
          return words.text(`org:org.history-${row.what}`, { name, detail: detailOf(row.detail, words) });
        },
      },
    ],
  });

  handleListFile(routes, memberListFile, orgMembers, {
    name: 'list-members',
    items: (answer) => answer.items,
    columns: [
      { head: 'name', width: 14, cell: (row) => row.name },
      { head: 'status', width: 14, cell: (row, { word }) => word('org', 'org.status-', row.status) },
      { head: 'organization', width: 32, cell: (row) => row.orgName },
      { head: 'office', width: 16, cell: (row, { word }) => word('org', 'org.office-', row.office) },
      { head: 'task', width: 40, cell: (row, { text }) => row.tasks.join(text('org:org.list-semicolon')) },
    ],
  });

  handleListFile(routes, activityListFile, activityList, {
    name: 'list-activities',
    items: (answer) => answer.items,
    columns: [
      { head: 'on', width: 13, cell: (row) => row.day },
      { head: 'start', width: 10, cell: (row) => (row.start === null ? null : clockOf(row.start)) },
      { head: 'kind', width: 16, cell: (row, { word }) => word('org', 'org.activity-', row.kind) },
      { head: 'what', width: 36, cell: (row) => row.title },
      { head: 'task', width: 32, cell: (row) => row.task },
      { head: 'held', width: 10, cell: (row, { text }) => text(row.held ? 'tables:table-yes' : 'tables:table-no') },
    ],
  });

  handleListFile(routes, unplacedListFile, unplacedList, {
    name: 'list-unplaced',
    items: (answer) => answer.items,
    columns: [
      { head: 'unit', width: 36, cell: (row) => row.unitName },
      { head: 'full', width: 12, cell: (row, words) => few(row.full, words) },
      { head: 'probationary', width: 12, cell: (row, words) => few(row.probationary, words) },
    ],
  });

  handleListFile(routes, termListFile, termList, {
    name: 'list-terms',
    items: (answer) => answer.items,
    columns: [
      { head: 'organization', width: 40, cell: (row) => row.name },
      { head: 'where-is', width: 24, cell: (row) => row.place },
      { head: 'term-ends', width: 13, cell: (row) => row.endsOn },
    ],
  });

  handleListFile(routes, areaOrgListFile, areaShow, {
    name: 'list-area-organizations',
    items: (answer) => answer.organizations,
    columns: [
      { head: 'organization', width: 40, cell: (row) => row.name },
      { head: 'form', width: 16, cell: (row, { word }) => word('org', 'org.form-', row.form) },
      { head: 'kind', width: 14, cell: (row, { text }) => text(row.standing ? 'org:org.standing' : 'org:org.tree-task') },
      { head: 'state', width: 14, cell: (row, { word }) => word('tables', 'list-org-', row.state) },
    ],
  });
}
