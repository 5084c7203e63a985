import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { join } from './join.ts';
import './steps.css';

export interface Step {
  readonly key: string;
  readonly label: string;
  readonly state: 'done' | 'now' | 'later';
  readonly to?: string | undefined;
}

/** The steps of a wizard: ticks behind, a filled number now, grey numbers ahead; done steps can be opened again. */
export function Steps({ label, items }: { readonly label: string; readonly items: readonly Step[] }) {
  const { t } = useTranslation('ui');
  return (
    <nav aria-label={label} className="q-steps">
      <ol>
        {items.map((step, at) => {
          const body = (
            <>
              <span className="q-step-no" aria-hidden="true">
                {step.state === 'done' ? '✓' : at + 1}
              </span>
              {step.label}
              {step.state === 'done' ? <span className="sr">{t('step-done')}</span> : null}
            </>
          );
          return (
            <li
              key={step.key}
              className={join('q-step', `q-step-${step.state}`)}
              aria-current={step.state === 'now' ? 'step' : undefined}
            >
              {step.to && step.state !== 'now' ? <Link to={step.to}>{body}</Link> : <span>{body}</span>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
