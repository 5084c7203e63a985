/**
 * Who could take an opened slot: the plan desk of the approved plan is asked, the answer is kept with the opening. Nothing is filled
 * by itself; a person takes the proposal up or looks for someone else. Runs after the answer that opened the slot was committed.
 */
import { listUnproposed, peopleAvailable, personWhoLeft, saveProposal } from '#store/opening';
import type { Deps } from './deps.ts';
import { plannerOf } from './planner.ts';

const waking = new WeakMap<Deps, NodeJS.Timeout>();

/** Looks for openings without a proposal soon; the request that made one commits first. */
export function wakeReplacements(deps: Deps, millis = 50): void {
  if (waking.has(deps)) return;
  const timer = setTimeout(() => {
    waking.delete(deps);
    proposeDue(deps).catch((error: unknown) => deps.log(`replacements: ${String(error)}`));
  }, millis);
  timer.unref();
  waking.set(deps, timer);
}

/** Computes a proposal for every opening that has none. Returns how many were written. */
export async function proposeDue(deps: Deps): Promise<number> {
  const { db } = deps.store;
  let count = 0;
  for (const opening of await listUnproposed(db, deps.cityId)) {
    const left = await personWhoLeft(db, deps.cityId, opening);
    const answer = left
      ? await plannerOf(deps).ask(opening.planId, { kind: 'explain', member: left, post: opening.postId, most: 5 })
      : null;
    // Whoever is needed as much elsewhere would only move the gap.
    const others = answer?.kind === 'explain' ? answer.whoElse.filter((one) => one.difference < answer.emptyPlace / 2) : [];
    const free = await peopleAvailable(
      db,
      deps.cityId,
      opening,
      others.map((one) => one.member),
      deps.clock.today(),
    );
    const items = others
      .filter((one) => one.member !== left && free.has(one.member))
      .map((one) => ({ personId: one.member, difference: one.difference, reason: one.reason }));
    await saveProposal(db, deps.cityId, opening.id, items, items[0]?.personId ?? null);
    count++;
  }
  return count;
}
