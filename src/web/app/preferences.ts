import type { Language } from './i18n.ts';

/** Language and type size. */
export interface Preferences {
  readonly language: Language;
  readonly largeType: boolean;
}

/** What one prefers in this browser. After signing in the account's own choice wins, but for what was chosen just before. */
export interface LocalPreferences extends Preferences {
  /** Chosen while nobody was signed in, or not yet kept with the account: the account that is signed in next takes it over. */
  readonly chosen: Partial<Preferences>;
}

const KEY = 'qunying-preferences';

/** The choice made in this browser; without one the browser's language and normal type. */
export function readPreferences(): LocalPreferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<LocalPreferences>;
    return {
      language: kept.language === 'en' || kept.language === 'zh-CN' ? kept.language : browserLanguage(),
      largeType: kept.largeType === true,
      chosen: kept.chosen ?? {},
    };
  } catch {
    return { language: browserLanguage(), largeType: false, chosen: {} };
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
