import { type MouseEvent, type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import { join } from './join.ts';
import './button.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly kind?: 'primary' | 'plain' | 'link' | undefined;
  /** row 28 px, normal 32 px, bar 36 px; all 60 px in large type. */
  readonly size?: 'row' | 'normal' | 'bar' | undefined;
  /** Where it leads; then it is a link. */
  readonly to?: string | undefined;
  readonly onClick?: (() => void) | undefined;
  readonly type?: 'button' | 'submit' | undefined;
  readonly disabled?: boolean | undefined;
  /** Why it cannot be used now; shown beside it, because a grey button without a reason is a riddle. */
  readonly reason?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly label?: string | undefined;
}

/**
 * A verb to press. One primary button a page: the next step of the work. A button that becomes unusable while it has the focus keeps it and
 * is said to be unusable: switched off at once, it would leave whoever works with keys nowhere.
 */
export function Button(props: ButtonProps) {
  const { children, kind = 'plain', size = 'normal', to, onClick, type = 'button', disabled, reason, pressed, label } = props;
  const reasonId = useId();
  const [focused, setFocused] = useState(false);
  const className = join('q-button', `q-button-${kind}`, `q-button-${size}`);
  if (to !== undefined && to !== '/field' && !disabled)
    return (
      <Link className={className} to={to} aria-label={label} onClick={onClick}>
        {children}
      </Link>
    );
  // The phone page is a document of its own, outside the routes of the console.
  if (to === '/field' && !disabled)
    return (
      <a className={className} href={to} aria-label={label}>
        {children}
      </a>
    );
  const held = Boolean(disabled) && focused;
  const press = (event: MouseEvent) => {
    if (held) event.preventDefault();
    else onClick?.();
  };
  const button = (
    <button
      className={className}
      type={type === 'submit' ? 'submit' : 'button'}
      disabled={disabled && !focused}
      aria-disabled={held ? true : undefined}
      onClick={press}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      aria-pressed={pressed}
      aria-label={label}
      aria-describedby={reason ? reasonId : undefined}
    >
      {children}
    </button>
  );
  if (!reason) return button;
  return (
    <span className="q-button-with-reason">
      <span id={reasonId} className="second ink2">
        {reason}
      </span>
      {button}
    </span>
  );
}
