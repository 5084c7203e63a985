import { errorIssue, type Issue, ok, type Result, refused } from '#kernel/lib';
import { int32Issue } from './check.ts';
import { type FlowNetwork, UNLIMITED } from './types.ts';

const NEWLINE = 10;
const COMMENT = 99;
const PROBLEM = 112;
const NODE = 110;
const ARC = 97;

/**
 * Reads the DIMACS minimum-cost-flow format piece by piece (`p min`, `n`, `a from to low cap cost`; node numbers from 1 become 0).
 * A negative capacity means unlimited. Refuses lower bounds, unknown lines and values int32 cannot hold, naming the arc.
 * Source: DIMACS, The First DIMACS International Algorithm Implementation Challenge, problem definitions, 1991.
 */
export class DimacsReader {
  private network: FlowNetwork | null = null;
  private arcs = 0;
  private line = 1;
  private kind = 0;
  private readonly fields = new Float64Array(8);
  private count = 0;
  private value = 0;
  private negative = false;
  private inNumber = false;
  private readonly issues: Issue[] = [];

  /** Takes the next bytes of the file. */
  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte >= 48 && byte <= 57) {
        if (this.kind === 0) this.kind = -1;
        this.value = this.value * 10 + byte - 48;
        this.inNumber = true;
        continue;
      }
      if (this.inNumber) this.endNumber();
      if (byte === NEWLINE) {
        this.endLine();
        if (this.issues.length > 0) return;
      } else if (byte === 45 && this.kind !== COMMENT) this.negative = true;
      else if (this.kind === 0 && byte > 32) this.kind = byte;
      else if (byte === 46 && this.kind !== COMMENT) this.kind = -1;
    }
  }

  /** The whole network, after the last piece. */
  finish(): Result<FlowNetwork> {
    if (this.inNumber) this.endNumber();
    this.endLine();
    const { network } = this;
    if (this.issues.length === 0 && (network === null || this.arcs !== network.from.length)) {
      this.issues.push(errorIssue('flow-file-arcs-missing', [], { found: this.arcs, expected: network?.from.length ?? 0 }));
    }
    return this.issues.length > 0 ? refused(...this.issues) : ok(network!);
  }

  private endNumber(): void {
    if (this.count < 8) this.fields[this.count++] = this.negative ? -this.value : this.value;
    this.value = 0;
    this.negative = false;
    this.inNumber = false;
  }

  private endLine(): void {
    const { kind, fields, network } = this;
    if (kind === ARC && network !== null && this.count === 5 && this.arcs < network.from.length) this.readArc(network);
    else if (kind === NODE && network !== null && this.count === 2) {
      const issue = int32Issue(fields[1]!, -1, 'supply');
      if (issue !== null || fields[0]! < 1 || fields[0]! > network.nodeCount) this.refuse();
      else network.supply[fields[0]! - 1]! += fields[1]!;
    } else if (kind === PROBLEM && network === null && this.count === 2 && fields[0]! < 2 ** 30 && fields[1]! < 2 ** 30) {
      this.network = {
        nodeCount: fields[0]!,
        supply: new Int32Array(fields[0]!),
        from: new Int32Array(fields[1]!),
        to: new Int32Array(fields[1]!),
        capacity: new Int32Array(fields[1]!),
        cost: new Int32Array(fields[1]!),
      };
    } else if (kind !== 0 && kind !== COMMENT) this.refuse();
    this.kind = 0;
    this.count = 0;
    this.negative = false;
    this.line++;
  }

  private readArc(network: FlowNetwork): void {
    const { fields } = this;
    const arc = this.arcs++;
    if (fields[2] !== 0) this.issues.push(errorIssue('flow-lower-bound', ['arcs', arc], { arc, lower: fields[2]! }));
    const capacity = fields[3]! < 0 ? UNLIMITED : fields[3]!;
    const issue =
      int32Issue(capacity, arc, 'capacity') ??
      int32Issue(fields[4]!, arc, 'cost') ??
      int32Issue(Math.max(fields[0]!, fields[1]!), arc, 'node');
    if (issue !== null) this.issues.push(issue);
    network.from[arc] = fields[0]! - 1;
    network.to[arc] = fields[1]! - 1;
    network.capacity[arc] = capacity;
    network.cost[arc] = fields[4]!;
  }

  private refuse(): void {
    this.issues.push(errorIssue('flow-file-line-unknown', ['lines', this.line], { line: this.line }));
  }
}
