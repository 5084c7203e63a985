import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addMonths, type Day, day } from '#kernel/lib';
import {
  advise,
  compareEras,
  crossUnitAnswer,
  decide,
  type Facts,
  type Finding,
  functionFor,
  functionQueries,
  type HistoryRulebook,
  hasLeadingRole,
  isAlarm,
  parseRulebooks,
  REFORM,
  type Roster,
  type Rule,
  refuses,
  replay,
  type SubjectKind,
  searchBasis,
  timeline,
} from './index.ts';

const root = join(import.meta.dirname, '../../../rulebooks');
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('/cases'))
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  .map((path) => ({ path, data: JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown }));
const parsed = parseRulebooks(files);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 1));
const content = parsed.value;
const speech = day('2020-05-28');

function ask(kind: SubjectKind, facts: Facts, asOf: Day = speech): Map<string, Finding> {
  const found = advise({ kind, id: null, name: kind }, asOf, content.live, facts);
  return new Map(found.map((finding) => [finding.rule.id, finding]));
}
const outcome = (kind: SubjectKind, facts: Facts, rule: string, asOf: Day = speech): string | undefined =>
  ask(kind, facts, asOf).get(rule)?.outcome;
const set = (id: string): HistoryRulebook => content.history.find((one) => one.document.id === id)!;
const fn = (unitKind: Parameters<typeof functionFor>[0]['unitKind'], soeTier: number | null = null, asOf: Day = speech) =>
  functionFor({ class: 'primary-level', unitKind, soeTier }, asOf, content.functions);

describe('rules over time', () => {
  test('S-008 a formation dated the day before is judged by the old version, on the day by the new one', () => {
    const rule = content.live.flatMap((book) => book.rules).find((one) => one.id === 'br-05b-units')!;
    const book = content.live.find((one) => one.document.id === 'branch-regulations-2018')!;
    const change = day('2021-01-01');
    const versions: Rule[] = [
      { ...rule, id: 'old', to: change },
      { ...rule, id: 'new', from: change, params: { max: 7 } },
    ];
    const judge = (asOf: string): string[] =>
      advise({ kind: 'organization', id: null, name: 'x' }, day(asOf), [{ ...book, rules: versions }], {
        constituentUnits: 6,
        tags: ['joint'],
      }).map((finding) => `${finding.rule.id} ${finding.outcome}`);
    expect(judge('2020-12-31')).toEqual(['old reminder']);
    expect(judge('2021-01-01')).toEqual(['new satisfied']);
  });
  test('a rule that came after the speech does not answer for its day', () => {
    expect(ask('organization', {}).has('th-500')).toBe(false);
    expect(ask('organization', {}, day('2020-07-13')).has('th-500')).toBe(true);
  });
});

