/**
 * The log of security events (rules.md 8.2): who signed in or failed, waits, passwords, roles. JSON lines, a file a month, apart from the
 * audit trail and from everything that pages show: nobody can count somebody's work from it. Owns the files; knows no database.
 */
import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What happened; `login` as typed, `by` and `account` are ids of accounts. */
export interface SecurityEvent {
  readonly event:
    | 'signed-in'
    | 'sign-in-refused'
    | 'locked-out'
    | 'slowed-down'
    | 'password-changed'
    | 'code-made'
    | 'account-changed'
    | 'account-unlocked'
    | 'role-granted'
    | 'role-ended';
  readonly address?: string;
  readonly login?: string;
  readonly account?: string;
  readonly by?: string;
  readonly role?: string;
}

/** Where security events go. */
export type SecuritySink = (event: SecurityEvent) => void;

/** Whole months that stay beside the running one; the law asks for six at least. */
const KEPT_MONTHS = 12;

const NAME = /^security-(\d{4})-(\d{2})\.jsonl$/;

/**
 * Opens the log in a folder that only this user reads. Lines are written at once; a file older than twelve months goes when the
 * log is opened and at the first line of a month. A log that cannot be written stops nobody from signing in: `failed` is told.
 */
export function openSecurityLog(folder: string, now: () => number, failed: (error: unknown) => void): SecuritySink {
  let month = '';
  const turn = (next: string) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    eraseOld(folder, next);
    month = next;
  };
  const write: SecuritySink = (event) => {
    try {
      const at = new Date(now()).toISOString();
      if (at.slice(0, 7) !== month) turn(at.slice(0, 7));
      appendFileSync(join(folder, `security-${month}.jsonl`), `${JSON.stringify({ at, ...event })}\n`, { mode: 0o600 });
    } catch (error) {
      failed(error);
    }
  };
  try {
    turn(new Date(now()).toISOString().slice(0, 7));
  } catch (error) {
    failed(error);
  }
  return write;
}

function eraseOld(folder: string, month: string): void {
  const count = (year: string, of: string) => Number(year) * 12 + Number(of);
  const current = count(month.slice(0, 4), month.slice(5));
  for (const name of readdirSync(folder)) {
    const parts = NAME.exec(name);
    if (parts && current - count(parts[1]!, parts[2]!) > KEPT_MONTHS) rmSync(join(folder, name));
  }
}
