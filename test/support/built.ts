import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
let built: string | undefined;

/**
 * Threads of plans, rosters and imports run the built files, the test beside them the sources: throws when a source they are made of
 * was changed since `npm run build`, so that no test checks old code. Asks the compiler once a process, some 0.1 s.
 */
export function needsBuild(): void {
  if (built === undefined) {
    const { stdout, status } = spawnSync(
      process.execPath,
      [`${root}/node_modules/typescript/bin/tsc`, '-b', `${root}/src/jobs`, '--dry'],
      { encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } },
    );
    built = status === 0 ? stdout : `${stdout} would build`;
  }
  if (/would (build|delete)/.test(built)) throw new Error(`dist is older than the sources: npm run build\n${built.trim()}`);
}
