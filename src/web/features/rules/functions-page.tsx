import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { decisionListFile, functionListFile } from '#contract/list-files-administration';
import { type FunctionsAnswer, functionsShow } from '#contract/rules';
import { type FunctionEntry, standsInTable } from '#kernel/rules';
import { useArticle } from '../../app/article.ts';
import { client } from '../../data/remote/client.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { NotSpecified } from '../../ui/rule-finding.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { WideTable } from '../../ui/stack.tsx';
import { inLanguage } from './both.ts';
import { DayPicker, RulesHead, useDay, Waiting } from './parts.tsx';
import '../../ui/plain-table.css';

type Row = FunctionsAnswer['rows'][number];

/** What each type of organization is for: document and lecture side by side, "not specified" where one is silent. */
export function Component() {
  const { t, i18n } = useTranslation('rules');
  const [day, setDay] = useDay();
  const functions = useQuery({
    queryKey: ['functions', day ?? ''],
    queryFn: async () => (await client.call(functionsShow, { query: day ? { day } : {} })).data,
    placeholderData: keepPreviousData,
  });
  const data = functions.data;
  return (
    <Page>
      <RulesHead
        title={t('functions.title')}
        lead={<p>{t('functions.lead')}</p>}
        actions={<DayPicker day={day} asOf={data?.asOf} onChange={setDay} />}
      />
      <Waiting error={data ? null : functions.error} pending={functions.isPending} retry={() => void functions.refetch()} />
      {data ? <FunctionTable rows={merge(data.rows)} day={day} /> : null}
      {data ? <DecisionTable rows={data.decisions} language={i18n.language} day={day} /> : null}
    </Page>
  );
}

interface Line {
  readonly key: string;
  readonly class: Row['class'];
  readonly kinds: readonly { readonly unitKind: Row['unitKind']; readonly soeTier: number | null }[];
  readonly lecture: FunctionEntry | null;
  readonly document: FunctionEntry | null;
}

/** Types with the same answer in both layers stand in one line; a state enterprise of unknown tier is left to its tiers. */
function merge(rows: readonly Row[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { class: of, unitKind, soeTier, lecture, document } of rows.filter(standsInTable)) {
    const key = [of, lecture?.key ?? '-', document?.key ?? '-'].join('|');
    const known = lines.get(key);
    lines.set(key, { key, class: of, lecture, document, kinds: [...(known?.kinds ?? []), { unitKind, soeTier }] });
  }
  return [...lines.values()];
}

function FunctionTable({ rows, day }: { readonly rows: readonly Line[]; readonly day: string | undefined }) {
  const { t } = useTranslation('rules');
  return (
    <Sheet
      flush
      title={t('functions.table')}
      note={t('functions.count', { count: rows.length })}
      aside={
        <ListFile
          name={t('functions.table')}
          take={(format) => client.call(functionListFile, { query: { ...(day ? { day } : {}), format } })}
        />
      }
    >
      <WideTable className="q-rules-functions">
        <thead>
          <tr>
            <th scope="col">{t('functions.type')}</th>
            <th scope="col">{t('functions.document')}</th>
            <th scope="col">{t('functions.lecture')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <b>{t(`class.${row.class}`)}</b>
                <span className="second ink2">{kindNames(row.kinds, t)}</span>
              </th>
              <td>
                <Layer entry={row.document} by="document" />
              </td>
              <td>
                <Layer entry={row.lecture} by="speech" />
              </td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Sheet>
  );
}

function kindNames(kinds: Line['kinds'], t: TFunction<'rules'>): string {
  const soe = kinds.flatMap((one) => (one.soeTier === null ? [] : [one.soeTier]));
  const names = kinds.filter((one) => one.unitKind !== null && one.soeTier === null).map((one) => t(`unit-kind.${one.unitKind}`));
  const tiers =
    soe.length === 0
      ? []
      : [t(soe.length > 1 ? 'functions.soe-tiers' : 'functions.soe-tier', { from: Math.min(...soe), to: Math.max(...soe) })];
  return [...names, ...tiers].join(t('page.list-comma'));
}

function Layer({ entry, by }: { readonly entry: FunctionEntry | null; readonly by: 'speech' | 'document' }) {
  const { t, i18n } = useTranslation('rules');
  const article = useArticle();
  if (entry === null) return <NotSpecified by={by}>{t('functions.silent')}</NotSpecified>;
  const place =
    entry.source.line !== null
      ? t('page.lecture', { lines: entry.source.line })
      : [t(`document.${entry.source.document}`), article(entry.source.article)]
          .filter((part) => part !== null)
          .join(t('page.comma'));
  return (
    <>
      {entry.lines.map((line) => (
        <p key={line.text.en}>
          {line.toward ? <b>{t('functions.toward', { object: inLanguage(line.toward, i18n.language) })}</b> : null}
          {inLanguage(line.text, i18n.language)}
        </p>
      ))}
      {entry.consequence ? <p className="second">{inLanguage(entry.consequence, i18n.language)}</p> : null}
      <p className="second ink2">
        {[place, t(entry.layer === 'lecture' ? 'verification.as-printed' : `certainty.${entry.certainty}`)].join(t('page.comma'))}
      </p>
    </>
  );
}

function DecisionTable({
  rows,
  language,
  day,
}: {
  readonly rows: FunctionsAnswer['decisions'];
  readonly language: string;
  readonly day: string | undefined;
}) {
  const { t } = useTranslation('rules');
  return (
    <Sheet
      flush
      title={t('decisions.title')}
      note={t('decisions.note')}
      aside={
        <ListFile
          name={t('decisions.title')}
          take={(format) => client.call(decisionListFile, { query: { ...(day ? { day } : {}), format } })}
        />
      }
    >
      <WideTable className="q-rules-functions">
        <thead>
          <tr>
            {['situation', 'result', 'basis', 'officers', 'relationship', 'acts', 'ends'].map((column) => (
              <th key={column} scope="col">
                {t(`decisions.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{inLanguage(row.situation, language)}</th>
              <td>{inLanguage(row.result, language)}</td>
              <td className="second">{row.basis.join(t('page.list-comma'))}</td>
              <td>{t(`decisions.officers-${row.officers}`)}</td>
              <td>{t(`decisions.relationship-${row.relationship}`)}</td>
              <td>{t(`decisions.acts-${row.acts}`)}</td>
              <td>{inLanguage(row.ends, language)}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Sheet>
  );
}
