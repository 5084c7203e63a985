import type { Place } from './areas.ts';
import type { MadeOrg, MadeUnit } from './register.ts';
import { addBranch, addBySize, drawSize, type Ground, lead, type MadeBranch, numeral } from './standing.ts';
import { TOUR_ORGS, TOUR_PERSONS } from './tour.ts';

/** How many units of each kind one county or the city itself gets, beside those of the tour. */
export interface UnitMix {
  readonly organs: number;
  readonly institutions: number;
  readonly schools: number;
  readonly stateEnterprises: number;
  readonly firms: number;
  readonly socials: number;
  readonly markets: number;
}

const ORGANS = [
  '发展改革',
  '教育体育',
  '科技',
  '民政',
  '司法',
  '财政',
  '人力社保',
  '自然资源',
  '住房建设',
  '交通运输',
  '水利',
  '农业农村',
  '商务',
  '文化旅游',
  '卫生健康',
  '退役军人',
  '应急管理',
  '审计',
  '市场监管',
  '统计',
  '医保',
  '城市管理',
  '信访',
  '林业',
  '档案',
  '供销',
  '政务服务',
  '乡村振兴',
  '机关事务',
  '气象',
] as const;
const INSTITUTIONS = [
  '人民医院',
  '中医院',
  '妇幼保健院',
  '疾控中心',
  '图书馆',
  '文化馆',
  '公共资源交易中心',
  '环境卫生所',
  '园林绿化所',
  '农技推广站',
  '水文站',
  '就业中心',
] as const;
const TRADES = ['机械', '食品', '纺织', '物流', '商贸', '电子', '建材', '医药', '餐饮', '软件', '家政', '印刷'] as const;
const FIRM_WORDS = [
  '宛丰',
  '卧龙泉',
  '白河源',
  '梅溪',
  '独山',
  '光武里',
  '仲景堂',
  '豫宛',
  '张衡路',
  '百里桥',
  '青华',
  '汉冶',
] as const;
const SOCIALS: readonly (readonly [string, string])[] = [
  ['志愿服务协会', 'association'],
  ['书画研究会', 'research-society'],
  ['助学基金会', 'foundation'],
  ['行业商会', 'industry-association'],
  ['社会工作服务中心', 'service-institution'],
];

const all = (place: Place, length: number): Place[] =>
  place.code.length === length ? [place] : place.children.flatMap((child) => all(child, length));

/** Communities and villages below a place. */
export function communitiesOf(place: Place): Place[] {
  return all(place, 12);
}

/** Townships and subdistricts below a place. */
export function townshipsOf(place: Place): Place[] {
  return all(place, 9);
}

/** The communities of the subdistricts below a place, where people of units live; all communities where there is no subdistrict. */
export function urbanOf(place: Place): Place[] {
  const urban = townshipsOf(place)
    .filter((one) => one.kind === 'subdistrict')
    .flatMap(communitiesOf);
  return urban.length > 0 ? urban : communitiesOf(place);
}

/** A village or community by its short name without 社区 or 村 at the end, as organizations are called. */
export function addVillage(ground: Ground, parent: MadeOrg, place: Place, size: number): MadeBranch[] {
  if (place.code === WENHUA) {
    const fixed = [{ full: true, sourceKey: TOUR_PERSONS.wenhuaSecretary, residence: place }];
    return [
      addBranch(ground, parent, `${place.name}党支部`, {
        sourceKey: TOUR_ORGS.wenhua,
        area: place,
        residences: [place],
        atUnit: false,
        size: 26,
        fixed,
      }),
    ];
  }
  const parts = FIXED_PARTS[place.code];
  return addBySize(
    ground,
    parent,
    place.name,
    parts ? parts * 22 : size,
    { area: place, residences: [place], atUnit: false },
    parts,
  );
}

/** 文化社区, whose branch the tour points to. */
const WENHUA = '411303005001';

/** Subdistricts whose committees the tour points to. */
const TOUR_TOWNSHIPS: Readonly<Record<string, string>> = { '411303005': TOUR_ORGS.meixi, '411303002': TOUR_ORGS.qiyi };

