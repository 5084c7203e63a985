import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import './reveal.css';

/** Fewest characters that say what names are for. */
const LEAST = 2;

/** A file with full names: asks what it is for first; the server writes down who took it and why. */
export function NamesFile({
  label,
  address,
  button,
}: {
  readonly label: string;
  /** Address of the file for a purpose. */
  readonly address: (purpose: string) => string;
  readonly button?: boolean | undefined;
}) {
  const { t } = useTranslation('org');
  const [asking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState('');
  if (!asking) {
    return (
      <Button kind={button ? 'plain' : 'link'} onClick={() => setAsking(true)}>
        {label}
      </Button>
    );
  }
  const said = purpose.trim();
  const close = () => {
    setAsking(false);
    setPurpose('');
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (said.length < LEAST) return;
    event.currentTarget.querySelector<HTMLAnchorElement>('a')?.click();
  };
  return (
    <form className="q-reveal" onSubmit={send} aria-label={label}>
      <Field
        label={t('org.names-file-purpose')}
        value={purpose}
        onChange={setPurpose}
        placeholder={t('org.names-purpose-hint')}
        quietLabel
      />
      {said.length < LEAST ? (
        <Button size="row" disabled>
          {t('org.names-file-do')}
        </Button>
      ) : (
        <Button size="row" href={address(said)} onClick={() => setTimeout(close)}>
          {t('org.names-file-do')}
        </Button>
      )}
      <Button kind="link" onClick={close}>
        {t('org.names-cancel')}
      </Button>
      <span className="second ink2">{t('org.names-file-note')}</span>
    </form>
  );
}
