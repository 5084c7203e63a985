import type { UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';

/** What a form that changes something begins with, and what its submit is checked against. */
export interface Base<T> {
  /** As it was read when the page opened; undefined until it is surely the newest. */
  readonly data: T | undefined;
  /** The version that the next submit counts against. */
  readonly etag: () => string | null;
  /** Reads what is stored now; from then on {@link etag} is its version. */
  readonly newest: () => Promise<T>;
}

/** Holds on to what was read at first: a later reading in the background must not replace what somebody is typing. */
export function useBase<T extends { readonly etag: string | null }>(query: UseQueryResult<T>): Base<T> {
  const first = useRef<T>(undefined);
  const etag = useRef<string | null>(null);
  if (!first.current && query.data && (query.isFetchedAfterMount || !query.isFetching)) {
    first.current = query.data;
    etag.current = query.data.etag;
  }
  return {
    data: first.current,
    etag: () => etag.current,
    newest: async () => {
      const fresh = await query.refetch({ throwOnError: true });
      const data = fresh.data as T;
      etag.current = data.etag;
      return data;
    },
  };
}
