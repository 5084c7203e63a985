import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isPassing, isSignedOut } from './client.ts';

/** The key under which the signed-in account is kept; `null` means nobody. */
export const SESSION_KEY = ['session'] as const;

/** What the pages remember of the server's answers; an ended session brings back the sign-in page wherever it is noticed. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (isSignedOut(error)) queries.setQueryData(SESSION_KEY, null);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => isPassing(error) && count < 2,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
