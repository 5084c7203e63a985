import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import './reveal.css';

/** Asks what the full names are for before they are shown; says that looking leaves a trace. */
export function Reveal({
  shown,
  onReveal,
  onHide,
  button,
}: {
  readonly shown: boolean;
  readonly onReveal: (purpose: string) => Promise<unknown>;
  readonly onHide: () => void;
  readonly button?: boolean | undefined;
}) {
  const { t } = useTranslation('org');
  const [asking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState('');
  const [failed, setFailed] = useState(false);
  const look = button ? 'plain' : 'link';
  if (shown) {
    return (
      <Button kind={look} onClick={onHide}>
        {t('org.names-hide')}
      </Button>
    );
  }
  if (!asking) {
    return (
      <Button kind={look} onClick={() => setAsking(true)}>
        {t('org.names-show')}
      </Button>
    );
  }
  const send = (event: FormEvent) => {
    event.preventDefault();
    onReveal(purpose.trim()).then(
      () => setAsking(false),
      () => setFailed(true),
    );
  };
  return (
    <form className="q-reveal" onSubmit={send}>
      <Field
        label={t('org.names-purpose')}
        value={purpose}
        onChange={setPurpose}
        placeholder={t('org.names-purpose-hint')}
        {...(failed ? { error: t('org.names-failed') } : {})}
      />
      <Button type="submit" size="row" disabled={purpose.trim().length < 2}>
        {t('org.names-do')}
      </Button>
      <Button kind="link" onClick={() => setAsking(false)}>
        {t('org.names-cancel')}
      </Button>
    </form>
  );
}
