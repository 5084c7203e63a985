import type { ReactNode } from 'react';
import './bottom-bar.css';

/** Fixed at the bottom of wizard and approval: left what is saved or missing, right the buttons. Give it to `Page` as `bottom`. */
export function BottomBar({
  label,
  children,
  actions,
}: {
  readonly label: string;
  readonly children?: ReactNode;
  readonly actions: ReactNode;
}) {
  return (
    <section className="q-bottom" aria-label={label}>
      <div className="q-bottom-status" role="status">
        {children}
      </div>
      <div className="q-bottom-actions">{actions}</div>
    </section>
  );
}

export interface ApprovalStep {
  readonly key: string;
  readonly label: string;
  readonly state: 'done' | 'now' | 'later';
}

/** The drafter's four steps for the left side of the bar: drafted, rules checked, approved by whom, in force. */
export function ApprovalSteps({ items }: { readonly items: readonly ApprovalStep[] }) {
  return (
    <ol className="q-approval-steps">
      {items.map((step) => (
        <li key={step.key} className={`q-approval-${step.state}`} aria-current={step.state === 'now' ? 'step' : undefined}>
          {step.state === 'done' ? <span className="ok">✓ </span> : null}
          {step.label}
        </li>
      ))}
    </ol>
  );
}
