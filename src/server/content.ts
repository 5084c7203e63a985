import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Languages that every text exists in. */
export const LANGUAGES = ['zh-CN', 'en'] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** What the product ships as data, read once at start. */
export interface Content {
  /** The text of `namespace:key` (file:key) in a language with `{{param}}` filled in; the key itself when there is no such text. */
  text(language: Language, key: string, params?: Readonly<Record<string, unknown>>): string;
}

/** Reads `texts/<lang>/*.json` below the root of the product; throws when a file is no flat object of texts. */
export function loadContent(root: string): Content {
  const texts = new Map(LANGUAGES.map((language) => [language, readTexts(join(root, 'texts', language))]));
  return {
    text(language, key, params = {}) {
      const text = texts.get(language)?.get(key);
      return text === undefined ? key : text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
    },
  };
}

function readTexts(folder: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const parsed: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    for (const [key, value] of Object.entries(parsed as Record<string, unknown>)) {
      if (typeof value !== 'string') throw new Error(`${join(folder, file)}: ${key} is no text`);
      all.set(`${file.slice(0, -'.json'.length)}:${key}`, value);
    }
  }
  return all;
}

/** The language that an Accept-Language header asks for; Chinese unless English comes first. */
export function languageOf(header: string | undefined): Language {
  return /^\s*en\b/i.test(header ?? '') ? 'en' : 'zh-CN';
}
