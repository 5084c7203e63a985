import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type * as z from 'zod';
import { importCommit, importReturned, type importSchema, importShow, importStop, importUndo } from '#contract/import';
import { ProblemState, useIssueText } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { queries } from '../../data/remote/queries.ts';
import { BottomBar } from '../../ui/bottom-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { formatDay, formatNumber } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { AllCovered, Empty, Failed, Loading, Working } from '../../ui/states.tsx';
import '../../ui/plain-table.css';
import './import.css';
import { Columns } from './columns.tsx';
import { PreviewRows } from './preview-rows.tsx';
import { TEXTS } from './texts.ts';

/** An import as the page gets it. */
export type Batch = z.output<typeof importSchema>;

/** One import: reading, its columns and rows, writing, taking back. */
export function Component() {
  const { t } = useTranslation(TEXTS);
  const { importId = '' } = useParams();
  const batch = useQuery({
    queryKey: ['import', importId],
    queryFn: async () => (await client.call(importShow, { params: { importId } })).data,
    refetchInterval: (query) => (query.state.data && ['reading', 'committing'].includes(query.state.data.state) ? 400 : false),
  });
  const data = batch.data;
  return (
    <Page bottom={data ? <Bottom batch={data} /> : undefined}>
      <PageHead
        path={[{ label: t('import:title'), to: '/import' }]}
        title={data?.fileName ?? t('import:title')}
        state={data ? `${t(`tables:table-kind-${data.kind}`)}${t('import:comma')}${t(`import:state-${data.state}`)}` : undefined}
        lead={data ? <Lead batch={data} /> : undefined}
      />
      {batch.isPending ? (
        <Sheet>
          <Loading label={t('ui:loading')} lines={6} rowHeight={34} />
        </Sheet>
      ) : null}
      {batch.error ? (
        <Sheet>
          <ProblemState error={batch.error} retry={() => void batch.refetch()} />
        </Sheet>
      ) : null}
      {data ? <Body batch={data} /> : null}
    </Page>
  );
}

const sumOf = (batch: Batch, ...outcomes: (keyof Batch['counts'])[]): number =>
  outcomes.reduce((sum, key) => sum + (batch.counts[key] ?? 0), 0);

/** What stands in the way, in one sentence; then what will happen. */
function Lead({ batch }: { readonly batch: Batch }) {
  const { t, i18n } = useTranslation(TEXTS);
  const n = (value: number) => formatNumber(value);
  const bad = sumOf(batch, 'error', 'contradictory');
  const counts = {
    fresh: n(sumOf(batch, 'new')),
    changed: n(sumOf(batch, 'changed')),
    same: n(sumOf(batch, 'same')),
    duplicate: n(sumOf(batch, 'duplicate')),
  };
  if (batch.state === 'preview' && batch.missing.length > 0)
    return <p className="gap">{t('import:lead-missing', { count: batch.missing.length })}</p>;
  if (batch.state === 'preview' && bad > 0) return <p>{t('import:lead-errors', { bad: n(bad), ...counts })}</p>;
  if (batch.state === 'preview') return <p>{t('import:lead-ready', counts)}</p>;
  if (batch.state === 'committed') {
    return (
      <p>
        {t('import:lead-committed', {
          ...counts,
          until: batch.undoUntil ? formatDay(new Date(batch.undoUntil), i18n.language) : '',
        })}
      </p>
    );
  }
  return null;
}

