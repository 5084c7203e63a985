import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { planSchema } from '#contract/plans';
import { useIssueText } from '../../app/problem-state.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Failed } from '../../ui/states.tsx';

/** While it is computed: what is done so far and a way to stop with a usable result; or why it failed and what to do. */
export function PlanRunning({
  plan,
  onStop,
  onAgain,
}: {
  readonly plan: z.output<typeof planSchema>;
  readonly onStop: () => void;
  readonly onAgain: () => void;
}) {
  const { t } = useTranslation('tasks');
  const issueText = useIssueText();
  if (plan.state === 'failed') {
    const code = plan.failure?.code ?? 'plan-broke';
    return (
      <Sheet>
        <Failed title={t(`failed-${code}`)} actions={<Button onClick={onAgain}>{t('again')}</Button>}>
          {plan.issues.length > 0 ? (
            <ul>
              {plan.issues.map((issue) => (
                <li key={`${issue.code} ${issue.path.join('/')}`}>{issueText(issue)}</li>
              ))}
            </ul>
          ) : plan.failure?.reference ? (
            t('failed-text-reference', { reference: plan.failure.reference })
          ) : (
            t('failed-text')
          )}
        </Failed>
      </Sheet>
    );
  }
  const { progress } = plan;
  return (
    <Sheet>
      <div role="status" className="t-working">
        <p>
          <strong>{t(plan.state === 'queued' ? 'working-queued' : 'working')}</strong>
        </p>
        <p className="ink2">
          {progress ? t(`doing-${progress.stage}`, { round: progress.round, found: progress.found }) : t('working-text')}
        </p>
        <Button onClick={onStop}>{t('stop')}</Button>
      </div>
    </Sheet>
  );
}
