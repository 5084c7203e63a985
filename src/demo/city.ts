import { addDays, type Day } from '#kernel/lib';
import { type AreaSource, buildAreas, type MapSource, type Place } from './areas.ts';
import { addFreeFirms, addNewUnits, addTownship, addUnits, communitiesOf, townshipsOf, type UnitMix } from './county.ts';
import { endedTask } from './ended.ts';
import { meetingWriter } from './meetings.ts';
import { peopleWriter } from './people.ts';
import { randomOf } from './random.ts';
import { type MadeOrg, registerWriter } from './register.ts';
import { resourceSheet } from './resources.ts';
import type { Sheet } from './sheet.ts';
import type { Ground, MadeBranch } from './standing.ts';
import { checkpoints, draftTask } from './tasks.ts';
import { addCityTour, addSmallUnits, TOUR_ORGS } from './tour.ts';

/** What the synthetic city is made from. */
export interface CityOptions {
  readonly cityId: string;
  readonly areas: AreaSource;
  readonly map: MapSource;
  /** `demo`: about 20,000 members in 宛城 and 卧龙; `city`: 480,000 in all counties. */
  readonly scale: 'demo' | 'city';
  readonly seed: number;
  /** The day on which the city is seen; meetings, terms and tasks lie round it. */
  readonly today: Day;
  /** Account that drafts the exercise. */
  readonly drafterAccount: string;
  /** Accounts that submitted and approved the ended task. */
  readonly officerAccount: string;
  readonly approverAccount: string;
}

/** Small firms of 卧龙区 without a branch, for which joint branches can be proposed. */
const FREE_FIRMS = 36;

/** Counties with a roster at demo scale. */
const DEMO_COUNTIES = ['411302', '411303'];

const MIX: Readonly<Record<'demo' | 'city', { readonly city: UnitMix; readonly county: UnitMix; readonly township: UnitMix }>> = {
  demo: {
    city: { organs: 26, institutions: 8, schools: 6, stateEnterprises: 5, firms: 0, socials: 0, markets: 0 },
    county: { organs: 26, institutions: 8, schools: 14, stateEnterprises: 3, firms: 0, socials: 0, markets: 0 },
    township: { organs: 0, institutions: 0, schools: 0, stateEnterprises: 0, firms: 6, socials: 1, markets: 1 },
  },
  city: {
    city: { organs: 240, institutions: 220, schools: 220, stateEnterprises: 160, firms: 0, socials: 0, markets: 0 },
    county: { organs: 160, institutions: 110, schools: 200, stateEnterprises: 60, firms: 0, socials: 0, markets: 0 },
    township: { organs: 0, institutions: 0, schools: 0, stateEnterprises: 0, firms: 32, socials: 5, markets: 1 },
  },
};

/**
 * The synthetic city as sheets to copy, in an order that foreign keys allow; a batch is emptied when the next one is asked for. Same options, same
 * rows. Areas are real; units, people, points, meetings and tasks are synthetic, with the national proportions of statuses and sizes of branches.
 */
