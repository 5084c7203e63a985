import { type FormEvent, useEffect, useRef } from 'react';
import { restOn } from './keep-focus.ts';
import './search-box.css';

export interface SearchBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSubmit?: ((value: string) => void) | undefined;
  /** The page's main search takes the key `/` from anywhere outside a field. */
  readonly slash?: boolean | undefined;
  readonly name?: string | undefined;
}

/** Looks up names by characters, pinyin or initials. */
export function SearchBox({ label, placeholder, value, onChange, onSubmit, slash, name }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const from = useRef<Element>(null);
  useEffect(() => {
    if (!slash) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      from.current = document.activeElement;
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [slash]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.(value.trim());
  };
  /** Back to where the key was pressed; to the page when there is nothing to go back to. */
  const leave = () => {
    const back = from.current;
    from.current = null;
    const to = back instanceof HTMLElement && back.isConnected && back !== document.body ? back : document.querySelector('main');
    if (to) restOn(to);
  };
  return (
    <search className="q-search">
      <form onSubmit={submit}>
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
          <circle cx="5.7" cy="5.7" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="M9 9l4 4" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
        </svg>
        <input
          ref={input}
          type="search"
          name={name ?? 'q'}
          aria-label={label}
          placeholder={placeholder}
          value={value}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            if (value) onChange('');
            else leave();
          }}
        />
        {slash ? <span className="q-key">/</span> : null}
      </form>
    </search>
  );
}

/** Whether the key belongs to a field the person is writing in. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
