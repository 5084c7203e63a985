import { solveFlow } from '#kernel/assembly';
import { readNetworkFile } from './dimacs-file.ts';

const R = Number(process.argv[2]);
const algs = process.argv[3]!.split(',');
for (const file of process.argv.slice(4)) {
  const n = readNetworkFile(file);
  if (!n.ok) throw 1;
  let o = '';
  for (const alg of algs) {
    let best = 1e9;
    let x: any;
    for (let r = 0; r < R; r++) {
      const c = process.cpuUsage();
      x = solveFlow(n.value, { algorithm: alg as any });
      if (x.value.gap !== 0) throw new Error('gap');
      best = Math.min(best, process.cpuUsage(c).user / 1e6);
    }
    o += ` | ${alg} ${best.toFixed(3)} ${x.value.algorithm} s ${(x.value.counts.scans / 1e6).toFixed(1)}M p ${x.value.counts.pivots}`;
  }
  console.log(file.split('/').pop()!.padEnd(22), o);
}
