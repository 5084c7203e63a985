import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from './session.tsx';
import { TypeAndLanguage } from './type-and-language.tsx';
import './top-bar.css';

/** The bar of pages without navigation: name, city, type and language; `children` stand before these. */
export function GuestBar({ children }: { readonly children?: ReactNode }) {
  const { t } = useTranslation('shell');
  const { city } = useSession();
  return (
    <header className="q-top">
      <span className="q-wordmark">{t('wordmark')}</span>
      <span className="ink2">{city?.name}</span>
      <div className="q-top-right">
        {children}
        <TypeAndLanguage />
      </div>
    </header>
  );
}
