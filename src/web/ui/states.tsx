import { type ReactNode, useEffect, useState } from 'react';
import { Mark } from './mark.tsx';
import type { MarkCode } from './mark-codes.ts';
import './states.css';

/** Mark, bold line, second line, then what one can do. Every state of a page or a sheet is one of these. */
export function StateLine(props: {
  readonly mark?: MarkCode | undefined;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly alert?: boolean | undefined;
}) {
  return (
    <div className="q-state" role={props.alert ? 'alert' : undefined}>
      {props.mark ? <Mark code={props.mark} /> : null}
      <div>
        <p className="q-state-title">{props.title}</p>
        {props.children ? <div className="q-state-text">{props.children}</div> : null}
        {props.actions ? <div className="q-state-actions">{props.actions}</div> : null}
      </div>
    </div>
  );
}

/** Nothing there yet: what is missing and the button that fills it. */
export function Empty(props: { readonly title: ReactNode; readonly children?: ReactNode; readonly actions?: ReactNode }) {
  return <StateLine {...props} />;
}

/** Nothing missing: one plain line with the time, no celebration. */
export function AllCovered(props: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return <StateLine mark="met" {...props} />;
}

/** Something failed: what happened, whether anything is lost, what to do. Spoken at once. */
export function Failed(props: { readonly title: ReactNode; readonly children?: ReactNode; readonly actions?: ReactNode }) {
  return <StateLine mark="not-saved" alert {...props} />;
}

/** Somebody else changed the same thing: both values, two buttons. */
export function Conflict(props: { readonly title: ReactNode; readonly children?: ReactNode; readonly actions?: ReactNode }) {
  return <StateLine mark="conflict" alert {...props} />;
}

/** Outside one's right: what one can see here and who can help. */
export function NoRight(props: { readonly title: ReactNode; readonly children?: ReactNode; readonly actions?: ReactNode }) {
  return <StateLine mark="limited" {...props} />;
}

/** Grey lines in the place of what is coming, after 300 ms; the same height, so that nothing jumps. */
export function Loading({
  label,
  lines = 3,
  rowHeight,
}: {
  readonly label: string;
  readonly lines?: number;
  readonly rowHeight?: number;
}) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, []);
  const rows = Array.from({ length: lines }, (_, line) => ({ id: `line-${line}`, width: WIDTHS[line % WIDTHS.length] }));
  return (
    <div className={late ? 'q-loading q-loading-late' : 'q-loading'} aria-busy="true">
      <span className="sr" role="status">
        {late ? label : ''}
      </span>
      {rows.map(({ id, width }) => (
        <span
          key={id}
          className="q-loading-line"
          style={{ width: `${width}%`, ...(rowHeight ? { marginBottom: rowHeight - 12 } : {}) }}
        />
      ))}
    </div>
  );
}

const WIDTHS = [62, 88, 46, 74, 55];

/** Faster answers show no placeholder at all: it would only flicker. */
const LATE_MS = 300;

/** A long computation: what is done so far, and a stop that leaves a usable result. */
export function Working(props: {
  readonly title: string;
  readonly progress?: string | undefined;
  /** 0–1; leave it out when the end is not known. */
  readonly done?: number | undefined;
  readonly note?: ReactNode;
  readonly stop?: { readonly label: string; readonly onClick: () => void } | undefined;
}) {
  const { title, progress, done, note, stop } = props;
  return (
    <div className="q-working">
      <p className="q-working-head">
        <b>{title}</b>
        <span role="status">{progress}</span>
      </p>
      <progress className="q-bar" aria-label={title} {...(done === undefined ? {} : { value: done })} max={1} />
      <p className="q-working-foot">
        <span>{note}</span>
        {stop ? (
          <button type="button" className="q-button q-button-link" onClick={stop.onClick}>
            {stop.label}
          </button>
        ) : null}
      </p>
    </div>
  );
}
