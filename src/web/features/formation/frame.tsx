import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { requestDocument } from '#contract/formation';
import { useBoundaries } from '../../app/boundaries.ts';
import { client } from '../../data/remote/client.ts';
import { BoundariesStrip } from '../../ui/boundaries-strip.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { WordPreview } from '../../ui/word-preview.tsx';
import type { Formation } from './data.ts';
import { DrawnChain } from './drawn-chain.tsx';

/** Which of the four boundaries the people of the plan cross, with the evidence; nothing while there is no list. */
export function CrossedBoundaries({ formation }: { readonly formation: Formation }) {
  const { t } = useTranslation('formation');
  const items = useBoundaries(formation.boundaries);
  if (formation.people.all === 0) return null;
  return <BoundariesStrip title={t('boundaries')} note={t('boundaries-note')} items={items} />;
}

/** The chain at the left: how many of each form, the tree, and that the standing organizations stay as they are. */
export function ChainSheet(props: {
  readonly formation: Formation;
  readonly selected?: string | undefined;
  readonly onSelect?: ((key: string) => void) | undefined;
  readonly done?: boolean | undefined;
}) {
  const { t } = useTranslation('formation');
  const { counts, people } = props.formation;
  const parts = (['committee', 'general-branch', 'branch', 'group'] as const).flatMap((form) =>
    counts[form] > 0 ? [t(`count-${form}`, { count: counts[form] })] : [],
  );
  return (
    <Sheet
      flush
      title={t(props.done ? 'chain-set-up' : 'chain-title', { count: counts.total })}
      note={parts.join(t('comma'))}
      foot={<span className="second ink2">{t('chain-foot')}</span>}
    >
      {people.all > 0 ? (
        <p className="q-formation-people-line second ink2">
          {t(people.leading > 0 ? 'people-line' : 'people-line-all', { ...people })}
        </p>
      ) : null}
      <DrawnChain {...props} />
    </Sheet>
  );
}

/** The approval as it will be signed, its first page; the file comes from the server. */
export function Paper({ formation }: { readonly formation: Formation }) {
  const { t } = useTranslation('formation');
  const { preview } = formation;
  return (
    <WordPreview
      title={t(`word-title-${preview.kind}`)}
      pages={t('word-pages', { count: Object.values(preview.attachments).filter((rows) => rows > 0).length })}
      download={
        <FileButton
          kind="link"
          size="row"
          take={() => client.call(requestDocument, { params: { taskId: formation.taskId }, query: { kind: 'approval' } })}
        >
          {t('word-download')}
        </FileButton>
      }
      head={preview.head}
      number={preview.number}
      heading={preview.title}
      paragraphs={[preview.to, ...preview.paragraphs]}
    />
  );
}

/** Was a standing organization enough, and who works beside. */
export function StandingNote({ formation }: { readonly formation: Formation }) {
  const { t } = useTranslation('formation');
  const { standing, beside } = formation;
  return (
    <div className="q-rule">
      <span />
      <p className="q-rule-subject">
        <b>{t('standing')}</b>{' '}
        <span className="ink2">
          {standing ? t(standing.enough ? 'standing-enough' : 'standing-not-enough') : t('standing-open')}
        </span>
      </p>
      <div className="q-rule-main">
        {standing?.reason ? <p className="q-rule-data">{standing.reason}</p> : null}
        {beside.map((one) => (
          <p key={one.name} className="q-rule-data">
            {t('beside', { name: one.name, division: one.division })}
          </p>
        ))}
      </div>
    </div>
  );
}

/** A small row of buttons with what they are about before them. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <p className="q-formation-row">{children}</p>;
}
