import pg from 'pg';

/** Counts what this process asks of PostgreSQL from now on, whatever pool or builder asks; the queries themselves run as always. */
export function countQueries(): { readonly count: number } {
  const counter = { count: 0 };
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    counter.count++;
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  return counter;
}
