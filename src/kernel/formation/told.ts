/** What people are told about a task; each kind has its words in both languages (field: to a person, today: to an organization or unit). */
export const NOTICE_KINDS = [
  'approval-asked',
  'approval-approved',
  'approval-returned',
  'approval-rejected',
  'approval-withdrawn',
  'countersign-asked',
  'passed-on',
  'chain-active',
  'consultation',
  'duty',
  'duty-difficulty',
  'difficulty-stands',
  'difficulty-released',
  'slot-opened',
  'joined',
  'released',
  'offer-confirmed',
  'task-ended',
  'roster',
] as const;

/** One of {@link NOTICE_KINDS}. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Kinds that a person may be told; the others go to organizations and units only. */
export const PERSONAL_NOTICES = [
  'consultation',
  'duty',
  'duty-difficulty',
  'difficulty-stands',
  'difficulty-released',
  'slot-opened',
  'joined',
  'released',
  'offer-confirmed',
  'task-ended',
  'roster',
] as const satisfies readonly NoticeKind[];

/** Kinds that an organization or a unit may be told. */
export const BODY_NOTICES = [
  'approval-asked',
  'approval-approved',
  'approval-returned',
  'approval-rejected',
  'approval-withdrawn',
  'countersign-asked',
  'passed-on',
  'chain-active',
  'consultation',
  'duty',
  'duty-difficulty',
  'slot-opened',
  'task-ended',
] as const satisfies readonly NoticeKind[];

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
] as const;

/** One of {@link CHANGE_KINDS}. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];
