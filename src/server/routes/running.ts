import { allowsRole } from '#contract/access';
import type { RouteShape } from '#contract/route';
import { difficultySettle, dutySheet, runningShow, slotFill } from '#contract/running';
import { addDays, type Day } from '#kernel/lib';
import { boundariesCrossed, maskName, type Participation, type System, type Tier } from '#kernel/registry';
import { latestApproval } from '#store/approval';
import { chainOrgs } from '#store/chain';
import { giveUpDuty, lockDuty, setDutyState, tellPerson } from '#store/duty';
import { listPosts } from '#store/need';
import { openShifts } from '#store/open-shifts';
import { listOpenSlots, type OpenSlot } from '#store/opening';
import {
  countDuties,
  lendingUnits,
  listAsked,
  listDifficulties,
  type RosterRow,
  rosterOf,
  shortPosts,
  unansweredIn,
} from '#store/running';
import type { TaskRecord } from '#store/task';
import type { Context } from '../context.ts';
import { boundaryOf } from '../formation-view.ts';
import { noteChange, runningTask } from '../joining.ts';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { wakeReplacements } from '../replacements.ts';
import { changed, ok } from '../reply.ts';
import { fewHidden, partsHidden } from '../small-counts.ts';
import { clockOf, DAYS_AHEAD, spanAhead } from '../task-clock.ts';
import { wasCalledOff } from '../task-figures.ts';
import { readTask } from './tasks.ts';

const KEPT_DAYS = 90;

/** A running task: what is missing, who takes it, who joins later. */
export function runningRoutes(routes: Registrar): void {
  routes.handle(runningShow, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const treeId = await treeOf(ctx, task);
    // Before the first day the list of that day is what people ask about, after the end that of the last one.
    const begun = task.startsOn !== null && task.startsOn > ctx.today ? task.startsOn : ctx.today;
    const last = task.endedOn === null ? null : addDays(task.endedOn, -1);
    const first = last !== null && last < begun ? last : begun;
    const day = (ctx.query.day as Day | undefined) ?? first;
    const roster = await rosterOf(ctx.db, ctx.cityId, treeId);
    const units = await lendingUnits(ctx.db, ctx.cityId, treeId, day);
    const chain = await chainOrgs(ctx.db, ctx.cityId, treeId);
    // Headquarters look and plan shifts; who serves is changed by officers and secretaries.
    const edits = allowsRole(slotFill.access, ctx.scope.role) && (await ctx.scope.covers('task', task.id, 'edit'));
    const mayEdit = task.state === 'active' && edits;
    const seesPeople = await ctx.scope.covers('task', task.id, 'names');
    const { holders, ...duties } = await countDuties(ctx.db, ctx.cityId, task.id);
    const present = new Set(roster.filter((row) => row.from <= day && day < row.to).map((row) => row.personId));
    // The tree counts whom the head counts: everyone of the day asked for, also of a chain that has ended or takes somebody in later.
    const then = peopleOn(chain, roster, day);
    const idle = [...present].filter((id) => !holders.has(id)).length;
    const openSlots = (await listOpenSlots(ctx.db, ctx.cityId, task.id)).map(slotOf);
    const difficulties = seesPeople ? await listDifficulties(ctx.db, ctx.cityId, task.id) : [];
    const unanswered = seesPeople ? await unansweredIn(ctx.db, ctx.cityId, treeId) : undefined;
    const asked = seesPeople ? await listAsked(ctx.db, ctx.cityId, task.id) : [];
    const shiftsUntil = addDays(ctx.today, DAYS_AHEAD);
    const ahead = task.state === 'active' ? await openShifts(ctx.db, ctx.cityId, [task.id], spanAhead(ctx.now, ctx.today)) : [];
    const shown = shownByUnit(roster, units, day, seesPeople);
    return ok({
      taskId: task.id,
      title: task.title,
      state: task.state,
      today: ctx.today,
      asOf: day,
      startsOn: task.startsOn,
      endedOn: task.endedOn,
      calledOff: wasCalledOff(task),
      endCondition: task.endCondition,
      reviewOn: task.reviewOn,
      mayEdit,
      seesPeople,
      mayPrint: seesPeople && allowsRole(dutySheet.access, ctx.scope.role),
      openSlots: seesPeople ? openSlots : openSlots.map((slot) => ({ ...slot, proposal: null })),
      shortPosts: task.state === 'active' ? await shortPosts(ctx.db, ctx.cityId, task.id) : [],
      openShifts: ahead.map(({ taskId: _, startMinute: __, ...one }) => one),
      shiftsUntil,
      difficulties: difficulties.map((row) => ({ ...row, name: maskName(row.name) })),
      asked: asked.map((row) => ({ ...row, name: maskName(row.name) })),
      duties,
      people: { all: present.size, withoutPost: seesPeople ? idle : (fewHidden(idle) ?? 0) },
      caps: units.flatMap((unit) =>
        unit.cap === null || shown.get(unit.id) === null
          ? []
          : [{ unitId: unit.id, name: unit.name, used: unit.used, cap: unit.cap }],
      ),
      units: units.map(({ id, name }) => ({ id, name, people: shown.get(id) ?? null })),
      posts: (await listPosts(ctx.db, ctx.cityId, task.id)).map((post) => ({
        id: post.id,
        name: [post.name, post.shift].filter(Boolean).join(' '),
      })),
      chain: chain.map(({ id, parentId, name, form, areaName, state }) => ({
        id,
        parentId,
        name,
        form: form as 'branch',
        people: then.get(id)?.size ?? 0,
        areaName,
        ended: state === 'ended',
        unanswered: unanswered ? (unanswered.get(id) ?? 0) : null,
      })),
      boundaries: boundariesOn(roster, day, seesPeople),
    });
  });

  routes.handle(difficultySettle, async (ctx) => {
    const task = await runningTask(ctx);
    const duty = await lockDuty(ctx.db, ctx.cityId, ctx.params.dutyId);
    if (!duty || duty.taskId !== task.id) throw problem('not-found', {});
    if (duty.state !== 'difficulty') throw problem('state-refuses', { state: duty.state });
    if (ctx.body.how === 'released') {
      const restUntil = addDays(duty.to > ctx.today ? duty.to : ctx.today, KEPT_DAYS);
      await giveUpDuty(ctx.db, ctx.cityId, duty, { at: ctx.now, today: ctx.today, restUntil });
      wakeReplacements(ctx.deps);
      // Whoever decided, it was not the member: the duty stands as told, and the member answers again.
    } else await setDutyState(ctx.db, ctx.cityId, duty.id, 'told', null, ctx.now);
    await tellPerson(ctx.db, ctx.cityId, duty.personId, {
      kind: `difficulty-${ctx.body.how}`,
      params: { title: task.title, taskId: task.id, post: duty.post },
      at: ctx.now,
      eraseAfter: addDays(ctx.today, KEPT_DAYS),
    });
    await noteChange(ctx, task, `difficulty-${ctx.body.how}`, { post: duty.post });
    return changed(duty.id, `/api/tasks/${task.id}/duties/${duty.id}`);
  });
}

