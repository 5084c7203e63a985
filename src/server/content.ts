import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillPlaces } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import type { RuleContent } from '#kernel/rules';
import { loadPacks } from './packs.ts';
import { loadRuleContent } from './rule-content.ts';

/** Languages that every text exists in. */
export const LANGUAGES = ['zh-CN', 'en'] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** What the product ships as data, read once at start. */
export interface Content {
  /** The text of `namespace:key` (file:key) in a language with `{{param}}` filled in; the key itself when there is no such text. */
  text(language: Language, key: string, params?: Readonly<Record<string, unknown>>): string;
  /** Texts of one language by their bare key, whatever the file: what documents are given. Bare keys are unique over all files. */
  say(language: Language): (key: string, params?: Readonly<Record<string, unknown>>) => string;
  /** The texts behind {@link Content.say}, for a worker thread. */
  words(language: Language): ReadonlyMap<string, string>;
  /** Skills the product has names for: code -> its names in all languages. */
  readonly skills: ReadonlyMap<string, readonly string[]>;
  /** Scenario packs by id. */
  readonly packs: ReadonlyMap<string, Pack>;
  /** Rulebooks, function table, basis library, historical sets. */
  readonly rules: RuleContent;
}

/** Reads `texts/<lang>/*.json` below the root of the product; throws when a file is no flat object of texts. */
export function loadContent(root: string): Content {
  const texts = new Map(LANGUAGES.map((language) => [language, readTexts(join(root, 'texts', language))]));
  const rules = loadRuleContent(join(root, 'rulebooks'));
  if (!rules.ok) throw new Error(`rulebooks: ${JSON.stringify(rules.issues)}`);
  const bare = new Map(LANGUAGES.map((language) => [language, bareKeys(texts.get(language)!)]));
  const fill = (text: string, params: Readonly<Record<string, unknown>>) =>
    fillPlaces(text, params, (value) => String(value ?? ''));
  return {
    text(language, key, params = {}) {
      const text = texts.get(language)?.get(key);
      return text === undefined ? key : fill(text, params);
    },
    say:
      (language) =>
      (key, params = {}) => {
        const text = bare.get(language)?.get(key);
        return text === undefined ? key : fill(text, params);
      },
    words: (language) => bare.get(language)!,
    skills: loadSkillNames(root),
    packs: loadPacks(root),
    rules: rules.value,
  };
}

/** Names of skills in all languages by code, from `texts/<lang>/skills.json`. */
export function loadSkillNames(root: string): Map<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const language of LANGUAGES) {
    const texts = JSON.parse(readFileSync(join(root, 'texts', language, 'skills.json'), 'utf8')) as Record<string, string>;
    for (const [key, name] of Object.entries(texts)) {
      const code = key.slice(key.indexOf('.') + 1);
      names.set(code, [...(names.get(code) ?? []), name]);
    }
  }
  return names;
}

function bareKeys(texts: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...texts].map(([key, text]) => [key.slice(key.indexOf(':') + 1), text]));
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