/** Communities of the drawing with a fixed number of branches: 曾楼 four, 永安 three. */
const FIXED_PARTS: Readonly<Record<string, number>> = { '411303002001': 4, '411303002006': 3 };

/** Subdistrict or township: its committee, its office, one organization for each village or community. Statistical codes get none. */
export function addTownship(
  ground: Ground,
  parent: MadeOrg,
  place: Place,
): { committee: MadeOrg; branches: MadeBranch[] } | null {
  if (place.kind === 'statistical') return null;
  const { register, random } = ground;
  const urban = place.kind === 'subdistrict';
  const unit = register.addUnit(urban ? 'subdistrict' : 'township', urban ? `${place.name}办事处` : `${place.name}人民政府`, {
    tier: 'township',
    affiliation: place,
    located: place.children[0] ?? place,
    cap: 8,
  });
  const committee = register.addOrg(ground.standing, parent, `${place.name}${urban ? '党工委' : '党委'}`, {
    ...(TOUR_TOWNSHIPS[place.code] ? { sourceKey: TOUR_TOWNSHIPS[place.code]! } : {}),
    class: 'primary-level',
    form: 'committee',
    unit,
    area: place,
    hasCommittee: true,
  });
  const branches = [
    addBranch(ground, committee, `${place.name}机关党支部`, { unit, residences: place.children, size: random.int(12, 30) }),
  ];
  lead(ground, committee, branches[0]);
  for (const village of place.children)
    branches.push(
      ...addVillage(
        ground,
        committee,
        village,
        Math.round(
          drawSize(random) *
            random.weighted([
              [1, 88],
              [2.6, 12],
            ]),
        ),
      ),
    );
  return { committee, branches };
}

/** The organizations of units below a work committee: organs with their leading groups, institutions, schools, enterprises. */
export function addUnits(
  ground: Ground,
  parent: MadeOrg,
  setUpBy: MadeOrg,
  home: Place,
  tier: 'city' | 'county',
  mix: UnitMix,
  prefix: string,
): void {
  const { register, random } = ground;
  const places = urbanOf(home);
  const facts = (cap: number) => ({ tier, affiliation: home, located: random.pick(places), cap });
  const name = (words: readonly string[], i: number, tail: string): string => {
    const round = Math.floor(i / words.length);
    return `${prefix}${words[i % words.length]}${tail}${round === 0 ? '' : `第${numeral(round + 1)}分局`}`;
  };
  for (let i = 0; i < mix.organs; i++) {
    // The tour has a water bureau of its own.
    if (tier === 'city' && ORGANS[i] === '水利') continue;
    const size = Math.round(drawSize(random) * (tier === 'city' ? 2 : 1.1));
    const unit = register.addUnit('organ', name(ORGANS, i, '局'), facts(Math.ceil(size / 5)));
    addBySize(ground, parent, `${unit.name}机关`, size, { unit, residences: places });
    register.addOrg(ground.standing, null, `${unit.name}党组`, {
      class: 'leading-group',
      form: null,
      unit,
      area: unit.area,
      setUpBy,
    });
  }
  for (let i = 0; i < mix.institutions; i++) {
    const unit = register.addUnit(
      'public-institution',
      `${prefix}${INSTITUTIONS[i % INSTITUTIONS.length]}${i < INSTITUTIONS.length ? '' : numeral(Math.floor(i / INSTITUTIONS.length) + 1)}`,
      facts(12),
    );
    addBySize(ground, parent, unit.name, Math.round(drawSize(random) * 2), { unit, residences: places });
  }
  for (let i = 0; i < mix.schools; i++) {
    const unit = register.addUnit('school', `${prefix}第${numeral(i + 1)}${i % 2 === 0 ? '小学' : '中学'}`, facts(6));
    addBySize(ground, parent, unit.name, drawSize(random), { unit, residences: places });
  }
  for (let i = 0; i < mix.stateEnterprises; i++) {
    const unit = register.addUnit(
      'state-enterprise',
      `${prefix}${TRADES[i % TRADES.length]}集团${i < TRADES.length ? '' : numeral(Math.floor(i / TRADES.length) + 1)}（演示单位）`,
      { ...facts(10), soeTier: 1, industry: TRADES[i % TRADES.length]! },
    );
    addBySize(ground, parent, unit.name.replace('（演示单位）', ''), Math.round(drawSize(random) * 2), {
      unit,
      residences: places,
    });
  }
}

