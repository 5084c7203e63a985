import type { Day } from '#kernel/lib';
import { CHECKS } from './checks/index.ts';
import type { Facts, FactValue } from './facts.ts';
import type { LiveRulebook, Modality, Rule, RuleDocument, SubjectKind } from './model.ts';

/** Answers a rule can give. Only `prohibited` and `needs-approval` refuse; `unmet` is a prompt to the organization; the rest inform. */
export const OUTCOMES = [
  'unmet',
  'prohibited',
  'needs-approval',
  'reminder',
  'permission',
  'to-be-judged',
  'not-specified',
  'satisfied',
  'not-triggered',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What is asked about. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string | null;
  readonly name: string;
}

/** One answer with everything needed to explain and repeat it (I-19, S-136). */
export interface Finding {
  readonly subject: Subject;
  readonly rule: Rule;
  readonly document: RuleDocument;
  readonly outcome: Outcome;
  readonly modality: Modality;
  /** Key of the explanation text: `rule-check.<check>.<note>`. */
  readonly explanation: string;
  /** The facts that the check looked at, as given. */
  readonly inputs: Readonly<Record<string, FactValue>>;
  /** Values derived from them. */
  readonly values: Readonly<Record<string, FactValue>>;
  /** Facts the check needs and was not given. */
  readonly missing: readonly string[];
  readonly asOf: Day;
  /** Document id and version of our data, for example `branch-regulations-2018@1`. */
  readonly version: string;
}

/**
 * What the live rulebooks say about a subject on a day: one finding for every rule in force that speaks about this kind of subject,
 * sorted by {@link OUTCOMES}, then document and rule. The facts are all that is looked at; the same input gives the same answer.
 * A historical set is a mistake of the caller and throws (I-12).
 */
export function advise(subject: Subject, asOf: Day, rulebooks: readonly LiveRulebook[], facts: Facts): Finding[] {
  const findings: Finding[] = [];
  for (const { document, rules } of rulebooks) {
    if (document.era !== 'live')
      throw new TypeError(`historical set given as input of advice: ${String((document as RuleDocument).id)}`);
    for (const rule of rules) {
      if (rule.check === null || !rule.subjects.includes(subject.kind) || !inForce(rule, asOf)) continue;
      findings.push(judge(subject, asOf, document, rule, facts));
    }
  }
  return findings.sort(
    (a, b) =>
      OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
      order(a.document.id, b.document.id) ||
      order(a.rule.id, b.rule.id),
  );
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether the rule was in force on the day. */
export function inForce(rule: Pick<Rule, 'from' | 'to'>, asOf: Day): boolean {
  return rule.from <= asOf && (rule.to === null || asOf < rule.to);
}

function judge(subject: Subject, asOf: Day, document: RuleDocument, rule: Rule, facts: Facts): Finding {
  const name = rule.check ?? '';
  const check = CHECKS.get(name);
  if (!check) throw new RangeError(`unknown check ${name} of rule ${rule.id}`);
  const missing = check.needs.filter((fact) => facts[fact] === undefined);
  const inputs: Record<string, FactValue> = {};
  for (const fact of [...check.needs, ...check.uses]) {
    const value = facts[fact];
    if (value !== undefined) inputs[fact] = value as FactValue;
  }
  const shared = {
    subject,
    rule,
    document,
    modality: rule.modality,
    inputs,
    missing,
    asOf,
    version: `${document.id}@${document.version}`,
  };
  if (missing.length > 0) return { ...shared, outcome: 'to-be-judged', explanation: 'rule-check.facts-missing', values: {} };
  const verdict = check.run(facts, rule.params, asOf);
  const outcome = outcomeOf(rule, verdict.state, facts.approved === true);
  if (rule.approvalRequired && facts.approved !== undefined) inputs.approved = facts.approved;
  return { ...shared, outcome, explanation: `rule-check.${name}.${verdict.note}`, values: verdict.values };
}

/** How the force of a sentence turns what was found into an answer. A permission never becomes an alarm (I-13). */
function outcomeOf(rule: Rule, state: 'idle' | 'met' | 'unmet' | 'open' | 'silent', approved: boolean): Outcome {
  if (state === 'idle') return 'not-triggered';
  if (state === 'silent' || rule.modality === 'silence') return 'not-specified';
  if (state === 'open') return 'to-be-judged';
  switch (rule.modality) {
    case 'permission':
      if (state === 'unmet') return 'not-triggered';
      return rule.approvalRequired && !approved ? 'needs-approval' : 'permission';
    case 'prohibition':
      return state === 'met' ? 'satisfied' : 'prohibited';
    case 'soft':
      return state === 'met' ? 'satisfied' : 'reminder';
    case 'hard':
      if (state === 'unmet') return rule.approvalRequired ? 'needs-approval' : 'unmet';
      return 'satisfied';
    default:
      return 'not-triggered';
  }
}

/** Whether the finding refuses a write: a prohibition, or a missing approval. Everything else informs. */
export function refuses(finding: Finding): boolean {
  return finding.outcome === 'prohibited' || finding.outcome === 'needs-approval';
}

/** Whether the finding is shown as an alarm: an unmet 应当 or a broken 不得, never a 可以 or 一般 (I-13). */
export function isAlarm(finding: Finding): boolean {
  return finding.outcome === 'unmet' || finding.outcome === 'prohibited';
}
