import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OFFERED } from '#contract/search';
import { Button } from './button.tsx';
import { useOpened } from './field.tsx';
import './pick.css';

/** Something that was chosen, or found. */
export interface Picked {
  readonly id: string;
  readonly name: string;
  readonly kind?: string | undefined;
  readonly place?: string | null | undefined;
}

export interface PickProps {
  readonly label: string;
  readonly hint: string;
  readonly value: Picked | null;
  readonly onChange: (value: Picked | null) => void;
  /** Looks up by characters, pinyin or initials. */
  readonly find: (text: string) => Promise<readonly Picked[]>;
  readonly words: { readonly clear: string; readonly none: string };
  readonly error?: string | undefined;
  /** It appeared because a press asked for it: it takes the focus. */
  readonly opened?: boolean | undefined;
}

/** Below the edge of the window nobody sees that something was found. */
const intoSight = (list: HTMLElement | null) => list?.scrollIntoView({ block: 'nearest' });

/** Wait for a pause in typing before asking: a fast typist makes one request instead of five. */
const PAUSE_MS = 150;

/**
 * Chooses one of thousands by typing: results are buttons below the field. Down and Enter go from the field into them, up and down move
 * among them, Escape leaves; Enter in the field never sends the form away. Focus follows what was chosen or taken back.
 */
export function Pick({ label, hint, value, onChange, find, words, error, opened }: PickProps) {
  const id = useId();
  const whole = useRef<HTMLDivElement>(null);
  useOpened(whole, opened);
  const [text, setText] = useState('');
  const [refocus, setRefocus] = useState(false);
  const found = useFound(text, find);
  useEffect(() => {
    if (!refocus) return;
    setRefocus(false);
    whole.current?.querySelector<HTMLElement>(value ? 'button' : 'input')?.focus();
  }, [refocus, value]);
  const choose = (one: Picked | null) => {
    onChange(one);
    setText('');
    setRefocus(true);
  };
  const keys = (event: KeyboardEvent) => {
    const rows = [...(whole.current?.querySelectorAll<HTMLElement>('.q-pick-list button') ?? [])];
    const input = whole.current?.querySelector('input');
    const at = rows.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape' && text !== '') {
      setText('');
      input?.focus();
    } else if (event.key === 'ArrowDown') rows[Math.min(at + 1, rows.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') (at > 0 ? rows[at - 1] : input)?.focus();
    else if (event.key === 'Enter' && at < 0 && event.target === input) rows[0]?.focus();
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys come from the field and the buttons inside
    <div className="q-field q-pick" ref={whole} onKeyDown={keys}>
      <label htmlFor={id}>{label}</label>
      {value ? (
        <p className="q-pick-value">
          <span id={id}>{value.name}</span>
          <Button kind="link" size="row" onClick={() => choose(null)} label={`${words.clear} ${label}`}>
            {words.clear}
          </Button>
        </p>
      ) : (
        <>
          <input
            id={id}
            className="q-input"
            value={text}
            placeholder={hint}
            autoComplete="off"
            aria-invalid={error ? true : undefined}
            onChange={(event) => setText(event.target.value)}
          />
          <Results found={found} none={words.none} choose={choose} />
        </>
      )}
      {error ? <p className="second gap">{error}</p> : null}
    </div>
  );
}

type Found = readonly Picked[] | 'failed' | null;

function useFound(text: string, find: PickProps['find']): Found {
  const [found, setFound] = useState<Found>(null);
  useEffect(() => {
    const typed = text.trim();
    if (typed === '') {
      setFound(null);
      return;
    }
    let late = false;
    const timer = setTimeout(() => {
      find(typed).then(
        (rows) => {
          if (!late) setFound(rows);
        },
        () => {
          if (!late) setFound('failed');
        },
      );
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [text, find]);
  return found;
}

function Results(props: { readonly found: Found; readonly none: string; readonly choose: (one: Picked) => void }) {
  const { t } = useTranslation('ui');
  const { found, none, choose } = props;
  if (found === null) return null;
  if (found === 'failed')
    return (
      <p className="second gap" role="alert">
        {t('pick-failed')}
      </p>
    );
  return (
    <>
      <span className="sr" role="status">
        {found.length === 0 ? none : t('pick-found', { count: found.length })}
      </span>
      <ul className="q-pick-list" ref={intoSight}>
        {found.length === 0 ? <li className="ink2">{none}</li> : null}
        {found.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => choose(one)}>
              {one.name}
              {one.place ? <span className="second ink2"> {one.place}</span> : null}
            </button>
          </li>
        ))}
        {found.length < OFFERED ? null : <li className="second ink2">{t('pick-more')}</li>}
      </ul>
    </>
  );
}
