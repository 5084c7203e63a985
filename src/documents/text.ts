import { fillPlaces } from '#kernel/lib';

/**
 * How documents get their words: the caller passes the texts of one language. Documents hold no prose of their own.
 * A key that has no text comes back as the key.
 */
export type Say = (key: string, params?: Readonly<Record<string, string | number | boolean | null>>) => string;

/** Says from the texts of one language by key, with `{{param}}` and `{{n, row|rows}}` filled in. */
export function sayFrom(words: ReadonlyMap<string, string>): Say {
  return (key, params = {}) => {
    const text = words.get(key);
    return text === undefined ? key : fillPlaces(text, params, (value) => String(value ?? ''));
  };
}
