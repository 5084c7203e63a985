import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { planProblem, type planSchema } from '#contract/plans';
import { client } from '../../data/remote/client.ts';
import { Facts } from '../../ui/facts.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { OpenedSheet } from '../../ui/opened-sheet.tsx';

const DOCUMENTS = ['problem', 'plan', 'verification'] as const;

/** What the independent verifier found, how the bound was proved, and the three documents to check it elsewhere. */
export function PlanReport({ plan, onClose }: { readonly plan: z.output<typeof planSchema>; readonly onClose: () => void }) {
  const { t } = useTranslation(['tasks', 'plan']);
  const { proof } = plan;
  if (!proof) return null;
  const empty = plan.missing * (plan.emptyPlace ?? 0);
  const n = (value: number | null) => formatNumber(value ?? 0);
  return (
    <OpenedSheet
      className="t-report"
      of={plan.id}
      title={t('report')}
      note={proof.verified ? <span className="ok">✓ {t('report-good')}</span> : <span className="gap">{t('report-bad')}</span>}
      close={t('compare-close')}
      onClose={onClose}
    >
      <p className="second ink2">{t('report-lead')}</p>
      <p className="second ink2">{t('report-points')}</p>
      <Facts
        items={[
          { label: t('report-placed', { count: plan.placed ?? 0 }), value: n((plan.objective ?? 0) - empty) },
          { label: t('report-empty', { count: plan.missing, each: n(plan.emptyPlace) }), value: n(empty) },
          { label: t('report-cost'), value: n(plan.objective) },
          { label: t('report-bound'), value: n(plan.bound) },
          { label: t('report-gap'), value: n(plan.gap) },
          { label: t('report-seconds'), value: t('report-in-seconds', { seconds: (plan.seconds ?? 0).toFixed(2) }) },
          { label: t('report-proved'), value: t(`report-by-${proof.by}`) },
          { label: t('report-scope'), value: t(`report-scope-${proof.scope}`) },
          { label: t('report-method'), value: t(`report-method-${proof.method}`) },
          { label: t('report-pairs'), value: n(proof.arcs) },
        ]}
      />
      {plan.verificationCount > plan.verification.length ? (
        <p className="second ink2">{t('report-first', { shown: plan.verification.length, count: plan.verificationCount })}</p>
      ) : null}
      {plan.verification.length > 0 ? (
        <ul className="t-missing">
          {plan.verification.map((issue) => (
            <li key={`${issue.code} ${issue.path.join('/')}`}>{t(`plan:${issue.code}`, issue.params)}</li>
          ))}
        </ul>
      ) : null}
      <p className="t-actions">
        <span className="second ink2">{t('report-documents')}</span>
        {DOCUMENTS.map((kind) => (
          <FileButton key={kind} kind="link" take={() => client.call(planProblem, { params: { planId: plan.id, kind } })}>
            {t(`report-${kind}`)}
          </FileButton>
        ))}
      </p>
    </OpenedSheet>
  );
}
