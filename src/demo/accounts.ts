import { TOUR_ORGS, TOUR_UNITS } from './tour.ts';

/** One account of the demo: where it stands by the source key of its organization. */
export interface DemoAccount {
  /** Fixed, so that the tasks of the demo can name who wrote them. */
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly role: 'system-administrator' | 'security-administrator' | 'officer' | 'secretary' | 'headquarters' | 'member';
  /** `source_key` of the organization that the role is held in; null for administrators of the machine. */
  readonly orgKey: string | null;
  /** `source_key` of the unit, for roles held in an administrative body, which has no Party form. */
  readonly unitKey?: string;
  /** `source_key` of the person behind the account; null when the account is no member's. */
  readonly personKey: string | null;
}

const id = (no: number): string => `019b0000-0000-7000-8000-${String(no).padStart(12, '0')}`;

/** The parts of the tour. Passwords are no part of this: they are made where accounts are made, in demo mode only. */
export const DEMO_ACCOUNTS = {
  cityOfficer: { id: id(1), login: 'city', displayName: '赵经办', role: 'officer', orgKey: TOUR_ORGS.city, personKey: null },
  districtOfficer: {
    id: id(2),
    login: 'district',
    displayName: '钱经办',
    role: 'officer',
    orgKey: TOUR_ORGS.wolong,
    personKey: null,
  },
  districtApprover: {
    id: id(3),
    login: 'approver',
    displayName: '孙主办',
    role: 'officer',
    orgKey: TOUR_ORGS.wolong,
    personKey: null,
  },
  unitSecretary: {
    id: id(4),
    login: 'unit',
    displayName: '李书记',
    role: 'secretary',
    orgKey: TOUR_ORGS.waterGroup,
    personKey: null,
  },
  subdistrictSecretary: {
    id: id(5),
    login: 'subdistrict',
    displayName: '周书记',
    role: 'secretary',
    orgKey: TOUR_ORGS.meixi,
    personKey: null,
  },
  branchSecretary: {
    id: id(6),
    login: 'branch',
    displayName: '陈立川',
    role: 'secretary',
    orgKey: TOUR_ORGS.waterSupply,
    personKey: '7K-30001',
  },
  member: {
    id: id(7),
    login: 'member',
    displayName: '张明川',
    role: 'member',
    orgKey: TOUR_ORGS.waterBureauSecond,
    personKey: '7K-40261',
  },
  cityApprover: {
    id: id(10),
    login: 'city-approver',
    displayName: '吴主办',
    role: 'officer',
    orgKey: TOUR_ORGS.city,
    personKey: null,
  },
  headquarters: {
    id: id(11),
    login: 'headquarters',
    displayName: '郑总调度',
    role: 'headquarters',
    orgKey: null,
    unitKey: TOUR_UNITS.headquarters,
    personKey: null,
  },
  machine: { id: id(8), login: 'system', displayName: '系统管理员', role: 'system-administrator', orgKey: null, personKey: null },
  security: {
    id: id(9),
    login: 'security',
    displayName: '安全管理员',
    role: 'security-administrator',
    orgKey: null,
    personKey: null,
  },
} as const satisfies Record<string, DemoAccount>;
