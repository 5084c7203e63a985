import type { Language } from './environment.ts';
import { loadTexts } from './texts.ts';

/** What the operating system says most often about a file, a folder or an address; anything else stays in its own words. */
const KNOWN = new Set([
  'ENOENT',
  'EACCES',
  'EPERM',
  'EISDIR',
  'ENOTDIR',
  'EEXIST',
  'EROFS',
  'ENOSPC',
  'ENAMETOOLONG',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
]);

/** The reason of a failure in the reader's language, where its cause is one of those; undefined otherwise. */
export function reasonOf(cause: unknown, language: Language): string | undefined {
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' && KNOWN.has(code) ? loadTexts(language)(`reason.${code}`) : undefined;
}
