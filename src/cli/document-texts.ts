import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from './environment.ts';
import { loadTexts, packageRoot, type Texts } from './texts.ts';

/** All texts of a language in one, as documents want them: their keys are unique over the files. */
export function loadDocumentTexts(language: Language): Texts {
  const tables = readdirSync(join(packageRoot, 'texts', language))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => loadTexts(language, name.slice(0, -'.json'.length)));
  return (key, params) => {
    for (const texts of tables) {
      const text = texts(key, params);
      if (text !== key) return text;
    }
    return key;
  };
}
