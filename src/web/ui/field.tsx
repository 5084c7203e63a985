import { type HTMLInputTypeAttribute, type RefObject, useEffect, useId, useRef } from 'react';
import './field.css';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly name?: string | undefined;
  readonly type?: HTMLInputTypeAttribute | undefined;
  readonly autoComplete?: string | undefined;
  readonly hint?: string | undefined;
  /** What is wrong with the value and what to write instead. */
  readonly error?: string | undefined;
  readonly required?: boolean | undefined;
  readonly placeholder?: string | undefined;
  /** Rows of a longer text; then it is a text area. */
  readonly rows?: number | undefined;
  /** Label only for screen readers: where the place says enough. */
  readonly quietLabel?: boolean | undefined;
  /** It appeared because a press asked for it: it takes the focus. */
  readonly opened?: boolean | undefined;
}

/** A label, a field, a hint and, when needed, what is wrong; all tied together for screen readers. */
export function Field(props: FieldProps) {
  const { label, value, onChange, hint, error, rows, quietLabel, opened, type = 'text', ...rest } = props;
  const id = useId();
  const whole = useRef<HTMLDivElement>(null);
  useOpened(whole, opened);
  const about = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  const shared = {
    id,
    value,
    className: 'q-input',
    'aria-invalid': error ? true : undefined,
    'aria-describedby': about,
    ...rest,
  };
  return (
    <div className="q-field" ref={whole}>
      <label htmlFor={id} className={quietLabel ? 'sr' : undefined}>
        {label}
      </label>
      {rows ? (
        <textarea {...shared} rows={rows} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input {...shared} type={type} onChange={(event) => onChange(event.target.value)} />
      )}
      {hint && !error ? (
        <p id={`${id}-hint`} className="second ink2">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="second gap">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** The field inside takes the focus once, when it was opened by a press. */
export function useOpened(whole: RefObject<HTMLElement | null>, opened: boolean | undefined): void {
  const once = useRef(opened);
  useEffect(() => {
    if (once.current) whole.current?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, [whole]);
}

/** One of a list that the person knows (a form, a kind); for long lists use a search box. */
export function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly name?: string | undefined;
  readonly quietLabel?: boolean | undefined;
}) {
  const { label, value, options, onChange, name, quietLabel } = props;
  const id = useId();
  return (
    <div className="q-field">
      <label htmlFor={id} className={quietLabel ? 'sr' : undefined}>
        {label}
      </label>
      <select id={id} className="q-input" name={name} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
