import type { Issue } from './issue.ts';

/** Either a value or all issues that stand in its way. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] };

/** A value that nothing stands in the way of. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** No value, with every issue that stands in its way. */
export function refused<T = never>(...issues: readonly Issue[]): Result<T> {
  return { ok: false, issues };
}
