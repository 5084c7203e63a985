import { type SEARCH_KINDS, searchAll } from '#contract/search';
import { maskName } from '#kernel/registry';
import { searchAreas, searchOrgs, searchPersons, searchUnits } from '#store/search';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

/** One search over the register; people only where the acting role may also reveal them. */
export function searchRoutes(routes: Registrar): void {
  routes.handle(searchAll, async (ctx) => {
    const { q, limit } = ctx.query;
    const asked = new Set<string>(ctx.query.kinds.split(','));
    const wants = (kind: (typeof SEARCH_KINDS)[number]) => asked.has(kind);
    const { db, cityId, today, scope } = ctx;
    const people = scope.seesPersons && wants('members');
    const found = people ? await searchPersons(db, cityId, q, scope.body.anchors, today, limit) : [];
    return ok({
      organizations: wants('organizations') ? await searchOrgs(db, cityId, q, limit, ctx.query.holding === 'yes') : [],
      units: wants('units') ? await searchUnits(db, cityId, q, today, limit) : [],
      areas: wants('areas') ? await searchAreas(db, cityId, q, today, limit) : [],
      members: found.map((one) => ({ ...one, name: maskName(one.name) })),
      membersSearched: people,
    });
  });
}
