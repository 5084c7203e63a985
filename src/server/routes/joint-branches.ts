import { jointProposal } from '#contract/joint-branches';
import { groupOnce } from '#jobs/grouping';
import { type GroupingProblem, type SmallUnit, USUAL_LIMITS, unitCase } from '#kernel/assembly';
import { areaPath } from '#store/area';
import { type UnitWithMembers, unitsWithMembers } from '#store/small-units';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

/** Joint branches of an area, proposed from the register of today; nothing is written. */
export function jointBranchRoutes(routes: Registrar): void {
  routes.handle(
    jointProposal,
    async (ctx) => {
      const { areaId } = ctx.params;
      const path = await areaPath(ctx.db, ctx.cityId, areaId);
      if (path.length === 0) throw problem('not-found', {});
      const rows = await unitsWithMembers(ctx.db, ctx.cityId, areaId, ctx.today);
      const joined = rows.flatMap(({ id, name, jointId, jointName }) =>
        jointId === null || jointName === null ? [] : [{ unitId: id, unitName: name, orgId: jointId, orgName: jointName }],
      );
      const free = rows.filter((row) => row.jointId === null).map((row) => ({ row, unit: unitOf(row) }));
      const cases = free.map(({ unit }) => unitCase(unit));
      const input: GroupingProblem = {
        units: free.flatMap(({ unit }, i) => (cases[i] === 'joint' ? [unit] : [])),
        limits: USUAL_LIMITS,
      };
      const { grouping, verification, seconds } = await groupOnce(input);
      return ok({
        areaId,
        path,
        limits: USUAL_LIMITS,
        units: free.flatMap(({ row }, i) => {
          const { jointId: _, jointName: __, ...shown } = row;
          return cases[i] === 'joint' ? [shown] : [];
        }),
        groups: grouping.groups.map((group) => ({
          ...group,
          units: [...group.units],
          principles: group.principles.map((fact) => ({ ...fact, params: { ...fact.params } })),
        })),
        left: grouping.left.map(({ unit, reason }) => ({ unit, reason: { code: reason.code, params: { ...reason.params } } })),
        joined,
        counts: {
          units: rows.length,
          own: cases.filter((one) => one === 'own-branch').length,
          empty: cases.filter((one) => one === 'work-coverage').length,
        },
        objective: grouping.objective,
        bound: grouping.bound,
        gap: grouping.gap,
        verified: verification.ok,
        seconds,
      });
    },
    { transaction: false },
  );
}

function unitOf(row: UnitWithMembers): SmallUnit {
  const { id, full, probationary, lat, lon, trade, areaId } = row;
  return { id, full, probationary, place: lat === null || lon === null ? null : { lat, lon }, trade, area: areaId };
}
