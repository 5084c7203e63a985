import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { moveListFile } from '#contract/list-files-task';
import { planRepair } from '#contract/plan-questions';
import { planCompare, planPreview, type planSchema } from '#contract/plans';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { OpenedSheet } from '../../ui/opened-sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { MovesTable } from './moves-table.tsx';
import type { Gap } from './plan-gaps.tsx';
import { repairText } from './plan-words.ts';

/** Moves shown before one asks for more. */
const AT_ONCE = 50;

/** What the plan is compared with: another version, or itself after a repair. */
export type Compared =
  | { readonly kind: 'version'; readonly id: string; readonly versionNo: number }
  | { readonly kind: 'repair'; readonly gap: Gap; readonly repair: Gap['repairs'][number] };

/** Two plans side by side: an earlier version, or what a repair would bring. Looking changes nothing. */
export function Comparison({
  plan,
  what,
  onDone,
  onClose,
}: {
  readonly plan: z.output<typeof planSchema>;
  readonly what: Compared;
  /** A repair was carried out: the new version. */
  readonly onDone: (planId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['tasks', 'plan', 'ui']);
  const compared = useQuery({
    queryKey: ['comparison', plan.id, what],
    queryFn: async () =>
      what.kind === 'version'
        ? (await client.call(planCompare, { params: { planId: plan.id }, query: { with: what.id } })).data
        : (
            await client.call(planPreview, {
              params: { planId: plan.id },
              body: { postId: what.gap.postId, slot: what.gap.slot, repair: what.repair.index },
            })
          ).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const data = compared.data;
  const [shown, setShown] = useState(AT_ONCE);
  const repair = what.kind === 'repair' ? what.repair : undefined;
  const gap = what.kind === 'repair' ? [what.gap.postName, what.gap.shift].filter(Boolean).join(' ') : undefined;
  const apply = useMutation({
    mutationFn: async (body: { postId: string; slot: number; repair: number }) =>
      (await client.call(planRepair, { params: { planId: plan.id }, body })).data,
    onSuccess: (made) => onDone(made.id),
  });
  return (
    <OpenedSheet
      className="t-compare"
      of={JSON.stringify(what)}
      title={
        what.kind === 'version'
          ? t('compare', { no: plan.versionNo, other: what.versionNo })
          : t('preview', { repair: repairText(t, what.repair), post: gap })
      }
      note={what.kind === 'repair' ? t('preview-note') : undefined}
      close={t('compare-close')}
      onClose={onClose}
    >
      {compared.error ? <ProblemState error={compared.error} retry={() => void compared.refetch()} /> : null}
      {compared.isPending ? <Loading label={t('ui:loading')} /> : null}
      {data ? (
        <>
          <p>
            {t('compare-line', {
              from: data.from.missing,
              to: data.to.missing,
              moved: data.moved,
              added: data.added,
              dropped: data.dropped,
              cost: t(`outcome-cost-${data.rest > 0 ? 'more' : data.rest < 0 ? 'less' : 'same'}`, {
                points: formatNumber(Math.abs(data.rest)),
              }),
            })}
          </p>
          {data.changes.length > 0 && what.kind === 'version' ? (
            <p>
              <ListFile
                name={t('compare', { no: plan.versionNo, other: what.versionNo })}
                take={(format) => client.call(moveListFile, { params: { planId: plan.id }, query: { with: what.id, format } })}
              />
            </p>
          ) : null}
          {data.moves !== 0 ? <p className="second ink2">{t('compare-moves')}</p> : null}
          {gap && data.gapsClosed.length > 0 && !data.gapsClosed.some((one) => one.post === gap) ? (
            <p>{t('preview-elsewhere', { gap, posts: data.gapsClosed.map((one) => one.post).join(t('sep-list')) })}</p>
          ) : null}
          {data.changes.length > 0 ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1)
            <div className="q-scroll t-changes" tabIndex={0}>
              <MovesTable moves={data.changes} most={shown} />
            </div>
          ) : (
            <p className="ink2">{t('compare-same')}</p>
          )}
          {data.changes.length > shown ? (
            <Button kind="link" onClick={() => setShown(shown + AT_ONCE)}>
              {t('compare-more', { count: data.changes.length - shown })}
            </Button>
          ) : null}
          {apply.error ? <ProblemState error={apply.error} /> : null}
          {what.kind === 'repair' && repair && plan.mayEdit ? (
            repair.by === 'task' ? (
              <p className="t-actions">
                <Button
                  size="row"
                  disabled={apply.isPending}
                  onClick={() => apply.mutate({ postId: what.gap.postId, slot: what.gap.slot, repair: repair.index })}
                >
                  {t('repair-do')}
                </Button>
                <span className="second ink2">{t(`repair-does-${repair.kind}`)}</span>
              </p>
            ) : (
              <p className="t-actions">
                <span className="second ink2">{t('repair-unit', { unit: String(repair.params.unit ?? '') })}</span>
                {repair.unitId ? (
                  <Button size="row" to={`/units/${repair.unitId}`}>
                    {t('repair-unit-see', { unit: String(repair.params.unit ?? '') })}
                  </Button>
                ) : null}
              </p>
            )
          ) : null}
        </>
      ) : null}
    </OpenedSheet>
  );
}
