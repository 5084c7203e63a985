import { type AssemblyPlan, type AssemblyProblem, costSum } from '#kernel/assembly';
import type { Issue } from '#kernel/lib';
import { type CellOut, type CellStyle, type RowOut, type SheetOut, workbookBytes } from '../sheet/write-xlsx.ts';
import type { Say } from '../text.ts';
import { labelsOf } from './labels.ts';

/** What the plan workbook is made from. */
export interface PlanWorkbookInput {
  readonly title: string;
  readonly problem: AssemblyProblem;
  /** People of each unit, where the problem holds those alone who serve or lead. */
  readonly roster?: ReadonlyMap<string, number>;
  readonly plan: AssemblyPlan;
  /** Findings of the independent verifier; empty when every rule held, null when it was not run. */
  readonly findings: readonly Issue[] | null;
}

type Column = readonly [key: string, width: number];

function table(say: Say, name: string, columns: readonly Column[], body: Iterable<RowOut>, lead?: string): SheetOut {
  const rows: RowOut[] = lead ? [{ cells: [{ value: lead, style: 'strong' }], height: 22 }] : [];
  const head: RowOut = { cells: columns.map(([key]) => say(`plan-sheet-${key}`)), style: 'head', height: 24 };
  return {
    name: say(name),
    columns: columns.map(([, width]) => ({ width })),
    rows: [...rows, head, ...body],
    frozen: rows.length + 1,
    landscape: true,
  };
}

const styled = (value: string | number | null, style: CellStyle): CellOut => ({ value, style });
const clock = (moment: string): string => moment.slice(11, 16);

/** Who serves where: one row for each place, empty places in red, in the order of the posts. */
function planSheet({ problem, plan }: PlanWorkbookInput, say: Say): SheetOut {
  const labels = labelsOf(problem, say);
  const taken = new Map<string, typeof plan.assignments>();
  for (const one of plan.assignments) taken.set(one.post, [...(taken.get(one.post) ?? []), one]);
  const leaders = new Map(plan.leaders.filter((one) => one.post !== null).map((one) => [`${one.post} ${one.member}`, one.role]));
  const short = new Map<string, number>();
  for (const gap of plan.shortages) short.set(gap.post, (short.get(gap.post) ?? 0) + gap.count);
  function* body(): Generator<RowOut> {
    for (const post of problem.posts) {
      const [upper, area] = labels.areaPair(post.area);
      const where = [
        upper,
        area,
        labels.post(post.id),
        post.window.start.slice(0, 10),
        `${clock(post.window.start)}–${clock(post.window.end)}`,
      ];
      for (const one of taken.get(post.id) ?? []) {
        const member = labels.member(one.member);
        const role = leaders.get(`${post.id} ${one.member}`);
        yield {
          cells: [
            ...where,
            member.name,
            member.unit,
            role ? say(`plan-sheet-role-${role}`) : say('plan-sheet-role-member'),
            labels.slot(post.id, one.slot),
            say(`plan-sheet-mode-${one.mode}`),
            one.distance,
            costSum(one.costParts),
            one.pinned ? say('table-yes') : null,
          ],
        };
      }
      const missing = short.get(post.id) ?? 0;
      if (missing > 0)
        yield {
          cells: [
            ...where.map((text) => styled(text, 'error')),
            styled(say('plan-sheet-short', { count: missing }), 'error-text'),
          ],
        };
    }
  }
  const columns: Column[] = [
    ['subdistrict', 14],
    ['community', 16],
    ['post', 22],
    ['day', 12],
    ['window', 14],
    ['person', 14],
    ['unit', 24],
    ['role', 10],
    ['slot', 14],
    ['mode', 14],
    ['distance', 10],
    ['cost', 9],
    ['pinned', 8],
  ];
  const { counts } = plan;
  const lead = say('plan-sheet-lead', {
    short: counts.short,
    shortPosts: counts.shortPosts,
    filled: counts.filled,
    places: counts.places,
  });
  return table(say, 'plan-sheet-plan', columns, body(), lead);
}

