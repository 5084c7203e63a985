import { errorIssue, ok, type Result, refused } from '#kernel/lib';
import { int32Issue } from './check.ts';
import type { FlowNetwork } from './types.ts';

/**
 * Reads an OR-Library assignment file piece by piece (`n`, then an n x n cost matrix, whitespace between numbers) as a network: persons 0 to
 * n - 1, jobs n to 2n - 1. Refuses other characters, a matrix of another size and costs int32 cannot hold, naming the place.
 * Source: Beasley, OR-Library: distributing test problems by electronic mail, 1990.
 */
export class AssignmentReader {
  private size = -1;
  private costs = new Int32Array(0);
  private count = 0;
  private value = 0;
  private negative = false;
  private inNumber = false;
  private line = 1;
  private fault: Result<FlowNetwork> | null = null;

  /** Takes the next bytes of the file. */
  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length && this.fault === null; i++) {
      const byte = bytes[i]!;
      if (byte >= 48 && byte <= 57) {
        this.value = this.value * 10 + byte - 48;
        this.inNumber = true;
        continue;
      }
      if (this.inNumber) this.endNumber();
      if (byte === 10) this.line++;
      if (byte === 45 && !this.negative) this.negative = true;
      else if (byte > 32 || this.negative)
        this.fault = refused(errorIssue('flow-file-line-unknown', ['lines', this.line], { line: this.line }));
    }
  }

  /** The whole network, after the last piece. */
  finish(): Result<FlowNetwork> {
    if (this.inNumber) this.endNumber();
    if (this.fault !== null) return this.fault;
    const { size, costs } = this;
    const arcs = costs.length;
    if (size < 1 || this.count !== arcs)
      return refused(errorIssue('flow-file-matrix-size', [], { size: Math.max(size, 0), found: this.count }));
    const from = new Int32Array(arcs);
    const to = new Int32Array(arcs);
    for (let arc = 0; arc < arcs; arc++) {
      from[arc] = Math.floor(arc / size);
      to[arc] = size + (arc % size);
    }
    const supply = new Int32Array(2 * size).fill(1, 0, size).fill(-1, size);
    return ok({ nodeCount: 2 * size, supply, from, to, capacity: new Int32Array(arcs).fill(1), cost: costs });
  }

  private endNumber(): void {
    const value = this.negative ? -this.value : this.value;
    this.value = 0;
    this.negative = false;
    this.inNumber = false;
    if (this.size < 0) {
      if (value >= 1 && value <= 2 ** 15) {
        this.size = value;
        this.costs = new Int32Array(value * value);
      } else this.fault = refused(errorIssue('flow-file-matrix-size', [], { size: value, found: 0 }));
      return;
    }
    const at = this.count++;
    if (at >= this.costs.length) return;
    const issue = int32Issue(value, at, 'cost');
    if (issue !== null) this.fault = refused(issue);
    this.costs[at] = value;
  }
}
