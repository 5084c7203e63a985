import { Failure } from '#store/failure';

/** A condition of the surroundings that any command may meet while it works, as a failure with advice; otherwise the error of ours as `unexpected`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code, syscall, message, path } = (error ?? {}) as {
    code?: unknown;
    syscall?: unknown;
    message?: unknown;
    path?: unknown;
  };
  const reason = String(message ?? error);
  const lost = /^(08|57P0[1-3])/.test(String(code)) || code === 'ECONNREFUSED' || code === 'ECONNRESET' || syscall === 'connect';
  if (lost || /^Connection terminated|^timeout exceeded when trying to connect/.test(reason))
    return new Failure('database-lost', { reason }, error);
  if (code === '53100') return new Failure('database-full', { reason }, error);
  if (code === 'ENOSPC') return new Failure('disk-full', { folder: String(path ?? '.'), reason }, error);
  return new Failure('unexpected', { reason }, error);
}