/** What is missing, why, and the repairs with their exact effect. */
function gapSheet({ problem, plan }: PlanWorkbookInput, say: Say): SheetOut {
  const labels = labelsOf(problem, say);
  const body = plan.shortages.map((gap): RowOut => {
    const post = labels.postOf(gap.post);
    const [upper, area] = labels.areaPair(post?.area ?? null);
    return {
      cells: [
        upper,
        area,
        labels.post(gap.post),
        post ? `${post.window.start.slice(0, 10)} ${clock(post.window.start)}–${clock(post.window.end)}` : null,
        styled(gap.count, 'error'),
        labels.slot(gap.post, gap.slot),
        styled(say(gap.reason.code, labels.params(gap.reason.numbers)), 'wrap'),
        styled(
          gap.repairs
            .map(
              (repair) =>
                `${say(`plan-sheet-repair-${repair.kind}`, labels.params(repair.change))} ${say('plan-sheet-repair-effect', { gain: repair.gain, costs: repair.costs })}`,
            )
            .join('\n'),
          'wrap',
        ),
      ],
    };
  });
  const columns: Column[] = [
    ['subdistrict', 14],
    ['community', 16],
    ['post', 22],
    ['window', 24],
    ['missing', 8],
    ['slot', 14],
    ['reason', 48],
    ['repairs', 60],
  ];
  const lead = plan.shortages.length === 0 ? say('plan-sheet-no-gap') : undefined;
  return table(say, 'plan-sheet-gaps', columns, body, lead);
}

function rosterOf({ members }: AssemblyProblem): Map<string, number> {
  const roster = new Map<string, number>();
  for (const { unit } of members) if (unit) roster.set(unit, (roster.get(unit) ?? 0) + 1);
  return roster;
}

/** How many each unit lends and what it may lend. */
function unitSheet({ problem, plan, roster = rosterOf(problem) }: PlanWorkbookInput, say: Say): SheetOut {
  const unitOf = new Map(problem.members.map((member) => [member.id, member.unit]));
  const lent = new Map<string, Set<string>>();
  const serving = [
    ...plan.assignments.map((one) => one.member),
    ...plan.leaders.flatMap((one) => (one.member ? [one.member] : [])),
  ];
  for (const member of serving) {
    const unit = unitOf.get(member);
    if (!unit) continue;
    const people = lent.get(unit) ?? new Set();
    lent.set(unit, people.add(member));
  }
  const labels = labelsOf(problem, say);
  const rows = problem.units.map((unit) => {
    const caps = [unit.cap, unit.taskCap].filter((cap) => cap !== null);
    const cap = caps.length > 0 ? Math.min(...caps) : null;
    const count = lent.get(unit.id)?.size ?? 0;
    return { unit, cap, count, full: cap !== null && count >= cap && count > 0 };
  });
  rows.sort(
    (a, b) =>
      Number(b.full) - Number(a.full) || b.count - a.count || labels.unit(a.unit.id).localeCompare(labels.unit(b.unit.id), 'zh'),
  );
  const body = rows.map(
    ({ unit, cap, count, full }): RowOut => ({
      cells: [
        labels.unit(unit.id),
        unit.tier ? say(`table-choice-tier-${unit.tier}`) : null,
        labels.areaPair(unit.area)[1],
        roster.get(unit.id) ?? 0,
        full ? styled(count, 'strong') : count,
        cap === null ? say('plan-sheet-no-cap') : cap,
        full ? say('plan-sheet-at-cap') : null,
      ],
    }),
  );
  const columns: Column[] = [
    ['unit', 28],
    ['tier', 12],
    ['area', 18],
    ['on-roster', 10],
    ['lent', 10],
    ['cap', 10],
    ['state', 12],
  ];
  return table(say, 'plan-sheet-units', columns, body);
}

