import { basename } from 'node:path';
import { writePlanWorkbook } from '#documents/plan-workbooks';
import { openPlanDesk, type PlanResult } from '#jobs/plan';
import { type AssemblyProblem, type Fact, readPlan, verifyPlan } from '#kernel/assembly';
import { Failure } from '#store/failure';
import type { Call, ExitCode } from '../command.ts';
import { loadDocumentTexts } from '../document-texts.ts';
import { isWorkbook, problemFrom, problemFromTables, readJson, tell, write } from './plan-input.ts';

/** Gaps told on the terminal; the file has all. */
const GAPS_TOLD = 20;

/** Plans a problem (JSON, or needs and roster workbooks) and writes the plan as JSON or workbook. Exit 1 when the input has errors. */
export async function runPlanSolve(call: Call): Promise<ExitCode> {
  const { options, out, environment } = call;
  const file = call.arguments.problem;
  const { needs, roster } = options;
  const fromTables = needs !== undefined && roster !== undefined;
  const oneTable = (needs === undefined) !== (roster === undefined);
  if (fromTables === (file !== undefined) || oneTable) throw new Failure('plan-input-missing', {});
  const problem = fromTables ? await problemFromTables(call, needs, roster) : problemFrom(call, file!);
  if (problem === null) return 1;
  if (options['problem-out'] !== undefined) write(options['problem-out'], `${JSON.stringify(problem, null, 1)}\n`);
  const texts = loadDocumentTexts(environment.language);
  const desk = openPlanDesk(
    { input: problem },
    (progress) => out.progress('progress.plan', { stage: texts(`stage-${progress.stage}`) }),
    { checked: true },
  );
  // The first Ctrl+C keeps the last usable plan.
  const stop = () => desk.stop();
  process.once('SIGINT', stop);
  let result: PlanResult;
  try {
    result = await desk.result;
  } finally {
    process.removeListener('SIGINT', stop);
    await desk.close();
  }
  out.progressDone();
  const target = options.out!;
  const { plan, verification, seconds } = result;
  if (isWorkbook(target)) {
    const title = fromTables ? basename(needs) : basename(file!);
    write(target, await writePlanWorkbook({ title, problem, plan, findings: verification.issues }, texts));
  } else write(target, `${JSON.stringify(plan, null, 1)}\n`);
  summary(call, problem, result, target);
  out.result({
    ok: verification.ok,
    out: target,
    counts: plan.counts,
    objective: plan.objective,
    bound: plan.bound,
    gap: plan.gap,
    proof: plan.proof,
    seconds,
    verified: verification.ok,
    issues: verification.issues,
  });
  return verification.ok ? 0 : 1;
}

function summary(
  { out, environment }: Call,
  problem: AssemblyProblem,
  { plan, verification, seconds }: PlanResult,
  target: string,
): void {
  const texts = loadDocumentTexts(environment.language);
  const { counts } = plan;
  const labels = new Map(
    [...problem.posts, ...problem.units, ...problem.areas, ...problem.orgs, ...problem.members].map((row) => [
      row.id,
      row.label ?? row.id,
    ]),
  );
  const named = (params: Fact['params']) =>
    Object.fromEntries(
      Object.entries(params).map(([key, value]) => [key, typeof value === 'string' ? (labels.get(value) ?? value) : value]),
    );
  out.say('plan.counts', { short: counts.short, posts: counts.shortPosts, filled: counts.filled, places: counts.places });
  for (const gap of plan.shortages.slice(0, GAPS_TOLD)) {
    out.line(`  ${labels.get(gap.post)} −${gap.count}: ${texts(gap.reason.code, named(gap.reason.numbers))}`);
    const repair = gap.repairs[0];
    if (repair) out.line(`    ${texts(`repair-${repair.kind}`, { ...named(repair.change), gain: repair.gain })}`);
  }
  if (plan.shortages.length > GAPS_TOLD) out.say('plan.more-gaps', { count: plan.shortages.length - GAPS_TOLD });
  const percent = plan.objective === 0 ? 0 : Math.ceil((1000 * plan.gap) / plan.objective) / 10;
  const proof = texts(`proof-${plan.proof.status}`, { objective: plan.objective, bound: plan.bound, percent });
  out.line(plan.proof.scope === 'given-leaders' ? texts('plan.given-leaders', { proof }) : proof);
  for (const notice of plan.notices) out.line(texts(notice.code, named(notice.params)));
  out.say(verification.ok ? 'plan.verified' : 'plan.broken', { count: verification.issues.length });
  out.say('plan.written', { file: target, seconds: seconds.toFixed(2) });
}

/** Checks a plan against its problem with code that shares nothing with the solver. Exit 1 names every broken rule. */
export async function runPlanVerify(call: Call): Promise<ExitCode> {
  const { out } = call;
  const problem = problemFrom(call, call.arguments.problem!);
  if (problem === null) return 1;
  const plan = readPlan(readJson(call.arguments.plan!, call.environment.language));
  if (!plan.ok) {
    tell(call, plan.issues);
    return 1;
  }
  const verification = verifyPlan(problem, plan.value);
  if (!verification.ok) {
    tell(call, verification.issues);
    return 1;
  }
  const { objective, bound, gap, optimal } = verification;
  out.say(optimal ? 'plan.checked-optimal' : 'plan.checked', { objective, bound, gap });
  out.result(verification);
  return 0;
}

/** Plans the problem and says why one person serves at one post, who else could, and what would change it. */
export async function runPlanExplain(call: Call): Promise<ExitCode> {
  const { out, options, environment } = call;
  const problem = problemFrom(call, call.arguments.problem!);
  if (problem === null) return 1;
  const [member, post] = [options.member!, options.post!];
  if (!problem.members.some((row) => row.id === member)) throw new Failure('plan-member-unknown', { member });
  if (!problem.posts.some((row) => row.id === post)) throw new Failure('plan-post-unknown', { post });
  const texts = loadDocumentTexts(environment.language);
  const desk = openPlanDesk(
    { input: problem },
    (progress) => out.progress('progress.plan', { stage: texts(`stage-${progress.stage}`) }),
    { checked: true },
  );
  try {
    const { plan } = await desk.result;
    out.progressDone();
    if (!plan.assignments.some((row) => row.member === member && row.post === post)) {
      const answer = await desk.ask({ kind: 'why-not', member, post });
      if (answer.kind !== 'why-not') return 3;
      if (answer.blocked !== null) out.line(texts(`barrier-${answer.blocked}`));
      else {
        out.say('plan.why-not', { difference: answer.outcome?.difference ?? 0 });
        for (const move of answer.outcome?.moves ?? []) out.line(`  ${move.member}: ${move.from ?? '—'} → ${move.to ?? '—'}`);
      }
      out.result(answer);
      return 0;
    }
    const answer = await desk.ask({ kind: 'explain', member, post });
    if (answer.kind !== 'explain') return 3;
    for (const line of answer.why) out.line(`  ${texts(line.code, line.params)}  ${line.points}`);
    for (const other of answer.whoElse)
      out.line(`  ${other.member}: ${texts(other.reason.code, other.reason.params)}  +${other.difference}`);
    for (const sentence of answer.whatChanges) out.line(`  ${texts(sentence.code, sentence.params)}`);
    out.result(answer);
    return 0;
  } finally {
    await desk.close();
  }
}
