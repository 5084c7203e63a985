import type { Kysely, Transaction } from 'kysely';
import type {
  AccountTable,
  AuditDetailTable,
  AuditEventTable,
  AuditSealTable,
  CorrectionRequestTable,
  FeedbackTable,
  IdempotencyTable,
  ImportBatchTable,
  ImportRowTable,
  OneTimeCodeTable,
  RoleGrantTable,
  SessionTable,
} from './schema/accounts.ts';
import type {
  AdviceTable,
  ApprovalStepTable,
  ApprovalTable,
  ChainChoiceTable,
  DutyTable,
  NoticeTable,
  OfferTable,
  OfficeTable,
  ParticipationTable,
  RosterDutyTable,
  RosterTable,
  RosterWishTable,
  ServiceNoteTable,
  SlotOpeningTable,
  TaskChangeTable,
  TaskRestTable,
} from './schema/formation.ts';
import type {
  ActivityTable,
  AreaCodeTable,
  AreaLinkTable,
  AreaTable,
  CityTable,
  HomeTable,
  LabelTable,
  MemberCountTable,
  OrgClosureTable,
  OrgConstituentTable,
  OrgEdgeTable,
  OrgTable,
  OrgTagTable,
  PersonAbsenceTable,
  PersonNameTable,
  PersonSkillTable,
  PersonTable,
  PersonWishTable,
  ResourceTable,
  SettingTable,
  TransferTable,
  TreeTable,
  UnitTable,
} from './schema/register.ts';
import type {
  ConsultationTable,
  NeedRowTable,
  PlanChoiceTable,
  PlanDocumentTable,
  PlanRowTable,
  PlanTable,
  PostSlotTable,
  PostTable,
  TaskBesideTable,
  TaskCapTable,
  TaskLineTable,
  TaskSourceTable,
  TaskTable,
} from './schema/tasks.ts';

/** All tables; `city_id` leads every key. */
export interface Database {
  city: CityTable;
  setting: SettingTable;
  label: LabelTable;
  area: AreaTable;
  area_code: AreaCodeTable;
  area_link: AreaLinkTable;
  unit: UnitTable;
  tree: TreeTable;
  org: OrgTable;
  org_tag: OrgTagTable;
  org_constituent: OrgConstituentTable;
  org_edge: OrgEdgeTable;
  org_closure: OrgClosureTable;
  person: PersonTable;
  person_name: PersonNameTable;
  person_skill: PersonSkillTable;
  person_wish: PersonWishTable;
  person_absence: PersonAbsenceTable;
  home: HomeTable;
  member_count: MemberCountTable;
  transfer: TransferTable;
  activity: ActivityTable;
  resource: ResourceTable;
  task: TaskTable;
  task_beside: TaskBesideTable;
  task_line: TaskLineTable;
  task_source: TaskSourceTable;
  task_cap: TaskCapTable;
  need_row: NeedRowTable;
  post: PostTable;
  post_slot: PostSlotTable;
  plan: PlanTable;
  plan_document: PlanDocumentTable;
  plan_row: PlanRowTable;
  plan_choice: PlanChoiceTable;
  consultation: ConsultationTable;
  approval: ApprovalTable;
  approval_step: ApprovalStepTable;
  office: OfficeTable;
  participation: ParticipationTable;
  duty: DutyTable;
  slot_opening: SlotOpeningTable;
  chain_choice: ChainChoiceTable;
  offer: OfferTable;
  task_rest: TaskRestTable;
  task_change: TaskChangeTable;
  service_note: ServiceNoteTable;
  roster: RosterTable;
  roster_duty: RosterDutyTable;
  roster_wish: RosterWishTable;
  advice: AdviceTable;
  notice: NoticeTable;
  account: AccountTable;
  one_time_code: OneTimeCodeTable;
  role_grant: RoleGrantTable;
  session: SessionTable;
  idempotency: IdempotencyTable;
  import_batch: ImportBatchTable;
  import_row: ImportRowTable;
  audit_event: AuditEventTable;
  audit_detail: AuditDetailTable;
  audit_seal: AuditSealTable;
  correction_request: CorrectionRequestTable;
  feedback: FeedbackTable;
}

export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;
