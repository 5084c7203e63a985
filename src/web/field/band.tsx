/** @jsxImportSource preact */
import type { Outbox } from '../data/local/outbox.ts';
import type { OutboxEntry } from '../data/local/outbox-rules.ts';
import { sayTime } from './days.ts';
import { language, t } from './texts.ts';

/** What is saved on this device and not sent yet, what was sent just now, and what the server refused with its reason. */
export function Band({ entries, outbox }: { entries: readonly OutboxEntry[]; outbox: Outbox }) {
  const waiting = entries.filter((entry) => entry.state === 'waiting' && entry.tries > 0);
  const sent = entries.filter((entry) => entry.state === 'sent').at(-1);
  const rejected = entries.filter((entry) => entry.state === 'rejected');
  const first = waiting[0];
  const lang = language();
  return (
    <div role="status">
      {first ? (
        <div class="f-band">
          <span class="f-mark f-mark-warn" role="img" aria-label={t('mark-saved-word')}>
            {t('mark-saved')}
          </span>
          <div>
            <p class="f-strong">{t('saved-here')}</p>
            <p class="f-second">{t('saved-at', { time: sayTime(first.savedAt, lang), count: waiting.length })}</p>
          </div>
        </div>
      ) : sent?.sentAt ? (
        <p class="f-note f-ok">✓ {t('sent-at', { time: sayTime(sent.sentAt, lang) })}</p>
      ) : null}
      {rejected.map((entry) => (
        <div key={entry.key} class="f-band">
          <span class="f-mark f-mark-warn" role="img" aria-label={t('mark-returned-word')}>
            {t('mark-returned')}
          </span>
          <div>
            <p class="f-strong">{t('refused')}</p>
            <p class="f-second">{entry.reason}</p>
            <button type="button" class="f-small" onClick={() => void outbox.dismiss(entry.key)}>
              {t('seen')}
            </button>
          </div>
        </div>
      ))}
    </div>
  );
}
