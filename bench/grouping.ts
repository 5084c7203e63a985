import { type GroupingProblem, SHAPE_NAMES, shapedProblem, suggestGroups, USUAL_LIMITS, verifyGrouping } from '#kernel/assembly';

/**
 * `npm run bench -- grouping [units] [runs] [seed] [shape]`: joint branches for the small units of a synthetic city, or of another shape
 * (`all` for one line a shape); one JSON line with the bound, the gap and the verdict of the independent verifier, set against the plain way of
 * the same run (take a unit, add its nearest free ones), which leaves units alone that the proposal places.
 */
export function grouping(args: readonly string[]): number {
  const [count = 10_000, runs = 3, seed = 1] = args.slice(0, 3).map(Number);
  const shape = args[3] ?? 'city';
  const names = shape === 'all' ? SHAPE_NAMES : [shape];
  return names.map((name) => one(name, count, runs, seed)).every(Boolean) ? 0 : 1;
}

function one(shape: string, count: number, runs: number, seed: number): boolean {
  const problem = shapedProblem(shape, count, seed);
  if (problem === null) {
    console.error(`shapes: ${SHAPE_NAMES.join(', ')}, all`);
    return false;
  }
  const seconds: number[] = [];
  const processor: number[] = [];
  let last = suggestGroups({ units: [], limits: USUAL_LIMITS });
  for (let run = 0; run < runs; run++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    last = suggestGroups(problem);
    seconds.push((performance.now() - start) / 1000);
    const used = process.cpuUsage(cpu);
    processor.push((used.user + used.system) / 1e6);
  }
  const start = performance.now();
  const verification = verifyGrouping(problem, last);
  const verifySeconds = (performance.now() - start) / 1000;
  const plain = nearestFirst(problem);
  const median = (values: number[]) => Math.round(values.sort((a, b) => a - b)[Math.floor(values.length / 2)]! * 100) / 100;
  const share = (value: number) => Math.round(value * 10_000) / 10_000;
  const line = {
    bench: 'grouping',
    shape,
    units: count,
    seed,
    groups: last.groups.length,
    left: last.left.length,
    alone: last.left.filter(({ reason }) => reason.code === 'joint-dearer' || reason.code === 'joint-too-few-full').length,
    objective: last.objective,
    bound: last.bound,
    gap: share(last.gap),
    nearestFirst: plain,
    seconds: median(seconds),
    cpuSeconds: median(processor),
    verifySeconds: Math.round(verifySeconds * 100) / 100,
    verified: verification.ok,
  };
  console.log(JSON.stringify(line));
  return verification.ok;
}

/** What a clerk would do: take the first free unit, add its nearest free ones until three full members are together. */
function nearestFirst({ units, limits }: GroupingProblem): { cost: number; alone: number } {
  const free = new Set(units.filter((unit) => unit.place !== null && 'x' in unit.place));
  let cost = 0;
  let alone = 0;
  for (const host of free) {
    free.delete(host);
    const at = host.place as { x: number; y: number };
    const near: { unit: (typeof units)[number]; price: number }[] = [];
    for (const unit of free) {
      const to = unit.place as { x: number; y: number };
      const price = Math.round(Math.hypot(at.x - to.x, at.y - to.y)) + (unit.trade === host.trade ? 0 : limits.tradePrice);
      if (price <= limits.reach) near.push({ unit, price });
    }
    near.sort((a, b) => a.price - b.price);
    let full = host.full;
    let sum = 0;
    const joined: (typeof units)[number][] = [];
    for (const { unit, price } of near) {
      if (full >= 3 || joined.length === limits.mostUnits - 1) break;
      joined.push(unit);
      full += unit.full;
      sum += price;
    }
    if (full < 3) alone++;
    else {
      for (const unit of joined) free.delete(unit);
      cost += sum;
    }
  }
  return { cost, alone };
}
