import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import type * as z from 'zod';
import {
  actingSet,
  type citySchema,
  cityShow,
  type grantSchema,
  type meSchema,
  preferencesSet,
  sessionClose,
  sessionNow,
} from '#contract/session';
import { client, requestContext } from '../data/remote/client.ts';
import { SESSION_KEY } from '../data/remote/queries.ts';
import { type Language, switchLanguage } from './i18n.ts';
import { useCityWords } from './labels.ts';
import { applyTypeSize, keepPreferences, type LocalPreferences, type Preferences, readPreferences } from './preferences.ts';

/** Who is signed in, as the server says. */
export type Me = z.infer<typeof meSchema>;
/** A role held in an organization. */
export type Grant = z.infer<typeof grantSchema>;
/** The city of this server. */
export type City = z.infer<typeof citySchema>;

export interface Session {
  /** undefined while asking, null when nobody is signed in. */
  readonly me: Me | null | undefined;
  readonly city: City | undefined;
  /** The role that acts now: what the pages show and the server checks. */
  readonly grant: Grant | undefined;
  readonly preferences: Preferences;
  readonly failed: unknown;
  prefer(change: Partial<Preferences>): void;
  actAs(grantId: string): void;
  /** `after` once nobody is signed in here: where the next person begins. */
  signOut(after?: () => void): void;
  retry(): void;
}

const SessionContext = createContext<Session | undefined>(undefined);

/** The session of this page; only below {@link SessionProvider}. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside SessionProvider');
  return session;
}

/** Keeps who is signed in, which role acts, language and type size; changing any of them needs no reload. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const cache = useQueryClient();
  const [preferences, setPreferences] = useState(readPreferences);
  const session = useQuery({ queryKey: SESSION_KEY, queryFn: askWhoIsSignedIn, staleTime: 60_000 });
  const city = useQuery({ queryKey: ['city'], queryFn: async () => (await client.call(cityShow, {})).data, staleTime: 60_000 });
  const me = session.data;
  const grant = me?.grants.find((one) => one.id === me.acting) ?? me?.grants[0];
  requestContext.grantId = grant?.id;
  useCityWords(Boolean(me) && !me?.mustChange);

  const apply = (next: LocalPreferences) => {
    const turned = requestContext.language !== next.language;
    setPreferences(next);
    keepPreferences(next);
    requestContext.language = next.language;
    // Some answers carry words of the server: clauses, titles of rules, a preview of the paper.
    if (turned)
      void cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'city' });
    applyTypeSize(next.largeType);
    void switchLanguage(next.language);
  };

  const saved = me?.preferences;
  const savedKey = saved ? `${me?.accountId} ${saved.language} ${saved.largeType}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the account's own choice, not every render
  useEffect(() => {
    if (!saved) return apply(preferences);
    const { chosen } = preferences;
    apply({ language: saved.language, largeType: saved.largeType, ...chosen, chosen });
    if (Object.keys(chosen).length > 0) keep.mutate({ no: ++choices.current, change: chosen });
  }, [savedKey]);

  const choices = useRef(0);
  /** Nothing that was chosen waits any more. */
  const settle = () =>
    setPreferences((now) => {
      const next = { ...now, chosen: {} };
      keepPreferences(next);
      return next;
    });
  const keep = useMutation({
    // One after the other, and only the answer to the newest choice counts: a slow one must not turn the page back.
    scope: { id: 'preferences' },
    mutationFn: async ({ change }: { no: number; change: { language?: Language; largeType?: boolean } }) =>
      (await client.call(preferencesSet, { body: change })).data,
    onSuccess: (kept, { no }) => {
      if (no !== choices.current) return;
      settle();
      cache.setQueryData<Me | null>(SESSION_KEY, (old) => (old ? { ...old, preferences: kept } : old));
    },
  });
  const act = useMutation({
    mutationFn: async (grantId: string) => (await client.call(actingSet, { body: { grantId } })).data,
    onSuccess: (next) => {
      cache.setQueryData(SESSION_KEY, next);
      requestContext.grantId = next.acting ?? undefined;
      void cache.resetQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'city' });
    },
  });
  const leave = useMutation({
    mutationFn: async () => client.call(sessionClose, {}),
    onSettled: () => {
      settle();
      cache.clear();
      cache.setQueryData(SESSION_KEY, null);
    },
  });

  const value: Session = {
    me,
    city: city.data,
    grant,
    preferences,
    failed: session.error,
    prefer: (change) => {
      // Kept as chosen until the account has it: a page that is left before that sends it the next time.
      const chosen = { ...preferences.chosen, ...change };
      apply({ ...preferences, ...change, chosen });
      if (me) keep.mutate({ no: ++choices.current, change: chosen });
    },
    actAs: (grantId) => act.mutate(grantId),
    signOut: (after) => leave.mutate(undefined, { onSettled: () => after?.() }),
    retry: () => void session.refetch(),
  };
  return <SessionContext value={value}>{children}</SessionContext>;
}

async function askWhoIsSignedIn(): Promise<Me | null> {
  return (await client.call(sessionNow, {})).data.me;
}
