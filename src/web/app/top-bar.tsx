import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { WORKING_ROLES } from '#contract/roles';
import { SearchBox } from '../ui/search-box.tsx';
import { visibleNav } from './entries.ts';
import type { Feature } from './feature.ts';
import { IdentityMenu } from './identity-menu.tsx';
import { useSession } from './session.tsx';
import { TypeAndLanguage } from './type-and-language.tsx';
import './top-bar.css';

/** The wordmark, six words, search, who acts, type size and language; 48 px high. */
export function TopBar({ features, onKeys }: { readonly features: readonly Feature[]; readonly onKeys: () => void }) {
  const { t } = useTranslation('shell');
  const { grant } = useSession();
  const entries = visibleNav(features, grant?.role);
  // People who administer the machine see no register, so they have nothing to search.
  const works = WORKING_ROLES.some((role) => role === grant?.role);
  const searchPage = works ? features.find((feature) => feature.search)?.search : undefined;
  const words = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the words scroll sideways; the one of the page is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every move to another page
  useEffect(() => {
    const show = () => {
      const [row, here] = [words.current, words.current?.querySelector<HTMLElement>('.active')];
      if (row && here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
    };
    show();
    window.addEventListener('resize', show);
    return () => window.removeEventListener('resize', show);
  }, [pathname]);
  return (
    <header className="q-top">
      <span className="q-wordmark">{t('wordmark')}</span>
      <nav ref={words} aria-label={t('main-navigation')}>
        {entries.map((entry) => (
          <NavLink key={entry.key} to={entry.to} end={entry.to === '/'}>
            {t(`nav-${entry.key}`)}
          </NavLink>
        ))}
      </nav>
      <div className="q-top-right">
        {searchPage ? <TopSearch page={searchPage} /> : null}
        <IdentityMenu features={features} onKeys={onKeys} />
        <TypeAndLanguage />
      </div>
    </header>
  );
}

function TopSearch({ page }: { readonly page: string }) {
  const { t } = useTranslation('shell');
  const [text, setText] = useState('');
  const navigate = useNavigate();
  return (
    <div className="q-top-search">
      <SearchBox
        label={t('search')}
        placeholder={t('search-hint')}
        value={text}
        onChange={setText}
        // In the state of the page and not in its address: it may be the name of a person.
        onSubmit={(value) => value && void navigate(page, { state: { q: value } })}
        slash
      />
    </div>
  );
}
