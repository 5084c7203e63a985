const TO_BODIES = [
  'approval-asked',
  'approval-approved',
  'approval-returned',
  'approval-rejected',
  'approval-withdrawn',
  'countersign-asked',
  'passed-on',
  'approval-urged',
  'approval-recalled',
  'chain-active',
] as const;
const TO_BOTH = ['consultation', 'duty', 'duty-difficulty', 'slot-opened', 'task-ended', 'task-called-off'] as const;
const TO_PERSONS = [
  'difficulty-stands',
  'difficulty-released',
  'designated',
  'joined',
  'released',
  'offer-confirmed',
  'roster',
  'roster-asked',
  'offer-unplaced',
  'offer-joined',
  'offer-over',
  'absence-noted',
  'absence-taken-back',
] as const;

/** What people are told about a task, and what a branch noted about them; each kind has its words in both languages (field: to a person, today: to an organization or unit). */
export const NOTICE_KINDS = [...TO_BODIES, ...TO_BOTH, ...TO_PERSONS] as const;

/** One of {@link NOTICE_KINDS}. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Kinds that a person may be told; the others go to organizations and units only. */
export const PERSONAL_NOTICES = [...TO_BOTH, ...TO_PERSONS] as const;

/** Kinds that an organization or a unit may be told. */
export const BODY_NOTICES = [...TO_BODIES, ...TO_BOTH] as const;

/** Kinds whose words point at what stands above them on the phone page; once nothing does, they have words of their own (`…-past`). */
export const POINTING_NOTICES: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  'consultation',
  'duty',
  'difficulty-stands',
  'roster',
  'roster-asked',
  'offer-joined',
]);

/** What the log of a task keeps about changes after its plan; the running page has the words. */
export const CHANGE_KINDS = [
  'submit',
  'approve',
  'return',
  'reject',
  'withdraw',
  'consultation',
  'activate',
  'slot-fill',
  'difficulty-stands',
  'difficulty-released',
  'join',
  'offer',
  'release',
  'roster',
  'resource-use',
  'resource-return',
  'resource-gone',
  'end',
  'call-off',
] as const;

/** One of {@link CHANGE_KINDS}. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];
