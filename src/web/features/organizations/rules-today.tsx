import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useArticle } from '../../app/article.ts';
import { CertaintyLegend } from '../../app/certainty-legend.tsx';
import { Button } from '../../ui/button.tsx';
import { type Modality, NotSpecified, RuleFinding, type RuleResult, SatisfiedLine } from '../../ui/rule-finding.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { AllCovered } from '../../ui/states.tsx';
import type { Org } from './page.tsx';

type Finding = Org['findings'][number];

const OPEN: Readonly<Record<string, RuleResult>> = {
  unmet: 'unmet',
  prohibited: 'unmet',
  'needs-approval': 'waiting',
  reminder: 'reminder',
};

/** What the rules in force say today: what is to be done first, what is met in one line, what a person must judge on demand. */
export function RulesToday({ org }: { readonly org: Org }) {
  const { t } = useTranslation(['org', 'rules'] as const);
  const [more, setMore] = useState(false);
  const open = org.findings.filter((one) => one.outcome in OPEN);
  const met = org.findings.filter((one) => one.outcome === 'satisfied');
  const rest = org.findings.filter((one) => !(one.outcome in OPEN) && one.outcome !== 'satisfied');
  return (
    <Sheet
      flush
      title={t('org:org.rules')}
      note={t('org:org.rules-note', { open: open.length, met: met.length })}
      aside={t('org:org.rules-day', { day: org.today })}
      foot={<CertaintyLegend />}
    >
      {open.length === 0 ? (
        <div className="o-pad">
          <AllCovered title={t('org:org.rules-clear')} />
        </div>
      ) : null}
      {open.map((one) => (
        <Row key={one.rule} finding={one} />
      ))}
      {more ? [...rest, ...met].map((one) => <Row key={one.rule} finding={one} />) : null}
      <SatisfiedLine
        items={more ? [] : met.map((one) => one.title)}
        aside={
          met.length + rest.length > 0 ? (
            <Button kind="link" onClick={() => setMore(!more)} pressed={more}>
              {t(more ? 'org:org.rules-fold' : 'org:org.rules-basis')}
            </Button>
          ) : undefined
        }
      />
    </Sheet>
  );
}

function Row({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation(['org', 'rules'] as const);
  const article = useArticle();
  const values = Object.fromEntries(Object.entries(finding.values).map(([key, value]) => [key, wordOf(value, t)]));
  const missing = finding.missing.map((one) => t(`rules:fact.${one}`)).join(t('org:org.list-comma'));
  const data = t(`rules:${finding.explanation}`, { ...values, missing, facts: missing });
  const certainty = t(`rules:certainty.${finding.practice ? 'practice' : finding.certainty}`);
  const source = t(finding.article ? 'org:org.source-article' : 'org:org.source', {
    document: finding.document,
    article: article(finding.article),
    certainty,
  });
  if (finding.outcome === 'not-specified') {
    return (
      <div className="q-rule">
        <span />
        <p className="q-rule-subject">
          <b>{finding.title}</b> <NotSpecified by="document" />
        </p>
        <div className="q-rule-main">
          <p className="q-rule-source">{source}</p>
        </div>
      </div>
    );
  }
  const result = OPEN[finding.outcome] ?? (finding.outcome === 'satisfied' ? 'satisfied' : 'open');
  const judged = finding.outcome === 'to-be-judged';
  return (
    <RuleFinding
      modality={finding.modality as Modality}
      result={result}
      subject={judged ? t('org:org.to-be-judged', { title: finding.title }) : finding.title}
      clause={finding.quoted ? finding.clause : undefined}
      data={data}
      source={source}
    />
  );
}

function wordOf(value: string | number | boolean | null, t: TFunction<readonly ['org', 'rules']>): string {
  if (value === null) return t('org:org.unknown');
  if (typeof value === 'boolean') return t(value ? 'rules:value.yes' : 'rules:value.no');
  return typeof value === 'number' ? String(value) : t(`rules:value.${value}`, { defaultValue: value });
}
