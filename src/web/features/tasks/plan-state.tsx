import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { planFile, planNamesFile, type planRowSchema, type planSchema } from '#contract/plans';
import { client } from '../../data/remote/client.ts';
import { FileButton } from '../../ui/file-button.tsx';
import { NamesFile } from '../../ui/names-file.tsx';
import { Reveal } from '../../ui/reveal.tsx';

/** Beside the title: other versions, the workbook, full names for whoever may see them. */
export function PlanState(props: {
  readonly plan: z.output<typeof planSchema>;
  /** Id of the version asked for; it may still be on its way. */
  readonly version: string;
  readonly versions: readonly z.output<typeof planRowSchema>[];
  readonly named: boolean;
  readonly onVersion: (planId: string) => void;
  readonly onReveal: (purpose: string) => Promise<unknown>;
  readonly onHide: () => void;
}) {
  const { t } = useTranslation('tasks');
  const { plan, version, versions, named, onVersion, onReveal, onHide } = props;
  return (
    <span className="t-plan-state">
      {versions.length > 1 ? (
        <select
          className="q-input t-versions"
          aria-label={t('versions')}
          value={version}
          onChange={(event) => onVersion(event.target.value)}
        >
          {versions.map((one) => (
            <option key={one.id} value={one.id}>
              {t(`version-${versionWord(one)}`, { no: one.versionNo, missing: (one.needed ?? 0) - (one.placed ?? 0) })}
            </option>
          ))}
        </select>
      ) : null}
      {plan.mayReveal ? (
        <FileButton kind="link" take={() => client.call(planFile, { params: { planId: plan.id } })}>
          {t('plan-download')}
        </FileButton>
      ) : null}
      {plan.mayReveal ? (
        <>
          <NamesFile
            label={t('names-file')}
            fileName={`${plan.taskTitle} ${plan.versionNo}.xlsx`}
            take={(purpose) =>
              client.call(planNamesFile, { params: { planId: plan.id }, body: { purpose } }).then(({ data }) => data)
            }
          />
          <Reveal shown={named} onReveal={onReveal} onHide={onHide} />
        </>
      ) : null}
    </span>
  );
}

function versionWord(one: z.output<typeof planRowSchema>): 'failed' | 'running' | 'short' | 'full' {
  if (one.state === 'failed') return 'failed';
  if (one.placed === null || one.needed === null) return 'running';
  return one.placed < one.needed ? 'short' : 'full';
}
