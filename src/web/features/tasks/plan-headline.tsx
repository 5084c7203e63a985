import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type * as z from 'zod';
import type { planRowSchema, planSchema } from '#contract/plans';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Mark } from '../../ui/mark.tsx';
import { Popup } from '../../ui/popup.tsx';
import { ProofLine } from '../../ui/proof-line.tsx';

type Plan = z.output<typeof planSchema>;

/** Ways to compute again: everything anew, what stands preferred, as few moves as possible. */
const AGAIN = [
  { key: 'whole', options: {} },
  { key: 'keep', options: { keep: true } },
  { key: 'fewest', options: { keep: true, fewestMoves: true } },
] as const;

/** Missing, placed, the proof in one line; then what can be done next. */
export function PlanHeadline(props: {
  readonly plan: Plan;
  readonly previous: z.output<typeof planRowSchema> | undefined;
  readonly newest: z.output<typeof planRowSchema> | undefined;
  /** What step 1 still lacks before the plan can be submitted. */
  readonly whyMissing: number;
  /** The task is closed: what stayed empty is a fact, and nothing comes next. */
  readonly over: boolean;
  readonly onCompare: (() => void) | undefined;
  readonly onAgain: (options: { keep?: boolean; fewestMoves?: boolean }) => Promise<void>;
}) {
  const { t } = useTranslation(['tasks', 'plan']);
  const { plan, previous, newest, whyMissing, over, onCompare, onAgain } = props;
  const n = (value: number | null) => formatNumber(value ?? 0);
  const proof =
    plan.gap === 0
      ? t(plan.proof?.scope === 'given-leaders' ? 'headline-proof-optimal-leaders' : 'headline-proof-optimal')
      : plan.proof?.status === 'stopped'
        ? t('headline-proof-stopped')
        : t('headline-proof-bounded', { percent: percent(plan.gap, plan.objective) });
  return (
    <div className="t-headline">
      <p className="t-headline-figures">
        {plan.missing > 0 && over ? (
          <strong>{t('missing-past', { count: plan.missing })}</strong>
        ) : plan.missing > 0 ? (
          <strong className="gap">{t('missing', { count: plan.missing })}</strong>
        ) : (
          <strong className="ok">✓ {t('missing-none')}</strong>
        )}
        <span className="ink2">{plan.missing > 0 ? t('gap-posts', { count: plan.gapPosts }) : ''}</span>
        <strong>{n(plan.placed)}</strong>
        <span className="ink2">
          {t('of-needed', { needed: n(plan.needed) })}
          {plan.leading > 0 ? <span className="t-headline-leading">{t('leading', { count: plan.leading })}</span> : null}
        </span>
      </p>
      <ProofLine
        text={proof}
        verified={plan.proof?.verified ? t('headline-proof-verified') : undefined}
        more={t('headline-proof-numbers')}
        to={`/tasks/${plan.taskId}/plan?plan=${plan.id}&report=yes`}
      />
      <div className="t-headline-actions">
        {onCompare && previous ? <Button onClick={onCompare}>{t('compare-with', { no: previous.versionNo })}</Button> : null}
        {plan.mayEdit ? (
          <Popup className="t-again" label={t('again-how')} face={t('again')} align="end">
            {(close) =>
              AGAIN.map(({ key, options }) => (
                <button
                  key={key}
                  type="button"
                  className="q-menu-item t-again-way"
                  onClick={() => {
                    close();
                    void onAgain(options);
                  }}
                >
                  {t(`again-${key}`)}
                  <span className="second ink2">{t(`again-${key}-note`)}</span>
                </button>
              ))
            }
          </Popup>
        ) : null}
        {newest && newest.versionNo > plan.versionNo ? (
          <Button kind="primary" to={`/tasks/${plan.taskId}/plan`}>
            {t('newest', { no: newest.versionNo })}
          </Button>
        ) : over ? null : (
          <Button kind="primary" to={`/tasks/${plan.taskId}/formation`}>
            {t('next-formation')}
          </Button>
        )}
      </div>
      {plan.notices.length > 0 || plan.mayEdit ? (
        <ul className="t-notices">
          {plan.mayEdit && whyMissing > 0 ? (
            <li>
              <Mark code="check" /> {t('plan-why-open', { count: whyMissing })}{' '}
              <Link to={`/tasks/${plan.taskId}/why`}>{t('plan-why-go')}</Link>
            </li>
          ) : null}
          <li className="ink2">{t('plan-one-day')}</li>
          {plan.notices.map((one) => (
            <li key={`${one.code} ${JSON.stringify(one.params)}`}>
              <Mark code="note" /> {t(`plan:${one.code}`, one.params)}
            </li>
          ))}
          {plan.noticeCount > plan.notices.length ? (
            <li className="ink2">{t('notices-first', { shown: plan.notices.length, count: plan.noticeCount })}</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

function percent(gap: number | null, cost: number | null): string {
  return cost ? (((gap ?? 0) / cost) * 100).toFixed(2) : '0';
}
