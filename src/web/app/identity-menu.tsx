import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Popup } from '../ui/popup.tsx';
import { visibleMenu } from './entries.ts';
import type { Feature } from './feature.ts';
import { type Grant, useSession } from './session.tsx';

/** "Name, organization, role": all roles the person holds; choosing one changes what the pages show, visible at once. */
export function IdentityMenu({ features, onKeys }: { readonly features: readonly Feature[]; readonly onKeys: () => void }) {
  const { t } = useTranslation([
    'shell',
    ...new Set(features.flatMap((f) => f.menu?.map((m) => m.labelKey.split(':')[0]!) ?? [])),
  ]);
  const { me, grant, actAs, signOut } = useSession();
  const navigate = useNavigate();
  if (!me) return null;
  const acting = (one: Grant) => t('acting', { body: one.body ?? t('whole-city'), role: t(`role-${one.role}`) });
  const links = visibleMenu(features, grant?.role);
  const face = (
    <>
      <b>{me.displayName}</b>
      <span className="q-identity-role">{grant ? acting(grant) : t('no-role')}</span>
      <svg width="10" height="6" viewBox="0 0 10 6" aria-hidden="true">
        <path d="M1 1l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </>
  );
  return (
    <Popup className="q-identity" label={t('identity')} face={face} align="end">
      {(close) => (
        <>
          <p className="q-menu-head">{t(me.grants.length > 1 ? 'act-as' : 'acts-as')}</p>
          <ul>
            {me.grants.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className="q-menu-item"
                  aria-current={one.id === grant?.id ? 'true' : undefined}
                  onClick={() => {
                    if (one.id !== grant?.id) actAs(one.id);
                    close();
                  }}
                >
                  {acting(one)}
                </button>
              </li>
            ))}
          </ul>
          <ul className="q-menu-rest">
            {links.map((entry) => (
              <li key={entry.to}>
                <Link className="q-menu-item" to={entry.to} onClick={close}>
                  {t(entry.labelKey)}
                </Link>
              </li>
            ))}
            <li>
              <button
                type="button"
                className="q-menu-item"
                aria-keyshortcuts="?"
                onClick={() => {
                  close();
                  onKeys();
                }}
              >
                {t('keys')}
                <span className="q-menu-key">?</span>
              </button>
            </li>
            <li>
              <button type="button" className="q-menu-item" onClick={() => signOut(() => void navigate('/', { replace: true }))}>
                {t('sign-out')}
              </button>
            </li>
          </ul>
        </>
      )}
    </Popup>
  );
}