describe('functions', () => {
  test('S-034 every combination gives one cited text a layer or "not specified", never a default that leads', () => {
    for (const query of functionQueries()) {
      for (const asOf of [speech, day('2023-01-01')]) {
        const answer = functionFor(query, asOf, content.functions);
        for (const layer of ['lecture', 'document'] as const) {
          const entry = answer[layer];
          if (entry === null) continue;
          expect(entry.source.line ?? entry.source.article ?? entry.source.document).toBeTruthy();
          if (hasLeadingRole(entry)) {
            const named = entry.unitKinds.length > 0 || query.class !== 'primary-level';
            expect(named, `${entry.key} leads without naming a kind of unit`).toBe(true);
          }
        }
      }
    }
    expect(functionFor({ class: 'primary-level', unitKind: null, soeTier: null }, speech, content.functions)).toEqual({
      lecture: null,
      document: null,
    });
    expect(
      functionFor({ class: 'leading-group', unitKind: 'organ', soeTier: null }, speech, content.functions).lecture,
    ).toBeNull();
  });
  test('S-035 central: supreme leading body, for reference only', () => {
    const entry = functionFor({ class: 'central', unitKind: null, soeTier: null }, speech, content.functions).lecture;
    expect(entry?.lines[0]?.text['zh-CN']).toBe('中央委员会是我们全党的最高领导机关，讨论和决定党的重大问题');
    expect(entry?.consequence?.en).toContain('reference only');
  });
  test('S-036 county committee: discuss and resolve major questions of its area', () => {
    const entry = functionFor({ class: 'local', unitKind: null, soeTier: null }, speech, content.functions).lecture;
    expect(entry).toMatchObject({ verb: 'resolve', source: { line: '28.3' } });
  });
  test('S-037 village organization leads, within its own area', () => {
    expect(fn('village').lecture).toMatchObject({ verb: 'lead', source: { line: '28.4' } });
    expect(fn('village').lecture?.consequence?.['zh-CN']).toContain('只限本地区');
  });
  test('S-026 a subdistrict committee leads local work and primary-level governance', () => {
    expect(fn('subdistrict').lecture?.lines[0]?.text['zh-CN']).toBe('领导本地区的工作和基层社会治理');
    expect(fn('township').lecture).toEqual(fn('subdistrict').lecture);
  });
  test('S-027 a community organization has the same function row as its subdistrict', () => {
    expect(fn('community')).toEqual(fn('subdistrict'));
  });
  test('S-038 state enterprise at group tier leads; committee and leading group are both carriers', () => {
    expect(hasLeadingRole(fn('state-enterprise', 1).lecture)).toBe(true);
    const group = functionFor(
      { class: 'leading-group', unitKind: 'state-enterprise', soeTier: 1 },
      speech,
      content.functions,
    ).lecture;
    expect(hasLeadingRole(group)).toBe(true);
  });
  test('S-039 tiers 2 to 5 work around production and operation; no leading role follows', () => {
    for (const tier of [2, 3, 4, 5]) {
      const entry = fn('state-enterprise', tier).lecture;
      expect(entry?.lines[0]?.text.en).toContain('production and operation');
      expect(entry?.consequence?.['zh-CN']).toContain('未作规定');
      expect(hasLeadingRole(entry)).toBe(false);
    }
  });
  test('S-040 a collective enterprise has the wording of a subsidiary', () => {
    expect(fn('collective-enterprise').lecture).toMatchObject({
      verb: fn('state-enterprise', 3).lecture?.verb,
      source: { line: '28.6' },
    });
    expect(fn('collective-enterprise').lecture?.lines[0]?.text['zh-CN']).toContain('围绕着企业生产经营开展工作');
  });
  test('S-041 a non-public enterprise has two lines, toward the firm and toward employees, and no right over business', () => {
    const entry = fn('non-public-enterprise').lecture;
    expect(entry?.lines.map((line) => line.toward?.en)).toEqual(['Toward the enterprise', 'Toward employees']);
    expect(entry?.consequence?.['zh-CN']).toContain('不决定企业的经营事务');
    expect(hasLeadingRole(entry)).toBe(false);
  });
  test('S-023 a non-public enterprise differs from a state enterprise', () => {
    expect(fn('non-public-enterprise').lecture?.lines).not.toEqual(fn('state-enterprise', 1).lecture?.lines);
    expect(fn('non-public-enterprise').document?.lines).not.toEqual(fn('state-enterprise', 1).document?.lines);
  });
  test('the wording for subdistricts changes with the Constitution of 2022', () => {
    expect(fn('subdistrict', null, day('2022-10-21')).document?.key).toBe('doc-area-2017');
    expect(fn('subdistrict', null, day('2022-10-22')).document?.key).toBe('doc-area-2022');
  });
});

