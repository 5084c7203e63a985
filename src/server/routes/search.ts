import { type SEARCH_KINDS, searchAll } from '#contract/search';
import { maskName } from '#kernel/registry';
import { searchAreas, searchOrgs, searchPersons, searchUnits } from '#store/search';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

/** One search over the register; people only where the acting role may also reveal them. */
export function searchRoutes(routes: Registrar): void {
  routes.handle(
    searchAll,
    async (ctx) => {
      const { q, limit, orgId, holding, tasks } = ctx.body;
      const wants = (kind: (typeof SEARCH_KINDS)[number]) => ctx.body.kinds.includes(kind);
      const { db, cityId, today, scope } = ctx;
      const people = scope.seesPersons && wants('members');
      // Narrowed to an organization it is still one's own people: a body outside the scope finds nobody.
      const anchors = orgId === undefined ? scope.body.anchors : (await scope.covers('org', orgId, 'names')) ? [orgId] : [];
      const found = people ? await searchPersons(db, cityId, q, anchors, today, limit) : [];
      return ok({
        organizations: wants('organizations') ? await searchOrgs(db, cityId, q, limit, { holding, tasks }) : [],
        units: wants('units') ? await searchUnits(db, cityId, q, today, limit) : [],
        areas: wants('areas') ? await searchAreas(db, cityId, q, today, limit, ctx.body.tiers) : [],
        members: found.map((one) => ({ ...one, name: maskName(one.name) })),
        membersSearched: people,
      });
    },
    { transaction: false },
  );
}
