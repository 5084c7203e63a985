import { readFileSync } from 'node:fs';
import { type AssemblyProblemInput, Inquiry, readProblem, sampleProblem, solvePlan, verifyPlan } from '#kernel/assembly';

/**
 * `npm run bench -- plan [members] [checkpoints] [runs]`: a synthetic district with three shifts a checkpoint, skills, local places, caps,
 * leaders; from the raw document to a verified plan with every gap explained and one person explained. One JSON line; times are medians, and
 * the solve is set against the independent verifier of the same run. `plan <problem.json>`: the same once for a problem document, for example of a saved plan.
 */
export function plan(args: readonly string[]): number {
  const file = args[0]?.endsWith('.json') ? args[0] : null;
  const [size = 2000, checkpoints = 100, times = 5] = file === null ? args.map(Number) : [];
  const runs = file === null ? times : 1;
  const districts = { subdistricts: Math.max(4, Math.round(size / 5000)), units: Math.round(size / 33) };
  const input: AssemblyProblemInput =
    file === null
      ? sampleProblem({ members: size, checkpoints, shifts: 3, ...districts, seed: 7, capShare: 0.55 })
      : JSON.parse(readFileSync(file, 'utf8'));
  const members = input.members.length;
  const samples: { cpu: number; read: number; solve: number; verify: number; explain: number }[] = [];
  let last: Record<string, unknown> = {};
  for (let run = 0; run < runs; run++) {
    const cpu = process.cpuUsage();
    const marks = [performance.now()];
    const mark = () => marks.push(performance.now());
    const read = readProblem(JSON.parse(JSON.stringify(input)));
    if (!read.ok) throw new Error(`the sample is not a problem: ${read.issues[0]?.code}`);
    mark();
    const solved = solvePlan(read.value);
    mark();
    const verified = verifyPlan(read.value, solved.plan);
    mark();
    const row = solved.plan.assignments[0]!;
    const inquiry = new Inquiry(solved);
    inquiry.whoElse(row.member, row.post);
    inquiry.whatChanges(row.member, row.post, 2);
    mark();
    const [a, b, c, d, e] = marks as [number, number, number, number, number];
    const used = process.cpuUsage(cpu);
    samples.push({ cpu: (used.user + used.system) / 1000, read: b - a, solve: c - b, verify: d - c, explain: e - d });
    const { counts, objective, bound, gap, proof } = solved.plan;
    last = {
      posts: read.value.posts.length,
      places: counts.places,
      short: counts.short,
      objective,
      bound,
      gap,
      ...proof,
      verified: verified.ok && verified.bound === objective,
    };
  }
  const median = (of: (sample: (typeof samples)[number]) => number) =>
    Math.round(samples.map(of).sort((x, y) => x - y)[Math.floor(samples.length / 2)]!) / 1000;
  const solve = median((s) => s.solve);
  const verify = median((s) => s.verify);
  const line = {
    bench: 'plan',
    members,
    ...last,
    readSeconds: median((s) => s.read),
    solveSeconds: solve,
    verifySeconds: verify,
    explainSeconds: median((s) => s.explain),
    endToEndSeconds: median((s) => s.read + s.solve + s.verify + s.explain),
    cpuSeconds: median((s) => s.cpu),
    peakMB: Math.round(process.resourceUsage().maxRSS / 1000),
    solveOverVerify: Math.round((100 * solve) / verify) / 100,
  };
  console.log(JSON.stringify(line));
  return last.verified === true ? 0 : 1;
}
