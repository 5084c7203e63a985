import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { isAlive } from './postmaster.ts';

/** Who works on a data folder, and where it answers. */
export interface LockHolder {
  readonly pid: number;
  /** Start of the process in ticks since boot where the system tells; process numbers are used again. */
  readonly startedAt: string;
  /** A server stays; a command ends soon and is waited for. */
  readonly kind: 'server' | 'command';
  /** Where the server answers; null while it starts. */
  readonly address: string | null;
}

/** The data folder is ours until released or until this process ends, however it ends. */
export interface FolderLock {
  /** Tells a second start where the server answers. */
  announce(address: string): void;
  release(): void;
}

/** Either the lock, or who has it. */
export type LockAttempt = { readonly ok: true; readonly lock: FolderLock } | { readonly ok: false; readonly holder: LockHolder };

const FILE = 'qunying.lock';

/** Tries once. The lock of a process that no longer lives is taken over. */
export function lockFolder(folder: string, kind: LockHolder['kind']): LockAttempt {
  const path = join(folder, FILE);
  const mine: LockHolder = { pid: process.pid, startedAt: startOf(process.pid), kind, address: null };
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 });
  } catch (error) {
    throw asFailure(error, folder);
  }
  try {
    for (let tries = 0; tries < 50; tries++) {
      try {
        // A link is made whole or not at all, and only by one.
        linkSync(draft, path);
        return { ok: true, lock: held(path, mine) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asFailure(error, folder);
      }
      const holder = readLock(folder);
      if (holder && lives(holder)) return { ok: false, holder };
      setAside(path, holder);
    }
    throw new Failure('data-folder-not-writable', { folder, reason: FILE });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Who holds the folder, if anyone ever did; see {@link lives} for whether it still counts. */
export function readLock(folder: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
}

/** Whether the process that took the lock still runs. */
export function lives(holder: LockHolder): boolean {
  return isAlive(holder.pid) && startOf(holder.pid) === holder.startedAt;
}

function held(path: string, mine: LockHolder): FolderLock {
  const isMine = () => {
    try {
      const now = JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
      return now.pid === mine.pid && now.startedAt === mine.startedAt;
    } catch {
      return false;
    }
  };
  return {
    announce(address) {
      if (!isMine()) return;
      const draft = `${path}.${process.pid}`;
      writeFileSync(draft, JSON.stringify({ ...mine, address }));
      renameSync(draft, path);
    },
    release() {
      if (isMine()) rmSync(path, { force: true });
    },
  };
}

/** Moves a dead lock away; if in the meantime a living process had taken the place, its lock is put back. */
function setAside(path: string, dead: LockHolder | undefined): void {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    const moved = JSON.parse(readFileSync(aside, 'utf8')) as LockHolder;
    if (moved.pid !== dead?.pid && lives(moved)) linkSync(aside, path);
  } catch {
    // unreadable: it held nothing
  }
  rmSync(aside, { force: true });
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22; the name in brackets may hold blanks.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function asFailure(error: unknown, folder: string): Failure {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') return new Failure('disk-full', { folder, reason: (error as Error).message }, error);
  return new Failure('data-folder-not-writable', { folder, reason: (error as Error).message }, error);
}
