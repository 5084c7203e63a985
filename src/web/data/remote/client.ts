import { type AnswerLike, type Client, createClient, ProblemAnswer } from '#contract/client';

/** Language and acting role that go with every request; the shell keeps them current. */
export const requestContext: { language: string; grantId: string | undefined } = { language: 'zh-CN', grantId: undefined };

/**
 * The one way from the console to the server: typed by the route, same origin only, cookies of this origin, an idempotency key on
 * every write that takes one. `crypto.getRandomValues` exists over plain http too, where `randomUUID` does not.
 */
export const client: Client = createClient({
  origin: '',
  fetch: (url, init) =>
    fetch(url, { ...init, credentials: 'same-origin', redirect: 'error' } as RequestInit) as Promise<AnswerLike>,
  now: () => Date.now(),
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  context: () => requestContext,
});

/** Whether the server refused because nobody is signed in (or the session has ended). */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemAnswer && error.problem.code === 'not-signed-in';
}

/** Whether asking again may help: the server was away or busy; a refusal will not change by itself. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof ProblemAnswer) || error.problem.status >= 500;
}