export function* cityBatches(options: CityOptions): Generator<readonly Sheet[]> {
  const { cityId, today } = options;
  const random = randomOf(options.seed);
  const areas = buildAreas(cityId, options.areas, options.map, random);
  const register = registerWriter(cityId, random);
  const people = peopleWriter(cityId, today, random);
  const meetings = meetingWriter(cityId, today, random);
  const standing = register.addTree('standing');
  const ground: Ground = { register, people, random, today, standing };
  const demo = options.scale === 'demo';
  const mix = MIX[options.scale];
  const home = areas.root;
  const byName = new Map<string, Place>();
  for (const code of DEMO_COUNTIES) {
    const county = home.children.find((one) => one.code === code);
    if (county) for (const place of [...communitiesOf(county), ...townshipsOf(county)]) byName.set(place.name, place);
  }
  // Names repeat across townships; the tour is about the four subdistricts in the middle of 卧龙.
  const wolong = home.children.find((one) => one.code === '411303')!;
  for (const name of ['七一街道', '卧龙岗街道', '武侯街道', '梅溪街道']) {
    for (const place of townshipsOf(wolong).find((one) => one.name === name)?.children ?? []) byName.set(place.name, place);
  }
  const find = (name: string): Place => {
    const place = byName.get(name);
    if (!place) throw new Error(`the demo city has no place ${name}`);
    return place;
  };
  const flush = function* (): Generator<readonly Sheet[]> {
    const sheets = [...areas.sheets, ...register.sheets, ...people.sheets, ...meetings.sheets];
    yield sheets.filter((sheet) => sheet.rows.length > 0);
    for (const sheet of sheets) sheet.rows.length = 0;
  };

  const listed = checkpoints(find, random);
  const gates = new Map(listed.map((point) => [point, areas.overlay('gate', point.name, point.community)]));

  const central = register.addOrg(standing, null, '中共中央', { class: 'central', form: 'committee', reference: true });
  const province = register.addOrg(standing, central, '中共河南省委', { class: 'local', form: 'committee', reference: true });
  const city = register.addOrg(standing, province, '中共南阳市委', {
    sourceKey: TOUR_ORGS.city,
    class: 'local',
    form: 'committee',
    area: home,
    hasCommittee: true,
  });
  const workCommittee = (parent: MadeOrg, name: string, area: Place, sourceKey?: string): MadeOrg =>
    register.addOrg(standing, parent, name, {
      ...(sourceKey ? { sourceKey } : {}),
      class: 'primary-level',
      form: 'committee',
      area,
      hasCommittee: true,
    });
  const cityUnits = workCommittee(city, '市直单位党工委', home, TOUR_ORGS.cityUnits);
  const tour = addCityTour(ground, cityUnits, city, home, find);
  // Last month's theme day was held; this month's has no day yet, as in the drawing.
  meetings.add(tour.supply.org, 'theme-day', '主题党日', addDays(today, -(Number(today.slice(8)) + 2)), 9);
  const second = tour.memberBranch;
  meetings.add(second.org, 'committee-meeting', '支委会', addDays(today, 4), 15, 'committee');
  meetings.add(second.org, 'member-meeting', '党员大会', addDays(today, 10), 9);
  meetings.add(second.org, 'theme-day', '主题党日', addDays(today, 12), 9);
  addUnits(ground, cityUnits, city, demo ? wolong : home, 'city', mix.city, '市');
  yield* flush();

  let served: MadeBranch[] = [];
  let wolongCommittee = city;
  const wolongUrban: MadeBranch[] = [];
  const serial = { next: 0 };
  for (const county of home.children) {
    const key = county.code === '411303' ? TOUR_ORGS.wolong : county.code === '411302' ? TOUR_ORGS.wancheng : undefined;
    const zone = county.kind === 'zone';
    const committee = register.addOrg(standing, city, zone ? `${county.name}党工委` : `中共${county.name}委`, {
      ...(key ? { sourceKey: key } : {}),
      class: 'local',
      form: 'committee',
      area: county,
      hasCommittee: true,
    });
    if (key === TOUR_ORGS.wolong) wolongCommittee = committee;
    if (demo && !DEMO_COUNTIES.includes(county.code)) continue;
    const unitsBelow = workCommittee(
      committee,
      `${county.name}直单位党工委`,
      county,
      key === TOUR_ORGS.wolong ? TOUR_ORGS.wolongUnits : undefined,
    );
    addUnits(ground, unitsBelow, committee, county, 'county', mix.county, county.name);
    for (const place of townshipsOf(county)) {
      const made = addTownship(ground, committee, place);
      if (made === null) continue;
      if (place.name === '车站街道') served = made.branches;
      if (key === TOUR_ORGS.wolong && place.kind === 'subdistrict') wolongUrban.push(...made.branches);
      for (const branch of made.branches) if (demo) meetings.usual(branch.org);
      addNewUnits(ground, made.committee, place, mix.township, serial);
      if (people.pending() > 20_000) yield* flush();
    }
    if (key === TOUR_ORGS.wolong) addSmallUnits(ground, county, find('文化社区'));
    yield* flush();
  }

  const draft = draftTask(
    {
      cityId,
      today,
      ownerOrgId: wolongCommittee.id,
      issuerUnitId: tour.headquarters.id,
      areaId: wolong.id,
      createdBy: options.drafterAccount,
      fixed: { personId: tour.member.id, post: '文化小区东门', shift: '早班' },
    },
    listed,
    (point) => gates.get(point)!,
    random,
  );
  yield draft.sheets;
  const station = townshipsOf(wolong).find((one) => one.name === '车站街道')!;
  const servers = [
    ...tour.supply.members.slice(1, 5),
    tour.member,
    ...second.members.slice(3, 9),
    ...served.flatMap((branch) => branch.members.slice(0, 1)).slice(0, 13),
  ];
  const ended = endedTask(
    {
      cityId,
      today,
      owner: wolongCommittee,
      subdistrict: station,
      submitter: options.officerAccount,
      approver: options.approverAccount,
      people: servers,
    },
    register,
    people,
    random,
  );
  yield ended.before;
  yield* flush();
  yield ended.after;
  addFreeFirms(ground, wolongUrban, FREE_FIRMS);
  yield* flush();
  yield [resourceSheet(cityId, tour.lenders, random)];
}
