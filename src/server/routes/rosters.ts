import type * as z from 'zod';
import {
  myRosterWish,
  rosterBoard,
  type rosterContentSchema,
  rosterFile,
  rosterNames,
  rosterProposal,
  rosterProposalStop,
  rosterPropose,
  rosterSave,
  rosterWish,
} from '#contract/rosters';
import type { RouteShape } from '#contract/route';
import { rosterWorkbook } from '#documents/rosters';
import { rosterFaults, rosterIssues, USUAL_RULES } from '#kernel/assembly';
import { addDays, type Day, errorIssue, type Issue } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { lockDuty, setDutyState, tellPerson } from '#store/duty';
import { addDuty } from '#store/opening';
import {
  dutyHours,
  listRosterDuties,
  openParticipations,
  type RosterGroup,
  rosterGroup,
  setRosterWish,
  writeRoster,
} from '#store/roster';
import { logChange, type TaskRecord } from '#store/task';
import type { Context } from '../context.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, empty, etagOf, file, ok } from '../reply.ts';
import { type Board, daysOf, placeOf, problemOf, readBoard, weekend } from '../roster-board.ts';
import { rosterDesksOf } from '../roster-desks.ts';
import { clockOf } from '../task-clock.ts';
import { readTask } from './tasks.ts';

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Days after which a notice goes. */
const KEPT_DAYS = 90;
/** States of a task in which shifts may be planned: people are known, the work is not over. */
const OPEN = ['submitted', 'approved', 'active'];

type Group = RosterGroup & { readonly taskId: string };
type Content = z.output<typeof rosterContentSchema>;

