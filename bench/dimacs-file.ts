import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { AssignmentReader, DimacsReader, type FlowNetwork } from '#kernel/assembly';
import type { Result } from '#kernel/lib';

/** Reads a DIMACS file, or an OR-Library cost matrix (a file that begins with a number), in pieces of 4 MB. */
export function readNetworkFile(path: string): Result<FlowNetwork> {
  const piece = new Uint8Array(1 << 22);
  const file = openSync(path, 'r');
  try {
    let length = readSync(file, piece);
    const first = piece.subarray(0, length).find((byte) => byte > 32) ?? 0;
    const reader = first >= 48 && first <= 57 ? new AssignmentReader() : new DimacsReader();
    for (; length > 0; length = readSync(file, piece)) reader.push(piece.subarray(0, length));
    return reader.finish();
  } finally {
    closeSync(file);
  }
}

/** Writes a network as a DIMACS file. */
export function writeDimacsFile(path: string, network: FlowNetwork): void {
  const file = openSync(path, 'w');
  try {
    let lines: string[] = [`p min ${network.nodeCount} ${network.from.length}`];
    network.supply.forEach((units, node) => {
      if (units !== 0) lines.push(`n ${node + 1} ${units}`);
    });
    for (let arc = 0; arc < network.from.length; arc++) {
      lines.push(`a ${network.from[arc]! + 1} ${network.to[arc]! + 1} 0 ${network.capacity[arc]} ${network.cost[arc]}`);
      if (lines.length === 100_000) {
        writeSync(file, `${lines.join('\n')}\n`);
        lines = [];
      }
    }
    if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
  } finally {
    closeSync(file);
  }
}
