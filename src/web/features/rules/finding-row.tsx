import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FactValue, Finding } from '#kernel/rules';
import { type Modality, NotSpecified, RuleFinding, type RuleResult } from '../../ui/rule-finding.tsx';
import { inLanguage } from './both.ts';
import { useSourceLine } from './parts.tsx';

const RESULTS: Readonly<Record<Finding['outcome'], RuleResult>> = {
  unmet: 'unmet',
  prohibited: 'unmet',
  'needs-approval': 'waiting',
  reminder: 'reminder',
  permission: 'open',
  'to-be-judged': 'open',
  'not-specified': 'open',
  satisfied: 'satisfied',
  'not-triggered': 'open',
};

/** One answer of the rules with its clause, our data against it, its inputs, its source and the version that answered (S-136). */
export function FindingRow({ finding }: { readonly finding: Finding }) {
  const { t, i18n } = useTranslation('rules');
  const sourceLine = useSourceLine();
  const { rule, document, outcome } = finding;
  const values = valuesOf(finding, t);
  const inputs = Object.entries(finding.inputs).map(([name, value]) =>
    t('ask.input', { fact: t(`fact.${name}`), value: wordOf(value, t) }),
  );
  const subject = inLanguage(rule.title, i18n.language);
  const data = (
    <>
      {t(finding.explanation, values)}
      {inputs.length > 0 ? <span className="ink2"> {t('ask.inputs', { inputs: inputs.join(t('page.list-comma')) })}</span> : null}
    </>
  );
  const source = [sourceLine(document, rule), t('ask.version', { version: finding.version, day: finding.asOf })].join(
    t('page.comma'),
  );
  if (outcome === 'not-specified') {
    return (
      <div className="q-rule">
        <span />
        <p className="q-rule-subject">
          <b>{subject}</b> <NotSpecified by="document" />
        </p>
        <div className="q-rule-main">
          <p className="q-rule-data">{data}</p>
          <p className="q-rule-source">{source}</p>
        </div>
      </div>
    );
  }
  return (
    <RuleFinding
      modality={rule.modality as Modality}
      result={RESULTS[outcome]}
      resultText={t(`outcome.${outcome}`)}
      subject={
        outcome === 'to-be-judged' || outcome === 'permission'
          ? t('ask.subject-with', { subject, outcome: t(`outcome.${outcome}`) })
          : subject
      }
      clause={rule.clause.quoted ? inLanguage(rule.clause, i18n.language) : undefined}
      data={data}
      source={source}
    />
  );
}

/** What the explanation of a finding names, in words. */
export function valuesOf(finding: Finding, t: TFunction<'rules'>): Record<string, string> {
  return Object.fromEntries(Object.entries(finding.values).map(([name, value]) => [name, wordOf(value, t)]));
}

/** A value in words: yes and no, lists, names of the closed lists; anything else as it is. */
export function wordOf(value: FactValue, t: TFunction<'rules'>): string {
  if (value === null) return t('value.none');
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string')
    return value.length === 0 ? t('value.none') : value.map((one) => wordOf(one, t)).join(t('page.list-comma'));
  return t(`value.${value}`, { defaultValue: value });
}
