import { findForSignIn, keepAttempt, type SignInRow, spendCode } from '#store/account';
import type { Deps } from './deps.ts';
import { Throttle, waitAfter } from './lockout.ts';
import { isPassword, plainCode } from './password.ts';
import { problem } from './problem.ts';
import { isLoopback } from './security.ts';

/**
 * Signing in with a password or with the printed one-time code. Failures are counted for the account and make it wait, longer
 * each time; a login that does not exist answers and waits the same way, so that nobody learns which logins there are.
 */
export class SignIn {
  /** Addresses may try many accounts (an office behind one address), but not as fast as a program. */
  readonly #addresses = new Throttle(60, 60_000);
  readonly #unknown = new Map<string, { failures: number; until: number }>();

  /** The account id; throws `sign-in-refused`, `locked-out` or `too-many-requests`. */
  async attempt(deps: Deps, login: string, password: string, address: string): Promise<string> {
    const now = deps.clock.now();
    const slow = this.#addresses.take(address, now);
    if (slow > 0) throw problem('too-many-requests', { seconds: slow });
    const row = await findForSignIn(deps.store.db, deps.cityId, login);
    const usable = row !== null && !row.disabled && !(row.demo && !(deps.config.demo && isLoopback(deps.config.host)));
    if (!usable) return this.#refuseUnknown(login, password, now);
    const wait = (row.lockedUntil?.getTime() ?? 0) - now;
    if (wait > 0) throw problem('locked-out', { seconds: Math.ceil(wait / 1000) });
    if (await this.#matches(deps, row, password, now)) {
      if (row.failedCount > 0) await keepAttempt(deps.store.db, row.id, 0, null);
      return row.id;
    }
    const failures = row.failedCount + 1;
    const pause = waitAfter(failures);
    await keepAttempt(deps.store.db, row.id, failures, pause > 0 ? new Date(now + pause) : null);
    throw problem('sign-in-refused', {});
  }

  async #matches(deps: Deps, row: SignInRow, password: string, now: number): Promise<boolean> {
    if (await isPassword(row.hash, password)) return true;
    if (row.codeHash === null || (row.codeExpiresAt?.getTime() ?? 0) <= now) return false;
    if (!(await isPassword(row.codeHash, plainCode(password)))) return false;
    return spendCode(deps.store.db, row.id, row.codeHash, new Date(now));
  }

  async #refuseUnknown(login: string, password: string, now: number): Promise<never> {
    const seen = this.#unknown.get(login);
    if (seen && seen.until > now) throw problem('locked-out', { seconds: Math.ceil((seen.until - now) / 1000) });
    await isPassword(null, password);
    const failures = (seen?.failures ?? 0) + 1;
    this.#unknown.delete(login);
    if (this.#unknown.size >= 10_000) this.#unknown.delete(this.#unknown.keys().next().value!);
    this.#unknown.set(login, { failures, until: now + waitAfter(failures) });
    throw problem('sign-in-refused', {});
  }
}
