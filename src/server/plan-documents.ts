/**
 * The documents of saved plans as the pages read them. They are written once and never change, so the last few stay in memory; of a
 * problem only those people who serve or lead, for the rest of a city is of no page.
 */
import { type AssemblyPlan, type AssemblyProblem, storedProblem, type Verification } from '#kernel/assembly';
import { planDocument, servingProblem } from '#store/plan-document';
import type { Db, Trx } from '#store/schema';
import type { Deps } from './deps.ts';

/** A version with everything that a solve left behind. */
export interface PlanDocuments {
  /** In {@link servingDocuments} with those people alone who serve or lead. */
  readonly problem: AssemblyProblem;
  readonly plan: AssemblyPlan;
  readonly verification: Verification;
}

/** How many plans stay in memory. */
const KEPT = 4;

const kept = new WeakMap<Deps, Map<string, PlanDocuments>>();

/** Keeps the documents of a plan that was just written. */
export function rememberDocuments(deps: Deps, planId: string, documents: PlanDocuments): void {
  const plans = kept.get(deps) ?? new Map<string, PlanDocuments>();
  kept.set(deps, plans);
  plans.delete(planId);
  plans.set(planId, documents);
  for (const id of plans.keys()) {
    if (plans.size <= KEPT) break;
    plans.delete(id);
  }
}

/** The documents of a finished version, its problem with those people alone who serve or lead; null while they are not there. */
export async function servingDocuments(deps: Deps, db: Db | Trx, cityId: string, planId: string): Promise<PlanDocuments | null> {
  const known = kept.get(deps)?.get(planId);
  if (known) return known;
  const plan = (await planDocument(db, cityId, planId, 'plan')) as AssemblyPlan | undefined;
  const verification = (await planDocument(db, cityId, planId, 'verification')) as Verification | undefined;
  const problem = await servingProblem(db, cityId, planId);
  if (!plan || !verification || !problem) return null;
  const documents = { problem: storedProblem(problem), plan, verification };
  rememberDocuments(deps, planId, documents);
  return documents;
}
