/**
 * HiGHS as the MIP solver of the kernel. Use it inside a worker: a solve blocks its thread. Limited first by nodes, so that results repeat,
 * then by time; what it returns is what it has proved by then.
 */
import loader, { type Highs, type InitOptions } from 'highs';
import type { MipAnswer, MipModel, MipSolver, MipWatch } from '#kernel/assembly';

// The package describes its CommonJS form only; as a module its default export is the loader itself.
const loadHighs = loader as unknown as (options?: InitOptions) => Promise<Highs>;

/** Limits of one solve. */
export interface MipLimits {
  /** Branch-and-bound nodes. */
  readonly nodes?: number;
  /** Seconds, a safety net: a plan cut by time may differ on another machine. */
  readonly seconds?: number;
  /** Simplex iterations after which a watched search ends when neither its best nor its bound has moved. */
  readonly stall?: number;
}

/** Loads HiGHS once; the solver it gives is synchronous. */
export async function highsSolver(limits: MipLimits = {}): Promise<MipSolver> {
  const highs = await loadHighs();
  return (model, watch) => {
    if (model.cost.length === 0) return { values: [], bound: 0 };
    const options = {
      output_flag: false,
      log_to_console: false,
      mip_rel_gap: 0,
      mip_abs_gap: 0.5,
      mip_max_nodes: limits.nodes ?? 20_000,
      time_limit: limits.seconds ?? 30,
      random_seed: 0,
    };
    if (watch) return watched(highs, model, options, watch, limits.stall ?? Number.POSITIVE_INFINITY);
    return answerOf(model, highs.solve(lpText(model), options));
  };
}

/** A search that begins with what is known, tells what it finds, and ends when that is near enough or nothing moves any more. */
function watched(
  highs: Highs,
  model: MipModel,
  options: Readonly<Record<string, boolean | number>>,
  { start, enough, onBetter }: MipWatch,
  stall: number,
): MipAnswer {
  const { mipImprovingSolution, mipInterrupt } = highs.constants.callbackType;
  let values: readonly number[] | null = null;
  let moved = { best: Number.POSITIVE_INFINITY, bound: Number.NEGATIVE_INFINITY, at: 0 };
  return highs.withModel({ format: 'lp', data: lpText(model) }, (one) => {
    one.options.set(options);
    one.setSolution({ indices: [...start.columns], values: [...start.values] });
    one.run({
      [mipImprovingSolution]: ({ data }) => {
        const found = Array.from(data.mip_solution ?? []);
        if (!feasible(model, found)) return;
        values = found;
        onBetter(found);
      },
      [mipInterrupt]: (event) => {
        const { mip_primal_bound: best = Number.POSITIVE_INFINITY, mip_dual_bound: bound = Number.NEGATIVE_INFINITY } =
          event.data;
        const at = Number(event.data.mip_total_lp_iterations ?? 0);
        if (best < moved.best - 0.5 || bound > moved.bound + 0.5) moved = { best, bound, at };
        if (best - bound <= enough || at - moved.at > stall) event.interrupt();
      },
    });
    const bound = Number(one.info.get('mip_dual_bound'));
    return { values, bound: Number.isFinite(bound) ? bound : Number.NEGATIVE_INFINITY };
  });
}

interface Solution {
  readonly Status: string;
  readonly ObjectiveValue?: number;
  readonly Columns: Readonly<Record<string, { readonly Primal?: number }>>;
}

function answerOf(model: MipModel, solution: unknown): MipAnswer {
  const { Status, Columns, ObjectiveValue } = solution as Solution;
  const values = model.cost.map((_, i) => Columns[`x${i}`]?.Primal);
  const whole = values.every((value) => value !== undefined) && feasible(model, values as number[]);
  // The interface tells no bound of a search that was cut off: then only an optimal end proves something.
  const bound = Status === 'Optimal' && ObjectiveValue !== undefined ? ObjectiveValue : Number.NEGATIVE_INFINITY;
  return { values: whole ? (values as number[]) : null, bound };
}

function feasible(model: MipModel, values: readonly number[]): boolean {
  const within = (value: number, low: number, high: number) => value >= low - 1e-5 && value <= high + 1e-5;
  if (
    !values.every(
      (value, i) => within(value, 0, model.upper[i]!) && (!model.integer[i] || Math.abs(value - Math.round(value)) < 1e-5),
    )
  )
    return false;
  return model.rows.every((row) =>
    within(
      row.columns.reduce((sum, c, k) => sum + values[c]! * row.factors[k]!, 0),
      row.low,
      row.high,
    ),
  );
}

/** CPLEX LP text of a model, columns named x0, x1, … */
function lpText(model: MipModel): string {
  const term = (factor: number, column: number) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} x${column}`;
  // HiGHS reads lines of any length but its reader is happier with short ones.
  const sum = (columns: readonly number[], factors: readonly number[]) =>
    columns.map((column, k) => (k % 20 === 19 ? '\n ' : '') + term(factors[k]!, column)).join(' ');
  const all = model.cost.map((_, i) => i);
  const lines = ['Minimize', ` obj: ${sum(all, model.cost)}`, 'Subject To'];
  model.rows.forEach((row, r) => {
    const left = sum(row.columns, row.factors);
    if (row.low === row.high) lines.push(` r${r}: ${left} = ${row.low}`);
    else {
      if (Number.isFinite(row.high)) lines.push(` r${r}: ${left} <= ${row.high}`);
      if (Number.isFinite(row.low) && (row.low !== 0 || row.factors.some((factor) => factor < 0)))
        lines.push(` s${r}: ${left} >= ${row.low}`);
    }
  });
  lines.push(
    'Bounds',
    ...all.map((i) => ` 0 <= x${i} <= ${model.upper[i]}`),
    'General',
    ...all.filter((i) => model.integer[i]).map((i) => ` x${i}`),
    'End',
  );
  return lines.join('\n');
}
