import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { CODE_LETTERS } from '#contract/feedback';

/** Argon2id with 19 MiB, 2 passes, 1 lane: the first choice of the OWASP password storage sheet; some 30 ms. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The argon2id text of a password or one-time code. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), OPTIONS);
}

/** Whether the password belongs to the text; false when there is none, after the same time. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const text = stored ?? (await nobody());
  return (await verify(text, password.normalize('NFKC'))) && stored !== null;
}

let ofNobody: Promise<string> | undefined;

function nobody(): Promise<string> {
  ofNobody ??= hashPassword('no account has this password');
  return ofNobody;
}

/** A one-time code for a printed sheet: 12 characters in threes, 59 bits. */
export function freshCode(): string {
  const letters = Array.from({ length: 12 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]!).join('');
  return letters.match(/.{3}/g)!.join('-');
}

/** A code as typed by hand: case and separators do not matter. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}
