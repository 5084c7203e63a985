import { addDays } from '#kernel/lib';
import type { Place } from './areas.ts';
import { type MadePerson, RARE_SKILLS, SHIFTS } from './people.ts';
import type { MadeOrg, MadeUnit } from './register.ts';
import { addBranch, addParts, type BranchFacts, type Ground, lead, type MadeBranch } from './standing.ts';

/** Stable keys (`source_key`) of the organizations that the tour, the accounts and the tests point to. */
export const TOUR_ORGS = {
  city: 'tour-city-committee',
  cityUnits: 'tour-city-units',
  organizationDepartment: 'tour-organization-department',
  publicity: 'tour-publicity-department',
  waterBureau: 'tour-water-bureau',
  waterBureauSecond: 'tour-water-bureau-2',
  waterGroup: 'tour-water-group',
  waterSupply: 'tour-water-supply',
  railway: 'tour-railway',
  wolong: 'tour-wolong-committee',
  wancheng: 'tour-wancheng-committee',
  wolongUnits: 'tour-wolong-units',
  meixi: 'tour-meixi-committee',
  qiyi: 'tour-qiyi-committee',
  wenhua: 'tour-wenhua-branch',
} as const;

/** Stable keys of the units of the tour. */
export const TOUR_UNITS = {
  organizationDepartment: 'tour-unit-organization-department',
  publicity: 'tour-unit-publicity-department',
  waterBureau: 'tour-unit-water-bureau',
  waterGroup: 'tour-unit-water-group',
  waterSupply: 'tour-unit-water-supply',
  headquarters: 'tour-unit-headquarters',
  twoFull: 'tour-unit-two-full',
  twoFullFive: 'tour-unit-two-full-five',
  threeFull: 'tour-unit-three-full',
  none: 'tour-unit-none',
} as const;

/** Keys of the persons of the tour. */
export const TOUR_PERSONS = { member: '7K-40261', supplySecretary: '7K-30001', wenhuaSecretary: '7K-20001' } as const;

/** What the tasks of the demo need of the tour. */
export interface Tour {
  readonly member: MadePerson;
  readonly memberBranch: MadeBranch;
  readonly supply: MadeBranch;
  /** The administrative body that issues the exercise; it has no Party form (S-032). */
  readonly headquarters: MadeUnit;
  /** Units that offer resources beside people. */
  readonly lenders: { readonly waterBureau: MadeUnit; readonly railway: MadeUnit };
}

/** The units of the city whose names stand in the drawings: organization department, water bureau, water group, railway section. */
export function addCityTour(ground: Ground, cityUnits: MadeOrg, city: MadeOrg, home: Place, find: (name: string) => Place): Tour {
  const { register, today } = ground;
  const residences = [
    '文化社区',
    '西关社区',
    '八一社区',
    '永安社区',
    '曾楼社区',
    '孔明社区',
    '汉画社区',
    '塔园社区',
    '梅溪社区',
  ].map(find);
  const organ = (name: string, key: string, at: string, cap: number): MadeUnit =>
    register.addUnit('organ', name, { sourceKey: key, tier: 'city', affiliation: home, located: find(at), cap });
  const committee = (unit: MadeUnit, name: string, key: string): MadeOrg =>
    register.addOrg(ground.standing, cityUnits, name, {
      sourceKey: key,
      class: 'primary-level',
      form: 'committee',
      unit,
      area: unit.area,
      hasCommittee: true,
      termEnds: addDays(today, 700),
    });
  const plain = (unit: MadeUnit): BranchFacts => ({ unit, residences });

  const department = organ('市委组织部', TOUR_UNITS.organizationDepartment, '新西社区', 8);
  addParts(
    ground,
    committee(department, '市委组织部机关党委', TOUR_ORGS.organizationDepartment),
    '市委组织部机关',
    54,
    plain(department),
    3,
  );
  const publicity = organ('市委宣传部', TOUR_UNITS.publicity, '新西社区', 8);
  addParts(ground, committee(publicity, '市委宣传部机关党委', TOUR_ORGS.publicity), '市委宣传部机关', 46, plain(publicity), 2);

  // Room enough beside those who lead groups: the member of the tour must find a place.
  const water = organ('市水利局', TOUR_UNITS.waterBureau, '文化社区', 16);
  register.addOrg(ground.standing, null, '市水利局党组', {
    class: 'leading-group',
    form: null,
    unit: water,
    area: water.area,
    setUpBy: city,
  });
  const waterCommittee = committee(water, '市水利局机关党委', TOUR_ORGS.waterBureau);
  addParts(ground, waterCommittee, '市水利局机关', 22, plain(water), 1);
  const second = addBranch(ground, waterCommittee, '市水利局机关第二党支部', {
    ...plain(water),
    sourceKey: TOUR_ORGS.waterBureauSecond,
    size: 24,
    hasCommittee: true,
    fixed: [
      { full: true },
      { full: true },
      {
        name: '张明川',
        sourceKey: TOUR_PERSONS.member,
        full: true,
        residence: find('文化社区'),
        // The rare skill that the post near his home asks for, where the exercise has fixed him.
        skills: ['水电', '驾驶', RARE_SKILLS.support],
        windows: ['06:00-14:00', '14:00-22:00'],
        since: '2019-04-01',
      },
    ],
  });
  for (const n of ['三', '四', '五', '六'])
    addBranch(ground, waterCommittee, `市水利局机关第${n}党支部`, { ...plain(water), size: 20 });

  const supply = addWaterGroup(ground, cityUnits, home, find, residences);
  const railway = register.addUnit('state-enterprise', '铁路站段（演示单位）', {
    tier: 'province',
    affiliation: null,
    located: find('八一社区'),
    soeTier: 3,
    industry: '运输',
    cap: 20,
  });
  const railCommittee = register.addOrg(ground.standing, cityUnits, '铁路站段党委', {
    sourceKey: TOUR_ORGS.railway,
    class: 'primary-level',
    form: 'committee',
    unit: railway,
    area: railway.area,
    hasCommittee: true,
  });
  addParts(ground, railCommittee, '铁路站段', 120, plain(railway), 5);
  // Few can take samples and their unit lends four; fewer can give psychological support (gaps by cap and by skill).
  const rare = (name: string, at: string, skill: string, holders: number, cap: number): void => {
    const unit = register.addUnit('public-institution', `${name}（演示单位）`, {
      tier: 'city',
      affiliation: home,
      located: find(at),
      cap,
    });
    addBranch(ground, cityUnits, `${name}党支部`, {
      ...plain(unit),
      size: 9,
      fixed: Array.from({ length: holders }, () => ({ full: true, skills: [skill], windows: Object.values(SHIFTS) })),
    });
  };
  rare('市检验检测中心', '西关社区', RARE_SKILLS.sampling, 7, 4);
  rare('市心理援助中心', '八一社区', RARE_SKILLS.support, 2, 6);
  const headquarters = register.addUnit('administrative-body', '市社区防控演练指挥部', {
    sourceKey: TOUR_UNITS.headquarters,
    tier: 'city',
    affiliation: home,
    located: find('新西社区'),
    subtype: 'headquarters',
  });
  return { member: second.members[2]!, memberBranch: second, supply, headquarters, lenders: { waterBureau: water, railway } };
}

