import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Day, day, type Issue, readJsonText, shapeIssues } from '#kernel/lib';
import {
  advise,
  certaintyKey,
  compareEras,
  type Facts,
  type Finding,
  factsSchema,
  inForce,
  isAlarm,
  parseFact,
  type RuleContent,
  refuses,
  regimentSchema,
  rosterSchema,
  type Sample,
  SUBJECTS,
  type SubjectKind,
} from '#kernel/rules';
import { loadRuleContent } from '#server/rule-content';
import { Failure } from '#store/failure';
import { DEFAULT_ZONE, dayIn } from '#store/today';
import type { Call, ExitCode } from '../command.ts';
import { loadDocumentTexts } from '../document-texts.ts';
import { loadTexts, packageRoot, type Texts } from '../texts.ts';

/** The rulebooks, or null after every issue has been told. */
function readContent({ out, environment }: Call): RuleContent | null {
  const loaded = loadRuleContent(join(packageRoot, 'rulebooks'));
  if (loaded.ok) return loaded.value;
  const texts = loadDocumentTexts(environment.language);
  for (const issue of loaded.issues) out.line(`${issue.path.join(' / ')}: ${texts(issue.code, issue.params)}`);
  out.result({ issues: loaded.issues });
  return null;
}

function dayOf({ options }: Call): Day {
  return options.day === undefined ? dayIn(DEFAULT_ZONE, Date.now()) : day(options.day);
}

/** Lists the rules in force on a day, or with `--history` the historical ones, by document. */
export async function runRulesList(call: Call): Promise<ExitCode> {
  const content = readContent(call);
  if (!content) return 1;
  const { out, options, flags, environment } = call;
  const asOf = dayOf(call);
  const texts = loadTexts(environment.language, 'rules');
  const books = flags.has('history') ? content.history : content.live;
  const chosen = books.filter((book) => options.document === undefined || book.document.id === options.document);
  if (chosen.length === 0)
    throw new Failure('rules-document-unknown', {
      id: options.document ?? '',
      known: books.map((book) => book.document.id).join(', '),
    });
  for (const { document, rules } of chosen) {
    const shown = rules.filter((rule) => flags.has('history') || inForce(rule, asOf));
    if (shown.length === 0) continue;
    out.line(`${document.title[environment.language]}  ${document.id}@${document.version}`);
    for (const rule of shown) {
      const parts = [
        rule.id.padEnd(18),
        texts(`modality.${rule.modality}`),
        rule.title[environment.language],
        texts(`certainty.${certaintyKey(document, rule)}`),
      ];
      out.line(`  ${parts.join('  ')}`);
    }
  }
  out.result(chosen);
  return 0;
}

/** Without `--subject` checks the rulebooks themselves; with it says what they answer about the facts. Exit 1 on an alarm or a refusal. */
export async function runRulesCheck(call: Call): Promise<ExitCode> {
  const content = readContent(call);
  if (!content) return 1;
  const { out, options, environment } = call;
  if (options.subject === undefined) {
    const rules = content.live.reduce((sum, book) => sum + book.rules.length, 0);
    out.say('rules.sound', {
      documents: content.live.length,
      rules,
      history: content.history.length,
      functions: content.functions.length,
    });
    out.result({ documents: content.live.length, rules, history: content.history.length, functions: content.functions.length });
    return 0;
  }
  if (!(SUBJECTS as readonly string[]).includes(options.subject)) {
    throw new Failure('rules-subject-unknown', { value: options.subject, known: SUBJECTS.join(', ') });
  }
  const facts = await readFacts(call);
  const kind = options.subject as SubjectKind;
  const findings = advise({ kind, id: null, name: kind }, dayOf(call), content.live, facts);
  const texts = loadTexts(environment.language, 'rules');
  for (const finding of findings) tell(finding, texts, call);
  out.result(findings);
  return findings.some((finding) => isAlarm(finding) || refuses(finding)) ? 1 : 0;
}

