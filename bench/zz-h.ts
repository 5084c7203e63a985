import { readDimacsFile } from '/tmp/wt/flow/bench/dimacs-file.ts';
import { starBasis, pivot } from '/tmp/wt/flow/src/kernel/assembly/flow/simplex/basis.ts';
import { entering } from '/tmp/wt/flow/src/kernel/assembly/flow/simplex/pricing.ts';
import { networkSimplex } from '/tmp/wt/flow/src/kernel/assembly/flow/simplex/solve.ts';
const n = readDimacsFile(process.argv[2]!); if(!n.ok) throw 1;
for (let r=0;r<Number(process.argv[3]??2);r++){ const c=process.cpuUsage(); const f:any=networkSimplex(n.value,{}); const d=process.cpuUsage(c); console.log((d.user/1e6).toFixed(3),(d.system/1e6).toFixed(3), f.objective, JSON.stringify(f.counts)); }
