import { jointProposal, jointWorkbook, smallUnits } from '#contract/joint-branches';
import { jointWorkbookBytes } from '#documents/joint-branches';
import { type GroupingResult, groupOnce } from '#jobs/grouping';
import { checkEdited, type GroupingProblem, type SmallUnit, USUAL_LIMITS, unitCase } from '#kernel/assembly';
import { areaPath } from '#store/area';
import { type UnitWithMembers, unitsWithMembers } from '#store/small-units';
import { backgroundOf } from '../background.ts';
import type { Context } from '../context.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { file, ok } from '../reply.ts';

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Joint branches of an area, proposed from the register of today; nothing is written. */
export function jointBranchRoutes(routes: Registrar): void {
  routes.handle(smallUnits, async (ctx) => {
    const { areaId } = ctx.params;
    const { path, rows, counts } = await unitsOf(ctx, areaId);
    return ok({ areaId, path, limits: USUAL_LIMITS, units: rows.filter((row) => unitCase(unitOf(row)) === 'joint'), counts });
  });

  routes.handle(
    jointProposal,
    async (ctx) => {
      const { areaId } = ctx.params;
      const { path, rows, counts } = await unitsOf(ctx, areaId);
      const free = rows.filter((row) => row.jointId === null && unitCase(unitOf(row)) === 'joint');
      const joined = rows.flatMap(({ id, name, jointId, jointName }) =>
        jointId === null || jointName === null ? [] : [{ unitId: id, unitName: name, orgId: jointId, orgName: jointName }],
      );
      const { grouping, verification, seconds } = await proposed(ctx.deps, { units: free.map(unitOf), limits: USUAL_LIMITS });
      return ok({
        areaId,
        path,
        limits: USUAL_LIMITS,
        units: free,
        groups: grouping.groups.map((group) => ({
          ...group,
          units: [...group.units],
          principles: group.principles.map((fact) => ({ ...fact, params: { ...fact.params } })),
        })),
        left: grouping.left.map(({ unit, reason }) => ({ unit, reason: { code: reason.code, params: { ...reason.params } } })),
        joined,
        counts,
        objective: grouping.objective,
        bound: grouping.bound,
        gap: grouping.gap,
        verified: verification.ok,
        seconds,
      });
    },
    { transaction: false },
  );

  routes.handle(jointWorkbook, async (ctx) => {
    const { path, rows } = await unitsOf(ctx, ctx.params.areaId);
    const say = ctx.deps.content.say(ctx.language);
    const rowById = new Map(rows.map((row) => [row.id, row]));
    const input: GroupingProblem = { units: rows.map(unitOf), limits: USUAL_LIMITS };
    const checked = checkEdited(input, ctx.body.groups);
    const name = (id: unknown) => rowById.get(String(id))?.name ?? '';
    const words = (params: Readonly<Record<string, unknown>>) => ({
      ...params,
      unit: name(params.unit),
      host: name(params.host),
    });
    const shown = (id: string) => {
      const row = rowById.get(id)!;
      const key = `org.unit-kind-${row.trade}`;
      const kind = say(key);
      return { ...row, area: row.areaName, trade: kind === key ? row.trade : kind };
    };
    const area = path.at(-1)!.name;
    const bytes = await jointWorkbookBytes(
      {
        area,
        day: ctx.today,
        groups: checked.groups.map((group) => ({
          units: group.units.map(shown),
          reasons: group.principles.map((fact) => say(fact.code, words(fact.params))),
          remarks: checked.issues
            .filter((issue) => issue.params.host === group.host || group.units.includes(String(issue.params.unit)))
            .map((issue) => say(issue.code, words(issue.params))),
        })),
        left: checked.left
          .filter((id) => rowById.get(id)!.jointId === null && unitCase(unitOf(rowById.get(id)!)) === 'joint')
          .map(shown),
      },
      say,
    );
    return file(bytes, SHEET, `${say('joint-sheet-title', { area })} ${ctx.today}.xlsx`);
  });
}

/** Solved in a thread that a stopping server ends; whoever asked is told so. */
async function proposed(deps: Deps, input: GroupingProblem): Promise<GroupingResult> {
  const background = backgroundOf(deps);
  const ending = new AbortController();
  try {
    return await background.add(groupOnce(input, ending.signal), () => ending.abort());
  } catch (error) {
    if (background.stopping) throw problem('stopping', {});
    throw error;
  }
}

async function unitsOf({ db, cityId, today }: Pick<Context<never>, 'db' | 'cityId' | 'today'>, areaId: string) {
  const path = await areaPath(db, cityId, areaId);
  if (path.length === 0) throw problem('not-found', {});
  const rows = await unitsWithMembers(db, cityId, areaId, today);
  const cases = rows.flatMap((row) => (row.jointId === null ? [unitCase(unitOf(row))] : []));
  const counts = {
    units: rows.length,
    joined: rows.length - cases.length,
    own: cases.filter((one) => one === 'own-branch').length,
    empty: cases.filter((one) => one === 'work-coverage').length,
  };
  return { path, rows, counts };
}

function unitOf(row: UnitWithMembers): SmallUnit {
  const { id, full, probationary, lat, lon, trade, areaId } = row;
  return { id, full, probationary, place: lat === null || lon === null ? null : { lat, lon }, trade, area: areaId };
}
