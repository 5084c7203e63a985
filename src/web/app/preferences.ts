import type { Language } from './i18n.ts';

/** What one prefers before signing in: kept in this browser; after signing in the account's own choice wins. */
export interface LocalPreferences {
  readonly language: Language;
  readonly largeType: boolean;
}

const KEY = 'qunying-preferences';

/** The choice made in this browser; without one the browser's language and normal type. */
export function readPreferences(): LocalPreferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<LocalPreferences>;
    return {
      language: kept.language === 'en' || kept.language === 'zh-CN' ? kept.language : browserLanguage(),
      largeType: kept.largeType === true,
    };
  } catch {
    return { language: browserLanguage(), largeType: false };
  }
}

/** Remembers the choice; a browser that forbids storage simply forgets it. */
export function keepPreferences(preferences: LocalPreferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage is switched off: the account still keeps the choice.
  }
}

/** Puts the type size on the page; every size in tokens.css follows at once. */
export function applyTypeSize(large: boolean): void {
  document.documentElement.toggleAttribute('data-type', large);
  if (large) document.documentElement.setAttribute('data-type', 'large');
}

function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
