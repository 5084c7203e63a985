/**
 * Setting an approved chain up and telling everyone: at the word of a person, or when the ten minutes for taking it back are over.
 * Runs in one transaction; a second run finds nothing to do.
 */
import { activationIssues, nextTaskState, RECALL_MINUTES } from '#kernel/formation';
import { addDays, type Day } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import { type ApprovalRecord, dueActivations, findApproval, lockApproval } from '#store/approval';
import { setChainState } from '#store/chain';
import { tellPeople } from '#store/duty';
import { activateChain, addNotices, officersOf, tellOfficers } from '#store/formation';
import { unplacedOffers } from '#store/offer';
import { listPlanRows } from '#store/plan';
import type { Db, Trx } from '#store/schema';
import { sourcesOfPeople } from '#store/source-facts';
import { findTask, lockTask, logChange, updateTask } from '#store/task';
import { inTransaction } from '#store/transaction';
import { recordAct } from './audit.ts';
import { asDb } from './context.ts';
import type { Deps } from './deps.ts';
import { classifyUnit } from './plan-problem.ts';
import { invalid } from './problem.ts';

/** Milliseconds after which an approval takes effect by itself. */
export const RECALL_MILLIS = RECALL_MINUTES * 60_000;

/** Sets the chain of an approval up. Throws all reasons at once when it may not. Returns how many people were told. */
export async function activate(
  db: Db,
  deps: Deps,
  approval: ApprovalRecord,
  by: { accountId: string | null; grantId: string | null },
  now: Date,
  today: Day,
): Promise<number> {
  const { cityId } = deps;
  await lockTask(db, cityId, approval.taskId);
  const task = await findTask(db, cityId, approval.taskId);
  if (!task) throw new Error(`approval ${approval.id} has no task`);
  const next = nextTaskState(task.state, 'activate', task.title);
  const issues = activationIssues(task.title, { decision: approval.decision, approver: approval.approverOrgId });
  if ('issue' in next) issues.push(next.issue);
  if (issues.length > 0) throw invalid(issues);
  const from = task.startsOn !== null && task.startsOn > today ? task.startsOn : today;
  const pack = task.pack === null ? undefined : deps.content.packs.get(task.pack);
  const rows = await listPlanRows(db, cityId, approval.planId);
  // Who leads without a post joins too, and brings the same facts.
  const leading = await officersOf(db, cityId, approval.id);
  const facts = await sourcesOfPeople(db, cityId, [...new Set([...rows.map((row) => row.personId), ...leading])], task.id);
  const sources = new Map(
    [...facts].map(([id, one]) => [
      id,
      {
        unitId: one.unitId,
        tier: one.tier,
        areaId: one.areaId,
        system: one.system,
        mode: one.mode,
        category: categoryOf(pack, one),
      },
    ]),
  );
  const people = await activateChain(
    db,
    cityId,
    { treeId: approval.treeId, taskId: task.id, planId: approval.planId, approvalId: approval.id, from },
    sources,
  );
  await updateTask(db, cityId, task.id, { state: 'active', starts_on: from });
  const eraseAfter = addDays(today, 90);
  await addNotices(db, cityId, {
    kind: 'duty',
    taskId: task.id,
    params: { title: task.title },
    at: now,
    eraseAfter,
    toPlan: approval.planId,
  });
  // Whoever offered, was confirmed and got no post is not left waiting for word.
  const unplaced = await unplacedOffers(db, cityId, task.id, [...facts.keys()]);
  await tellPeople(db, cityId, unplaced, {
    kind: 'offer-unplaced',
    params: { title: task.title, taskId: task.id },
    at: now,
    eraseAfter,
  });
  await tellOfficers(db, cityId, approval.id, { title: task.title, taskId: task.id, at: now, eraseAfter });
  await addNotices(db, cityId, {
    kind: 'chain-active',
    taskId: task.id,
    params: { title: task.title, people },
    at: now,
    eraseAfter,
    toOrg: task.ownerOrgId,
  });
  await logChange(db, cityId, task.id, { kind: 'activate', params: { people }, by: by.accountId, at: now });
  await recordAct(db as Trx, deps, by, {
    action: 'chain-activate',
    subjectKind: 'approval',
    subjectId: approval.id,
    detail: { people },
  });
  return people;
}

/** Source category of the pack for where a person comes from. */
export function categoryOf(
  pack: Pack | undefined,
  one: { unitId: string | null; unitKind: string | null; system: string | null; tier: string | null },
): string | null {
  if (!pack) return null;
  if (one.unitId === null) return 'free-community';
  return classifyUnit(pack, { kind: one.unitKind ?? '', system: one.system, affiliationTier: one.tier });
}

/** Sets up every approved chain whose time for taking back is over; called by a timer. Returns how many chains. */
export async function activateDue(deps: Deps): Promise<number> {
  const now = new Date(deps.clock.now());
  let count = 0;
  for (const id of await dueActivations(deps.store.db, deps.cityId, now)) {
    await inTransaction(deps.store, async (trx) => {
      const db = asDb(trx);
      await lockApproval(db, deps.cityId, id);
      const approval = await findApproval(db, deps.cityId, id);
      if (approval?.decision !== 'approved' || approval.taskState !== 'approved') return;
      await activate(db, deps, approval, { accountId: null, grantId: null }, now, deps.clock.today());
      count++;
    });
  }
  return count;
}

/** Cancels the organizations of a chain that was returned, rejected, withdrawn or taken back; they stay on record as cancelled. */
export async function cancelChain(db: Db, cityId: string, treeId: string, today: Day): Promise<void> {
  await setChainState(db, cityId, treeId, 'cancelled', today);
}
