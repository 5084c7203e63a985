import { type Language, loadLanguage } from './texts.ts';

/** Language and type size. */
export interface Choice {
  readonly language: Language;
  readonly largeType: boolean;
}

/** Those of this device; after signing in the account's own, but for what was chosen just before. */
export interface Preferences extends Choice {
  /** Chosen while nobody was signed in, or not yet kept with the account: the account that is signed in next takes it over. */
  readonly chosen: Partial<Choice>;
}

/** The same entry as the console keeps. */
const KEY = 'qunying-preferences';

/** What was chosen on this device; without a choice the browser's language and normal type. */
export function readPreferences(): Preferences {
  const language = navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
  const fallback: Preferences = { language, largeType: false, chosen: {} };
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
    return {
      language: kept.language === 'en' || kept.language === 'zh-CN' ? kept.language : language,
      largeType: kept.largeType === true,
      chosen: kept.chosen ?? {},
    };
  } catch {
    return fallback;
  }
}

/** Puts language and type size on the page and remembers them. */
export async function applyPreferences(next: Preferences): Promise<void> {
  const root = document.documentElement;
  if (next.largeType) root.setAttribute('data-type', 'large');
  else root.removeAttribute('data-type');
  await loadLanguage(next.language);
  keepPreferences(next);
}

/** Remembers them on this device. */
export function keepPreferences(next: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Storage is switched off: the account keeps the choice.
  }
}
