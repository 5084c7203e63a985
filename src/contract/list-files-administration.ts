import { accountList } from './account.ts';
import { feedbackList } from './feedback.ts';
import { importList } from './import.ts';
import { labelList } from './labels.ts';
import { LIST_FILE, listChoice } from './list-files.ts';
import { correctionList } from './my-data.ts';
import { defineRoute } from './route.ts';
import { conceptShow, functionsShow, libraryShow, rulesShow } from './rules.ts';
import { trailList } from './trail.ts';

/* Lists of whoever keeps the installation, and of published rules, as files. Each has the access, parameters and filters of its list. */

export const trailListFile = defineRoute({
  id: 'trail-list-file',
  method: 'GET',
  path: '/api/exports/lists/audit-events',
  summary: 'The audit trail as far as the filters reach, as a workbook or CSV; taking it out is audited.',
  access: trailList.access,
  query: trailList.query.omit({ cursor: true, limit: true }).extend(listChoice.shape),
  response: LIST_FILE,
});

export const accountListFile = defineRoute({
  id: 'account-list-file',
  method: 'POST',
  path: '/api/exports/lists/accounts',
  summary: 'Accounts with their roles, as a workbook or CSV: no password, no code, no trace of signing in. Nothing is changed.',
  access: accountList.access,
  body: accountList.body.omit({ cursor: true, limit: true }).extend(listChoice.shape),
  response: LIST_FILE,
});

export const correctionListFile = defineRoute({
  id: 'correction-list-file',
  method: 'GET',
  path: '/api/exports/lists/corrections',
  summary: 'Requests of members to correct what is kept about them, as a workbook or CSV; names masked.',
  access: correctionList.access,
  query: listChoice,
  response: LIST_FILE,
});

export const feedbackListFile = defineRoute({
  id: 'feedback-list-file',
  method: 'GET',
  path: '/api/exports/lists/feedback',
  summary: 'Complaints and suggestions with their answers, as a workbook or CSV: no trace of a sender.',
  access: feedbackList.access,
  query: listChoice,
  response: LIST_FILE,
});

export const importListFile = defineRoute({
  id: 'import-list-file',
  method: 'GET',
  path: '/api/exports/lists/imports',
  summary: 'One’s own imports, as a workbook or CSV.',
  access: importList.access,
  query: listChoice,
  response: LIST_FILE,
});

export const labelListFile = defineRoute({
  id: 'label-list-file',
  method: 'GET',
  path: '/api/exports/lists/labels',
  summary: 'Renamed words with the days on which they hold, as a workbook or CSV.',
  access: labelList.access,
  query: listChoice,
  response: LIST_FILE,
});

export const ruleListFile = defineRoute({
  id: 'rule-list-file',
  method: 'GET',
  path: '/api/exports/lists/rules',
  summary: 'Rules in force on a day, as a workbook or CSV.',
  access: rulesShow.access,
  query: rulesShow.query.extend(listChoice.shape),
  response: LIST_FILE,
});

export const functionListFile = defineRoute({
  id: 'function-list-file',
  method: 'GET',
  path: '/api/exports/lists/functions',
  summary: 'What each type of organization is for, as a workbook or CSV.',
  access: functionsShow.access,
  query: functionsShow.query.extend(listChoice.shape),
  response: LIST_FILE,
});

export const decisionListFile = defineRoute({
  id: 'decision-list-file',
  method: 'GET',
  path: '/api/exports/lists/decisions',
  summary: 'Which form fits which situation, as a workbook or CSV.',
  access: functionsShow.access,
  query: functionsShow.query.extend(listChoice.shape),
  response: LIST_FILE,
});

export const libraryListFile = defineRoute({
  id: 'library-list-file',
  method: 'GET',
  path: '/api/exports/lists/library',
  summary: 'Documents and speeches that rules rest on, as a workbook or CSV.',
  access: libraryShow.access,
  query: libraryShow.query.extend(listChoice.shape),
  response: LIST_FILE,
});

export const contrastListFile = defineRoute({
  id: 'contrast-list-file',
  method: 'GET',
  path: '/api/exports/lists/contrast',
  summary: 'Standing and task organizations side by side, as a workbook or CSV.',
  access: conceptShow.access,
  query: listChoice,
  response: LIST_FILE,
});
