import type { Instance } from './instance.ts';
import type { AssemblyPlan } from './plan.ts';
import { type Solved, usedPairs } from './solve-model.ts';

/** Tiers from the top; a body of an earlier one is higher. */
const TIERS = ['central', 'province', 'city', 'county', 'township', 'community', 'village'];

/**
 * Advice about lending: higher bodies do not borrow staff of county-level units and below for full-time service (`rules.md` 7.2, notice of the
 * General Office on formalism); part-time duty near home does not fall under it. Advice, not a bar.
 */
export function lendingAdvice(instance: Instance, solved: Solved): AssemblyPlan['notices'] {
  const { task, members } = instance.problem;
  const issuer = task.issuerTier === null ? -1 : TIERS.indexOf(task.issuerTier);
  if (task.service !== 'full-time' || issuer < 0) return [];
  const people = new Set(usedPairs(solved.model, solved.flow).map((i) => solved.model.pairs.member[i]!));
  for (const m of solved.fixed.reserved) people.add(m);
  const below = [...people].filter((m) => {
    const tier = TIERS.indexOf(members[m]!.tier ?? '');
    return tier >= TIERS.indexOf('county') && tier > issuer;
  });
  if (below.length === 0) return [];
  return [{ code: 'secondment-from-below', params: { people: below.length, issuer: task.issuerTier, clause: 'rules 7.2' } }];
}
