import type * as z from 'zod';
import type { myDutyList } from '#contract/me';
import type { ProblemBody } from '#contract/problems';
import type { cityShow, demoAccountList, sessionOpen } from '#contract/session';
import { uuidV7 } from '#kernel/lib';
import type { OutboxEntry, OutboxReply } from '../data/local/outbox-rules.ts';
import { dayOf, saidDays } from './days.ts';
import { language, t } from './texts.ts';

/** Who is signed in. */
export type Me = z.infer<typeof sessionOpen.response>;
/** My duties with the time they were read. */
export type Duties = z.infer<typeof myDutyList.response>;
/** The city of this server. */
export type City = z.infer<typeof cityShow.response>;
/** The accounts of a demo city. */
export type DemoAccounts = z.infer<typeof demoAccountList.response>;

/** The server refused; the title is in the reader's language. */
export class Refused extends Error {
  readonly problem: ProblemBody;
  constructor(problem: ProblemBody) {
    super(issueText(problem) ?? problem.title);
    this.problem = problem;
  }
}

/** The first finding in the words of this page, where it has them. */
function issueText(problem: ProblemBody): string | undefined {
  const issue = problem.issues?.[0];
  const text = issue && t(`issue-${issue.code}`, saidDays(issue.params, dayOf(new Date()), language()));
  return text === `issue-${issue?.code}` ? undefined : text;
}

/** Calls the server of this origin. Throws {@link Refused}, or the error of fetch without a network. Types only from the contract: its schemas would weigh more than the page. */
export async function call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, key?: string): Promise<T> {
  const answer = await request(method, path, body, key);
  if (!answer.ok) throw new Refused(await problemOf(answer));
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** A fresh key: the same write sent twice is done once. */
export function newKey(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

/** One try of the outbox. */
export async function send(entry: OutboxEntry): Promise<OutboxReply> {
  const answer = await request('POST', entry.path, entry.body, entry.key);
  if (answer.ok) return { status: answer.status };
  const problem = await problemOf(answer);
  return { status: answer.status, reason: new Refused(problem).message, wait: Number(answer.headers.get('retry-after')) || 0 };
}

function request(method: string, path: string, body: unknown, key: string | undefined): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language() };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (key) headers['idempotency-key'] = key;
  const init: RequestInit = { method, headers, credentials: 'same-origin', signal: AbortSignal.timeout(LONGEST_MS) };
  if (body !== undefined) init.body = JSON.stringify(body);
  return fetch(path, init);
}

/** A weak signal may hang for minutes; after this the write waits in the outbox instead. */
const LONGEST_MS = 20_000;

async function problemOf(answer: Response): Promise<ProblemBody> {
  const fallback = {
    type: 'about:blank',
    code: 'unexpected',
    status: answer.status,
    title: `HTTP ${answer.status}`,
    params: {},
    instance: '',
  };
  return (await answer.json().catch(() => fallback)) as ProblemBody;
}
