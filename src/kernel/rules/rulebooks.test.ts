import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Day, day } from '#kernel/lib';
import {
  advise,
  CHECKS,
  type ContentFile,
  compareEras,
  type Facts,
  factsSchema,
  isAlarm,
  MODALITIES,
  type Outcome,
  parseRulebooks,
  type RuleContent,
  refuses,
  type Sample,
  type SubjectKind,
} from './index.ts';

const root = join(import.meta.dirname, '../../../rulebooks');
const files: ContentFile[] = [];
const caseFiles: ContentFile[] = [];
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name).slice(root.length + 1);
  const file = { path, data: JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown };
  (path.includes('/cases/') ? caseFiles : files).push(file);
}
const parsed = parseRulebooks(files);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 1));
const content: RuleContent = parsed.value;

interface Case {
  readonly rule: string;
  readonly kind: 'passing' | 'failing' | 'boundary';
  readonly asOf: Day;
  readonly subject: SubjectKind;
  readonly facts: Facts;
  readonly expect: Outcome;
  readonly note?: string;
}
/** What a historical set makes of a sample. */
interface PastCase {
  readonly rule: string;
  readonly kind: Case['kind'];
  readonly sample: Sample;
  readonly squads?: 'shared' | 'each';
  readonly expect: { readonly state: string; readonly committees: number; readonly branches: number; readonly groups: number };
}
const isPast = (file: ContentFile) => file.path.startsWith('history-');
const cases = caseFiles.filter((file) => !isPast(file)).flatMap((file) => file.data as Case[]);
const pastCases = caseFiles
  .filter(isPast)
  .flatMap((file) => (file.data as PastCase[]).map((one) => ({ ...one, set: file.path.split('/')[0]! })));

