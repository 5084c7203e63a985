import { useTranslation } from 'react-i18next';

/** A name as the reader may see it: masked (张**) unless it was revealed; a screen reader hears that it is masked. */
export function Masked({ name }: { readonly name: string }) {
  const { t } = useTranslation('ui');
  if (!name.includes('*')) return <span className="q-name">{name}</span>;
  return (
    <span className="q-name">
      {name}
      <span className="sr">{t('masked')}</span>
    </span>
  );
}