/** Shifts of a group by day: shown, computed in a worker, kept with a version, taken away as a file; wishes and days away. */
export function rosterRoutes(routes: Registrar): void {
  routes.handle(rosterBoard, async (ctx) => {
    const { task, group } = await groupOf(ctx);
    const board = await readBoard(ctx.db, ctx.cityId, group, {
      from: ctx.query.from as Day | undefined,
      days: ctx.query.days,
      today: ctx.today,
    });
    const off = board.head === null ? weekend : (day: Day) => board.head!.offDays.includes(day);
    const mayEdit = OPEN.includes(task.state) && (await ctx.scope.covers('group', group.id, 'edit'));
    return ok(
      {
        taskId: task.id,
        taskTitle: task.title,
        taskState: task.state,
        orgId: group.id,
        orgName: group.name,
        today: ctx.today,
        mayEdit,
        mayName: await ctx.scope.covers('group', group.id, 'names'),
        from: board.from,
        to: board.to,
        periods: [...board.periods],
        kept: board.head !== null,
        savedAt: board.head?.savedAt.toISOString() ?? null,
        version: board.head?.version ?? 0,
        days: daysOf(board.from, board.to).map((day) => ({ day, off: off(day) })),
        shifts: board.shifts.map((shift) => ({ ...shift })),
        need: board.need.map((row) => [...row]),
        // Wishes and days away are for who plans; the others of the group see who serves when.
        people: board.people.map((one) => ({
          ...one,
          name: maskName(one.name),
          leave: mayEdit ? [...one.leave] : [],
          makeUp: mayEdit ? [...one.makeUp] : [],
          said: mayEdit ? [...one.said] : [],
          wishes: mayEdit ? [...one.wishes] : [],
          past: mayEdit ? one.past : { shifts: 0, nights: 0, offDays: 0, inRow: 0 },
          lastEnd: mayEdit ? one.lastEnd : null,
          only: one.only === null || !mayEdit ? null : [...one.only],
          likes: one.likes === null || !mayEdit ? null : [...one.likes],
          busy: mayEdit ? [...one.busy] : [],
        })),
        rules: board.head ? { restHours: board.head.restHours, mostInRow: board.head.mostInRow } : USUAL_RULES,
        duties: [...board.duties],
        dropped: board.dropped,
      },
      { version: board.head?.version ?? 0 },
    );
  });

  routes.handle(rosterPropose, async (ctx) => {
    const { group } = await openGroup(ctx);
    const board = await boardOf(ctx, group, ctx.body);
    const pins = dutiesOf(board, ctx.body).filter((duty) => duty.fixed);
    const input = problemOf(
      board,
      ctx.body,
      pins.map(({ person, day, shift }) => ({ person, day, shift })),
    );
    const issues = rosterIssues(input);
    if (issues.length > 0) throw invalid(issues.map((issue) => named(issue, board)));
    const id = rosterDesksOf(ctx.deps).start(group.id, input);
    await ctx.audit({ action: 'roster-propose', subjectKind: 'org', subjectId: group.id });
    return created(id, `/api/tasks/${group.taskId}/rosters/${group.id}/proposals/${id}`);
  });

  routes.handle(rosterProposal, async (ctx) => {
    const one = rosterDesksOf(ctx.deps).show(ctx.params.proposalId);
    if (!one || one.orgId !== ctx.params.orgId) throw problem('not-found', {});
    const { id, state, stage, seconds, best } = one;
    return ok({
      id,
      state,
      stage,
      seconds,
      best: best && {
        duties: best.roster.duties.map((duty) => ({ ...duty })),
        cost: best.roster.cost,
        bound: best.roster.bound,
        gap: best.roster.gap,
        by: best.roster.by,
        verified: best.verified,
      },
    });
  });

  routes.handle(rosterProposalStop, async (ctx) => {
    const desks = rosterDesksOf(ctx.deps);
    if (desks.show(ctx.params.proposalId)?.orgId !== ctx.params.orgId) throw problem('not-found', {});
    desks.stop(ctx.params.proposalId);
    return empty();
  });

  routes.handle(rosterSave, async (ctx) => {
    const { task, group } = await openGroup(ctx);
    const board = await boardOf(ctx, group, ctx.body);
    const current = board.head?.version ?? 0;
    ctx.expectVersion(current, { ...contentOf(board), version: current });
    const duties = dutiesOf(board, ctx.body);
    const faults = rosterFaults(problemOf(board, ctx.body), duties);
    if (faults.length > 0) throw invalid(faults.map((issue) => named(issue, board)));
    const earlier =
      board.head === null || board.head.from >= board.from
        ? []
        : (await listRosterDuties(ctx.db, ctx.cityId, group.id, board.head.from, board.from)).filter(
            (one) => one.rosterId === board.head!.id,
          );
    const rows = duties.map(({ person, day, shift, fixed }) => ({ personId: person, day, ...placeOf(shift), fixed }));
    const offBefore = (board.head?.offDays ?? []).filter((day) => day < board.from);
    const id = await writeRoster(
      ctx.db,
      ctx.cityId,
      {
        id: board.head?.id ?? null,
        orgId: group.id,
        from: board.from,
        to: board.to,
        offDays: [...offBefore, ...(ctx.body.offDays as Day[])],
        ...ctx.body.rules,
        by: ctx.session.accountId,
        at: ctx.now,
      },
      [...earlier.map(({ rosterId: _, ...one }) => one), ...rows],
    );
    if (task.state === 'active') await tell(ctx, task, group, board, duties);
    await logChange(ctx.db, ctx.cityId, task.id, {
      kind: 'roster',
      params: { org: group.name, from: board.from, to: addDays(board.to, -1) },
      by: ctx.session.accountId,
      at: ctx.now,
    });
    await ctx.audit({
      action: 'roster-save',
      subjectKind: 'org',
      subjectId: group.id,
      detail: { from: board.from, to: board.to, version: current + 1, duties: duties.length },
    });
    const reply = changed(id, `/api/tasks/${task.id}/rosters/${group.id}`);
    return { ...reply, headers: { ...reply.headers, etag: etagOf(current + 1) } };
  });

  routes.handle(rosterWish, async (ctx) => {
    const { group } = await openGroup(ctx);
    const { personId, day, kind } = ctx.body;
    const board = await readBoard(ctx.db, ctx.cityId, group, { from: day as Day, days: undefined, today: ctx.today });
    if (!board.people.some((one) => one.id === personId))
      throw invalid([errorIssue('reference-unknown', ['body', 'personId'], { field: 'personId' })]);
    if (day < ctx.today) throw invalid([errorIssue('roster-day-past', ['body', 'day'], { day })]);
    await setRosterWish(ctx.db, ctx.cityId, group.id, { personId, day: day as Day, kind }, { over: true });
    await ctx.audit({ action: 'roster-wish', subjectKind: 'org', subjectId: group.id, detail: { personId, day, kind } });
    return changed(group.id, `/api/tasks/${group.taskId}/rosters/${group.id}`);
  });

  routes.handle(myRosterWish, async (ctx) => {
    const duty = await lockDuty(ctx.db, ctx.cityId, ctx.params.dutyId);
    if (!duty || duty.personId !== ctx.session.personId) throw problem('not-found', {});
    if (duty.state === 'ended') throw problem('state-refuses', { state: duty.state });
    const day = ctx.body.day as Day;
    if (day < ctx.today) throw invalid([errorIssue('roster-day-past', ['body', 'day'], { day })]);
    // A day away that the leader noted is taken back by the leader; a wish from a phone that was offline does not undo it.
    await setRosterWish(ctx.db, ctx.cityId, duty.orgId, { personId: duty.personId, day, kind: ctx.body.want }, { over: false });
    await ctx.audit({ action: 'roster-wish', subjectKind: 'duty', subjectId: duty.id });
    return changed(duty.id, `/api/me/duties/${duty.id}`);
  });

  routes.handle(rosterNames, async (ctx) => {
    const { group } = await groupOf(ctx);
    const board = await readBoard(ctx.db, ctx.cityId, group, { from: undefined, days: undefined, today: ctx.today });
    await ctx.audit({
      action: 'names-revealed',
      subjectKind: 'org',
      subjectId: group.id,
      detail: { purpose: ctx.body.purpose, personIds: board.people.map((one) => one.id) },
    });
    return ok({ names: Object.fromEntries(board.people.map((one) => [one.id, one.name])) });
  });

  routes.handle(rosterFile, async (ctx) => {
    const { task, group } = await groupOf(ctx);
    const from = ctx.body.from as Day;
    const board = await readBoard(ctx.db, ctx.cityId, group, { from, days: undefined, today: ctx.today });
    if (board.head === null) throw problem('not-found', {});
    const bytes = await rosterWorkbook(
      {
        task: task.title,
        group: group.name,
        days: daysOf(board.from, board.to).map((day) => ({ day, off: board.head!.offDays.includes(day) })),
        shifts: board.shifts.map((shift) => ({
          ...shift,
          window: `${clockOf(shift.start)}–${clockOf(shift.end)}`,
        })),
        people: board.people.map(({ id, name, unitName }) => ({ id, name, unit: unitName })),
        duties: board.duties,
      },
      ctx.deps.content.say(ctx.language),
    );
    await ctx.audit({
      action: 'names-revealed',
      subjectKind: 'org',
      subjectId: group.id,
      detail: { purpose: ctx.body.purpose, personIds: board.people.map((one) => one.id), file: true },
    });
    return file(bytes, SHEET, `${group.name} ${board.from}.xlsx`);
  });
}

