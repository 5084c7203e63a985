import { useTranslation } from 'react-i18next';
import { detailLines } from '#contract/trail-detail';

/** What an act was about, part by part, in the words of the reader; what has no word shows as it was recorded. */
export function TrailDetail({ detail }: { readonly detail: unknown }) {
  const { t, i18n } = useTranslation(['accounts', 'shell']);
  // Only codes have a word; what people wrote stays as it is.
  const value = (name: string, text: string) => {
    if (!/^[a-z][a-z-]*$/.test(text)) return text;
    const key = name === 'role' ? `shell:role-${text}` : `accounts:detail-value.${text}`;
    return i18n.exists(key) ? t(key) : text;
  };
  return (
    <dl className="q-trail-detail second">
      {detailLines(detail).map((line) => (
        <div key={line.name}>
          {line.name ? <dt className="ink3">{t(`accounts:detail.${line.name}`, { defaultValue: line.name })}</dt> : null}{' '}
          <dd>{value(line.name, line.text)}</dd>
        </div>
      ))}
    </dl>
  );
}