/** The chain of task organizations, parents before children, with leaders and people. */
function chainSheet({ problem, plan }: PlanWorkbookInput, say: Say): SheetOut {
  const labels = labelsOf(problem, say);
  const children = new Map<string | null, typeof problem.orgs>();
  for (const org of problem.orgs) children.set(org.parent, [...(children.get(org.parent) ?? []), org]);
  const people = new Map<string, Set<string>>();
  const orgOf = new Map(problem.posts.map((post) => [post.id, post.org]));
  const parentOf = new Map(problem.orgs.map((org) => [org.id, org.parent]));
  // Everyone counts in their organization and in all above it: at posts, and leading without one.
  const join = (member: string, at: string | null | undefined) => {
    for (let org = at; org; org = parentOf.get(org)) people.set(org, (people.get(org) ?? new Set()).add(member));
  };
  for (const one of plan.assignments) join(one.member, orgOf.get(one.post));
  for (const one of plan.leaders) if (one.member !== null) join(one.member, one.org);
  const named = (org: string, role: 'leader' | 'deputy') =>
    plan.leaders
      .filter((one) => one.org === org && one.role === role)
      .map((one) => (one.member ? labels.member(one.member).name : say('plan-sheet-leader-missing')))
      .join('、');
  function* walk(parent: string | null, depth: number): Generator<RowOut> {
    for (const org of children.get(parent) ?? []) {
      const missing = plan.leaders.some((one) => one.org === org.id && one.role === 'leader' && one.member === null);
      const leader = named(org.id, 'leader');
      const below = (children.get(org.id) ?? []).length;
      yield {
        cells: [
          `${'　'.repeat(depth)}${org.label ?? org.id}`,
          say(`plan-sheet-form-${org.form}`),
          missing ? styled(leader, 'error-text') : leader,
          named(org.id, 'deputy'),
          people.get(org.id)?.size ?? null,
          below > 0 ? below : null,
        ],
      };
      yield* walk(org.id, depth + 1);
    }
  }
  const columns: Column[] = [
    ['organization', 40],
    ['form', 12],
    ['leader', 14],
    ['deputies', 20],
    ['people', 8],
    ['below', 10],
  ];
  return table(say, 'plan-sheet-chain', columns, walk(null, 0));
}

/** The proof: cost, bound, gap, what the verifier found, and where the answer came from. */
function proofSheet({ title, plan, findings }: PlanWorkbookInput, say: Say): SheetOut {
  const { proof, counts } = plan;
  const verdict = findings === null ? 'not-verified' : findings.length === 0 ? 'verified' : 'verification-failed';
  const facts: readonly (readonly [string, string | number])[] = [
    ['title', title],
    ['status', say(`plan-sheet-status-${proof.status}`)],
    ['scope', say(`plan-sheet-scope-${proof.scope}`)],
    ['objective', plan.objective],
    ['bound', plan.bound],
    ['gap-cost', plan.gap],
    ['verdict', say(`plan-sheet-${verdict}`)],
    ['places', counts.places],
    ['filled', counts.filled],
    ['missing', counts.short],
    ['method', say(`plan-sheet-method-${proof.method}`)],
    ['engine', plan.engine],
    ['seed', plan.seed],
    ['input-hash', plan.inputHash],
  ];
  const body = [
    ...facts.map(([key, value]): RowOut => ({ cells: [say(`plan-sheet-${key}`), value] })),
    ...(findings ?? []).map(
      (issue): RowOut => ({
        cells: [styled(say('plan-sheet-finding'), 'error-text'), styled(say(issue.code, issue.params), 'wrap')],
      }),
    ),
    ...plan.notices.map(
      (notice): RowOut => ({ cells: [say('plan-sheet-notice'), styled(say(notice.code, notice.params), 'wrap')] }),
    ),
  ];
  const columns: Column[] = [
    ['fact', 22],
    ['value', 70],
  ];
  return table(say, 'plan-sheet-proof', columns, body);
}

/** The plan as a workbook with five sheets: plan, gaps, units, task organizations, proof. */
export function writePlanWorkbook(input: PlanWorkbookInput, say: Say): Promise<Uint8Array> {
  return workbookBytes([
    planSheet(input, say),
    gapSheet(input, say),
    unitSheet(input, say),
    chainSheet(input, say),
    proofSheet(input, say),
  ]);
}
