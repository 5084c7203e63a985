import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HistoryAnswer, historyShow } from '#contract/rules';
import type { Card, HistoryRulebook } from '#kernel/rules';
import { client } from '../../data/remote/client.ts';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { inLanguage } from './both.ts';
import { RulesHead, Waiting } from './parts.tsx';
import { ReplayPanel } from './replay.tsx';

const LAYERS = ['all', 'rule-set', 'form'] as const;

/** The time line in its two stages, and below it the historical sets tried on a sample; fenced off from what is in force. */
export function Component() {
  const { t } = useTranslation('rules');
  const [layer, setLayer] = useState<string>('all');
  const history = useQuery({
    queryKey: ['rule-history'],
    queryFn: async () => (await client.call(historyShow, {})).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const data = history.data;
  return (
    <Page>
      <RulesHead
        title={t('history.title')}
        lead={
          <p>
            <span className="q-rules-history-mark">{t('history.not-today')}</span> {t('history.lead')}
          </p>
        }
        actions={
          <Segmented
            label={t('history.layer')}
            value={layer}
            options={LAYERS.map((one) => ({ value: one, label: t(`history.layer-${one}`) }))}
            onChange={setLayer}
          />
        }
      />
      <Waiting error={data ? null : history.error} pending={history.isPending} retry={() => void history.refetch()} />
      {data ? <Stages stages={data.stages} layer={layer} /> : null}
      {data ? <ReplayPanel sets={data.sets as unknown as readonly HistoryRulebook[]} /> : null}
    </Page>
  );
}

function Stages({ stages, layer }: { readonly stages: HistoryAnswer['stages']; readonly layer: string }) {
  const { t } = useTranslation('rules');
  return (
    <Sheet flush title={t('history.timeline')} note={t('history.divide')}>
      <div className="q-rules-stage">
        {stages.map(({ stage, cards }) => (
          <section key={stage} aria-label={t(`history.${stage}`)}>
            <h3>{t(`history.${stage}`)}</h3>
            <ol className="q-rules-cards">
              {cards
                .filter((card) => layer === 'all' || card.layer === layer || card.layer === 'event')
                .map((card) => (
                  <TimelineCard key={card.id} card={card} />
                ))}
            </ol>
          </section>
        ))}
      </div>
    </Sheet>
  );
}

function TimelineCard({ card }: { readonly card: Card }) {
  const { t, i18n } = useTranslation('rules');
  const lines = card.lines.length > 0 ? t('page.lecture', { lines: card.lines.join(', ') }) : t('history.not-in-lecture');
  return (
    <li>
      {card.dateKnown ? <time dateTime={card.date}>{card.date}</time> : <span className="ink2">{t('library.no-date')}</span>}
      <div>
        <b>{inLanguage(card.title, i18n.language)}</b>
        {card.contentNotStated ? <p>{t('history.content-not-stated')}</p> : null}
        {card.problem ? <p>{t('history.problem', { text: inLanguage(card.problem, i18n.language) })}</p> : null}
        {card.change ? <p>{t('history.change', { text: inLanguage(card.change, i18n.language) })}</p> : null}
        {card.effects.length > 0 ? (
          <p>
            {t('history.effect', {
              text: card.effects
                .map((one) => t('history.cited', { text: inLanguage(one.text, i18n.language), line: one.line ?? '' }))
                .join(t('page.comma')),
            })}
          </p>
        ) : null}
        {card.note ? <p className="second">{inLanguage(card.note, i18n.language)}</p> : null}
        <p className="second ink2">{[lines, t(`certainty.${card.certainty}`)].join(t('page.comma'))}</p>
      </div>
    </li>
  );
}
