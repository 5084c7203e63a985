import i18next, { type BackendModule, type FormatterModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { formatNumber, formatPlace } from '#kernel/lib';
import { formatDay, formatTime, formatWeekday, spanParts } from '../ui/format.ts';

/** The languages of the interface; Chinese first. */
export const LANGUAGES = ['zh-CN', 'en'] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** One chunk for each namespace and language: nobody loads a text he does not read. */
const files = import.meta.glob<Record<string, string>>(
  ['../../../texts/*/*.json', '!../../../texts/*/{cli,official,plan-sheets,field}.json'],
  { import: 'default' },
);

/** Needed by the shell itself; they come before the first paint, so that no key ever shows. */
const CORE = ['ui', 'time', 'shell', 'problems', 'skills', 'shifts'];

/** Every namespace with texts about findings in data: `issues` and `issues-<area>`. */
export const ISSUE_NAMESPACES: readonly string[] = [
  ...new Set(Object.keys(files).flatMap((path) => /\/(issues[\w-]*)\.json$/.exec(path)?.[1] ?? [])),
];

/** Words of the city in place of the standard ones, by `language/namespace`. */
let cityWords: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map();

const withCityWords = (path: string, texts: Record<string, string>): Record<string, string> => ({
  ...texts,
  ...cityWords.get(path),
});

const backend: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    const load = files[`../../../texts/${language}/${namespace}.json`];
    if (!load) {
      done(new Error(`no texts ${language}/${namespace}`), false);
      return;
    }
    load().then(
      (texts) => done(null, withCityWords(`${language}/${namespace}`, texts)),
      (error: Error) => done(error, false),
    );
  },
};

/** Loads the core texts of a language and makes `t('namespace:key')` work; other namespaces load when a page asks for them. */
export async function startTexts(language: Language): Promise<void> {
  await i18next
    .use(backend)
    .use(formatter)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      ns: CORE,
      defaultNS: 'shell',
      fallbackNS: [],
      keySeparator: false,
      interpolation: { escapeValue: false, alwaysFormat: true },
      react: { useSuspense: true, bindI18nStore: 'added' },
    });
  document.documentElement.lang = language;
}

/** Lets renamed words appear everywhere, in texts that are loaded and in those that will be; what is no longer renamed gets its own word back. */
export async function applyCityWords(words: ReadonlyMap<string, Readonly<Record<string, string>>>): Promise<void> {
  const touched = new Set([...cityWords.keys(), ...words.keys()]);
  cityWords = words;
  for (const path of touched) {
    const [language, namespace] = path.split('/') as [Language, string];
    if (!i18next.hasResourceBundle(language, namespace)) continue;
    const texts = await standardTexts(language, namespace);
    i18next.addResourceBundle(language, namespace, withCityWords(path, texts), true, true);
  }
}

/** The texts of the product as shipped, whatever the city renamed. */
export async function standardTexts(language: Language, namespace: string): Promise<Record<string, string>> {
  return (await files[`../../../texts/${language}/${namespace}.json`]?.()) ?? {};
}

/**
 * What texts may write behind the comma of a place: `{{at, day}}`, `{{at, time}}`, `{{at, weekday}}`, `{{ms, span}}`, `{{n, number}}`,
 * `{{n, person|people}}`, `{{word, skill}}`. A number without any of them gets its thousands comma too.
 */
function sayPlace(value: unknown, format: string | undefined, lang = 'zh-CN'): string {
  switch (format) {
    case 'day':
      return formatDay(value as string, lang);
    case 'time':
      return formatTime(value as string, lang);
    case 'weekday':
      return formatWeekday(value as string, lang);
    case 'span': {
      const { key, params } = spanParts(value as number);
      return i18next.t(key, { ...params, lng: lang });
    }
    case 'skill':
      return skillWord(value as string, lang);
    default:
      return formatPlace(value, format) ?? (typeof value === 'number' ? formatNumber(value) : (value as string));
  }
}

const formatter: FormatterModule = {
  type: 'formatter',
  init() {},
  add() {},
  addCached() {},
  format: (value, format, lang) => sayPlace(value, format, lang),
};

/** Switches the language in place: texts of the other language load, nothing typed is lost. */
export async function switchLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** A skill in the reader's language; a word that is no known skill stays as it was typed. */
export function skillWord(skill: string, lang: string = i18next.language): string {
  return i18next.t(`skills:skill.${skill}`, { lng: lang, defaultValue: skill });
}

/** The name of a shift in the reader's language; a name of the city's own stays as it was typed. */
export function shiftWord(shift: string, lang: string = i18next.language): string {
  return i18next.t(`shifts:shift.${shift}`, { lng: lang, defaultValue: shift });
}

/** A letter or two for a shift in a narrow cell: 早 for 早班, M for Morning; a name of the city's own without its 班. */
export function shiftLetter(shift: string, lang: string = i18next.language): string {
  const plain = shift.length > 1 ? shift.replace(/班$/, '') : shift;
  return i18next.t(`shifts:shift-letter.${shift}`, { lng: lang, defaultValue: plain });
}
