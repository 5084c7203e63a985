import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from '#kernel/lib';
import {
  boundariesCrossed,
  checkHome,
  checkParticipation,
  crossedCount,
  DEFAULT_SYSTEM_SETTING,
  maskName,
  SURNAME_READINGS,
  searchColumns,
} from './index.ts';
import {
  sampleHome,
  sampleOrganization,
  sampleParticipation,
  samplePerson,
  sampleTaskOrganization,
  sampleUnit,
} from './sample.ts';

const today = day('2020-05-28');
const codes = (issues: readonly { code: string }[]): string[] => issues.map((one) => one.code);
const units = new Map([sampleUnit('组织部', 'organ'), sampleUnit('宣传部', 'organ')].map((one) => [one.id, one]));
const own = { unitId: '组织部', areaId: null, relation: 'constituent' as const, from: day('2000-01-01'), to: day('9999-12-31') };
const committee = sampleOrganization('organ committee', { form: 'committee', constituents: [own] });
const task = sampleTaskOrganization('team');
const organizations = new Map([committee, task, sampleOrganization('other')].map((one) => [one.id, one]));

describe('homes', () => {
  const base = { organizations, units, others: [] };
  test('I-4 S-028 a member of another department is refused with the unit boundary', () => {
    const outsider = samplePerson('m', { unitId: '宣传部' });
    const issues = checkHome(sampleHome('m', 'organ committee'), { ...base, person: outsider });
    expect(issues).toMatchObject([{ code: 'home-unit-boundary', params: { name: 'organ committee', unit: '宣传部' } }]);
    expect(checkHome(sampleHome('m', 'organ committee'), { ...base, person: { ...outsider, unitId: '组织部' } })).toEqual([]);
  });
  test('S-021 members of an organ Party committee have that organ as their unit', () => {
    const none = samplePerson('m');
    expect(codes(checkHome(sampleHome('m', 'organ committee'), { ...base, person: none }))).toEqual(['home-unit-boundary']);
    expect(checkHome(sampleHome('m', 'organ committee'), { ...base, person: samplePerson('m', { unitId: '组织部' }) })).toEqual(
      [],
    );
  });
  test('I-3 two homes at once are refused, one after the other is a transfer', () => {
    const person = samplePerson('m', { unitId: '组织部' });
    const first = sampleHome('m', 'other', { to: day('2020-03-01') });
    expect(
      checkHome(sampleHome('m', 'organ committee', { from: day('2020-03-01') }), { ...base, person, others: [first] }),
    ).toEqual([]);
    expect(
      codes(checkHome(sampleHome('m', 'organ committee', { from: day('2020-02-29') }), { ...base, person, others: [first] })),
    ).toEqual(['home-two-at-once']);
  });
  test('I-3 any two overlapping periods are found, whichever comes first', () => {
    const person = samplePerson('m');
    const days = fc.integer({ min: 1, max: 28 });
    fc.assert(
      fc.property(days, days, days, days, (a, b, c, d) => {
        const at = (n: number) => day(`2020-02-${String(n).padStart(2, '0')}`);
        fc.pre(a < b && c < d);
        const issues = checkHome(sampleHome('m', 'other', { id: 'x', from: at(a), to: at(b) }), {
          ...base,
          person,
          others: [sampleHome('m', 'other', { id: 'y', from: at(c), to: at(d) })],
        });
        expect(issues.length > 0).toBe(a < d && c < b);
      }),
    );
  });
  test('S-131 a relationship is not held in a temporary branch, taking part in it is no home', () => {
    const person = samplePerson('m', { unitId: '组织部' });
    expect(checkParticipation(sampleParticipation('m', 'team'), { person, organizations, others: [] })).toEqual([]);
    expect(codes(checkHome(sampleHome('m', 'team'), { ...base, person }))).toEqual(['home-not-held-here']);
  });
});

