import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { planRowSchema, planSchema } from '#contract/plans';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { ProofLine } from '../../ui/proof-line.tsx';

type Plan = z.output<typeof planSchema>;

/** Missing, placed, the proof in one line; then what can be done next. */
export function PlanHeadline(props: {
  readonly plan: Plan;
  readonly previous: z.output<typeof planRowSchema> | undefined;
  readonly fileUrl: string;
  readonly onCompare: (() => void) | undefined;
  readonly onAgain: (options: { keep?: boolean; fewestMoves?: boolean }) => Promise<void>;
}) {
  const { t } = useTranslation('tasks');
  const { plan, previous, fileUrl, onCompare, onAgain } = props;
  const [how, setHow] = useState('whole');
  const n = (value: number | null) => formatNumber(value ?? 0, 'table');
  const proof =
    plan.gap === 0
      ? t(plan.proof?.scope === 'given-leaders' ? 'proof-optimal-leaders' : 'proof-optimal', {
          cost: n(plan.objective),
          bound: n(plan.bound),
          seconds: (plan.seconds ?? 0).toFixed(2),
        })
      : plan.proof?.status === 'stopped'
        ? t('proof-stopped', { cost: n(plan.objective), seconds: (plan.seconds ?? 0).toFixed(2) })
        : t('proof-bounded', { percent: percent(plan.gap, plan.objective), seconds: (plan.seconds ?? 0).toFixed(2) });
  return (
    <div className="t-headline">
      <p className="t-headline-figures">
        {plan.missing > 0 ? (
          <strong className="gap">{t('missing', { count: plan.missing })}</strong>
        ) : (
          <strong className="ok">✓ {t('missing-none')}</strong>
        )}
        <span className="ink2">{plan.missing > 0 ? t('gap-posts', { count: plan.gapPosts }) : ''}</span>
        <strong>{n(plan.placed)}</strong>
        <span className="ink2">{t('of-needed', { needed: n(plan.needed) })}</span>
      </p>
      <ProofLine text={proof} verified={plan.proof?.verified ? t('proof-verified') : undefined} />
      <div className="t-headline-actions">
        <Button href={fileUrl}>{t('plan-download')}</Button>
        {onCompare && previous ? <Button onClick={onCompare}>{t('compare-with', { no: previous.versionNo })}</Button> : null}
        {plan.mayEdit ? (
          <>
            <select
              className="q-input t-how"
              aria-label={t('again-how')}
              value={how}
              onChange={(event) => setHow(event.target.value)}
            >
              <option value="whole">{t('again-whole')}</option>
              <option value="keep">{t('again-keep')}</option>
              <option value="fewest">{t('again-fewest')}</option>
            </select>
            <Button onClick={() => void onAgain(how === 'whole' ? {} : { keep: true, fewestMoves: how === 'fewest' })}>
              {t('again')}
            </Button>
          </>
        ) : null}
        <Button kind="primary" to={`/tasks/${plan.taskId}/formation`}>
          {t('next-formation')}
        </Button>
      </div>
    </div>
  );
}

function percent(gap: number | null, cost: number | null): string {
  return cost ? (((gap ?? 0) / cost) * 100).toFixed(2) : '0';
}