async function groupOf<R extends RouteShape>(ctx: Context<R>, lock = false): Promise<{ task: TaskRecord; group: Group }> {
  const { taskId, orgId } = ctx.params as { taskId: string; orgId: string };
  const group = await rosterGroup(ctx.db, ctx.cityId, orgId, lock);
  if (!group || group.taskId !== taskId) throw problem('not-found', {});
  return { task: await readTask(ctx.db, ctx.cityId, taskId), group: { ...group, taskId } };
}

/** The group, locked, while its task is not over. */
async function openGroup<R extends RouteShape>(ctx: Context<R>): Promise<{ task: TaskRecord; group: Group }> {
  const found = await groupOf(ctx, true);
  if (!OPEN.includes(found.task.state)) throw problem('state-refuses', { state: found.task.state });
  return found;
}

/** The board that a content is about; days that are over are left out of both. */
async function boardOf<R extends RouteShape>(ctx: Context<R>, group: Group, content: Content): Promise<Board> {
  const from = (content.from < ctx.today ? ctx.today : content.from) as Day;
  const days = content.to > from ? daysOf(from, content.to as Day).length : 1;
  const board = await readBoard(ctx.db, ctx.cityId, group, { from, days: Math.min(days, 14), today: ctx.today });
  // Kept in between over other days: both must be seen before anything is written.
  const kept = board.head;
  if (kept === null && (board.from !== from || board.to !== content.to))
    throw invalid([errorIssue('roster-days-other', ['body', 'from'], { from: board.from, to: addDays(board.to, -1) })]);
  return board;
}

