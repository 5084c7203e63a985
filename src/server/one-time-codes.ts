import { randomInt } from 'node:crypto';
import { setOneTimeCode, setPassword } from '#store/account';
import { takenLogins } from '#store/account-list';
import type { Db } from '#store/schema';
import { endSessions } from '#store/session';
import { freshCode, hashPassword, plainCode } from './password.ts';

/** A printed code is good for two weeks. */
const CODE_MILLIS = 14 * 24 * 3_600_000;

/** A fresh code in the place of password and earlier code; open sessions end. The code is returned once and kept as a hash. */
export async function giveCode(db: Db, accountId: string, now: Date): Promise<{ code: string; expiresAt: Date }> {
  const code = freshCode();
  const expiresAt = new Date(now.getTime() + CODE_MILLIS);
  await setPassword(db, accountId, null, true);
  await setOneTimeCode(db, accountId, await hashPassword(plainCode(code)), expiresAt);
  await endSessions(db, accountId);
  return { code, expiresAt };
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const DIGITS = '23456789';

/** Free logins for members: two letters and five digits, made of no name and no number of a person. */
export async function freshLogins(db: Db, count: number): Promise<string[]> {
  const free = new Set<string>();
  while (free.size < count) {
    const tried = Array.from({ length: count - free.size }, () => {
      const letter = () => LETTERS[randomInt(LETTERS.length)]!;
      return letter() + letter() + Array.from({ length: 5 }, () => DIGITS[randomInt(DIGITS.length)]!).join('');
    });
    const taken = await takenLogins(db, tried);
    for (const login of tried) if (!taken.has(login)) free.add(login);
  }
  return [...free];
}
