import { readDimacsFile } from '/tmp/wt/flow/bench/dimacs-file.ts';
import { starBasis, pivot } from '/tmp/wt/flow/src/kernel/assembly/flow/simplex/basis.ts';
import { capacityAt } from '/tmp/wt/flow/src/kernel/assembly/flow/simplex/arcs.ts';
import { entering } from '/tmp/wt/flow/src/kernel/assembly/flow/simplex/pricing.ts';
const n = readDimacsFile(process.argv[2]!); if(!n.ok) throw 1;
for (let r=0;r<Number(process.argv[3]??2);r++){ 
const b=starBasis(n.value); const block=Math.floor(Math.sqrt(b.place.length)); const counts={pivots:0,scans:0,augmentations:0,phases:0};
let ts=0,tp=0,pv=0;
for(;;){const t0=performance.now();const k=entering(b,block,counts);const t1=performance.now();ts+=t1-t0;if(k<0)break;pv++;pivot(b,k,capacityAt(b.record,k),0);tp+=performance.now()-t1;}
console.log('scan ms',ts.toFixed(0),'per scan',(ts*1e6/counts.scans).toFixed(2),'pivot ms',tp.toFixed(0),'us/pivot',(tp*1e3/pv).toFixed(2),pv, counts.scans);
// rescan whole at optimum
const t=performance.now();let c2={pivots:0,scans:0,augmentations:0,phases:0};for(let i=0;i<100;i++)entering(b,block,c2);console.log('final',((performance.now()-t)*1e6/c2.scans).toFixed(2));
}
