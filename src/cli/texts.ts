import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fillPlaces } from '#kernel/lib';
import type { Language } from './environment.ts';

/** Folder of the package: two levels above both `src/cli` and `dist/cli`. */
export const packageRoot = resolve(import.meta.dirname, '../..');

/** Values of the `{{name}}` places of a text. */
export type TextParams = Readonly<Record<string, string | number | boolean | null>>;

/** Renders a text; an unknown key comes back as itself, so that nothing is hidden. */
export type Texts = (key: string, params?: TextParams) => string;

/** The texts of one namespace, `cli` unless said otherwise. */
export function loadTexts(language: Language, namespace = 'cli'): Texts {
  const table = JSON.parse(readFileSync(join(packageRoot, 'texts', language, `${namespace}.json`), 'utf8')) as Record<
    string,
    string
  >;
  return (key, params = {}) => fill(table[key] ?? key, params);
}

function fill(text: string, params: TextParams): string {
  return fillPlaces(text, params, (value, place) => (value === undefined ? place : String(value)));
}
