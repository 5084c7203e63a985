import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ruleListFile } from '#contract/list-files-administration';
import { type RulesAnswer, rulesShow } from '#contract/rules';
import type { Modality as Force, Rule, RuleDocument } from '#kernel/rules';
import { client } from '../../data/remote/client.ts';
import { Field } from '../../ui/field.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { type Modality, NotSpecified, RuleFinding } from '../../ui/rule-finding.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty } from '../../ui/states.tsx';
import { inLanguage } from './both.ts';
import { DayPicker, RulesHead, useDay, useSourceLine, Waiting } from './parts.tsx';

const FORCES = ['all', 'hard', 'soft', 'permission', 'prohibition', 'silence'] as const;

/** Rules in force on a day, by document; the force is a shape, nothing here is an alarm. */
export function Component() {
  const { t, i18n } = useTranslation('rules');
  const [day, setDay] = useDay();
  const [force, setForce] = useState<string>('all');
  const [words, setWords] = useState('');
  const rules = useQuery({
    queryKey: ['rules', day ?? ''],
    queryFn: async () => (await client.call(rulesShow, { query: day ? { day } : {} })).data,
    placeholderData: keepPreviousData,
  });
  const data = rules.data;
  const shown = data ? filter(data, force, words, i18n.language) : [];
  const count = shown.reduce((sum, book) => sum + book.rules.length, 0);
  return (
    <Page>
      <RulesHead
        title={t('page.title')}
        lead={data ? <p>{t('page.lead', { day: data.asOf, count })}</p> : undefined}
        actions={
          <>
            <ListFile
              name={t('page.title')}
              take={(format) => client.call(ruleListFile, { query: { ...(day ? { day } : {}), format } })}
            />
            <DayPicker day={day} asOf={data?.asOf} onChange={setDay} />
          </>
        }
      />
      <div className="q-rules-filter">
        <Segmented
          label={t('page.force')}
          value={force}
          options={FORCES.map((one) => ({ value: one, label: t(one === 'all' ? 'page.all' : `modality.${one}`) }))}
          onChange={setForce}
        />
        <Field label={t('page.find')} quietLabel placeholder={t('page.find')} type="search" value={words} onChange={setWords} />
      </div>
      <Waiting error={data ? null : rules.error} pending={rules.isPending} retry={() => void rules.refetch()} />
      {shown.map((book) => (
        <Sheet
          key={book.document.id}
          flush
          title={inLanguage(book.document.title, i18n.language)}
          note={[
            t(`kind.${book.document.kind}`),
            book.document.issuedOn ?? '',
            t('page.version', { version: book.document.version }),
          ]
            .filter(Boolean)
            .join(t('page.comma'))}
          foot={book.document.note ? <p className="second ink2">{inLanguage(book.document.note, i18n.language)}</p> : undefined}
        >
          {book.rules.map((rule) => (
            <RuleRow key={rule.id} document={book.document} rule={rule} />
          ))}
        </Sheet>
      ))}
      {data && count === 0 ? (
        <Sheet>
          <Empty title={t('page.none')}>{t('page.none-text')}</Empty>
        </Sheet>
      ) : null}
    </Page>
  );
}

function filter(data: RulesAnswer, force: string, words: string, language: string): RulesAnswer['documents'] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const holds = (document: RuleDocument, rule: Rule): boolean => {
    const text = [
      rule.id,
      rule.article ?? '',
      inLanguage(rule.title, language),
      inLanguage(rule.clause, language),
      inLanguage(document.title, language),
    ];
    const whole = text.join('\n').toLowerCase();
    return wanted.every((word) => whole.includes(word));
  };
  return data.documents
    .map((book) => ({
      document: book.document,
      rules: book.rules.filter(
        (rule) => rule.modality !== 'reference' && (force === 'all' || rule.modality === force) && holds(book.document, rule),
      ),
    }))
    .filter((book) => book.rules.length > 0);
}

const SHAPES: readonly Force[] = ['hard', 'soft', 'permission', 'prohibition'];

function RuleRow({ document, rule }: { readonly document: RuleDocument; readonly rule: Rule }) {
  const { t, i18n } = useTranslation('rules');
  const sourceLine = useSourceLine();
  const clause = inLanguage(rule.clause, i18n.language);
  const notes = [rule.approvalRequired ? t('page.needs-approval') : null, rule.clause.quoted ? null : t('page.summary')].filter(
    (one) => one !== null,
  );
  const subject = inLanguage(rule.title, i18n.language);
  const source = sourceLine(document, rule);
  if (!SHAPES.includes(rule.modality)) {
    return (
      <div className="q-rule">
        <span />
        <p className="q-rule-subject">
          <b>{subject}</b> <NotSpecified by="document" />
        </p>
        <div className="q-rule-main">
          <p className="q-rule-clause">{clause}</p>
          <p className="q-rule-source">{source}</p>
        </div>
      </div>
    );
  }
  return (
    <RuleFinding
      modality={rule.modality as Modality}
      result="open"
      subject={subject}
      clause={rule.clause.quoted ? clause : undefined}
      data={
        <>
          {rule.clause.quoted ? null : clause}
          {notes.length > 0 ? ` ${t('page.notes', { notes: notes.join(t('page.comma')) })}` : null}
        </>
      }
      source={source}
    />
  );
}
