import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillPlaces } from '#kernel/lib';

const root = join(import.meta.dirname, '../../texts');

/** The texts of one language as the server gives them to documents; a missing key or value throws, so that tests see it. */
export function sayIn(language: 'zh-CN' | 'en') {
  const texts = new Map<string, string>();
  for (const file of readdirSync(join(root, language))) {
    for (const [key, text] of Object.entries(
      JSON.parse(readFileSync(join(root, language, file), 'utf8')) as Record<string, string>,
    )) {
      texts.set(key, text);
    }
  }
  return (key: string, params: Readonly<Record<string, string | number | boolean | null>> = {}): string => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`no text ${language} ${key}`);
    return fillPlaces(text, params, (value, place) => {
      if (value === undefined) throw new Error(`text ${key} needs ${place}`);
      return String(value);
    });
  };
}
