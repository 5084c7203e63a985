import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LABEL_KEYS, LABELS, type LabelKey, labelSet } from '#contract/labels';
import { labelListFile } from '#contract/list-files-administration';
import { standardTexts } from '../../app/i18n.ts';
import { type Label, useLabels } from '../../app/labels.ts';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { formatDay } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Loading, NoRight } from '../../ui/states.tsx';
import './settings.css';

type Words = Readonly<Record<'zh-CN' | 'en', string>>;

/** The words of kinds: rename one and every page follows from today on; earlier words stay with their days. Rules never read them. */
export function Component() {
  const { t } = useTranslation('settings');
  const labels = useLabels();
  const standard = useQuery({
    queryKey: ['standard-words', 'both'],
    queryFn: async () => ({ 'zh-CN': await standardTexts('zh-CN', 'org'), en: await standardTexts('en', 'org') }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const data = labels.data;
  return (
    <Page>
      <Stack>
        <PageHead
          title={t('labels-title')}
          lead={<p>{t('labels-lead')}</p>}
          actions={
            data && data.items.length > 0 ? (
              <ListFile name={t('labels-title')} take={(format) => client.call(labelListFile, { query: { format } })} />
            ) : undefined
          }
        />
        {labels.error ? <ProblemState error={labels.error} retry={() => void labels.refetch()} /> : null}
        {labels.isPending || standard.isPending ? <Loading label={t('labels-title')} lines={6} /> : null}
        {data && !data.may.edit ? (
          <Sheet>
            <NoRight title={t('labels-read-only')}>{t('labels-read-only-text')}</NoRight>
          </Sheet>
        ) : null}
        {data && standard.data
          ? LABEL_KEYS.map((key) => {
              const text = LABELS[key][0].split(':')[1]!;
              const own = data.items.filter((one) => one.key === key);
              const words = { 'zh-CN': standard.data['zh-CN'][text] ?? '', en: standard.data.en[text] ?? '' };
              return <Word key={key} name={key} standard={words} own={own} today={data.today} edit={data.may.edit} />;
            })
          : null}
      </Stack>
    </Page>
  );
}

function Word(props: {
  readonly name: LabelKey;
  readonly standard: Words;
  readonly own: readonly Label[];
  readonly today: string;
  readonly edit: boolean;
}) {
  const { name, standard, own, today, edit } = props;
  const { t, i18n } = useTranslation('settings');
  const now = (lang: 'zh-CN' | 'en') => own.find((one) => one.lang === lang && one.to > today)?.text ?? standard[lang];
  const [typed, setTyped] = useState<Words>({ 'zh-CN': now('zh-CN'), en: now('en') });
  const cache = useQueryClient();
  const save = useMutation({
    mutationFn: (words: Words) => {
      const changed = (lang: 'zh-CN' | 'en') => (words[lang].trim() === standard[lang] ? null : words[lang].trim());
      return client.call(labelSet, { params: { key: name }, body: { 'zh-CN': changed('zh-CN'), en: changed('en') } });
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: ['labels'] }),
  });
  const same = typed['zh-CN'].trim() === now('zh-CN') && typed.en.trim() === now('en');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(typed);
  };
  const day = (value: string) => formatDay(value, i18n.language);
  return (
    <Sheet title={t(`label-${name}`)} note={t('standard', { zh: standard['zh-CN'], en: standard.en })}>
      {edit ? (
        <form className="q-words" onSubmit={submit}>
          <Field
            label={t('word-zh')}
            value={typed['zh-CN']}
            onChange={(text) => setTyped({ ...typed, 'zh-CN': text })}
            required
          />
          <Field label={t('word-en')} value={typed.en} onChange={(text) => setTyped({ ...typed, en: text })} required />
          <Button type="submit" disabled={save.isPending || same} label={t('rename-label', { name: t(`label-${name}`) })}>
            {t('rename')}
          </Button>
        </form>
      ) : (
        <p>
          {now('zh-CN')} · {now('en')}
        </p>
      )}
      {save.error ? <ProblemState error={save.error} /> : null}
      {own.length > 0 ? (
        <ul className="q-words-past second ink2">
          {own.map((one) => (
            <li key={`${one.lang} ${one.from}`}>
              {t(one.to > today ? 'since' : 'was', { text: one.text, from: day(one.from), to: day(one.to) })}
            </li>
          ))}
        </ul>
      ) : null}
    </Sheet>
  );
}