describe('history', () => {
  const regiment = {
    kind: 'regiment',
    battalions: 3,
    companiesPerBattalion: 3,
    platoonsPerCompany: 3,
    squadsPerPlatoon: 3,
  } as const;
  const people = (count: number, place: string, unit: string) => Array.from({ length: count }, () => ({ place, unit }));
  const roster = (...lists: Roster['people'][]): Roster => ({ kind: 'roster', people: lists.flat() });
  const forms = (id: string, sample: Parameters<typeof replay>[1], options = {}) => {
    const found = replay(set(id), sample, options);
    return found.state === 'replayed' ? found.organizations : [];
  };
  test('S-042 two stages with the divide at the Third Plenum of 1978; each rule set is in one stage', () => {
    const stages = timeline(content.cards);
    expect(stages.map((one) => one.stage)).toEqual(['before-reform', 'since-reform']);
    expect(stages[0]!.cards.every((card) => card.date < REFORM)).toBe(true);
    expect(stages[1]!.cards.every((card) => card.date >= REFORM)).toBe(true);
    expect(stages[1]!.cards[0]?.id).toBe('third-plenum-1978');
    for (const history of content.history) {
      expect(content.cards.filter((card) => card.rulebook === history.document.id).map((card) => card.stage)).toEqual([
        'before-reform',
      ]);
    }
  });
  test('S-043 First Congress: with 4 members no committee, with 5 a committee', () => {
    expect(forms('history-1921', roster(people(4, 'place', 'u')))).toEqual([]);
    expect(forms('history-1921', roster(people(5, 'place', 'u')))).toMatchObject([
      { form: 'committee', at: 'place', members: 5 },
    ]);
    expect(forms('history-1921', roster(people(3, 'a', 'u'), people(3, 'b', 'u')))).toEqual([]);
  });
  test('S-044 Second and Third Congress: content not stated in the speech', () => {
    for (const id of ['second-congress', 'third-congress']) {
      const card = content.cards.find((one) => one.id === id);
      expect(card).toMatchObject({ contentNotStated: true, change: null });
    }
    for (const id of ['history-1922', 'history-1923']) expect(replay(set(id), regiment)).toEqual({ state: 'content-not-stated' });
  });
  test('S-045 before Sanwan: one branch in the regiment and nothing below', () => {
    expect(forms('history-pre-sanwan', regiment)).toMatchObject([{ form: 'branch', tier: 'regiment' }]);
  });
  test('S-046 Sanwan: problem, change and effect are three fields', () => {
    const card = content.cards.find((one) => one.id === 'sanwan')!;
    expect([card.problem, card.change].every((one) => one !== null)).toBe(true);
    expect(card.effects.length).toBeGreaterThan(0);
    expect(new Set([card.problem?.['zh-CN'], card.change?.['zh-CN'], card.effects[0]?.text['zh-CN']]).size).toBe(3);
    expect(card.note?.['zh-CN']).toContain('永新');
  });
  test('S-047 Sanwan: groups below, 9 branches, 3 + 1 committees; squads shared or each', () => {
    const shared = forms('history-sanwan-1927', regiment);
    const count = (list: typeof shared, form: string, tier?: string) =>
      list.filter((one) => one.form === form && (!tier || one.tier === tier)).length;
    expect(count(shared, 'branch', 'company')).toBe(9);
    expect([count(shared, 'committee', 'battalion'), count(shared, 'committee', 'regiment')]).toEqual([3, 1]);
    expect([count(shared, 'group', 'platoon'), count(shared, 'group', 'squad')]).toEqual([27, 0]);
    const each = forms('history-sanwan-1927', regiment, { squads: 'each' });
    expect([count(each, 'group', 'platoon'), count(each, 'group', 'squad')]).toEqual([27, 81]);
    const shown = replay(set('history-sanwan-1927'), regiment);
    expect(shown).toMatchObject({ options: { squads: 'shared' } });
  });
  test('S-048 representatives at company, battalion, regiment and none at platoon', () => {
    const found = forms('history-sanwan-1927', regiment);
    const with_ = (tier: string) => new Set(found.filter((one) => one.tier === tier).map((one) => one.representative));
    for (const tier of ['company', 'battalion', 'regiment']) expect([...with_(tier)]).toEqual([true]);
    expect([...with_('platoon')]).toEqual([false]);
  });
  test('S-049 one root, the Front Committee, above all', () => {
    const found = forms('history-sanwan-1927', regiment);
    expect(found.filter((one) => one.parentId === null)).toMatchObject([{ form: 'front-committee' }]);
    const ids = new Set(found.map((one) => one.id));
    expect(found.every((one) => one.parentId === null || ids.has(one.parentId))).toBe(true);
  });
  test('S-050 the milestone: absolute leadership of the army, cited', () => {
    const effects = content.cards.find((one) => one.id === 'sanwan')!.effects;
    expect(effects.find((one) => one.line === '36.3')?.text['zh-CN']).toContain('党对军队的绝对领导');
  });
  test('S-051 Seventh Congress: 10 members of 2 work units in 1 street make 2 organizations by unit', () => {
    const found = forms('history-1945', roster(people(6, 'street', 'mill'), people(4, 'street', 'school')));
    expect(found.map((one) => [one.at, one.tier])).toEqual([
      ['mill', 'unit'],
      ['school', 'unit'],
    ]);
  });
  test('S-053 Eighth Congress to 1978: an organization across units is not foreseen', () => {
    expect(crossUnitAnswer(set('history-1956'))).toBe('not-foreseen');
    expect(crossUnitAnswer(set('history-1921'))).toBe('not-stated');
  });
  test('S-055 each form shows the first document or case of the speech that names it', () => {
    const forms_ = content.cards.filter((card) => card.layer === 'form');
    for (const id of ['form-joint', 'form-temporary', 'form-functional']) {
      expect(forms_.find((card) => card.id === id)?.lines.length).toBeGreaterThan(0);
    }
    expect(forms_.find((card) => card.id === 'form-temporary')).toMatchObject({
      rulebook: 'branch-regulations-2018',
      lines: ['66.5'],
    });
  });
  test('S-056 one roster through all sets side by side, in order of date, apart from live rules', () => {
    const rows = compareEras(content.history, roster(people(5, 'street', 'mill'), people(5, 'street', 'school')));
    expect(rows.map((row) => row.set)).toEqual([
      'history-1921',
      'history-1922',
      'history-1923',
      'history-pre-sanwan',
      'history-sanwan-1927',
      'history-1945',
      'history-1956',
    ]);
    expect(rows.map((row) => [row.committees, row.branches])).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 2],
      [0, 2],
    ]);
    const live = new Set(content.live.map((book) => book.document.id));
    expect(rows.some((row) => live.has(row.set))).toBe(false);
  });
});

