import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import './keys-help.css';

/** The keys by where they work; each row names its keys as they stand on the keyboard. */
const KEYS = {
  everywhere: [
    ['tab', 'Tab', 'Shift+Tab'],
    ['press', 'Enter', 'space'],
    ['part', 'F6', 'Shift+F6'],
    ['search', '/'],
    ['away', 'Esc'],
    ['help', '?'],
  ],
  tree: [
    ['walk', '↑', '↓', '←', '→'],
    ['open', 'Enter'],
    ['ends', 'Home', 'End'],
  ],
  grid: [
    ['cell', '↑', '↓', '←', '→'],
    ['next', 'Tab', 'Shift+Tab'],
    ['edit', 'F2'],
    ['error', 'F8'],
    ['correction', 'Enter'],
    ['paste', 'Ctrl+V'],
    ['leave', 'Esc', 'Tab'],
  ],
  roster: [
    ['shift', '1–9'],
    ['clear', '0'],
    ['carry', 'Enter'],
    ['fix', 'F'],
    ['undo', 'Ctrl+Z'],
  ],
} as const;

/** All keys of the console in one table; Esc closes it and the focus goes back to where it was. */
export default function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('keys');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="q-keys" aria-labelledby="keys-title" onClose={onClose}>
      <header>
        <h2 id="keys-title">{t('title')}</h2>
        <button type="button" className="q-button q-button-link" onClick={() => dialog.current?.close()}>
          {t('close')}
        </button>
      </header>
      <div className="q-keys-groups">
        {(Object.keys(KEYS) as (keyof typeof KEYS)[]).map((group) => (
          <section key={group} aria-labelledby={`keys-${group}`}>
            <h3 id={`keys-${group}`}>{t(group)}</h3>
            <dl>
              {KEYS[group].map(([what, ...keys]) => (
                <div key={what}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key === 'space' ? t('space') : key}</kbd>
                    ))}
                  </dt>
                  <dd>{t(`${group}-${what}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