function Body({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation(TEXTS);
  const finding = useIssueText();
  const stop = useStop(batch.id);
  if (batch.state === 'reading' || batch.state === 'committing') {
    const { progress } = batch;
    const known = progress && progress.total > 0;
    return (
      <Sheet>
        <Working
          title={t(batch.state === 'committing' ? 'import:writing' : `import:step-${progress?.step ?? 'reading'}`)}
          progress={
            known ? t('import:rows-done', { done: formatNumber(progress.done), total: formatNumber(progress.total) }) : undefined
          }
          done={known ? progress.done / progress.total : undefined}
          note={t('import:nothing-written')}
          stop={batch.state === 'reading' ? { label: t('import:stop'), onClick: () => stop.mutate() } : undefined}
        />
      </Sheet>
    );
  }
  if (batch.state === 'failed') {
    return (
      <Sheet>
        <Failed title={t('import:failed')}>
          {batch.failure.map((issue) => (
            <p key={issue.code}>{finding(issue)}</p>
          ))}
        </Failed>
      </Sheet>
    );
  }
  if (batch.state === 'stopped') {
    return (
      <Sheet>
        <Empty title={t('import:stopped')}>{t('import:nothing-written')}</Empty>
      </Sheet>
    );
  }
  return (
    <>
      {batch.state === 'committed' && sumOf(batch, 'new', 'changed') > 0 ? (
        <Sheet>
          <AllCovered title={t('import:committed')}>{t('import:committed-text')}</AllCovered>
        </Sheet>
      ) : null}
      {batch.state === 'undone' ? (
        <Sheet>
          <Empty title={t('import:undone')}>{t('import:undone-text')}</Empty>
        </Sheet>
      ) : null}
      {batch.state === 'preview' ? <Columns batch={batch} key={batch.version} /> : null}
      {batch.missing.length === 0 ? <PreviewRows batch={batch} /> : null}
    </>
  );
}

function refresh(importId: string): void {
  void queries.invalidateQueries({ queryKey: ['import', importId] });
  void queries.invalidateQueries({ queryKey: ['import-rows', importId] });
  void queries.invalidateQueries({ queryKey: ['imports'] });
}

function useStop(importId: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => client.call(importStop, { params: { importId } }),
    onSuccess: () => {
      refresh(importId);
      void navigate('/import');
    },
  });
}

/** Left what would be written, right the buttons; the primary one is always the next step. */
function Bottom({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation(TEXTS);
  const { id } = batch;
  const stop = useStop(id);
  const commit = useMutation({
    mutationFn: () => client.call(importCommit, { params: { importId: id } }),
    onSettled: () => refresh(id),
  });
  const undo = useMutation({
    mutationFn: (rest: boolean) => client.call(importUndo, { params: { importId: id }, body: { rest } }),
    onSettled: () => refresh(id),
  });
  const bad = sumOf(batch, 'error', 'contradictory');
  const writes = sumOf(batch, 'new', 'changed');
  const error = commit.error ?? undo.error;
  const reason =
    batch.missing.length > 0
      ? t('import:map-first')
      : bad > 0
        ? t('import:correct-first', { bad: formatNumber(bad) })
        : writes === 0
          ? t('import:nothing-new')
          : undefined;
  if (batch.state !== 'preview' && batch.state !== 'committed' && batch.state !== 'committing') return null;
  return (
    <BottomBar
      label={t('import:title')}
      actions={
        batch.state === 'committed' ? (
          <>
            {undo.error ? (
              <Button size="bar" onClick={() => undo.mutate(true)}>
                {t('import:undo-rest')}
              </Button>
            ) : null}
            <Button size="bar" disabled={undo.isPending || undo.error !== null} onClick={() => undo.mutate(false)}>
              {t('import:undo')}
            </Button>
          </>
        ) : (
          <>
            {bad > 0 && batch.missing.length === 0 ? (
              <FileButton size="bar" take={() => client.call(importReturned, { params: { importId: id } })}>
                {t('import:returned')}
              </FileButton>
            ) : null}
            <Button size="bar" onClick={() => stop.mutate()} disabled={commit.isPending}>
              {t('import:drop-preview')}
            </Button>
            <Button
              kind="primary"
              size="bar"
              disabled={reason !== undefined || commit.isPending}
              reason={reason}
              onClick={() => commit.mutate()}
            >
              {commit.isPending ? t('import:writing') : t('import:commit', { count: writes, n: formatNumber(writes) })}
            </Button>
          </>
        )
      }
    >
      {error ? <ProblemState error={error} /> : batch.state === 'preview' ? t('import:nothing-written') : null}
    </BottomBar>
  );
}
