import { useEffect, useId, useState } from 'react';
import { Button } from './button.tsx';
import './pick.css';

/** Something that was chosen, or found. */
export interface Picked {
  readonly id: string;
  readonly name: string;
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
}

/** Wait for a pause in typing before asking: a fast typist makes one request instead of five. */
const PAUSE_MS = 150;

/** Chooses one of thousands by typing: results are buttons below the field, arrows and Enter work as in every list of buttons. */
export function Pick({ label, hint, value, onChange, find, words, error }: PickProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Picked[] | null>(null);
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
          if (!late) setFound([]);
        },
      );
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [text, find]);
  return (
    <div className="q-field q-pick">
      <label htmlFor={id}>{label}</label>
      {value ? (
        <p className="q-pick-value">
          <span id={id}>{value.name}</span>
          <Button kind="link" size="row" onClick={() => onChange(null)} label={`${words.clear} ${label}`}>
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
          {found ? (
            <ul className="q-pick-list">
              {found.length === 0 ? <li className="ink2">{words.none}</li> : null}
              {found.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    onClick={() => {
                      onChange(one);
                      setText('');
                    }}
                  >
                    {one.name}
                    {one.place ? <span className="second ink2"> {one.place}</span> : null}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
        </>
      )}
      {error ? <p className="second gap">{error}</p> : null}
    </div>
  );
}
