/** What benches over HTTP share: signing in to a demo server and ending it. */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { type Client, createClient } from '#contract/client';
import { DEMO_PASSWORD } from '#server/demo-accounts';

/** A client of the API with the cookie that a browser needs for the same account. */
export interface SignedIn extends Client {
  readonly cookie: string;
}

/** Signs in with a demo account; throws with the server's answer when it refuses. */
export async function signIn(url: string, login: string): Promise<SignedIn> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: DEMO_PASSWORD }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${await answer.text()}`);
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  const client = createClient({
    origin: url,
    fetch: (address, init) => fetch(address, { ...init, headers: { ...init.headers, cookie } } as RequestInit),
    now: Date.now,
    random: (count) => randomBytes(count),
    context: () => ({ language: 'zh-CN', grantId: undefined }),
  });
  return { ...client, cookie };
}

/** Asks the process to end and waits until it has. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
