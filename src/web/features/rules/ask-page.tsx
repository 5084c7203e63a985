import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RulesAnswer, rulesShow } from '#contract/rules';
import type { Day } from '#kernel/lib';
import {
  advise,
  CHECKS,
  type Facts,
  type Finding,
  factsOf,
  factsSchema,
  type LiveRulebook,
  SUBJECTS,
  type SubjectKind,
} from '#kernel/rules';
import { client } from '../../data/remote/client.ts';
import { Choice } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { SatisfiedLine } from '../../ui/rule-finding.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { inLanguage } from './both.ts';
import { FactField } from './fact-field.tsx';
import { FindingRow, valuesOf } from './finding-row.tsx';
import { DayPicker, RulesHead, useDay, Waiting } from './parts.tsx';

/** What the rules say about facts that one types in: nothing is stored, nothing is decided. */
export function Component() {
  const { t } = useTranslation('rules');
  const [day, setDay] = useDay();
  const [subject, setSubject] = useState<SubjectKind>('unit');
  const [facts, setFacts] = useState<Facts>({});
  const rules = useQuery({
    queryKey: ['rules', day ?? ''],
    queryFn: async () => (await client.call(rulesShow, { query: day ? { day } : {} })).data,
    placeholderData: keepPreviousData,
  });
  const data = rules.data;
  const set = (name: string, value: unknown) => {
    const next: Record<string, unknown> = { ...facts, [name]: value };
    if (value === undefined) delete next[name];
    const parsed = factsSchema.safeParse(next);
    if (parsed.success) setFacts(parsed.data);
  };
  return (
    <Page>
      <RulesHead
        title={t('ask.title')}
        lead={<p>{t('ask.lead')}</p>}
        actions={<DayPicker day={day} asOf={data?.asOf} onChange={setDay} />}
      />
      <Waiting error={data ? null : rules.error} pending={rules.isPending} retry={() => void rules.refetch()} />
      {data ? (
        <>
          <Sheet title={t('ask.facts')} note={t('ask.facts-note')}>
            <div className="q-rules-facts">
              <Choice
                label={t('ask.subject')}
                value={subject}
                options={SUBJECTS.map((one) => ({ value: one, label: t(`subject.${one}`) }))}
                onChange={(value) => {
                  setSubject(value as SubjectKind);
                  setFacts({});
                }}
              />
              {factsOf(
                subject,
                data.documents.flatMap((book) => book.rules),
                CHECKS,
              ).map((name) => (
                <FactField key={`${subject} ${name}`} name={name} value={facts[name]} onChange={(value) => set(name, value)} />
              ))}
              {needsApproval(data, subject) ? (
                <FactField name="approved" value={facts.approved} onChange={(value) => set('approved', value)} />
              ) : null}
            </div>
          </Sheet>
          <Answers data={data} subject={subject} facts={facts} />
        </>
      ) : null}
    </Page>
  );
}

const needsApproval = (data: RulesAnswer, subject: SubjectKind): boolean =>
  data.documents.some((book) =>
    book.rules.some((rule) => rule.approvalRequired && rule.modality === 'permission' && rule.subjects.includes(subject)),
  );

function Answers({ data, subject, facts }: { readonly data: RulesAnswer; readonly subject: SubjectKind; readonly facts: Facts }) {
  const { t, i18n } = useTranslation('rules');
  const found = advise(
    { kind: subject, id: null, name: t(`subject.${subject}`) },
    data.asOf as Day,
    data.documents as unknown as LiveRulebook[],
    facts,
  );
  const said = found.filter((one) => one.outcome !== 'satisfied' && one.outcome !== 'not-triggered' && one.missing.length === 0);
  const open = found.filter((one) => one.missing.length > 0);
  const of = (outcome: Finding['outcome']) => found.filter((one) => one.outcome === outcome && one.missing.length === 0);
  const satisfied = of('satisfied').map((one) => inLanguage(one.rule.title, i18n.language));
  const idle = of('not-triggered');
  return (
    <>
      <Sheet flush title={t('ask.answers')} note={t('ask.answers-note', { count: said.length })}>
        {said.map((finding) => (
          <FindingRow key={finding.rule.id} finding={finding} />
        ))}
        {said.length === 0 ? (
          <p className="q-rules-none">{t(satisfied.length > 0 ? 'ask.nothing-open' : 'ask.nothing-said')}</p>
        ) : null}
        {satisfied.length > 0 ? <SatisfiedLine items={satisfied} /> : null}
      </Sheet>
      {open.length > 0 ? (
        <Sheet title={t('ask.missing')} note={t('ask.missing-note')}>
          <ul className="q-rules-list">
            {open.map((one) => (
              <li key={one.rule.id}>
                {inLanguage(one.rule.title, i18n.language)}
                <span className="second ink2">
                  {' '}
                  {t('ask.needs', { facts: one.missing.map((fact) => t(`fact.${fact}`)).join(t('page.list-comma')) })}
                </span>
              </li>
            ))}
          </ul>
        </Sheet>
      ) : null}
      {idle.length > 0 ? (
        <Sheet title={t('ask.idle')}>
          <ul className="q-rules-list second ink2">
            {idle.map((one) => (
              <li key={one.rule.id}>
                {t('ask.idle-why', {
                  rule: inLanguage(one.rule.title, i18n.language),
                  why: t(one.explanation, valuesOf(one, t)),
                })}
              </li>
            ))}
          </ul>
        </Sheet>
      ) : null}
    </>
  );
}
