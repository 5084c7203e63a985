import { keepPreviousData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Loading } from '../ui/states.tsx';
import { ProblemState } from './problem-state.tsx';

/** One answer of a list that comes in pages. */
interface Part<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A list that comes in pages: what has been read so far, in order, and the reading itself. */
export interface PagedList<T, Page = unknown> {
  readonly items: readonly T[];
  /** The page read last, with what stands beside its rows. */
  readonly last: Page | undefined;
  readonly query: UseInfiniteQueryResult;
}

/** Reads a list page by page; another key begins anew while the old rows stay in sight. */
export function usePagedList<T, Page extends Part<T>>(
  key: readonly unknown[],
  read: (page: { readonly cursor?: string }) => Promise<Page & Part<T>>,
  options: { readonly refetchInterval?: number; readonly enabled?: boolean } = {},
): PagedList<T, Page> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    ...options,
  });
  const pages = query.data?.pages;
  return { items: pages?.flatMap((page) => page.items) ?? [], last: pages?.at(-1), query };
}

/** What asks for the next page of such a list; undefined where there is none. */
export function moreOf<T>(list: PagedList<T>): ReactNode {
  return list.query.hasNextPage ? <More list={list} /> : undefined;
}

function More<T>({ list }: { readonly list: PagedList<T> }) {
  const { t } = useTranslation('ui');
  return (
    <Button kind="link" disabled={list.query.isFetchingNextPage} onClick={() => void list.query.fetchNextPage()}>
      {t('show-more')}
    </Button>
  );
}

/** The states of such a list around its rows: failed, loading, what stands there when nothing does, more. */
export function PagedRows<T>(props: {
  readonly list: PagedList<T>;
  readonly label: string;
  /** Shown once the list is read; null when there is nothing to say. */
  readonly empty: ReactNode;
  readonly children: ReactNode;
}) {
  const { query, items } = props.list;
  return (
    <>
      {query.error ? <ProblemState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <Loading label={props.label} lines={6} /> : null}
      {query.data && props.empty ? <Sheet>{props.empty}</Sheet> : null}
      {items.length > 0 ? props.children : null}
      {moreOf(props.list)}
    </>
  );
}
