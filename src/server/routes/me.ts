import { type MyDuty, myCalendar, myDutyAnswer, myDutyContact, myDutyList, myDutyNames } from '#contract/me';
import type { RouteShape } from '#contract/route';
import { dutiesCalendar } from '#documents/duties';
import { answerDuty } from '#kernel/formation';
import { addDays, type Day } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import {
  companionsOf,
  type DutyRecord,
  dutiesOf,
  giveUpDuty,
  lockDuty,
  ownMatters,
  setDutyContact,
  setDutyState,
  tellPerson,
} from '#store/duty';
import { addNotices } from '#store/formation';
import { myRosters } from '#store/roster';
import type { Context } from '../context.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { wakeReplacements } from '../replacements.ts';
import { changed, file, ok } from '../reply.ts';
import { clockOf, momentOf } from '../task-clock.ts';

/** Days after which a rest, a notice or a phone number goes. */
const KEPT_DAYS = 90;
/** The city's clock. */
const ZONE = 'Asia/Shanghai';

/** My duties: list, answer, leave a number as a leader, calendar file. Only ever about the person who is signed in. */
export function meRoutes(routes: Registrar): void {
  routes.handle(myDutyList, async (ctx) => {
    const personId = ctx.session.personId;
    const asOf = ctx.now.toISOString();
    if (personId === null) return ok({ asOf, items: [] });
    const rows = await dutiesOf(ctx.db, ctx.cityId, personId, ctx.today);
    const beside = await companionsOf(
      ctx.db,
      ctx.cityId,
      rows.map((row) => row.id),
    );
    const own = await ownMatters(ctx.db, ctx.cityId, personId, ctx.today);
    const rosters = await rostersFor(ctx, personId, rows);
    const comma = ctx.deps.content.text(ctx.language, 'tables:table-comma');
    const items = rows.map((row) => {
      const days = rosters.get(row.id) ?? NO_ROSTER;
      return {
        ...dutyOf(
          row,
          personId,
          comma,
          // Once shifts are kept, who serves beside me changes by the day and stands there.
          days.roster ? [] : beside.filter((one) => one.dutyId === row.id),
        ),
        ...days,
        askedAgain: askedAgain(row, days.roster),
      };
    });
    return ok({ asOf, items: [...items, ...own.map(ownOf)] });
  });

  routes.handle(myDutyAnswer, async (ctx) => {
    const { answer } = ctx.body;
    const duty = await myDuty(ctx, ctx.params.dutyId);
    const answered = answerDuty(duty, ctx.session.personId ?? '', answer);
    if ('issue' in answered) throw invalid([answered.issue]);
    const { effect } = answered;
    if (effect.opensSlot) {
      const restUntil = addDays(duty.to > ctx.today ? duty.to : ctx.today, KEPT_DAYS);
      await giveUpDuty(ctx.db, ctx.cityId, duty, { at: ctx.now, today: ctx.today, restUntil });
      wakeReplacements(ctx.deps);
    } else {
      const words = ctx.body.answer === 'difficulty' ? ctx.body.words.trim() || null : null;
      await setDutyState(ctx.db, ctx.cityId, duty.id, effect.state === 'accepted' ? 'accepted' : 'difficulty', words, ctx.now);
    }
    if (effect.tellsLeader) await tellLeader(ctx, duty, effect.opensSlot ? 'slot-opened' : 'duty-difficulty');
    await ctx.audit({ action: `duty-${answer}`, subjectKind: 'duty', subjectId: duty.id });
    return changed(duty.id, `/api/me/duties/${duty.id}`);
  });

  routes.handle(myDutyContact, async (ctx) => {
    const duty = await myDuty(ctx, ctx.params.dutyId);
    if (duty.leaderId !== ctx.session.personId || duty.state === 'ended') throw problem('state-refuses', { state: duty.state });
    await setDutyContact(ctx.db, ctx.cityId, duty.id, ctx.body.phone, addDays(duty.to, 1));
    await ctx.audit({ action: 'duty-contact', subjectKind: 'duty', subjectId: duty.id });
    return changed(duty.id, `/api/me/duties/${duty.id}`);
  });

  routes.handle(myDutyNames, async (ctx) => {
    const duty = await myDuty(ctx, ctx.params.dutyId);
    if (duty.state !== 'accepted') throw problem('state-refuses', { state: duty.state });
    const { covered, days } = await myRosters(ctx.db, ctx.cityId, duty.personId, [duty.orgId], ctx.today);
    const beside = covered.length > 0 ? [] : await companionsOf(ctx.db, ctx.cityId, [duty.id]);
    const found = new Map(beside.map((one) => [one.personId, { name: one.name, unit: one.unit, days: [] as Day[] }]));
    for (const { day, mates } of days)
      for (const { personId, name, unit } of mates) {
        const known = found.get(personId);
        if (known) known.days.push(day);
        else found.set(personId, { name, unit, days: [day] });
      }
    const leads = duty.leaderId !== null && duty.leaderId !== duty.personId;
    await ctx.audit({
      action: 'names-revealed',
      subjectKind: 'task',
      subjectId: duty.taskId,
      detail: {
        purpose: 'serve-together',
        personIds: [...new Set([...found.keys(), ...(leads ? [duty.leaderId!] : [])])],
      },
    });
    return ok({
      leader: leads ? { name: duty.leaderName ?? '', unit: duty.leaderUnit } : null,
      companions: [...found.values()],
    });
  });

  routes.handle(myCalendar, async (ctx) => {
    const { personId } = ctx.session;
    const rows = personId === null ? [] : await dutiesOf(ctx.db, ctx.cityId, personId, ctx.today);
    const say = ctx.deps.content.say(ctx.query.language ?? ctx.language);
    const orgIds = [...new Set(rows.map((row) => row.orgId))];
    const rosters = personId === null ? null : await myRosters(ctx.db, ctx.cityId, personId, orgIds, ctx.today);
    const accepted = rows.filter((row) => row.state === 'accepted');
    const carries = (row: DutyRecord) => accepted.find((one) => one.orgId === row.orgId) === row;
    const duties = accepted.flatMap((row) =>
      timesOf(row, rosters, carries(row)).map(({ day, ...at }) => ({
        id: `${row.id}-${day}`,
        post: [at.post, at.shift].filter(Boolean).join(' '),
        place: at.place,
        organization: row.orgName,
        start: momentOf(day, at.startMinute),
        end: momentOf(day, at.endMinute),
        leader: row.leaderName === null ? null : maskName(row.leaderName),
      })),
    );
    const text = dutiesCalendar({ name: say('duty-calendar-name'), zone: ZONE, now: ctx.now, duties }, say);
    return file(Buffer.from(text), 'text/calendar', 'duties.ics', { inline: true });
  });
}

