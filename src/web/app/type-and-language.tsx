import { useTranslation } from 'react-i18next';
import { useSession } from './session.tsx';

/** 大字/普通字 and EN/中文: each shows what one gets, both work at once and are kept for the account. */
export function TypeAndLanguage() {
  const { t } = useTranslation('shell');
  const { preferences, prefer } = useSession();
  const other = preferences.language === 'en' ? 'zh-CN' : 'en';
  return (
    <>
      <button type="button" className="q-top-word" onClick={() => prefer({ largeType: !preferences.largeType })}>
        {preferences.largeType ? t('type-normal') : t('type-large')}
      </button>
      <button type="button" className="q-top-word" lang={other} onClick={() => prefer({ language: other })}>
        {t('other-language')}
      </button>
    </>
  );
}
