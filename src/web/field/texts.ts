import { fillPlaces, formatNumber } from '#kernel/lib';

/** The languages of the field page. */
export type Language = 'zh-CN' | 'en';

const files = import.meta.glob<Record<string, string>>('../../../texts/*/field.json', { import: 'default' });
let texts: Readonly<Record<string, string>> = {};
let current: Language = 'zh-CN';

/** Loads the texts of a language; from then on {@link t} speaks it. */
export async function loadLanguage(language: Language): Promise<void> {
  texts = (await files[`../../../texts/${language}/field.json`]?.()) ?? {};
  current = language;
  document.documentElement.lang = language;
}

/** The language in use. */
export function language(): Language {
  return current;
}

/** The name of a shift in the language in use; a name of the city's own stays as it was typed. */
export function shiftName(shift: string): string {
  return texts[`field-shift.${shift}`] ?? shift;
}

/** A text with its values, numbers with their thousands comma; English plurals by the keys `…_one` and `…_other`, as i18next writes them. */
export function t(key: string, params: Readonly<Record<string, string | number>> & { readonly count?: number } = {}): string {
  const count = params.count;
  const plural = typeof count === 'number' ? texts[`${key}_${new Intl.PluralRules(current).select(count)}`] : undefined;
  const text = plural ?? texts[key] ?? key;
  return fillPlaces(text, params, (value) => (typeof value === 'number' ? formatNumber(value) : String(value ?? '')));
}
