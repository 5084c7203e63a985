import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** What `postmaster.pid` says about a server that runs, or ran, on a cluster folder. */
export interface PidFile {
  readonly pid: number;
  readonly folder: string;
  readonly port: number;
  readonly socketFolder: string;
  readonly listen: string;
  /** `ready` once connections are accepted. */
  readonly state: string;
}

/** The content of `postmaster.pid`, or undefined when there is none (or only its first line has been written). */
export function readPidFile(folder: string): PidFile | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    folder: lines[1]?.trim() ?? '',
    port: Number(lines[3] ?? 0),
    socketFolder: lines[4]?.trim() ?? '',
    listen: lines[5]?.trim() ?? '',
    state: lines[7]?.trim() ?? '',
  };
}

/** Whether a process with this number exists (a zombie does not count: it holds nothing any more). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return true;
  }
}

/**
 * Whether the living process `pid` is a postmaster of this cluster folder. Process numbers are used again after a reboot,
 * so the number alone proves nothing; the command line names program and folder.
 */
export function isPostmasterOf(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false;
  const command = commandLine(pid);
  // Windows tells nobody's command line without outside programs; the number must do.
  if (!command) return process.platform === 'win32';
  const at = command.indexOf('-D');
  const named = at >= 0 ? command[at + 1] : undefined;
  return command.some((part) => /postgres(\.exe)?$/.test(part)) && named !== undefined && samePath(named, folder);
}

function commandLine(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    if (process.platform === 'linux' || process.platform === 'win32') return undefined;
    const listed = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return listed.status === 0 ? listed.stdout.trim().split(/\s+/) : undefined;
  }
}

function samePath(left: string, right: string): boolean {
  try {
    return realpathSync(left) === realpathSync(right);
  } catch {
    return left === right;
  }
}

/** Waits until the process has ended; false when it still lives after `millis`. */
export async function waitForEnd(pid: number, millis: number): Promise<boolean> {
  for (const until = Date.now() + millis; ; ) {
    if (!isAlive(pid)) return true;
    if (Date.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