/** One's own duty; another's is refused with its own words, none at all is not found. */
async function myDuty<R extends RouteShape>(ctx: Context<R>, dutyId: string): Promise<DutyRecord> {
  const duty = await lockDuty(ctx.db, ctx.cityId, dutyId);
  if (!duty || ctx.session.personId === null) throw problem('not-found', {});
  const own = answerDuty(duty, ctx.session.personId, 'accept');
  if ('issue' in own && own.issue.code === 'duty-of-another') throw invalid([{ ...own.issue, params: { post: '' } }]);
  return duty;
}

/** The leader hears which post; not who, not why. Without a leader, or when it is the leader's own duty, the owner of the task hears it. */
async function tellLeader<R extends RouteShape>(
  ctx: Context<R>,
  duty: DutyRecord,
  kind: 'slot-opened' | 'duty-difficulty',
): Promise<void> {
  const params = { title: duty.title, post: duty.post, taskId: duty.taskId };
  const eraseAfter = addDays(ctx.today, KEPT_DAYS);
  if (duty.leaderId !== null && duty.leaderId !== duty.personId)
    await tellPerson(ctx.db, ctx.cityId, duty.leaderId, { kind, params, at: ctx.now, eraseAfter });
  for (const toOrg of [duty.ownerOrgId, ...(duty.drafterOrgId === null ? [] : [duty.drafterOrgId])])
    await addNotices(ctx.db, ctx.cityId, { kind, taskId: duty.taskId, params, at: ctx.now, eraseAfter, toOrg });
}

function dutyOf(
  row: DutyRecord,
  me: string,
  comma: string,
  beside: readonly { name: string; unit: string | null }[],
): Omit<MyDuty, keyof typeof NO_ROSTER | 'askedAgain'> {
  return {
    id: row.id,
    line: 'task',
    fromDay: row.from,
    toDay: addDays(row.to, -1),
    window: { from: clockOf(row.startMinute), to: clockOf(row.endMinute) },
    shift: row.shift,
    post: row.post,
    place: row.place,
    distance: row.distance,
    task: { id: row.taskId, name: row.title },
    org: { id: row.orgId, name: row.orgName },
    leader:
      row.leaderName === null
        ? null
        : { name: maskName(row.leaderName), unit: row.leaderUnit, phone: row.leaderPhone, me: row.leaderId === me },
    companions: beside.map((one) => ({ name: maskName(one.name), unit: one.unit })),
    owner: [row.ownerName, ...(row.drafterName === null ? [] : [row.drafterName])].join(comma),
    whatToDo: row.whatToDo || null,
    mode: row.mode,
    state: row.state,
    difficulty: row.difficulty,
    myPhone: row.leaderId === me ? row.contact : null,
  };
}

