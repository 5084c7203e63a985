import { type Day, errorIssue, type Issue } from '#kernel/lib';

/** A task that is to end, with what hangs on it. */
export interface EndingFacts {
  readonly title: string;
  readonly taskId: string;
  readonly on: Day;
  readonly startedOn: Day;
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: string;
    /** Day on which this part was released or called off; null while it runs. */
    readonly endedOn: Day | null;
  }[];
  readonly participations: readonly {
    readonly id: string;
    readonly personId: string;
    readonly orgId: string;
    readonly role: string;
    readonly from: Day;
    readonly to: Day;
  }[];
  /** Days after the end on which wishes given for this task are erased. */
  readonly keepWishesDays: number;
}

/** Everything that ending writes; nothing else changes (I-9). Applying it twice writes nothing new. */
export interface EndingChanges {
  readonly organizations: readonly { readonly id: string; readonly endedOn: Day }[];
  readonly participations: readonly { readonly id: string; readonly to: Day }[];
  readonly serviceNotes: readonly {
    readonly personId: string;
    readonly orgName: string;
    readonly role: string;
    readonly from: Day;
    readonly to: Day;
  }[];
}

/** Whether an end on this day calls the task off: it lies before the first day, so nobody has served. */
export function isCalledOff(end: { readonly on: Day; readonly startedOn: Day | null }): boolean {
  return end.startedOn !== null && end.on < end.startedOn;
}

/**
 * Why the task cannot end on this day; an end before the start names both days. Before it begins a task can be called off today: nobody
 * has served yet, and a chain that is not needed must not wait for its first day.
 */
export function endingIssues(facts: Pick<EndingFacts, 'title' | 'on' | 'startedOn'>, state: string, today: Day): Issue[] {
  const issues: Issue[] = [];
  if (state !== 'active') issues.push(errorIssue('task-state-refuses', ['state'], { title: facts.title, state, action: 'end' }));
  if (facts.on < facts.startedOn && facts.on !== today)
    issues.push(errorIssue('end-before-start', ['on'], { title: facts.title, start: facts.startedOn, end: facts.on }));
  if (facts.on > today) issues.push(errorIssue('end-in-future', ['on'], { title: facts.title, end: facts.on }));
  return issues;
}

/**
 * Why a part of a chain cannot be released: the root ends with the task, a reason is on record, no day before the start or to come. Before
 * the first day the part can be called off today, as the whole can.
 */
export function releaseIssues(
  facts: {
    readonly title: string;
    readonly name: string;
    readonly root: boolean;
    readonly reason: string;
    readonly on: Day;
    readonly startedOn: Day;
  },
  today: Day,
): Issue[] {
  const issues: Issue[] = [];
  const { title, name, on, startedOn } = facts;
  if (facts.root) issues.push(errorIssue('release-root', ['orgId'], { title, name }));
  if (facts.reason === '') issues.push(errorIssue('release-reason-missing', ['reason'], { name }));
  if (on < startedOn && on !== today)
    issues.push(errorIssue('end-before-start', ['on'], { title: name, start: startedOn, end: on }));
  if (on > today) issues.push(errorIssue('end-in-future', ['on'], { title: name, end: on }));
  return issues;
}

/** What ending changes: open organizations end, open participations close, each with a service note. Closed ones keep their day. */
export function endTask(facts: EndingFacts): EndingChanges {
  const names = new Map(facts.organizations.map((org) => [org.id, org.name]));
  // A part called off before left empty periods that lie ahead: they are closed already.
  const open = facts.participations.filter((one) => one.to > facts.on && one.to > one.from);
  const endedOn = new Map(facts.organizations.map((org) => [org.id, org.endedOn]));
  // An empty period is one day of service where its part was released on that day; else someone gave up before, or the part never began.
  const served = facts.participations.filter(
    (one) => one.from <= facts.on && (one.to > one.from || endedOn.get(one.orgId) === one.from),
  );
  const closing = (one: { readonly from: Day }) => (one.from > facts.on ? one.from : facts.on);
  return {
    organizations: facts.organizations.filter((org) => org.state !== 'ended').map((org) => ({ id: org.id, endedOn: facts.on })),
    participations: open.map((one) => ({ id: one.id, to: closing(one) })),
    // Who was to come later has not served: no note of service.
    serviceNotes: served.map((one) => ({
      personId: one.personId,
      orgName: names.get(one.orgId) ?? '',
      role: one.role,
      from: one.from,
      to: one.to > facts.on ? closing(one) : one.to,
    })),
  };
}

/** Whether a task should be asked about its end: its condition is met or its review day has come (S-192). */
export function endingDue(
  task: { readonly endConditionMetOn: Day | null; readonly reviewOn: Day | null },
  today: Day,
): 'condition-met' | 'review-due' | null {
  if (task.endConditionMetOn !== null && task.endConditionMetOn <= today) return 'condition-met';
  return task.reviewOn !== null && task.reviewOn <= today ? 'review-due' : null;
}
