import { accountList } from '#contract/account';
import { feedbackList } from '#contract/feedback';
import { importList } from '#contract/import';
import { LABELS, labelList } from '#contract/labels';
import {
  accountListFile,
  contrastListFile,
  correctionListFile,
  decisionListFile,
  feedbackListFile,
  functionListFile,
  importListFile,
  labelListFile,
  libraryListFile,
  ruleListFile,
  trailListFile,
} from '#contract/list-files-administration';
import { correctionList } from '#contract/my-data';
import { conceptShow, type FunctionsAnswer, functionsShow, libraryShow, rulesShow } from '#contract/rules';
import { trailList } from '#contract/trail';
import { detailLines } from '#contract/trail-detail';
import { certaintyKey, standsInTable } from '#kernel/rules';
import { handleListFile, until, type Words } from '../list-file.ts';
import type { Registrar } from '../registrar.ts';

/** Lists of whoever keeps the installation, and of published rules, as files: what stands in which column. */
export function administrationListFileRoutes(routes: Registrar): void {
  handleListFile(routes, trailListFile, trailList, {
    name: 'list-trail',
    items: (answer) => answer.items,
    audited: { action: 'trail-exported', subjectKind: 'city', subjectId: null },
    columns: [
      { head: 'at', width: 20, cell: (row, { moment }) => moment(row.at) },
      { head: 'act', width: 24, cell: (row, { word }) => word('acts', '', row.action) },
      { head: 'actor', width: 18, cell: (row, { text }) => row.actor ?? text('accounts:program') },
      { head: 'role', width: 18, cell: (row, { word }) => word('shell', 'role-', row.role) },
      { head: 'body', width: 28, cell: (row) => row.body },
      { head: 'subject', width: 14, cell: (row, { word }) => word('accounts', 'kind-', row.subjectKind) },
      { head: 'subject-id', width: 38, cell: (row) => row.subjectId },
      {
        head: 'detail',
        width: 60,
        cell: (row, { text }) =>
          row.erased
            ? text('accounts:erased')
            : detailLines(row.detail)
                .map((line) => `${line.name} ${line.text}`.trim())
                .join('\n'),
      },
      { head: 'proof', width: 12, cell: (row, { text }) => text(row.sealed ? 'accounts:sealed' : 'accounts:unsealed') },
    ],
  });

  handleListFile(routes, accountListFile, accountList, {
    name: 'list-accounts',
    items: (answer) => answer.items,
    columns: [
      { head: 'login', width: 20, cell: (row) => row.login },
      { head: 'name', width: 18, cell: (row) => row.displayName },
      {
        head: 'roles',
        width: 60,
        cell: (row, { text, word }) =>
          row.grants
            .map((held) => `${held.body ?? text('shell:whole-city')} ${word('shell', 'role-', held.role)}`)
            .join(text('accounts:semicolon')),
      },
      {
        head: 'sign-in',
        width: 22,
        cell: (row, { text, word }) => (row.disabled ? text('accounts:closed') : word('accounts', 'sign-in-', row.signIn)),
      },
    ],
  });

  handleListFile(routes, correctionListFile, correctionList, {
    name: 'list-corrections',
    items: (answer) => answer.items,
    columns: [
      { head: 'on', width: 20, cell: (row, { moment }) => moment(row.createdAt) },
      { head: 'name', width: 14, cell: (row) => row.person },
      { head: 'organization', width: 32, cell: (row) => row.organization },
      { head: 'field', width: 16, cell: (row, { word }) => word('privacy', 'correct-', row.field) },
      { head: 'proposed', width: 40, cell: (row) => row.proposed },
      { head: 'state', width: 14, cell: (row, { word }) => word('privacy', 'state-', row.state) },
      { head: 'answer', width: 40, cell: (row) => row.answer },
      { head: 'answered', width: 20, cell: (row, { moment }) => row.answeredAt && moment(row.answeredAt) },
    ],
  });

  handleListFile(routes, feedbackListFile, feedbackList, {
    name: 'list-feedback',
    items: (answer) => answer.items,
    columns: [
      { head: 'on', width: 13, cell: (row) => row.createdOn },
      { head: 'kind', width: 12, cell: (row, { word }) => word('feedback', '', row.kind) },
      { head: 'text', width: 60, cell: (row) => row.text },
      { head: 'state', width: 14, cell: (row, { word }) => word('feedback', 'state-', row.state) },
      { head: 'answer', width: 60, cell: (row) => row.answer },
    ],
  });

  handleListFile(routes, importListFile, importList, {
    name: 'list-imports',
    items: (answer) => answer.items,
    columns: [
      { head: 'file', width: 32, cell: (row) => row.fileName },
      { head: 'kind', width: 14, cell: (row, { word }) => word('tables', 'table-kind-', row.kind) },
      { head: 'state', width: 16, cell: (row, { word }) => word('import', 'state-', row.state) },
      { head: 'rows', width: 10, cell: (row) => Object.values(row.counts).reduce((sum, count) => sum + count, 0) },
      { head: 'at', width: 20, cell: (row, { moment }) => moment(row.createdAt) },
      { head: 'written', width: 20, cell: (row, { moment }) => row.committedAt && moment(row.committedAt) },
      { head: 'undone', width: 20, cell: (row, { moment }) => row.undoneAt && moment(row.undoneAt) },
    ],
  });

  handleListFile(routes, labelListFile, labelList, {
    name: 'list-labels',
    items: (answer) => answer.items,
    columns: [
      { head: 'word', width: 24, cell: (row, { text }) => text(LABELS[row.key][0]) },
      { head: 'language', width: 12, cell: (row) => row.lang },
      { head: 'renamed', width: 24, cell: (row) => row.text },
      { head: 'since', width: 13, cell: (row) => row.from },
      { head: 'until', width: 13, cell: (row) => until(row.to) },
    ],
  });

  handleListFile(routes, ruleListFile, rulesShow, {
    name: 'list-rules',
    items: (answer) =>
      answer.documents.flatMap(({ document, rules }) =>
        rules.flatMap((rule) => (rule.modality === 'reference' ? [] : [{ ...rule, document }])),
      ),
    columns: [
      { head: 'document', width: 32, cell: (row, { inLanguage }) => inLanguage(row.document.title) },
      { head: 'article', width: 14, cell: (row) => row.article },
      { head: 'heading', width: 36, cell: (row, { inLanguage }) => inLanguage(row.title) },
      { head: 'clause', width: 70, cell: (row, { inLanguage }) => inLanguage(row.clause) },
      { head: 'modality', width: 12, cell: (row, { word }) => word('rules', 'modality.', row.modality) },
      { head: 'certainty', width: 14, cell: (row, { word }) => word('rules', 'certainty.', certaintyKey(row.document, row)) },
      { head: 'since', width: 13, cell: (row) => row.from },
      { head: 'until', width: 13, cell: (row) => row.to },
    ],
  });

  handleListFile(routes, functionListFile, functionsShow, {
    name: 'list-functions',
    items: (answer) => answer.rows.filter(standsInTable),
    columns: [
      { head: 'class', width: 20, cell: (row, { word }) => word('rules', 'class.', row.class) },
      { head: 'unit-kind', width: 20, cell: (row, { word }) => word('rules', 'unit-kind.', row.unitKind) },
      { head: 'soe-tier', width: 10, cell: (row) => row.soeTier },
      { head: 'by-document', width: 70, cell: (row, words) => functionOf(row.document, words) },
      { head: 'by-lecture', width: 70, cell: (row, words) => functionOf(row.lecture, words) },
    ],
  });

  handleListFile(routes, decisionListFile, functionsShow, {
    name: 'list-decisions',
    items: (answer) => answer.decisions,
    columns: [
      { head: 'situation', width: 40, cell: (row, { inLanguage }) => inLanguage(row.situation) },
      { head: 'result', width: 40, cell: (row, { inLanguage }) => inLanguage(row.result) },
      { head: 'basis', width: 30, cell: (row, { text }) => row.basis.join(text('tables:table-comma')) },
      { head: 'officers', width: 20, cell: (row, { word }) => word('rules', 'decisions.officers-', row.officers) },
      { head: 'relationship', width: 20, cell: (row, { word }) => word('rules', 'decisions.relationship-', row.relationship) },
      { head: 'acts', width: 20, cell: (row, { word }) => word('rules', 'decisions.acts-', row.acts) },
      { head: 'ends', width: 40, cell: (row, { inLanguage }) => inLanguage(row.ends) },
    ],
  });

  handleListFile(routes, libraryListFile, libraryShow, {
    name: 'list-library',
    items: (answer) => answer.items,
    columns: [
      { head: 'heading', width: 40, cell: (row, { inLanguage }) => inLanguage(row.title) },
      { head: 'kind', width: 14, cell: (row, { word }) => word('rules', 'kind.', row.kind) },
      { head: 'on', width: 13, cell: (row) => row.date },
      {
        head: 'quotes',
        width: 70,
        cell: (row, { inLanguage }) => row.quotes.map(({ text, en }) => inLanguage({ 'zh-CN': text, en })).join('\n'),
      },
      { head: 'verification', width: 16, cell: (row, { word }) => word('rules', 'verification.', row.verification) },
      { head: 'certainty', width: 14, cell: (row, { word }) => word('rules', 'certainty.', row.certainty) },
      { head: 'discrepancies', width: 50, cell: (row, { inLanguage }) => row.discrepancies.map(inLanguage).join('\n') },
    ],
  });

  handleListFile(routes, contrastListFile, conceptShow, {
    name: 'list-contrast',
    items: (answer) => answer.contrast,
    columns: [
      { head: 'aspect', width: 24, cell: (row, { inLanguage }) => inLanguage(row.aspect) },
      { head: 'standing', width: 50, cell: (row, { inLanguage }) => inLanguage(row.standing) },
      { head: 'non-standing', width: 50, cell: (row, { inLanguage }) => inLanguage(row.task) },
      { head: 'lines', width: 20, cell: (row, { text }) => row.lines.join(text('tables:table-comma')) },
    ],
  });
}

/** What one layer says an organization is for; where it is silent, that it does not say. */
function functionOf(entry: FunctionsAnswer['rows'][number]['document'], { text, inLanguage }: Words): string {
  if (entry === null) return text('rules:functions.silent');
  const toward = (line: (typeof entry.lines)[number]) =>
    line.toward ? text('rules:functions.toward', { object: inLanguage(line.toward) }) : '';
  const lines = entry.lines.map((line) => toward(line) + inLanguage(line.text));
  return lines.join('\n');
}
