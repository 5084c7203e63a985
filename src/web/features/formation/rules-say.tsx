import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useArticle } from '../../app/article.ts';
import { CertaintyLegend } from '../../app/certainty-legend.tsx';
import { useIssueText } from '../../app/problem-state.tsx';
import { Button } from '../../ui/button.tsx';
import { Mark } from '../../ui/mark.tsx';
import { type Modality, RuleFinding, type RuleResult, SatisfiedLine } from '../../ui/rule-finding.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { errorsOf, type Formation } from './data.ts';
import { StandingNote } from './frame.tsx';

type Finding = Formation['findings'][number];
type Issue = Formation['issues'][number];

/** Unmet first, reminders, permissions to use, prohibitions; satisfied ones are folded. */
const ORDER: Readonly<Record<string, number>> = {
  unmet: 0,
  prohibited: 0,
  reminder: 1,
  'needs-approval': 2,
  permission: 3,
  'to-be-judged': 4,
  'not-specified': 5,
};
const RESULTS: Readonly<Record<string, RuleResult>> = {
  unmet: 'unmet',
  prohibited: 'unmet',
  reminder: 'reminder',
  'needs-approval': 'waiting',
  satisfied: 'satisfied',
};

/** Satisfied rules that are named while folded. */
const SHOWN_MET = 4;

export interface RulesSayProps {
  readonly formation: Formation;
  readonly deciding?: boolean | undefined;
  /** What has become of the approval that some rules ask for: the reader is asked, another body is, it was given. */
  readonly answer?: 'yours' | 'waits' | 'given' | undefined;
  /** What can be done about an issue here; null when it is done elsewhere. */
  readonly act?:
    | ((
        code: string,
        node: string | undefined,
      ) => { readonly label: string; readonly onClick?: () => void; readonly to?: string } | null)
    | undefined;
}

/** What is still missing before submitting, and what the rules say about the chain, with clause and source. */
export function RulesSay({ formation, deciding, answer, act }: RulesSayProps) {
  const { t } = useTranslation('formation');
  const [all, setAll] = useState(false);
  const errors = errorsOf(formation);
  // Gaps of the plan stand in a sheet of their own, before this one.
  const warnings = formation.issues.filter((issue) => issue.severity !== 'error' && issue.code !== 'plan-has-gaps');
  // A rule that could be judged for some organizations says more there than "not judged" for the others.
  const judged = new Set(formation.findings.filter((one) => one.outcome !== 'to-be-judged').map((one) => one.rule));
  const open = formation.findings
    .filter((one) => one.outcome !== 'satisfied' && !(one.outcome === 'to-be-judged' && judged.has(one.rule)))
    .sort((a, b) => (ORDER[a.outcome] ?? 9) - (ORDER[b.outcome] ?? 9));
  // A rule that some organizations do not meet is not called met for the sake of the others.
  const notMet = new Set(open.map((one) => one.rule));
  const met = formation.findings.filter((one) => one.outcome === 'satisfied' && !notMet.has(one.rule));
  const unmet = open.filter((one) => RESULTS[one.outcome] === 'unmet').length;
  const note = deciding
    ? t('rules-deciding', { unmet, practice: formation.findings.filter((one) => one.practice).length })
    : t('rules-note', { todo: errors.length === 0 ? 0 : groupsOf(errors).length, notes: groupsOf(warnings).length });
  return (
    <Sheet flush title={t('rules-title')} note={note} foot={<CertaintyLegend />}>
      {deciding
        ? null
        : [...groupsOf(errors), ...groupsOf(warnings)].map((group) => <Missing key={group[0]!.code} group={group} act={act} />)}
      {open.map((one) => (
        <Said key={`${one.rule} ${one.outcome} ${one.version}`} finding={one} answer={answer} />
      ))}
      {all ? met.map((one) => <Said key={`${one.rule} ${one.version}`} finding={one} answer={answer} />) : null}
      {met.length > 0 && !all ? <MetLine met={met} onAll={() => setAll(true)} /> : null}
      <StandingNote formation={formation} />
    </Sheet>
  );
}

function MetLine({ met, onAll }: { readonly met: readonly Finding[]; readonly onAll: () => void }) {
  const { t } = useTranslation('formation');
  return (
    <SatisfiedLine
      items={met.slice(0, SHOWN_MET).map((one) => one.title)}
      aside={
        <Button kind="link" size="row" onClick={onAll}>
          {met.length > SHOWN_MET ? t('rules-all', { count: met.length - SHOWN_MET }) : t('rules-clauses')}
        </Button>
      }
    />
  );
}

function groupsOf(issues: readonly Issue[]): Issue[][] {
  const groups = new Map<string, Issue[]>();
  for (const issue of issues) groups.set(issue.code, [...(groups.get(issue.code) ?? []), issue]);
  return [...groups.values()];
}

/** One thing that is missing (several of a kind count as one), and where it is filled in. */
function Missing({ group, act }: { readonly group: readonly Issue[]; readonly act: RulesSayProps['act'] }) {
  const { t } = useTranslation('formation');
  const text = useIssueText();
  const first = group[0]!;
  const node = first.path[0] === 'nodes' ? String(first.path[1]) : undefined;
  const action = act?.(first.code, node);
  const error = first.severity === 'error';
  return (
    <div className="q-rule">
      <Mark code={error ? 'short' : 'note'} value={group.length > 1 ? group.length : undefined} />
      <p className="q-rule-subject">
        <b>{group.length > 1 ? t('several', { text: text(first), count: group.length }) : text(first)}</b>
      </p>
      {action ? (
        <div className="q-rule-action">
          <Button kind="link" size="row" to={action.to} onClick={action.onClick}>
            {action.label}
          </Button>
        </div>
      ) : null}
      <div className="q-rule-main">
        <p className="q-rule-source">{t(error ? 'must' : 'may')}</p>
      </div>
    </div>
  );
}

function Said({ finding, answer }: { readonly finding: Finding; readonly answer?: RulesSayProps['answer'] }) {
  const { t } = useTranslation(['formation', 'rules']);
  const article = useArticle();
  const values = Object.fromEntries(Object.entries(finding.values).map(([name, value]) => [name, wordOf(value, t)]));
  const source = [
    finding.document,
    article(finding.article),
    t(`rules:certainty.${finding.practice ? 'practice' : finding.certainty}`, { defaultValue: finding.certainty }),
  ]
    .filter(Boolean)
    .join(t('formation:source-comma'));
  return (
    <RuleFinding
      modality={finding.modality as Modality}
      result={RESULTS[finding.outcome] ?? 'open'}
      {...(answer && answer !== 'waits' && finding.outcome === 'needs-approval'
        ? { resultText: t(answer === 'yours' ? 'formation:waits-for-you' : 'formation:approval-given') }
        : {})}
      subject={finding.title}
      clause={finding.quoted ? finding.clause : undefined}
      data={t(`rules:${finding.explanation}`, values)}
      source={source}
      notSpecified={finding.practice || finding.outcome === 'not-specified' ? 'document' : undefined}
    />
  );
}

function wordOf(value: unknown, t: TFunction<['formation', 'rules']>): string {
  if (value === null || value === undefined) return t('rules:value.none');
  if (typeof value === 'boolean') return t(value ? 'rules:value.yes' : 'rules:value.no');
  if (Array.isArray(value)) return value.map((one) => wordOf(one, t)).join(t('rules:page.list-comma'));
  if (typeof value === 'string') return t(`rules:value.${value}`, { defaultValue: value });
  return String(value);
}
