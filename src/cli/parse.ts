import { parseArgs } from 'node:util';
import { isDay } from '#kernel/lib';
import type { Call, Command, OptionForm, OptionSpec } from './command.ts';

/** What the words of a command line ask for. */
export type Parsed =
  | {
      readonly kind: 'help';
      readonly command: Command | undefined;
      /** The commands to show: all, or those that begin with the word given. */
      readonly group: readonly Command[];
      readonly language: string | undefined;
    }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'wrong';
      readonly key: string;
      readonly params: Record<string, string>;
      readonly language: string | undefined;
      readonly json: boolean;
    }
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly language: string | undefined;
      readonly json: boolean;
      readonly call: Pick<Call, 'arguments' | 'options' | 'lists' | 'flags'>;
    };

/** Options of every command. */
export const EVERYWHERE: readonly OptionSpec[] = [
  { name: 'help', short: 'h', type: 'flag' },
  { name: 'json', type: 'flag' },
  { name: 'lang', type: 'string', value: 'zh-CN|en', choices: ['zh-CN', 'en'] },
];

const FORMS: Readonly<Record<OptionForm, (text: string) => boolean>> = {
  integer: (text) => /^\d+$/.test(text) && Number.isSafeInteger(Number(text)),
  day: isDay,
  port: (text) => /^\d+$/.test(text) && Number(text) <= 65_535,
};

/** Finds the command and reads its options and arguments; checks names, forms and choices, and nothing else. */
export function parse(words: readonly string[], table: readonly Command[]): Parsed {
  const command = find(words, table);
  const specs = [...(command?.options ?? []), ...EVERYWHERE];
  const rest = command ? words.slice(command.name.split(' ').length) : words;
  const language = languageWord(words);
  const json = words.includes('--json');
  const wrong = (key: string, params: Record<string, string>): Parsed => ({ kind: 'wrong', key, params, language, json });
  const said = words.filter((word, at) => !word.startsWith('-') && words[at - 1] !== '--lang');
  const below = table.filter((one) => one.name.startsWith(`${said[0]} `));
  const group = below.length > 0 ? below : table;
  if (words.includes('--help') || words.includes('-h')) return { kind: 'help', command, group, language };
  if (words[0] === '--version') return { kind: 'version' };
  if (!command) {
    const known = said.length === 0 || (said.length === 1 && below.length > 0);
    if (known) return { kind: 'help', command: undefined, group, language };
    return wrong('unknown-command', { command: said.join(' '), known: group.map((one) => one.name).join(', ') });
  }

  let read: { values: Record<string, unknown>; positionals: string[] };
  try {
    read = parseArgs({
      args: [...rest],
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(
        specs.map((spec) => [
          spec.name,
          {
            type: spec.type === 'flag' ? ('boolean' as const) : ('string' as const),
            ...(spec.short ? { short: spec.short } : {}),
            ...(spec.multiple ? { multiple: true } : {}),
          },
        ]),
      ),
    });
  } catch (error) {
    const said = /'(-[^' ]+)/.exec((error as Error).message)?.[1] ?? (error as Error).message;
    const unknown = (error as { code?: string }).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    return wrong(unknown ? 'unknown-option' : 'option-value', { command: command.name, option: said });
  }

  const options: Record<string, string> = {};
  const lists: Record<string, string[]> = {};
  const flags = new Set<string>();
  for (const spec of specs) {
    const value = read.values[spec.name];
    if (spec.type === 'flag') {
      if (value === true) flags.add(spec.name);
      continue;
    }
    const given = value === undefined ? (spec.default === undefined ? [] : [spec.default]) : ([value].flat() as string[]);
    if (spec.required && given.length === 0) return wrong('option-missing', { command: command.name, option: `--${spec.name}` });
    for (const one of given) {
      if (spec.choices && !spec.choices.includes(one)) {
        return wrong('option-choice', { option: `--${spec.name}`, value: one, choices: spec.choices.join(', ') });
      }
      if (spec.form !== undefined && !FORMS[spec.form](one))
        return wrong(`option-${spec.form}`, { option: `--${spec.name}`, value: one });
      if (spec.endings && !spec.endings.some((ending) => one.toLowerCase().endsWith(ending)))
        return wrong('option-ending', { option: `--${spec.name}`, value: one, endings: spec.endings.join(', ') });
    }
    if (spec.multiple) lists[spec.name] = given;
    else if (given[0] !== undefined) options[spec.name] = given[0];
  }

  // A word for the sake of the rule is no answer: one character says nothing.
  const answered = (name: string) => (options[name] ?? '').trim().length > 1;
  const asked = specs.find((spec) => spec.requiredWith !== undefined && flags.has(spec.requiredWith) && !answered(spec.name));
  if (asked) return wrong('option-missing', { command: command.name, option: `--${asked.name}` });

  const places = command.arguments ?? [];
  const named: Record<string, string> = {};
  for (const [at, place] of places.entries()) {
    const value = read.positionals[at];
    if (value === undefined) {
      if (place.optional) continue;
      return wrong('argument-missing', { command: command.name, argument: place.name });
    }
    if (place.choices && !place.choices.includes(value)) {
      return wrong('option-choice', { option: `<${place.name}>`, value, choices: place.choices.join(', ') });
    }
    named[place.name] = value;
  }
  const kind = places[0] === undefined ? undefined : named[places[0].name];
  for (const spec of specs.filter((one) => one.onlyFor !== undefined)) {
    const given = options[spec.name] !== undefined;
    if (given === (spec.onlyFor === kind) || (!given && spec.unless !== undefined && flags.has(spec.unless))) continue;
    return wrong(given ? 'unknown-option' : 'option-missing', { command: `${command.name} ${kind}`, option: `--${spec.name}` });
  }
  const extra = read.positionals[places.length];
  if (extra !== undefined) return wrong('argument-extra', { command: command.name, argument: extra });
  return { kind: 'run', command, language, json, call: { arguments: named, options, lists, flags } };
}

function find(words: readonly string[], table: readonly Command[]): Command | undefined {
  const two = `${words[0] ?? ''} ${words[1] ?? ''}`;
  return table.find((command) => command.name === two) ?? table.find((command) => command.name === words[0]);
}

function languageWord(words: readonly string[]): string | undefined {
  for (const [at, word] of words.entries()) {
    if (word === '--lang') return words[at + 1];
    if (word.startsWith('--lang=')) return word.slice('--lang='.length);
  }
  return undefined;
}