describe('documents', () => {
  test('S-118 the report of the 19th Congress stands in the library with quotation and date', () => {
    const found = searchBasis(content.basis, '十九大 活动方式创新');
    expect(found.map((one) => [one.id, one.date])).toEqual([['congress-19-report', '2017-10-18']]);
    expect(searchBasis(content.basis, 'party leads all').map((one) => one.id)).toEqual(['congress-19-report']);
  });
  test('S-120 one record for the opinion that is cited with two titles and dates; the discrepancy shows', () => {
    const found = searchBasis(content.basis, '非公有制企业');
    expect(found).toHaveLength(1);
    expect(found[0]?.verification).toBe('differs');
    const text = found[0]?.discrepancies.map((one) => one['zh-CN']).join('') ?? '';
    for (const wanted of ['2016', '2017年9月', '2012-05-25']) expect(text).toContain(wanted);
  });
  test('S-151 the conference of July 2018 is in the library', () => {
    expect(searchBasis(content.basis, '优化组织设置').map((one) => one.date)).toEqual(['2018-07']);
  });
  test('S-119 a firm without own conditions in an office building: regional organization, carrier building; six carriers; looked at again', () => {
    const facts: Facts = { unitKind: 'non-public-enterprise', ownConditions: false, carrier: 'building' };
    const finding = ask('unit', facts).get('np-regional');
    expect(finding).toMatchObject({ outcome: 'unmet', values: { carrier: 'building', recheck: true } });
    expect(finding?.rule.clause.quoted).toBe(true);
    for (const carrier of ['development-zone', 'township', 'village', 'market', 'commercial-street', 'building'] as const) {
      expect(ask('unit', { ...facts, carrier }).get('np-regional')?.values.carrier).toBe(carrier);
    }
  });
  test('S-123 nine social organizations in one park: MAY set up one unified organization', () => {
    const finding = ask('place', { socialOrganizations: 9, carrier: 'park' }).get('so-unified')!;
    expect(finding).toMatchObject({ outcome: 'permission', modality: 'permission', values: { carrier: 'park' } });
    expect(isAlarm(finding)).toBe(false);
  });
  test('S-125 full and probationary 2/0, 2/5, 3/0, 0/0: joint, joint, not triggered, work coverage', () => {
    const joint = (fullMembers: number, probationaryMembers: number) =>
      ask('unit', { fullMembers, probationaryMembers }).get('br-05b')!;
    expect([joint(2, 0), joint(2, 5), joint(3, 0)].map((one) => one.outcome)).toEqual(['unmet', 'unmet', 'not-triggered']);
    expect(joint(0, 0)).toMatchObject({ outcome: 'not-triggered', explanation: 'rule-check.joint-branch.no-member' });
    const rows = decide({ purpose: 'standing', fullMembers: 0, members: 0 }, content.decisions).fits;
    expect(rows.map((row) => row.key)).toEqual(['no-member']);
  });
  test('S-128 5 months 29 days is not triggered, exactly 6 and 14 months are; an extension is judged anew', () => {
    const from = day('2020-01-31');
    const project = (to: Day) => outcome('project', { from, to }, 'br-05c');
    const six = addMonths(from, 6);
    expect([project(day('2020-07-30')), project(six), project(addMonths(from, 14))]).toEqual([
      'not-triggered',
      'to-be-judged',
      'to-be-judged',
    ]);
    expect([project(addMonths(from, 5)), project(addMonths(from, 7))]).toEqual(['not-triggered', 'to-be-judged']);
  });
  test('S-129 12 months with 1 full member: duration met, the rest to be judged by a person', () => {
    const finding = ask('project', { from: day('2020-01-01'), to: day('2021-01-01'), fullMembers: 1 }).get('br-05c')!;
    expect(finding).toMatchObject({
      outcome: 'to-be-judged',
      explanation: 'rule-check.project-branch.conditions-open',
      inputs: { fullMembers: 1 },
    });
  });
  const body: Facts = { form: 'branch', tags: ['temporary'], temporaryBody: true, relationshipTransferred: false };
  test('S-130 task body, relationship not transferred, approved: MAY form a temporary branch; without approval refused', () => {
    const without = ask('task-organization', { ...body, approved: false }).get('br-08a')!;
    expect([without.outcome, refuses(without)]).toEqual(['needs-approval', true]);
    const approved = ask('task-organization', { ...body, approved: true }).get('br-08a')!;
    expect([approved.outcome, refuses(approved), approved.modality]).toEqual(['permission', false, 'permission']);
    expect(outcome('task-organization', { ...body, approved: true, temporaryBody: false }, 'br-08a')).toBe('not-triggered');
    expect(outcome('task-organization', { ...body, approved: true, relationshipTransferred: true }, 'br-08a')).toBe(
      'not-triggered',
    );
  });
  test('the temporary committee rests on practice and says so', () => {
    const found = ask('task-organization', { ...body, form: 'committee', approved: true });
    expect(found.get('br-08-forms')?.outcome).toBe('not-specified');
    expect(found.get('pr-chain')).toMatchObject({ outcome: 'permission', document: { kind: 'practice' } });
  });
  test('S-149 admission and discipline stay with the standing organization', () => {
    const finding = ask('task-organization', { tags: ['temporary'], acts: ['admission'] }).get('br-08b-acts')!;
    expect(finding.outcome).toBe('reminder');
  });
  test('S-033 a result against a binding decision from above is closed as an opinion sent up, not as decided', () => {
    const closed = (closedAs: 'decided' | 'opinion-sent-up') =>
      ask('meeting', { contradictsHigher: true, closedAs }).get('con-10')!;
    expect([closed('decided').outcome, refuses(closed('decided'))]).toEqual(['prohibited', true]);
    expect(closed('decided').values.status).toBe('opinion-sent-up');
    expect([closed('opinion-sent-up').outcome, refuses(closed('opinion-sent-up'))]).toEqual(['satisfied', false]);
    expect(closed('decided').rule.lectureLines).toEqual(['54.11']);
  });
  test('contradictions of the decision table: a project whose members stay at home is a temporary branch', () => {
    const facts = { purpose: 'project', months: 8 };
    expect(decide({ ...facts, relationshipTransferred: true }, content.decisions).fits.map((row) => row.key)).toEqual([
      'project-branch',
    ]);
    expect(decide({ ...facts, relationshipTransferred: false }, content.decisions).fits.map((row) => row.key)).toEqual([
      'project-not-transferred',
    ]);
    expect(decide(facts, content.decisions).possible.map((one) => one.missing)).toEqual([
      ['relationshipTransferred'],
      ['relationshipTransferred'],
    ]);
  });
  test('every basis of the decision table is a rule, every rulebook of the library exists', () => {
    const rules = new Set(content.live.flatMap((book) => book.rules.map((rule) => rule.id)));
    expect(content.decisions.flatMap((row) => row.basis).filter((id) => !rules.has(id))).toEqual([]);
    const books = new Set([...content.live, ...content.history].map((book) => book.document.id));
    expect(content.basis.flatMap((one) => one.rulebook ?? []).filter((id) => !books.has(id))).toEqual([]);
    expect(content.cards.flatMap((one) => one.rulebook ?? []).filter((id) => !books.has(id))).toEqual([]);
  });
  test('S-167 one of three pilot cities, as stated; the others are not named. S-168 a few months old at the time', () => {
    const card = content.cards.find((one) => one.id === 'form-full-domain')!;
    expect(card.note?.en).toContain('as stated in the lecture');
    expect(card.note?.en).toContain('a few months old');
    expect(JSON.stringify(card)).not.toMatch(/其他两个|other two/);
  });
});