/** Trades of the small firms without a branch, few enough that neighbours share one. */
const SHOP_TRADES = ['商贸', '餐饮', '物流', '医药', '家政'] as const;

/**
 * Small firms in the communities of some branches that are in no organization of their own yet: one or two full members, some probationary, who
 * have their relationship where they live. Joint branches can be proposed for them.
 */
export function addFreeFirms(ground: Ground, branches: readonly MadeBranch[], count: number): void {
  const { register, people, random } = ground;
  const local = branches.filter(({ org }) => org.unit === null && org.area !== null);
  for (let i = 0; i < count && local.length > 0; i++) {
    const { org } = random.pick(local);
    const trade = SHOP_TRADES[(i + Math.floor(i / FIRM_WORDS.length)) % SHOP_TRADES.length]!;
    const unit = register.addUnit('non-public-enterprise', `${FIRM_WORDS[i % FIRM_WORDS.length]}${trade}行（演示单位）`, {
      tier: 'township',
      affiliation: org.area!,
      located: org.area!,
      industry: trade,
    });
    const full = random.int(1, 2);
    const size = full + (random.chance(0.2) ? 1 : 0);
    for (let k = 0; k < size; k++) people.addHome(people.addPerson(unit, org.area!, { full: k < full }), org);
  }
}

/** Firms, social organizations and markets of a township: own branches from three members on, joint branches of two to four smaller units. */
export function addNewUnits(ground: Ground, committee: MadeOrg, place: Place, mix: UnitMix, serial: { next: number }): void {
  const { register, random } = ground;
  if (place.children.length === 0) return;
  const firmName = (i: number, trade: string): string =>
    `${FIRM_WORDS[i % FIRM_WORDS.length]}${trade}${numeral((Math.floor(i / FIRM_WORDS.length) % 98) + 1)}厂（演示单位）`;
  const small: MadeUnit[] = [];
  const settle = (unit: MadeUnit): void => {
    if (random.chance(0.35)) {
      small.push(unit);
      return;
    }
    addBranch(ground, committee, `${unit.name.replace('（演示单位）', '')}党支部`, {
      unit,
      residences: place.children,
      size: random.int(3, 24),
    });
  };
  for (let i = 0; i < mix.firms; i++) {
    const trade = random.pick(TRADES);
    settle(
      register.addUnit('non-public-enterprise', firmName(serial.next++, trade), {
        tier: 'township',
        affiliation: place,
        located: random.pick(place.children),
        industry: trade,
        cap: 3,
      }),
    );
  }
  for (let i = 0; i < mix.socials; i++) {
    const [tail, subtype] = random.pick(SOCIALS);
    settle(
      register.addUnit('social-organization', `${place.name}${tail}${numeral(i + 1)}（演示单位）`, {
        tier: 'township',
        affiliation: place,
        located: random.pick(place.children),
        subtype,
        staff: [random.int(1, 12), random.int(0, 20)],
        cap: 2,
      }),
    );
  }
  for (let i = 0; i < mix.markets; i++) {
    register.addUnit('market', `${place.name}专业市场${numeral(i + 1)}（演示单位）`, {
      tier: 'township',
      affiliation: place,
      located: random.pick(place.children),
      cap: 2,
    });
  }
  while (small.length >= 2) {
    const units = small.splice(0, random.int(2, Math.min(4, small.length)));
    const name = `${units[0]!.name.replace('（演示单位）', '')}等${units.length}家联合党支部`;
    addBranch(ground, committee, name, {
      area: place,
      residences: place.children,
      size: Math.max(3, units.length * random.int(1, 2)),
      jointOf: units,
    });
  }
}
