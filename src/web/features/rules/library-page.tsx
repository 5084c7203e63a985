import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { libraryListFile } from '#contract/list-files-administration';
import { libraryShow } from '#contract/rules';
import type { Basis } from '#kernel/rules';
import { client } from '../../data/remote/client.ts';
import { Field } from '../../ui/field.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty } from '../../ui/states.tsx';
import { inLanguage } from './both.ts';
import { RulesHead, Waiting } from './parts.tsx';

/** Documents and speeches with their quotations, and where printings disagree. */
export function Component() {
  const { t } = useTranslation('rules');
  const [query, setQuery] = useSearchParams();
  const words = query.get('q') ?? '';
  const asked = useDeferredValue(words);
  const library = useQuery({
    queryKey: ['rule-library', asked],
    queryFn: async () => (await client.call(libraryShow, { query: asked === '' ? {} : { q: asked } })).data,
    placeholderData: keepPreviousData,
  });
  const items = library.data?.items ?? [];
  const disputed = items.filter((one) => one.discrepancies.length > 0).length;
  return (
    <Page>
      <RulesHead
        title={t('library.title')}
        lead={library.data ? <p>{t('library.lead', { count: items.length, disputed })}</p> : undefined}
        actions={
          items.length > 0 ? (
            <ListFile
              name={t('library.title')}
              take={(format) => client.call(libraryListFile, { query: { ...(asked === '' ? {} : { q: asked }), format } })}
            />
          ) : undefined
        }
      />
      <div className="q-rules-filter">
        <Field
          label={t('library.find')}
          quietLabel
          placeholder={t('library.find')}
          type="search"
          value={words}
          onChange={(value) => setQuery(value === '' ? {} : { q: value }, { replace: true })}
        />
      </div>
      <Waiting error={library.data ? null : library.error} pending={library.isPending} retry={() => void library.refetch()} />
      {items.map((item) => (
        <Entry key={item.id} item={item} />
      ))}
      {library.data && items.length === 0 ? (
        <Sheet>
          <Empty title={t('library.none', { words: asked })}>{t('library.none-text')}</Empty>
        </Sheet>
      ) : null}
    </Page>
  );
}

function Entry({ item }: { readonly item: Basis }) {
  const { t, i18n } = useTranslation('rules');
  const note = [
    t(`kind.${item.kind}`),
    item.date ?? t('library.no-date'),
    t(`verification.${item.verification}`),
    t(`certainty.${item.certainty}`),
  ];
  return (
    <Sheet title={inLanguage(item.title, i18n.language)} note={note.join(t('page.comma'))}>
      {item.discrepancies.length > 0 ? (
        <ul className="q-rules-list">
          {item.discrepancies.map((one) => (
            <li key={one.en} className="warn">
              {t('library.verify', { text: inLanguage(one, i18n.language) })}
            </li>
          ))}
        </ul>
      ) : null}
      {item.quotes.map((quote) => (
        <blockquote key={quote.text} className="q-rules-quote" lang="zh-CN">
          <p>“{quote.text}”</p>
          {i18n.language === 'en' ? <p lang="en">{quote.en}</p> : null}
          {quote.line ? <footer className="second ink2">{t('page.lecture', { lines: quote.line })}</footer> : null}
        </blockquote>
      ))}
      {item.quotes.length === 0 && item.discrepancies.length === 0 ? (
        <p className="second ink2">{t('library.no-quote')}</p>
      ) : null}
    </Sheet>
  );
}
