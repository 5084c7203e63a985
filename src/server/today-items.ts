import { type Message, message } from '#contract/message';
import { approvalPage, organizationPage, rosterPage, type TaskPage, taskPage, termsPage } from '#contract/pages';
import type { RunningTask, TodayItem } from '#contract/today';
import { endingDue } from '#kernel/formation';
import type { Day } from '#kernel/lib';
import type { OpenShifts } from '#store/open-shifts';
import type { TaskRecord } from '#store/task';
import type {
  DutyTrouble,
  EndingTerm,
  FirstPost,
  LeftOpen,
  OverCap,
  UnfavourableDecision,
  WaitingApproval,
} from '#store/waiting';
import type { Answers, OpenQuestion } from '#store/waiting-people';
import { stepOf } from './routes/tasks.ts';
import { DAYS_AHEAD } from './task-clock.ts';
import { figuresOf } from './task-figures.ts';

/** The city's clock against UTC; China has one zone and no summer time. */
const OFFSET = '+08:00';
const URGENT_MS = 36 * 3600 * 1000;
const NONE: TodayItem['when'] = { label: null, kind: 'none', at: null };

/** An instant of the city: a day and minutes after its midnight. */
export function instantOf(day: Day, minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day}T${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}:00${OFFSET}`;
}

function item(id: string, row: Omit<TodayItem, 'id'>): TodayItem {
  return { id, ...row };
}

/** People that the newest plan could not place, while nothing is submitted yet. */
export function planGap(task: TaskRecord, first: FirstPost | undefined, now: Date): TodayItem | undefined {
  const missing = task.placed === null ? 0 : task.needed - task.placed;
  if (missing <= 0 || (task.state !== 'draft' && task.state !== 'planned')) return undefined;
  const at = first ? instantOf(first.day, first.minute) : null;
  const soon = at !== null && Date.parse(at) - now.getTime() < URGENT_MS;
  return item(`gap ${task.id}`, {
    mark: 'short',
    horizon: soon ? 'today' : 'week',
    title: message('today:plan-short', { task: task.title, count: missing }),
    headline: soon ? message('today:plan-short-head', { task: task.title, count: missing }) : null,
    place: placeOf(task),
    reason: message('today:plan-short-reason', { needed: task.needed, placed: task.placed ?? 0 }),
    when: at ? { label: message('today:posts-open', { at }), kind: 'left', at } : NONE,
    action: { to: taskPage(task.id, 'plan'), label: message('today:see-gaps') },
  });
}

/** A draft without a plan whose first post opens soon: everybody is missing, whoever wrote it. */
export function planLacking(task: TaskRecord, first: FirstPost | undefined, now: Date): TodayItem | undefined {
  const step = stepOf(task);
  if (task.state !== 'draft' || !isWizardStep(step) || task.placed !== null || task.needed === 0 || !first) return undefined;
  const at = instantOf(first.day, first.minute);
  if (Date.parse(at) - now.getTime() >= URGENT_MS) return undefined;
  return item(`draft ${task.id}`, {
    mark: 'short',
    horizon: 'today',
    title: message('today:plan-none', { task: task.title, count: task.needed }),
    headline: message('today:plan-none-head', { task: task.title, count: task.needed }),
    place: placeOf(task),
    reason: draftReason(task, step),
    when: { label: message('today:posts-open', { at }), kind: 'left', at },
    action: { to: taskPage(task.id, step), label: message('today:go-on') },
  });
}

/** A draft of one's own that is not finished: the first step that lacks something. */
export function unfinishedDraft(task: TaskRecord, accountId: string): TodayItem | undefined {
  const step = stepOf(task);
  if (task.createdBy !== accountId || task.state !== 'draft' || !isWizardStep(step) || task.placed !== null) return undefined;
  return item(`draft ${task.id}`, {
    mark: 'note',
    horizon: 'week',
    title: message('today:draft', { task: task.title }),
    headline: null,
    place: placeOf(task),
    reason: draftReason(task, step),
    when: NONE,
    action: { to: taskPage(task.id, step), label: message('today:go-on') },
  });
}

function draftReason(task: TaskRecord, step: 'why' | 'needs' | 'sources'): Message {
  const asksOnlyStanding = step === 'why' && task.goal !== '' && task.why !== '';
  return message(asksOnlyStanding ? 'today:draft-standing' : `today:draft-${step}`);
}

function isWizardStep(step: string): step is 'why' | 'needs' | 'sources' {
  return step === 'why' || step === 'needs' || step === 'sources';
}

/** A running task whose end condition is met or whose review day has come. */
export function endingItem(task: TaskRecord, today: Day): TodayItem | undefined {
  const due = task.state === 'active' ? endingDue(task, today) : null;
  if (!due) return undefined;
  const on = due === 'condition-met' ? task.endConditionMetOn : task.reviewOn;
  return item(`end ${task.id}`, {
    mark: 'check',
    horizon: 'week',
    title: message(`today:ending-${due}`, { task: task.title }),
    headline: null,
    place: placeOf(task),
    reason: task.endCondition ? message('today:end-condition', { text: task.endCondition }) : null,
    when: on ? { label: null, kind: 'since', at: instantOf(on, 0) } : NONE,
    action: { to: taskPage(task.id, 'ending'), label: message('today:end-it') },
  });
}

/** Submissions to decide on; the sentence at the top names them together. */
export function approvalItems(approvals: readonly WaitingApproval[]): TodayItem[] {
  return approvals.map((approval, at) =>
    item(`approval ${approval.id}`, {
      mark: 'waiting',
      horizon: 'today',
      title: message('today:approval-waits', { task: approval.title }),
      headline: at === 0 ? message('today:approvals-head', { count: approval.of }) : null,
      place: [],
      reason: message(approval.placed < approval.needed ? 'today:approval-short' : 'today:approval-reason', {
        needed: approval.needed,
        placed: approval.placed,
        missing: approval.needed - approval.placed,
      }),
      when: approval.replyBy
        ? {
            label: message('today:reply-wanted', { at: approval.replyBy.toISOString() }),
            kind: 'left',
            at: approval.replyBy.toISOString(),
          }
        : {
            label: message('today:submitted', { at: approval.submittedAt.toISOString() }),
            kind: 'since',
            at: approval.submittedAt.toISOString(),
          },
      action: { to: approvalPage(approval.id), label: message('today:decide') },
    }),
  );
}

/** A submission of ours that came back with an opinion, or was rejected and with it the task. */
export function decisionItem(one: UnfavourableDecision): TodayItem {
  const returned = one.decision === 'returned';
  return item(`${one.decision} ${one.id}`, {
    mark: 'returned',
    horizon: 'today',
    title: message(returned ? 'today:approval-returned' : 'today:approval-rejected', { task: one.title }),
    headline: message(returned ? 'today:approval-returned-head' : 'today:approval-rejected-head', { task: one.title }),
    place: [],
    reason: one.opinion ? message('today:opinion', { text: one.opinion }) : null,
    when: { label: null, kind: 'since', at: one.decidedAt.toISOString() },
    action: returned
      ? { to: taskPage(one.taskId, 'formation'), label: message('today:correct-it') }
      : { to: approvalPage(one.id), label: message('today:see-decision') },
  });
}

/** Posts of a running task that the plan left open: they bite before everything else of the day once they begin. */
export function leftOpenItem(open: LeftOpen, now: Date): TodayItem {
  const { title: task, missing: count } = open;
  const at = instantOf(open.day, open.minute);
  // A post that runs over several days has begun: what counts then is that it stands open now.
  const begun = Date.parse(at) <= now.getTime();
  return item(`left-open ${open.taskId}`, {
    mark: 'short',
    horizon: Date.parse(at) - now.getTime() < URGENT_MS ? 'today' : 'week',
    title: message('today:left-open', { task, count }),
    headline: message('today:left-open-head', { task, count }),
    place: [message('today:left-open-place', { count: open.posts, post: open.post })],
    reason: message('today:left-open-reason'),
    when: begun
      ? { label: message('today:posts-begun'), kind: 'since', at }
      : { label: message('today:posts-open', { at }), kind: 'left', at },
    action: { to: taskPage(open.taskId, 'running'), label: message('today:fill-posts') },
  });
}

/** Places of kept shifts that nobody takes in the days ahead, a row a task; it leads to the group whose shift begins first. */
export function shiftsItems(tasks: readonly TaskRecord[], open: readonly OpenShifts[], now: Date): TodayItem[] {
  return tasks.flatMap(({ id, title: task }) => {
    const [first, ...others] = open.filter((one) => one.taskId === id);
    if (!first) return [];
    const sum = (of: (one: OpenShifts) => number) => others.reduce((total, one) => total + of(one), of(first));
    const count = sum((one) => one.places);
    const at = instantOf(first.day, first.startMinute);
    const begun = Date.parse(at) <= now.getTime();
    const empty = sum((one) => one.empty);
    return item(`shifts ${id}`, {
      mark: 'short',
      horizon: Date.parse(at) - now.getTime() < URGENT_MS ? 'today' : 'week',
      title: message('today:shifts-open', { task, count, days: DAYS_AHEAD }),
      headline: message('today:shifts-open-head', { task, count }),
      place: [
        message('today:shifts-open-place', {
          count: sum((one) => one.shifts),
          post: [first.post, first.shift].filter(Boolean).join(' '),
        }),
        message('today:place', { name: first.orgName }),
      ],
      reason: empty > 0 ? message('today:shifts-empty', { count: empty }) : message('today:shifts-thin'),
      when: begun
        ? { label: message('today:shift-begun'), kind: 'since', at }
        : { label: message('today:shift-begins', { at }), kind: 'left', at },
      action: { to: rosterPage(id, first.orgId, first.day), label: message('today:see-shifts') },
    });
  });
}

/** Difficulties and open slots of a running task: two rows, because two different things are to be done. */
export function troubleItems(trouble: DutyTrouble): TodayItem[] {
  const rows: TodayItem[] = [];
  const since = { label: null, kind: 'since', at: trouble.since.toISOString() } as const;
  const to = taskPage(trouble.taskId, 'running');
  const { title: task } = trouble;
  if (trouble.openSlots > 0) {
    const count = trouble.openSlots;
    rows.push(
      item(`slots ${trouble.taskId}`, {
        mark: 'short',
        horizon: 'today',
        title: message('today:open-slots', { task, count }),
        headline: message('today:open-slots-head', { task, count }),
        place: [],
        reason: trouble.proposed > 0 ? message('today:proposed', { count: trouble.proposed }) : message('today:proposed-none'),
        when: since,
        action: { to, label: message(trouble.proposed > 0 ? 'today:see-replacements' : 'today:fill-posts') },
      }),
    );
  }
  if (trouble.difficulties > 0) {
    rows.push(
      item(`difficulty ${trouble.taskId}`, {
        mark: 'difficulty',
        horizon: 'today',
        title: message('today:difficulties', { task, count: trouble.difficulties }),
        headline: message('today:difficulties-head', { count: trouble.difficulties }),
        place: [],
        reason: null,
        when: since,
        action: { to, label: message('today:answer-each') },
      }),
    );
  }
  return rows;
}

/** A unit that lends more than it said it could. */
export function overCapItem(over: OverCap): TodayItem {
  return item(`cap ${over.unitId}`, {
    mark: 'over',
    horizon: 'week',
    title: message('today:over-cap', { unit: over.name, count: over.out, cap: over.cap }),
    headline: null,
    place: [message('today:over-cap-tasks', { count: over.tasks })],
    reason: message('today:over-cap-reason'),
    when: NONE,
    action: { to: organizationPage(over.orgId), label: message('today:see-lent') },
  });
}

/** Terms of standing organizations that are over or end soon. */
export function termsItem(first: EndingTerm, scope: string, today: Day): TodayItem {
  const many = first.count > 1;
  return item('terms', {
    mark: 'check',
    horizon: 'week',
    title: message(first.endsOn < today ? 'today:terms' : 'today:terms-soon', { count: first.count }),
    headline: null,
    place: [message(many ? 'today:terms-first-is' : 'today:place', { name: first.name })],
    reason: message('today:terms-reason'),
    when: { label: message('today:terms-first'), kind: 'by', at: instantOf(first.endsOn, 0) },
    action: many
      ? { to: termsPage(scope), label: message('today:look-all', { count: first.count }) }
      : { to: organizationPage(first.orgId), label: message('today:look') },
  });
}

/** Duties of the person behind the account that wait for an answer; they are answered on the phone page. */
export function dutiesItem(duties: { count: number; from: Day }): TodayItem {
  return item('duties', {
    mark: 'waiting',
    horizon: 'today',
    title: message('today:my-duties', { count: duties.count }),
    headline: message('today:my-duties-head', { count: duties.count }),
    place: [],
    reason: null,
    when: { label: message('today:first-duty', { at: instantOf(duties.from, 0) }), kind: 'none', at: null },
    action: { to: '/field', label: message('today:answer') },
  });
}

/** Plans that ask units of ours for people, each with its deadline. */
export function questionItem(question: OpenQuestion): TodayItem {
  const { title: task, units, unitName, until } = question;
  return item(`question ${question.taskId}`, {
    mark: 'waiting',
    horizon: 'today',
    title: message('today:question', { task, unit: unitName, count: units }),
    headline: message('today:question-head', { task }),
    place: [],
    reason: message('today:question-reason'),
    when: until ? { label: message('today:question-until'), kind: 'left', at: until.toISOString() } : NONE,
    action: { to: '/consultations', label: message('today:answer') },
  });
}

/** Objections and hindrances to a plan of ours, before it goes up. */
export function answersItem(answers: Answers): TodayItem {
  const { title: task, objected, hindered } = answers;
  return item(`answers ${answers.taskId}`, {
    mark: 'difficulty',
    horizon: 'today',
    title: message('today:answers', { task, objected, hindered }),
    headline: null,
    place: [],
    reason: message('today:answers-reason'),
    when: { label: null, kind: 'since', at: answers.since.toISOString() },
    action: { to: taskPage(answers.taskId, 'formation'), label: message('today:look-answers') },
  });
}

/** Plans that ask the person behind the account; answered on the phone page. */
export function myQuestionsItem(count: number): TodayItem {
  return item('questions', {
    mark: 'waiting',
    horizon: 'today',
    title: message('today:my-questions', { count }),
    headline: null,
    place: [],
    reason: null,
    when: NONE,
    action: { to: '/field', label: message('today:answer') },
  });
}

/** People who report to our community or volunteer for our tasks; or, confirmed, whom the approved plan gave no place. */
export function offersItem(offers: { count: number; since: Date; unplaced: boolean }): TodayItem {
  const kind = offers.unplaced ? 'offers-unplaced' : 'offers';
  return item(kind, {
    mark: 'waiting',
    horizon: 'today',
    title: message(`today:${kind}`, { count: offers.count }),
    headline: message(`today:${kind}-head`, { count: offers.count }),
    place: [],
    reason: null,
    when: { label: null, kind: 'since', at: offers.since.toISOString() },
    action: { to: '/offers', label: message(offers.unplaced ? 'today:offers-place' : 'today:confirm-each') },
  });
}

const RANK = { left: 0, since: 1, by: 2, none: 3 } as const;

/** What bites first: today before the week, gaps before all else, time left before time passed, nearer and older first. */
export function byBite(a: TodayItem, b: TodayItem): number {
  const horizon = Number(a.horizon === 'week') - Number(b.horizon === 'week');
  const gap = Number(b.mark === 'short') - Number(a.mark === 'short');
  const kind = RANK[a.when.kind] - RANK[b.when.kind];
  return horizon || gap || kind || (a.when.at ?? '').localeCompare(b.when.at ?? '', 'en') || a.id.localeCompare(b.id, 'en');
}

/** A task under way as a row of the lower table; the most missing first is the order of the list. */
export function runningRow(task: TaskRecord, today: Day): RunningTask {
  const step = stepOf(task);
  const due = task.state === 'active' && endingDue(task, today) !== null;
  const page: TaskPage = due ? 'ending' : step === 'approval' ? 'formation' : step === 'closed' ? 'running' : step;
  return {
    id: task.id,
    name: task.title,
    figures: figuresOf(task, today),
    end: endOf(task),
    action: { to: taskPage(task.id, page), label: message(due ? 'today:end-it' : 'today:open') },
  };
}

function endOf(task: TaskRecord): Message | null {
  const { endCondition: text, reviewOn } = task;
  if (text && reviewOn) return message('today:end-both', { text, on: reviewOn });
  if (text) return message('today:end-condition', { text });
  return reviewOn ? message('today:end-review', { on: reviewOn }) : null;
}

function placeOf(task: TaskRecord): Message[] {
  return [message('today:place', { name: task.areaName ?? task.ownerName })];
}