function ownOf(one: Awaited<ReturnType<typeof ownMatters>>[number]): MyDuty {
  const { startMinute, endMinute } = one;
  return {
    id: one.id,
    line: 'own',
    fromDay: one.day,
    toDay: one.day,
    window: startMinute === null || endMinute === null ? null : { from: clockOf(startMinute), to: clockOf(endMinute) },
    shift: null,
    post: one.title,
    place: one.place ?? one.orgName,
    distance: null,
    task: null,
    org: null,
    leader: null,
    companions: [],
    owner: null,
    whatToDo: null,
    mode: null,
    state: 'accepted',
    askedAgain: null,
    difficulty: null,
    myPhone: null,
    ...NO_ROSTER,
  };
}

/** Days a person may say something about: two weeks ahead. */
const SAID_AHEAD = 14;

const NO_ROSTER: Pick<MyDuty, 'roster' | 'wishes' | 'openDays' | 'plans'> = {
  roster: null,
  wishes: [],
  openDays: [],
  plans: false,
};

type Rosters = Awaited<ReturnType<typeof myRosters>>;

/** What the roster of its group says about each duty; where someone has several in a group, the first one carries it. */
async function rostersFor<R extends RouteShape>(ctx: Context<R>, personId: string, rows: readonly DutyRecord[]) {
  const orgIds = [...new Set(rows.map((row) => row.orgId))];
  const { covered, days, wishes } = await myRosters(ctx.db, ctx.cityId, personId, orgIds, ctx.today);
  const byDuty = new Map<string, typeof NO_ROSTER>();
  for (const orgId of orgIds) {
    const row = rows.find((one) => one.orgId === orgId)!;
    const kept = covered.filter((one) => one.orgId === orgId);
    const until = kept.map((one) => one.to).reduce<Day | null>((last, to) => (last === null || to > last ? to : last), null);
    const from = row.from > ctx.today ? row.from : ctx.today;
    byDuty.set(row.id, {
      roster:
        until === null
          ? null
          : {
              until: addDays(until, -1),
              days: days
                .filter((one) => one.orgId === orgId)
                .map(({ day, startMinute, endMinute, shift, post, mates }) => ({
                  day,
                  window: { from: clockOf(startMinute), to: clockOf(endMinute) },
                  shift,
                  post,
                  companions: mates.map((one) => ({ name: maskName(one.name), unit: one.unit })),
                })),
            },
      wishes: wishes.filter((one) => one.orgId === orgId).map(({ day, kind }) => ({ day, kind })),
      openDays: row.to > addDays(from, 1) ? daysBetweenOf(from, row.to).slice(0, SAID_AHEAD) : [],
      plans: row.leaderId === personId,
    });
  }
  return byDuty;
}

/** Why a duty that was answered waits for an answer once more. */
function askedAgain(row: DutyRecord, roster: MyDuty['roster']): MyDuty['askedAgain'] {
  if (row.state !== 'told' || row.version === 1) return null;
  const own = clockOf(row.startMinute);
  return roster?.days.some((one) => one.window.from !== own) ? 'shifts' : 'stands';
}

/** When a duty is served: the days of the roster as far as one is kept, if this duty `carries` them, and every day of the post beyond it. */
function timesOf(row: DutyRecord, rosters: Rosters | null, carries: boolean) {
  const kept = (rosters?.covered ?? []).filter((one) => one.orgId === row.orgId);
  const open = daysBetweenOf(row.from, row.to)
    .slice(0, 366)
    .filter((day) => !kept.some((one) => one.from <= day && day < one.to))
    .map((day) => ({
      day,
      post: row.post,
      shift: row.shift,
      place: row.place,
      startMinute: row.startMinute,
      endMinute: row.endMinute,
    }));
  return [...open, ...(rosters?.days ?? []).filter((one) => carries && one.orgId === row.orgId)];
}

function daysBetweenOf(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) days.push(day);
  return days;
}