/** People of every organization of a chain and below on a day, each once. */
function peopleOn(
  chain: readonly { readonly id: string; readonly parentId: string | null }[],
  roster: readonly RosterRow[],
  day: Day,
): Map<string, Set<string>> {
  const parentOf = new Map(chain.map((org) => [org.id, org.parentId]));
  const found = new Map<string, Set<string>>();
  for (const row of roster) {
    if (row.from > day || row.to <= day) continue;
    for (let at: string | null | undefined = row.orgId; at; at = parentOf.get(at))
      found.set(at, (found.get(at) ?? new Set()).add(row.personId));
  }
  return found;
}

/** The tree of a task's chain; a task without one is not found here. */
export async function treeOf<R extends RouteShape>(ctx: Context<R>, task: TaskRecord): Promise<string> {
  const approval = await latestApproval(ctx.db, ctx.cityId, task.id);
  if (!approval || !['approved', 'active', 'ended'].includes(task.state)) throw problem('not-found', {});
  return approval.treeId;
}

function slotOf(slot: OpenSlot) {
  return {
    id: slot.id,
    postId: slot.postId,
    post: slot.post,
    shift: slot.shift,
    place: slot.place,
    orgId: slot.orgId,
    orgName: slot.orgName,
    skill: slot.skill,
    openedAt: slot.openedAt.toISOString(),
    from: slot.from,
    window: { from: clockOf(slot.startMinute), to: clockOf(slot.endMinute) },
    computed: slot.computed,
    proposal:
      slot.proposedId === null
        ? null
        : {
            personId: slot.proposedId,
            name: maskName(slot.proposedName ?? ''),
            unitName: slot.proposedUnit,
            difference: slot.difference ?? 0,
          },
  };
}

/**
 * People out of each unit as the reader may see them, null where hidden; where they are, so is how full the cap is. The same parts in the same
 * order as the boundary between units, so that the two lists never hide different ones.
 */
function shownByUnit(
  roster: readonly RosterRow[],
  units: readonly { readonly id: string; readonly people: number }[],
  day: Day,
  seesPeople: boolean,
): Map<string, number | null> {
  const sorted = [...units].sort((a, b) => b.people - a.people || (a.id < b.id ? -1 : 1));
  const counts = sorted.map((unit) => unit.people);
  const present = roster.filter((row) => row.from <= day && day < row.to);
  const unknown = new Set(present.filter((row) => row.unitId === null).map((row) => row.personId)).size;
  const shown = seesPeople ? counts : partsHidden(unknown > 0 ? [...counts, unknown] : counts);
  return new Map(sorted.map((unit, i) => [unit.id, shown[i]!]));
}

/** The four boundaries of one day from the participations as they were frozen (I-18); small counts are for whoever sees the people. */
function boundariesOn(roster: readonly RosterRow[], day: Day, seesPeople: boolean) {
  const participations: Participation[] = roster.map((row) => ({
    id: row.id,
    personId: row.personId,
    orgId: row.orgId,
    role: row.role as Participation['role'],
    mode: row.mode,
    sourceUnitId: row.unitId,
    sourceTier: row.tier as Tier | null,
    sourceAreaId: row.countyId,
    sourceSystem: (row.system as System | null) ?? 'none',
    from: row.from,
    to: row.to,
  }));
  const crossed = boundariesCrossed(participations, day);
  const units = new Map(roster.map((row) => [row.unitId ?? '', row.unitName ?? '']));
  const areas = new Map(roster.map((row) => [row.countyId ?? '', row.countyName ?? '']));
  const plain = (value: string) => value;
  return {
    unit: boundaryOf(crossed.unit, (value) => units.get(value) ?? value, seesPeople),
    tier: boundaryOf(crossed.tier, plain, seesPeople),
    area: boundaryOf(crossed.area, (value) => areas.get(value) ?? value, seesPeople),
    system: boundaryOf(crossed.system, plain, seesPeople),
  };
}