function tell(finding: Finding, texts: Texts, { out, environment }: Call): void {
  const { rule, document } = finding;
  const language = environment.language;
  const values = Object.fromEntries(
    Object.entries(finding.values).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value ?? '')]),
  );
  out.line(`${texts(`outcome.${finding.outcome}`)}  ${rule.title[language]}  (${texts(`modality.${rule.modality}`)})`);
  if (finding.outcome === 'not-triggered') return;
  out.line(
    `    ${texts(finding.explanation, values)}${finding.missing.length > 0 ? ` ${finding.missing.map((fact) => texts(`fact.${fact}`)).join(', ')}` : ''}`,
  );
  const source = [document.title[language], rule.article, texts(`certainty.${certaintyKey(document, rule)}`), finding.version];
  out.line(`    ${rule.clause[language]}`);
  out.line(`    ${source.filter((part) => part !== null).join('  ')}`);
}

/** The content of a JSON file of facts or people; says what is wrong with the file. */
async function readJsonFile(file: string, say: (issues: readonly Issue[]) => string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure('rules-facts-unreadable', { file, reason: String((error as Error).message) }, error);
  }
  const read = readJsonText(text);
  if (!read.ok) throw new Failure('json-broken', { file, reason: say(read.issues) });
  return read.value;
}

/** Issues as one line in the reader's language. */
function saying({ environment }: Call): (issues: readonly Issue[]) => string {
  const texts = loadTexts(environment.language, 'issues-field');
  return (issues) => issues.map((issue) => texts(issue.code, issue.params)).join('; ');
}

async function readFacts(call: Call): Promise<Facts> {
  const { options, lists } = call;
  const say = saying(call);
  const given: Record<string, unknown> = {};
  if (options.facts !== undefined) Object.assign(given, await readJsonFile(options.facts, say));
  for (const text of lists.fact ?? []) {
    const at = text.indexOf('=');
    given[at < 0 ? text : text.slice(0, at)] = parseFact(at < 0 ? 'true' : text.slice(at + 1));
  }
  const parsed = factsSchema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new Failure('rules-facts-wrong', { reason: say(shapeIssues(parsed.error.issues)) });
}

/** Replays historical sets on a regiment or a roster, side by side; headed "history, not for use today". */
export async function runRulesReplay(call: Call): Promise<ExitCode> {
  const content = readContent(call);
  if (!content) return 1;
  const { out, options, environment } = call;
  const sample = await readSample(call);
  const sets = content.history.filter((set) => options.set === undefined || set.document.id === options.set);
  if (sets.length === 0)
    throw new Failure('rules-document-unknown', {
      id: options.set ?? '',
      known: content.history.map((set) => set.document.id).join(', '),
    });
  const rows = compareEras(sets, sample, { squads: options.squads === 'each' ? 'each' : 'shared' });
  const texts = loadTexts(environment.language, 'rules');
  out.line(texts('history.not-today'));
  for (const row of rows) {
    const title = sets.find((set) => set.document.id === row.set)?.document.title[environment.language] ?? row.set;
    const counts = { committees: row.committees, branches: row.branches, groups: row.groups };
    out.line(`${title}: ${texts(row.replay.state === 'replayed' ? 'history.counts' : `history.${row.replay.state}`, counts)}`);
  }
  out.result({ history: true, rows });
  return 0;
}

async function readSample(call: Call): Promise<Sample> {
  const { options } = call;
  if (options.roster !== undefined) {
    const say = saying(call);
    const parsed = rosterSchema.safeParse(await readJsonFile(options.roster, say), { reportInput: true });
    if (!parsed.success) throw new Failure('rules-facts-wrong', { reason: say(shapeIssues(parsed.error.issues)) });
    return parsed.data;
  }
  const text = options.regiment ?? '3x3x3x3';
  const counts = /^(\d+)x(\d+)x(\d+)x(\d+)$/.exec(text);
  const [battalions, companiesPerBattalion, platoonsPerCompany, squadsPerPlatoon] = counts?.slice(1).map(Number) ?? [];
  const parsed = regimentSchema.safeParse({
    kind: 'regiment',
    battalions,
    companiesPerBattalion,
    platoonsPerCompany,
    squadsPerPlatoon,
  });
  if (!parsed.success) throw new Failure('rules-regiment-wrong', { value: text });
  return parsed.data;
}