function addWaterGroup(
  ground: Ground,
  cityUnits: MadeOrg,
  home: Place,
  find: (name: string) => Place,
  residences: readonly Place[],
): MadeBranch {
  const { register, today } = ground;
  const group = register.addUnit('state-enterprise', '宛清水务集团（演示单位）', {
    sourceKey: TOUR_UNITS.waterGroup,
    tier: 'city',
    affiliation: home,
    located: find('永安社区'),
    soeTier: 1,
    industry: '供水',
    cap: 20,
  });
  const top = register.addOrg(ground.standing, cityUnits, '宛清水务集团党委', {
    sourceKey: TOUR_ORGS.waterGroup,
    class: 'primary-level',
    form: 'committee',
    unit: group,
    area: group.area,
    hasCommittee: true,
    termEnds: addDays(today, 410),
  });
  lead(ground, top, addBranch(ground, top, '机关第一党支部', { unit: group, residences, size: 18 }));
  const part = (name: string, key: string | undefined, cap: number): MadeUnit =>
    register.addUnit('state-enterprise', `${name}（演示单位）`, {
      ...(key === undefined ? {} : { sourceKey: key }),
      tier: 'city',
      affiliation: home,
      located: find('永安社区'),
      soeTier: 2,
      industry: '供水',
      authority: group,
      cap,
    });
  // The branch of the drawing: nine full members, two probationary ones, no committee, the term ends in 25 days.
  const names = ['陈立川', '李建泉', '孙晓清', '周玉波', '吴长河', '杨文渠', '赵秀兰', '郭庆丰', '马德顺', '何静云', '罗小雨'];
  const supply = addBranch(ground, top, '供水公司党支部', {
    sourceKey: TOUR_ORGS.waterSupply,
    unit: part('宛清供水公司', TOUR_UNITS.waterSupply, 4),
    residences,
    size: 11,
    hasCommittee: false,
    termEnds: addDays(today, 25),
    fixed: names.map((name, i) => ({
      name,
      full: i < 9,
      sourceKey: i === 0 ? TOUR_PERSONS.supplySecretary : `7K-300${String(i + 1).padStart(2, '0')}`,
      ...(i < 4 ? { skills: ['水电'] } : {}),
    })),
  });
  for (const name of ['排水公司', '第三水厂', '管网公司', '水质检测中心', '客户服务公司', '工程公司', '水表厂']) {
    addBranch(ground, top, `${name}党支部`, { unit: part(`宛清${name}`, undefined, 4), residences });
  }
  return supply;
}

/** Firms of the tour with 2/0, 2/5, 3/0 and 0/0 full/probationary members whom no organization holds yet (S-125, I-5). */
export function addSmallUnits(ground: Ground, home: Place, at: Place): void {
  const { register, people } = ground;
  const rows: readonly (readonly [string, string, number, number])[] = [
    ['南都印务（演示单位）', TOUR_UNITS.twoFull, 2, 0],
    ['卧龙泉食品（演示单位）', TOUR_UNITS.twoFullFive, 2, 5],
    ['仲景里药店（演示单位）', TOUR_UNITS.threeFull, 3, 0],
    ['梅溪软件（演示单位）', TOUR_UNITS.none, 0, 0],
  ];
  for (const [name, sourceKey, full, probationary] of rows) {
    const unit = register.addUnit('non-public-enterprise', name, {
      sourceKey,
      tier: 'township',
      affiliation: home,
      located: at,
      industry: '商贸',
    });
    for (let i = 0; i < full + probationary; i++) people.addPerson(unit, at, { full: i < full });
  }
}
