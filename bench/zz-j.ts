import { readDimacsFile } from '/tmp/wt/flow/bench/dimacs-file.ts';
import { starBasis, pivot } from '/tmp/wt/flow/src/kernel/assembly/flow/simplex/basis.ts';
import { capacityAt } from '/tmp/wt/flow/src/kernel/assembly/flow/simplex/arcs.ts';
import { entering } from '/tmp/wt/flow/src/kernel/assembly/flow/simplex/pricing.ts';
const n = readDimacsFile(process.argv[2]!); if(!n.ok) throw 1;
const b=starBasis(n.value); const block=Math.floor(Math.sqrt(b.place.length)); const counts={pivots:0,scans:0,augmentations:0,phases:0};
for(;;){const k=entering(b,block,counts);if(k<0)break;pivot(b,k,capacityAt(b.record,k),0);}
const cpu=()=>process.cpuUsage().user/1000;
let best1=1e9,best2=1e9,best3=1e9,best4=1e9;
const R=b.record,P=b.price as Int32Array, m=R.length>>2;
const T=new Int32Array(m),H=new Int32Array(m),C=new Int32Array(m);for(let i=0;i<m;i++){T[i]=R[4*i]!;H[i]=R[4*i+1]!;C[i]=R[4*i+2]!;}
function aos(k:number,stop:number,R:Int32Array,P:Int32Array){let best=0,found=-1;for(;k<stop;k+=4){const r=(R[k+2]!+P[R[k]!]!-P[R[k+1]!]!)|0;if(r<best){best=r;found=k}}return found}
function aos2(k:number,stop:number,R:Int32Array,P:Int32Array){let best=0,found=-1;for(;k<stop;k+=8){const r=(R[k+2]!+P[R[k]!]!-P[R[k+1]!]!)|0;const q=(R[k+6]!+P[R[k+4]!]!-P[R[k+5]!]!)|0;if(r<best){best=r;found=k} if(q<best){best=q;found=k+4}}return found}
function soa(k:number,stop:number,T:Int32Array,H:Int32Array,C:Int32Array,P:Int32Array){let best=0,found=-1;for(;k<stop;k++){const r=(C[k]!+P[T[k]!]!-P[H[k]!]!)|0;if(r<best){best=r;found=k}}return found}
for(let rep=0;rep<12;rep++){
let t=cpu();for(let i=0;i<50;i++)entering(b,block,counts);best1=Math.min(best1,(cpu()-t)*1e6/50/m);
t=cpu();for(let i=0;i<50;i++)for(let k=0;k+4*block<4*m;k+=4*block)aos(k,k+4*block,R,P);best2=Math.min(best2,(cpu()-t)*1e6/50/m);
t=cpu();for(let i=0;i<50;i++)for(let k=0;k+4*block<4*m;k+=4*block)aos2(k,k+4*block,R,P);best3=Math.min(best3,(cpu()-t)*1e6/50/m);
t=cpu();for(let i=0;i<50;i++)for(let k=0;k+block<m;k+=block)soa(k,k+block,T,H,C,P);best4=Math.min(best4,(cpu()-t)*1e6/50/m);
}
console.log('entering',best1.toFixed(2),'aos',best2.toFixed(2),'aos2',best3.toFixed(2),'soa',best4.toFixed(2));
