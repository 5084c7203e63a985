import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { saveFile } from './save-file.ts';
import './reveal.css';

/** Fewest characters that say what names are for. */
const LEAST = 2;

/** A file with full names: asks what it is for first; the server writes down who took it and why. The purpose goes in the request, never in an address. */
export function NamesFile({
  label,
  fileName,
  take,
  button,
}: {
  readonly label: string;
  /** Name under which the file is saved. */
  readonly fileName: string;
  /** The bytes of the file for a purpose. */
  readonly take: (purpose: string) => Promise<Uint8Array>;
  readonly button?: boolean | undefined;
}) {
  const { t } = useTranslation('org');
  const [asking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
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
    setFailed(false);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (said.length < LEAST) return;
    setBusy(true);
    take(said)
      .then((bytes) => {
        saveFile(bytes, fileName);
        close();
      })
      .catch(() => setFailed(true))
      .finally(() => setBusy(false));
  };
  return (
    <form className="q-reveal" onSubmit={send} aria-label={label}>
      <Field
        label={t('org.names-file-purpose')}
        value={purpose}
        onChange={setPurpose}
        placeholder={t('org.names-purpose-hint')}
        quietLabel
        {...(failed ? { error: t('org.names-file-failed') } : {})}
      />
      <Button type="submit" size="row" disabled={busy || said.length < LEAST}>
        {t('org.names-file-do')}
      </Button>
      <Button kind="link" onClick={close}>
        {t('org.names-cancel')}
      </Button>
      <span className="second ink2">{t('org.names-file-note')}</span>
    </form>
  );
}