function dutiesOf(board: Board, content: Content) {
  return content.duties.filter((duty) => duty.day >= board.from).map((duty) => ({ ...duty, day: duty.day as Day }));
}

function contentOf(board: Board) {
  return {
    from: board.from,
    to: board.to,
    offDays: board.head?.offDays ?? [],
    rules: board.head ? { restHours: board.head.restHours, mostInRow: board.head.mostInRow } : USUAL_RULES,
    duties: board.duties,
  };
}

/** An issue with names for ids: people masked, shifts as they are called. */
function named(issue: Issue, board: Board): Issue {
  const person = board.people.find((one) => one.id === issue.params.person);
  const shift = board.shifts.find((one) => one.id === issue.params.shift);
  return {
    ...issue,
    params: {
      ...issue.params,
      ...(person ? { person: maskName(person.name) } : {}),
      ...(shift ? { shift: shift.shift ?? `${clockOf(shift.start)}–${clockOf(shift.end)}` } : {}),
    },
  };
}

/** Whose days are not the same as before. */
function changedPeople(board: Board, duties: readonly { person: string; day: Day; shift: string }[]): string[] {
  const keys = (rows: readonly { person: string; day: string; shift: string }[]) => {
    const map = new Map<string, string>();
    for (const row of rows) map.set(row.person, `${map.get(row.person) ?? ''} ${row.day} ${row.shift}`);
    return map;
  };
  const sorted = [...duties].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.shift < b.shift ? -1 : 1));
  const [before, after] = [
    keys([...board.duties].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.shift < b.shift ? -1 : 1))),
    keys(sorted),
  ];
  return board.people.map((one) => one.id).filter((id) => before.get(id) !== after.get(id));
}

/** Everyone whose days changed hears it; who has no duty in the group yet, or is put into hours not agreed to, is asked like everyone. */
async function tell<R extends RouteShape>(
  ctx: Context<R>,
  task: TaskRecord,
  group: Group,
  board: Board,
  duties: readonly { person: string; day: Day; shift: string }[],
): Promise<void> {
  const again = await askAgain(ctx, group, board, duties);
  for (const one of await openParticipations(ctx.db, ctx.cityId, group.id, [...new Set(duties.map((duty) => duty.person))])) {
    const first = duties.filter((duty) => duty.person === one.personId).sort((a, b) => (a.day < b.day ? -1 : 1))[0]!;
    await addDuty(ctx.db, ctx.cityId, { participationId: one.id, ...placeOf(first.shift), from: first.day });
  }
  for (const person of changedPeople(board, duties))
    await tellPerson(ctx.db, ctx.cityId, person, {
      kind: again.has(person) ? 'roster-asked' : 'roster',
      params: { title: task.title, taskId: task.id, org: group.name },
      at: ctx.now,
      eraseAfter: addDays(ctx.today, KEPT_DAYS),
    });
}

/**
 * Whoever accepted some hours has not accepted others: where kept days begin at another time than the duty and than the days kept before, the
 * duty waits for an answer once more. Whoever keeps the roster has said so by keeping it. Returns who is asked again.
 */
async function askAgain<R extends RouteShape>(
  ctx: Context<R>,
  group: Group,
  board: Board,
  duties: readonly { person: string; shift: string }[],
): Promise<Set<string>> {
  const hours = new Map(board.shifts.map((shift) => [shift.id, `${shift.start}-${shift.end}`]));
  const people = [...new Set(duties.map((duty) => duty.person))].filter((id) => id !== ctx.session.personId);
  const open = await dutyHours(ctx.db, ctx.cityId, group.id, people);
  const again = new Set<string>();
  for (const person of people) {
    const mine = open.filter((one) => one.personId === person);
    const agreed = mine.find((one) => one.state === 'accepted');
    const known = new Set([
      ...mine.map((one) => `${one.startMinute}-${one.endMinute}`),
      ...board.duties.filter((duty) => duty.person === person).map((duty) => hours.get(duty.shift)),
    ]);
    if (!agreed || !duties.some((duty) => duty.person === person && !known.has(hours.get(duty.shift)))) continue;
    await setDutyState(ctx.db, ctx.cityId, agreed.id, 'told', null, ctx.now);
    again.add(person);
  }
  return again;
}
