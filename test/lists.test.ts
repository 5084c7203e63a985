import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ROUTES } from '#contract/routes';

const root = resolve(import.meta.dirname, '../src/web/features');

/** What a list of rows is made with. */
const LIST =
  /<(table|WideTable|ul|ol|Matrix|ChainTree|TimeLine|GapList|CapBars)\b|role="grid"|\b(usePagedList|useInfiniteQuery)\(/;

/** What takes rows out as a file. */
const EXPORT = /<(ListFile|FileButton|NamesFile|ExportButton)\b/;

/** Lists without an export of their own, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  'accounts/account-page.tsx': 'one account; its roles are in the file of accounts',
  'accounts/code-sheet-page.tsx': 'one-time codes are printed and never kept',
  'formation/approval-state.tsx': 'the few steps of one approval',
  'formation/consult-answers.tsx': 'who said “I cannot” about one plan: answers that are erased after thirty days leave no file',
  'formation/drawn-chain.tsx': 'the chain of one request; the Word file has it as an attachment',
  'formation/officer.tsx': 'choices found while typing',
  'formation/open-places.tsx': 'gaps of the plan; the file of its posts has them',
  'import/columns.tsx': 'the columns of the file handed in',
  'import/preview-rows.tsx': 'the rows of the file handed in; those with findings go back as a sheet from the page around',
  'joint/group-sheet.tsx': 'the workbook of the board around has all groups',
  'joint/left-sheet.tsx': 'the workbook of the board around has the units left over',
  'members/lines.tsx': 'one member; the file of the page around has the lines',
  'organizations/search-page.tsx': 'what was found by a word; the tables are exported from their own pages',
  'organizations/side.tsx': 'the tree to walk in; organizations are exported from their page',
  'privacy/ask-correction.tsx': 'one’s own requests; the export of one’s own data has them',
  'privacy/privacy-page.tsx': 'the text of the privacy notice',
  'roster/broken.tsx': 'rules broken by the draft on the screen',
  'roster/cell-panel.tsx': 'proposals for one cell',
  'roster/grid.tsx': 'the roster goes out from the head of its page',
  'rules/ask-page.tsx': 'the answer to one question',
  'rules/history-page.tsx': 'a time line to read: printed texts, not rows',
  'rules/replay.tsx': 'a computed example',
  'running/candidates.tsx':
    'people who may be asked for one place, never more than the nearest; a list of people to take out would be a file on persons',
  'running/difficulty.tsx': 'the nearest who could be asked for one place, as above',
  'running/ending-page.tsx': 'what ending would close; people and organizations are exported from the running page',
  'tasks/lines-field.tsx': 'lines of work while they are written; they stand in the Word file',
  'tasks/moves-table.tsx': 'the comparison around it has the file',
  'tasks/needs-side.tsx': 'findings and sums of the grid; the page around hands the sheet back with them',
  'tasks/new-page.tsx': 'scenarios to choose from',
  'tasks/plan-age.tsx': 'what changed since the plan, as a warning',
  'tasks/plan-choices.tsx': 'pins and exclusions, set and taken back here while planning',
  'tasks/plan-forces.tsx': 'counts about one post, and of those not used',
  'tasks/plan-gaps.tsx': 'gaps of the plan; the file of its posts has them',
  'tasks/plan-headline.tsx': 'notices about the plan',
  'tasks/plan-running.tsx': 'why computing failed',
  'tasks/standing.tsx': 'standing organizations that could do, as an answer to one question',
  'tasks/why-page.tsx': 'what is still missing on the page',
  'today/notices.tsx': 'what one was told; the lists it speaks of are exported',
  'today/page.tsx': 'what waits for oneself; the lists it leads to are exported',
  'today/running.tsx': 'tasks that run; the list of tasks is exported',
  'units/page.tsx': 'one unit; organizations are exported from their page',
};

const pages = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.tsx'))
  .map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return { path: relative(root, path), text: readFileSync(path, 'utf8') };
  });

test('every page with a list takes it out as a file, or it is said why not', () => {
  const lacking = pages.filter((page) => LIST.test(page.text) && !EXPORT.test(page.text)).map((page) => page.path);
  expect(lacking.sort()).toEqual(Object.keys(WITHOUT).sort());
});

test('every route that hands a list out as a file is asked for by a page', () => {
  const files = ROUTES.filter((route) => route.path.startsWith('/api/exports/lists/'));
  expect(files.length).toBeGreaterThan(30);
  const used = new Set(pages.flatMap((page) => [...page.text.matchAll(/client\.call\((\w+),/g)].map((match) => match[1]!)));
  const constants = readdirSync(resolve(root, '../../contract'))
    .filter((name) => name.startsWith('list-files'))
    .flatMap((name) => {
      const text = readFileSync(resolve(root, '../../contract', name), 'utf8');
      return [...text.matchAll(/export const (\w+) = defineRoute\(\{\s*id: '([^']+)'/g)].map(
        (match) => [match[2]!, match[1]!] as const,
      );
    });
  const nameOf = new Map(constants);
  const unused = files.filter((route) => !used.has(nameOf.get(route.id) ?? '')).map((route) => route.id);
  expect(unused).toEqual([]);
});