describe('participations', () => {
  const base = { organizations, units, others: [] };
  test('S-124 people of four units join a task organization; a standing one refuses the same', () => {
    for (const unit of ['a', 'b', 'c', 'd']) {
      const person = samplePerson(unit, { unitId: unit });
      expect(checkParticipation(sampleParticipation(unit, 'team', { sourceUnitId: unit }), { ...base, person })).toEqual([]);
      expect(codes(checkParticipation(sampleParticipation(unit, 'organ committee'), { ...base, person }))).toEqual([
        'participation-in-standing',
      ]);
    }
  });
  test('I-16 non-members take roles that need no membership and have no home', () => {
    const person = samplePerson('v', { status: 'non-member' });
    expect(checkParticipation(sampleParticipation('v', 'team', { role: 'volunteer' }), { ...base, person })).toEqual([]);
    for (const role of ['member', 'secretary', 'deputy-secretary', 'group-leader', 'instructor'] as const) {
      expect(codes(checkParticipation(sampleParticipation('v', 'team', { role }), { ...base, person }))).toContain(
        'participation-role-needs-member',
      );
    }
    expect(codes(checkHome(sampleHome('v', 'other'), { ...base, person }))).toEqual(['home-of-non-member']);
  });
  test('S-274 Party status and role are apart; roles of full members are enforced', () => {
    const person = samplePerson('p', { status: 'probationary' });
    expect(checkParticipation(sampleParticipation('p', 'team'), { ...base, person })).toEqual([]);
    expect(codes(checkParticipation(sampleParticipation('p', 'team', { role: 'group-leader' }), { ...base, person }))).toEqual([
      'participation-role-needs-full-member',
    ]);
  });
  test('a mode of joining is needed and nobody joins twice at once', () => {
    const person = samplePerson('m');
    const bad = { ...sampleParticipation('m', 'team'), mode: undefined as never };
    expect(codes(checkParticipation(bad, { ...base, person }))).toEqual(['participation-mode-missing']);
    const others = [sampleParticipation('m', 'team', { id: 'first' })];
    expect(codes(checkParticipation(sampleParticipation('m', 'team'), { ...base, person, others }))).toEqual([
      'participation-twice',
    ]);
  });
});

