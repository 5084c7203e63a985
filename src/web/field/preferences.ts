import { type Language, loadLanguage } from './texts.ts';

/** Language and type size of this device; after signing in the account's own. */
export interface Preferences {
  readonly language: Language;
  readonly largeType: boolean;
}

/** The same entry as the console keeps. */
const KEY = 'qunying-preferences';

/** What was chosen on this device; without a choice the browser's language and normal type. */
export function readPreferences(): Preferences {
  const fallback = { language: navigator.language.startsWith('zh') ? 'zh-CN' : 'en', largeType: false } as const;
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
    const language = kept.language === 'en' || kept.language === 'zh-CN' ? kept.language : fallback.language;
    return { language, largeType: kept.largeType === true };
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
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Storage is switched off: the account keeps the choice.
  }
}
