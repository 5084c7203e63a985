import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Milliseconds of processor time that a process and the PostgreSQL of a data folder have taken so far: what a crowded machine cannot blur much. The system's
 * clock ticks every 10 ms.
 */
export function processorOf(pid: number, folder: string): () => number {
  const postmaster = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const ticks = (one: number, withEnded: boolean): number => {
    try {
      const fields = readFileSync(`/proc/${one}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      const [own, ended] = [Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14])];
      return withEnded ? own + ended : own;
    } catch {
      return 0;
    }
  };
  const children = (): number[] =>
    readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  return () => 10 * (ticks(pid, false) + ticks(postmaster, true) + children().reduce((sum, one) => sum + ticks(one, false), 0));
}
