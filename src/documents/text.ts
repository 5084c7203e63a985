/**
 * How documents get their words: the caller passes the texts of one language. Documents hold no prose of their own.
 * A key that has no text comes back as the key.
 */
export type Say = (key: string, params?: Readonly<Record<string, string | number | boolean | null>>) => string;
