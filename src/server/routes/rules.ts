import { conceptShow, functionsShow, historyShow, libraryShow, rulesShow } from '#contract/rules';
import type { Day } from '#kernel/lib';
import { functionFor, functionQueries, inForce, searchBasis, timeline } from '#kernel/rules';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

/** Rules, functions, library and history: what the rulebooks hold, read once at start. No table is touched. */
export function ruleRoutes(routes: Registrar): void {
  routes.handle(rulesShow, async (ctx) => {
    const asOf = (ctx.query.day as Day | undefined) ?? ctx.today;
    const documents = ctx.deps.content.rules.live
      .map(({ document, rules }) => ({ document, rules: rules.filter((rule) => inForce(rule, asOf)) }))
      .filter((book) => book.rules.length > 0);
    return ok({ asOf, documents });
  });

  routes.handle(functionsShow, async (ctx) => {
    const asOf = (ctx.query.day as Day | undefined) ?? ctx.today;
    const { functions, decisions } = ctx.deps.content.rules;
    const rows = functionQueries().map(({ class: of, unitKind, soeTier }) => ({
      class: of,
      unitKind,
      soeTier,
      ...functionFor({ class: of, unitKind, soeTier }, asOf, functions),
    }));
    return ok({ asOf, rows, decisions: [...decisions] });
  });

  routes.handle(libraryShow, async (ctx) => ok({ items: searchBasis(ctx.deps.content.rules.basis, ctx.query.q ?? '') }));

  routes.handle(conceptShow, async (ctx) => ok({ contrast: [...ctx.deps.content.rules.contrast] }));

  routes.handle(historyShow, async (ctx) => {
    const { cards, history } = ctx.deps.content.rules;
    const stages = timeline(cards).map(({ stage, cards: own }) => ({ stage, cards: [...own] }));
    return ok({ stages, sets: history.map(({ document, rules }) => ({ document, rules: [...rules] })) });
  });
}
