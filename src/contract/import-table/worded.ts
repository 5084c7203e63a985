import type { Issue } from '#kernel/lib';
import { IMPORT_FIELDS } from './fields.ts';
import { CHOICE_WORDS } from './words.ts';

/** What stands for yes and no as a choice. */
export const FLAG = 'flag';

const choices = new Map(
  Object.values(IMPORT_FIELDS)
    .flat()
    .flatMap((field) =>
      field.type === 'flag' ? [[field.key, FLAG] as const] : field.choice ? [[field.key, field.choice] as const] : [],
    ),
);

/** The choice from which a column takes its values, or undefined when it takes any. */
export function choiceOf(field: string): string | undefined {
  return choices.get(field);
}

/** The texts of a choice by code, as keys of the texts `tables`. */
function choiceKeys(choice: string): ReadonlyMap<string, string> {
  if (choice === FLAG)
    return new Map([
      ['true', 'table-yes'],
      ['false', 'table-no'],
    ]);
  return new Map(Object.keys(CHOICE_WORDS[choice] ?? {}).map((code) => [code, `table-choice-${choice}-${code}`]));
}

/**
 * The values of a finding about a table in the words of a reader: columns by their heads, codes of a choice by their words, and, where
 * a choice is named, all words that may stand there as `allowed`.
 * @param word the text of a key of the texts `tables`, undefined where there is none
 */
export function wordedParams(params: Issue['params'], word: (key: string) => string | undefined): Issue['params'] {
  const comma = word('table-comma') ?? ', ';
  const worded: Record<string, Issue['params'][string]> = { ...params };
  for (const key of ['field', 'fields']) {
    const value = params[key];
    if (typeof value === 'string')
      worded[key] = value
        .split(',')
        .map((field) => word(`table-field-${field}`) ?? field)
        .join(comma);
  }
  if (typeof params.choice !== 'string') return worded;
  const keys = choiceKeys(params.choice);
  for (const key of ['value', 'otherValue', 'like']) {
    const text = keys.get(String(params[key]));
    if (text !== undefined) worded[key] = word(text) ?? worded[key]!;
  }
  worded.allowed = [...keys].map(([code, text]) => word(text) ?? code).join(comma);
  return worded;
}