describe('cases of rules', () => {
  const rules = content.live.flatMap((book) => book.rules);
  for (const one of cases) {
    test(`${one.rule} ${one.kind} ${JSON.stringify(one.facts)} is ${one.expect}`, () => {
      expect(factsSchema.safeParse(one.facts).error).toBeUndefined();
      const subject = { kind: one.subject, id: null, name: one.rule };
      const finding = advise(subject, one.asOf, content.live, one.facts).find((found) => found.rule.id === one.rule);
      expect(finding?.outcome).toBe(one.expect);
      if (one.note) expect(finding?.explanation.endsWith(`.${one.note}`)).toBe(true);
    });
  }
  test('every rule with a check has a passing, a failing and a boundary case', () => {
    const kinds = new Map<string, Set<string>>();
    for (const one of cases) kinds.set(one.rule, (kinds.get(one.rule) ?? new Set()).add(one.kind));
    const short = rules.filter((rule) => rule.check !== null && (kinds.get(rule.id)?.size ?? 0) < 3).map((rule) => rule.id);
    expect(short).toEqual([]);
    const known = new Set(rules.map((rule) => rule.id));
    expect([...kinds.keys()].filter((id) => !known.has(id))).toEqual([]);
  });
  test('every check of the table is used by a rule', () => {
    const used = new Set(rules.map((rule) => rule.check));
    expect([...CHECKS.keys()].filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('cases of historical sets', () => {
  for (const one of pastCases) {
    test(`${one.rule} ${one.kind} ${one.sample.kind} ${one.squads ?? ''} is ${JSON.stringify(one.expect)}`, () => {
      const set = content.history.filter((book) => book.document.id === one.set);
      const [row] = compareEras(set, one.sample, one.squads === undefined ? {} : { squads: one.squads });
      const { committees, branches, groups, replay } = row!;
      expect({ state: replay.state, committees, branches, groups }).toEqual(one.expect);
    });
  }
  test('every historical rule with a replay has a passing, a failing and a boundary case', () => {
    for (const rule of content.history.flatMap((book) => book.rules).filter((one) => one.check !== null))
      expect(new Set(pastCases.filter((one) => one.rule === rule.id).map((one) => one.kind)).size, rule.id).toBe(3);
  });
});

describe('texts', () => {
  for (const language of ['zh-CN', 'en']) {
    const texts = JSON.parse(readFileSync(join(root, `../texts/${language}/rules.json`), 'utf8')) as Record<string, string>;
    test(`${language}: every explanation, fact, modality and outcome has a text`, () => {
      const keys = ['rule-check.facts-missing'];
      for (const [name, check] of CHECKS) {
        keys.push(...check.notes.map((note) => `rule-check.${name}.${note}`));
        keys.push(...[...check.needs, ...check.uses].map((fact) => `fact.${fact}`));
      }
      keys.push(...MODALITIES.map((one) => `modality.${one}`));
      expect(keys.filter((key) => texts[key] === undefined)).toEqual([]);
    });
    test(`${language}: an explanation uses only values that its check gives`, () => {
      const given = new Map<string, Set<string>>();
      for (const one of cases) {
        const subject = { kind: one.subject, id: null, name: '' };
        for (const finding of advise(subject, one.asOf, content.live, one.facts)) {
          const names = given.get(finding.explanation) ?? new Set<string>();
          for (const name of Object.keys(finding.values)) names.add(name);
          given.set(finding.explanation, names);
        }
      }
      const wrong: string[] = [];
      for (const [key, names] of given) {
        for (const match of (texts[key] ?? '').matchAll(/\{\{(\w+)[^}]*\}\}/g))
          if (!names.has(match[1]!)) wrong.push(`${key}: ${match[1]}`);
      }
      expect(wrong).toEqual([]);
    });
  }
});

const countFacts = fc.record(
  {
    fullMembers: fc.nat({ max: 120 }),
    probationaryMembers: fc.nat({ max: 10 }),
    form: fc.constantFrom(null, 'committee' as const, 'general-branch' as const, 'branch' as const, 'group' as const),
    inJointBranch: fc.boolean(),
    ownConditions: fc.boolean(),
    unitKind: fc.constantFrom('organ' as const, 'market' as const, 'non-public-enterprise' as const),
    socialOrganizations: fc.nat({ max: 9 }),
    carrier: fc.constantFrom(null, 'park' as const, 'building' as const, 'market' as const),
    approved: fc.boolean(),
    temporaryBody: fc.boolean(),
    relationshipTransferred: fc.boolean(),
    tags: fc.subarray(['temporary' as const, 'joint' as const, 'functional' as const]),
    acts: fc.subarray(['admission' as const, 'dues' as const]),
  },
  { requiredKeys: [] },
);
const subjects = fc.constantFrom<SubjectKind>('unit', 'organization', 'task-organization', 'place', 'project', 'application');

describe('invariants of advice', () => {
  const asOf = day('2020-05-28');
  test('I-13 and S-133 a permission never raises an alarm, an unmet 应当 is a prompt, and the force is always shown', () => {
    fc.assert(
      fc.property(countFacts, subjects, (facts, kind) => {
        for (const finding of advise({ kind, id: null, name: 'x' }, asOf, content.live, facts as Facts)) {
          if (finding.modality === 'permission') {
            expect(isAlarm(finding)).toBe(false);
            expect(['permission', 'needs-approval', 'not-triggered', 'to-be-judged']).toContain(finding.outcome);
          }
          if (finding.modality === 'soft') expect(isAlarm(finding) || refuses(finding)).toBe(false);
          if (finding.outcome === 'unmet') expect(refuses(finding)).toBe(false);
        }
      }),
    );
    for (const language of ['zh-CN', 'en']) {
      const texts = JSON.parse(readFileSync(join(root, `../texts/${language}/rules.json`), 'utf8')) as Record<string, string>;
      expect([texts['modality.hard'], texts['modality.permission']]).toEqual(
        language === 'en' ? ['shall', 'may'] : ['应当', '可以'],
      );
    }
    const force = (id: string): string | undefined =>
      content.live.flatMap((book) => book.rules).find((rule) => rule.id === id)?.modality;
    expect(['br-05b', 'br-05c', 'np-regional'].map(force)).toEqual(['hard', 'hard', 'hard']);
    expect(['so-unified', 'br-08a'].map(force)).toEqual(['permission', 'permission']);
  });
  test('I-19 and S-136 every answer shows document, sentence, force, inputs, version and effective date', () => {
    fc.assert(
      fc.property(countFacts, subjects, (facts, kind) => {
        for (const finding of advise({ kind, id: null, name: 'x' }, asOf, content.live, facts as Facts)) {
          expect(finding.document.title['zh-CN']).not.toBe('');
          expect(finding.rule.clause['zh-CN']).not.toBe('');
          expect(finding.rule.from <= asOf).toBe(true);
          expect(finding.version).toMatch(/^[a-z0-9-]+@.+$/);
          for (const [name, value] of Object.entries(finding.inputs))
            expect(value).toEqual((facts as Record<string, unknown>)[name]);
        }
      }),
    );
  });
  test('the same question gives the same answer in the same order', () => {
    fc.assert(
      fc.property(countFacts, subjects, (facts, kind) => {
        const ask = (books: RuleContent['live']) => advise({ kind, id: null, name: 'x' }, asOf, books, facts as Facts);
        expect(ask([...content.live].reverse())).toEqual(ask(content.live));
      }),
    );
  });
  test('I-12 and S-043 a historical set is refused as input of advice, so its 5 never leaks into today', () => {
    const history = content.history as unknown as RuleContent['live'];
    expect(() => advise({ kind: 'unit', id: null, name: 'x' }, asOf, history, { fullMembers: 5 })).toThrow(TypeError);
    const live = JSON.stringify(content.live.map((book) => book.rules.map((rule) => rule.params)));
    expect(live).not.toContain('place-committee');
    for (const fullMembers of [4, 5]) {
      const found = advise({ kind: 'unit', id: null, name: 'x' }, asOf, content.live, { fullMembers, form: null });
      expect(found.find((one) => one.rule.id === 'br-04a')?.outcome).toBe('unmet');
    }
  });
});
