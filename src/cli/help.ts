import type { ArgumentSpec, Command, OptionSpec } from './command.ts';
import { VARIABLES } from './environment.ts';
import { EVERYWHERE } from './parse.ts';
import type { Texts } from './texts.ts';

/** The key part of a command's texts: `plan solve` -> `plan-solve`. */
export function keyOf(command: Command): string {
  return command.name.replace(' ', '-');
}

/** Help of one command, or of all with the environment variables; made from the table alone. */
export function help(table: readonly Command[], command: Command | undefined, texts: Texts): string {
  return command ? helpOf(command, texts) : helpOfAll(table, texts);
}

function helpOfAll(table: readonly Command[], texts: Texts): string {
  const rows = table.map((command) => [`  ${usage(command)}`, texts(`command.${keyOf(command)}`)] as const);
  return [
    texts('help.title'),
    '',
    texts('help.start'),
    '',
    texts('help.commands'),
    ...columns(rows),
    '',
    texts('help.everywhere'),
    ...columns(EVERYWHERE.map((spec) => [`  ${spelling(spec)}`, texts(`option.${spec.name}`)] as const)),
    '',
    texts('help.environment'),
    ...columns(VARIABLES.map((name) => [`  ${name}`, texts(`environment.${name}`)] as const)),
    '',
    texts('help.exit'),
  ].join('\n');
}

function helpOf(command: Command, texts: Texts): string {
  const key = keyOf(command);
  const places = (command.arguments ?? []).map(
    (place) => [`  ${bracketed(place)}`, textOf(texts, `argument.${key}.${place.name}`, place)] as const,
  );
  const own = (command.options ?? []).map(
    (spec) => [`  ${spelling(spec)}`, textOf(texts, `option.${key}.${spec.name}`, spec)] as const,
  );
  const everywhere = EVERYWHERE.map((spec) => [`  ${spelling(spec)}`, texts(`option.${spec.name}`)] as const);
  return [
    `qunying ${usage(command)}`,
    '',
    `  ${texts(`command.${key}`)}`,
    '',
    ...columns([...places, ...own, ...everywhere]),
  ].join('\n');
}

function textOf(texts: Texts, key: string, spec: { choices?: readonly string[]; default?: string }): string {
  const choices = spec.choices ? ` (${spec.choices.join(' | ')})` : '';
  const standard = spec.default === undefined ? '' : ` [${spec.default}]`;
  return `${texts(key)}${choices}${standard}`;
}

function usage(command: Command): string {
  const places = (command.arguments ?? []).map(bracketed);
  const required = (command.options ?? [])
    .filter((spec) => spec.required)
    .map((spec) => `--${spec.name} ${spec.value ?? 'VALUE'}`);
  return [command.name, ...places, ...required].join(' ');
}

function bracketed(place: ArgumentSpec): string {
  return place.optional ? `[${place.name}]` : `<${place.name}>`;
}

function spelling(spec: OptionSpec): string {
  const value = spec.type === 'flag' ? '' : ` ${spec.value ?? 'VALUE'}`;
  return `${spec.short ? `-${spec.short}, ` : ''}--${spec.name}${value}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(48, Math.max(...rows.map(([left]) => left.length))) + 2;
  return rows.map(([left, right]) => `${left.padEnd(width - 2)}  ${right}`.trimEnd());
}
