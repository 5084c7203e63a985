import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { approvalStep } from '#contract/formation';
import { BODY_NOTICES, CHANGE_KINDS, NOTICE_KINDS, PERSONAL_NOTICES, POINTING_NOTICES } from '#kernel/formation';

const root = resolve(import.meta.dirname, '..');
const ACT = /\baction: '([a-z-]+)',\s*subjectKind/g;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return path.endsWith('.ts') && !path.endsWith('.test.ts') ? [readFileSync(path, 'utf8')] : [];
  });
}

/** Acts whose name is put together, with every value that can stand there; an unknown template fails the test below. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  'approval-${action}': values(approvalStep.body.shape.action.options, 'approval-'),
  'approval-${ACTIONS[decision]}': ['approve', 'return', 'reject', 'withdraw'].map((one) => `approval-${one}`),
  'correction-${state}': ['correction-done', 'correction-refused'],
  'duty-${answer}': ['accept', 'difficulty', 'decline'].map((one) => `duty-${one}`),
};
/** Acts named like the change that they write: what is noted about a running task. */
const NOTED = ['slot-fill', 'difficulty-stands', 'difficulty-released', 'join'];

function values(options: readonly string[], before: string): string[] {
  return options.map((one) => before + one);
}

test('every act with a name put together has its words too', () => {
  const made = sources(join(root, 'src/server')).flatMap((text) =>
    [...text.matchAll(/action: `([^`]+)`,/g)].map((match) => match[1]!),
  );
  expect([...new Set(made)].sort()).toEqual(Object.keys(MADE).sort());
  for (const language of ['zh-CN', 'en']) {
    const texts = JSON.parse(readFileSync(join(root, `texts/${language}/acts.json`), 'utf8')) as Record<string, string>;
    expect(
      [...Object.values(MADE).flat(), ...NOTED].filter((act) => !texts[act]),
      language,
    ).toEqual([]);
  }
});

test('everything people and bodies are told, and every change of a running task, has its words in both languages', () => {
  for (const language of ['zh-CN', 'en']) {
    const read = (file: string) =>
      JSON.parse(readFileSync(join(root, `texts/${language}/${file}.json`), 'utf8')) as Record<string, string>;
    const [field, today, running] = [read('field'), read('today'), read('running')];
    expect(
      PERSONAL_NOTICES.filter((kind) => !field[`notice-${kind}`]),
      language,
    ).toEqual([]);
    // What points at the card above has other words once there is none; the rest is said the same way for ever.
    expect(
      PERSONAL_NOTICES.filter((kind) => POINTING_NOTICES.has(kind) !== (field[`notice-${kind}-past`] !== undefined)),
    ).toEqual([]);
    const above = language === 'en' ? /\babove\b/ : /上面/;
    expect(PERSONAL_NOTICES.filter((kind) => above.test(field[`notice-${kind}`]!) && !POINTING_NOTICES.has(kind))).toEqual([]);
    expect([...POINTING_NOTICES].filter((kind) => above.test(field[`notice-${kind}-past`]!))).toEqual([]);
    expect(
      BODY_NOTICES.filter((kind) => !today[`told-${kind}`]),
      language,
    ).toEqual([]);
    expect(
      CHANGE_KINDS.filter((kind) => !running[`change-${kind}`]),
      language,
    ).toEqual([]);
  }
  expect(NOTICE_KINDS.filter((kind) => !([...PERSONAL_NOTICES, ...BODY_NOTICES] as string[]).includes(kind))).toEqual([]);
});

test('every act that is written to the audit trail has its words in both languages', () => {
  const acts = new Set(sources(join(root, 'src/server')).flatMap((text) => [...text.matchAll(ACT)].map((match) => match[1]!)));
  expect(acts.size).toBeGreaterThan(20);
  for (const language of ['zh-CN', 'en']) {
    const texts = JSON.parse(readFileSync(join(root, `texts/${language}/acts.json`), 'utf8')) as Record<string, string>;
    expect([...acts].filter((act) => !texts[act]).sort(), language).toEqual([]);
  }
});