describe('boundaries', () => {
  const member = (id: string, sourceUnitId: string, more: Parameters<typeof sampleParticipation>[2] = {}) =>
    sampleParticipation(id, 'team', { sourceUnitId, sourceTier: 'city', sourceAreaId: 'wolong', ...more });
  test('S-154 two departments of one tier cross the unit boundary only', () => {
    const found = boundariesCrossed([member('a', '市委组织部'), member('b', '市委宣传部')], today);
    expect([found.unit.crossed, found.tier.crossed, found.area.crossed, found.system.crossed]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(found.unit.evidence).toHaveLength(2);
  });
  test('S-155 city and county department cross unit and tier', () => {
    const found = boundariesCrossed([member('a', '市委组织部'), member('b', '县委组织部', { sourceTier: 'county' })], today);
    expect([found.unit.crossed, found.tier.crossed]).toEqual([true, true]);
  });
  test('S-156 organ and non-public enterprise cross the system; where the rest falls is a setting', () => {
    const [organ, firm, soe] = [
      member('a', 'organ'),
      member('b', 'firm', { sourceSystem: 'non-public' }),
      member('c', 'soe', { sourceSystem: 'state-enterprise' }),
    ] as const;
    expect(boundariesCrossed([organ, firm], today).system.crossed).toBe(true);
    expect(boundariesCrossed([organ, soe], today).system.crossed).toBe(false);
    const outside = { ...DEFAULT_SYSTEM_SETTING, 'state-enterprise': 'outside' as const };
    expect(boundariesCrossed([organ, soe], today, outside).system.crossed).toBe(true);
    expect(boundariesCrossed([organ, soe], today, { ...outside, 'state-enterprise': 'unstated' }).system).toMatchObject({
      crossed: false,
      unknown: 1,
    });
  });
  test('S-157 members of two counties cross the area, which is counted by county', () => {
    const county = (id: string): string | null => ({ 梅溪: '卧龙', 车站: '卧龙', 仲景: '宛城', 市: null })[id] ?? null;
    const at = (id: string, area: string) => member(id, id, { sourceAreaId: area });
    expect(boundariesCrossed([at('a', '梅溪'), at('b', '车站'), at('c', '市')], today, undefined, county).area).toMatchObject({
      crossed: false,
      unknown: 1,
    });
    expect(boundariesCrossed([at('a', '梅溪'), at('b', '仲景')], today, undefined, county).area).toMatchObject({
      crossed: true,
      evidence: [
        { value: '卧龙', count: 1 },
        { value: '宛城', count: 1 },
      ],
    });
  });
  test('S-185 a supermarket member on day 20 turns the system boundary on that day', () => {
    const roster = [
      member('a', 'organ', { from: day('2020-02-01') }),
      member('b', 'supermarket', { sourceSystem: 'non-public', from: day('2020-02-20') }),
    ];
    expect(boundariesCrossed(roster, day('2020-02-19')).system.crossed).toBe(false);
    expect(boundariesCrossed(roster, day('2020-02-20')).system.crossed).toBe(true);
    expect(roster.map((one) => one.from)).toEqual(['2020-02-01', '2020-02-20']);
  });
  test('I-18 boundaries depend on the participations of the day alone, not on their order', () => {
    const one = fc.record({
      u: fc.integer({ min: 0, max: 3 }),
      t: fc.constantFrom('city' as const, 'county' as const),
      on: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (list) => {
        const roster = list.map((x, i) => member(`m${i}`, `u${x.u}`, { sourceTier: x.t, to: x.on ? day('9999-12-31') : today }));
        const found = boundariesCrossed(roster, today);
        expect(found).toEqual(boundariesCrossed([...roster].reverse(), today));
        expect(found.unit.crossed).toBe(new Set(list.filter((x) => x.on).map((x) => x.u)).size >= 2);
        expect(crossedCount(found)).toBeLessThanOrEqual(4);
      }),
    );
  });
});

describe('names', () => {
  test('surnames are read as surnames', () => {
    expect(searchColumns('单雄信', 'person')).toMatchObject({ pinyin: 'shanxiongxin', initials: 'sxx' });
    expect(searchColumns('曾国庆', 'person').initials).toBe('zgq');
    expect(searchColumns('欧阳明', 'person').pinyin).toBe('ouyangming');
    for (const [surname, reading] of Object.entries(SURNAME_READINGS)) {
      expect(searchColumns(`${surname}明`, 'person').pinyin).toBe(`${reading.replace(' ', '')}ming`);
    }
  });
  test('places have their own readings, and a city may add some', () => {
    expect(searchColumns('淅川县', 'place').pinyin).toBe('xichuanxian');
    expect(searchColumns('五里堡街道', 'place').initials).toBe('wlpjd');
    expect(searchColumns('八一路口', 'place', { 八一: 'ba yao' }).pinyin).toBe('bayaolukou');
  });
  test('grams hold single characters and pairs', () => {
    expect(searchColumns('东关街道', 'place').grams).toEqual(['东', '东关', '关', '关街', '街', '街道', '道']);
    expect(searchColumns('A区 3号', 'place').grams).toEqual(['a', 'a区', '区', '3', '3号', '号']);
  });
  test('a masked name says nothing of the given name', () => {
    expect(maskName('张伟')).toBe('张**');
    expect(maskName('张伟民')).toBe('张**');
    expect(maskName('欧阳明')).toBe('欧阳**');
    expect(maskName(' ')).toBe('**');
  });
});

test('I-20 records about a person hold these fields and no others: no score, rank or behaviour', () => {
  const source = readFileSync(new URL('./types.ts', import.meta.url), 'utf8');
  const fields = (name: string): string[] => {
    const body = new RegExp(`interface ${name} [^{]*\\{([^}]*)\\}`).exec(source)?.[1] ?? '';
    return [...body.matchAll(/readonly (\w+):/g)].map((match) => match[1]!);
  };
  expect(fields('Person')).toEqual(['id', 'sourceKey', 'status', 'unitId', 'homeElsewhere', 'residenceAreaId', 'eraseAfter']);
  expect(fields('PersonName')).toEqual(['personId', 'name', 'grams', 'pinyin', 'initials']);
  expect(fields('Home')).toEqual(['id', 'personId', 'orgId', 'groupOrgId']);
  expect(fields('Participation')).toEqual([
    'id',
    'personId',
    'orgId',
    'role',
    'mode',
    'sourceUnitId',
    'sourceTier',
    'sourceAreaId',
    'sourceSystem',
  ]);
  expect(fields('Office')).toEqual(['id', 'orgId', 'personId', 'office', 'how', 'approvalId']);
});
