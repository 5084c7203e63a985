import { help, keyOf } from '#cli/help';
import { table } from '#cli/table';
import { loadTexts } from '#cli/texts';

/** `docs/reference/cli.md`: the help of the whole and of every command, in both languages, from the command table. */
export function commandLineReference(): string {
  const [chinese, english] = [loadTexts('zh-CN'), loadTexts('en')];
  const lines = [
    '# Command line',
    '',
    'Generated from the command table (`src/cli/table.ts`) by `npm run generate`. A command runs as `npm run qunying -- <command>`.',
    '',
    ...block(help(table, undefined, english)),
    ...block(help(table, undefined, chinese)),
  ];
  for (const command of table) {
    lines.push(`## ${command.name}`, '', `${chinese(`command.${keyOf(command)}`)} · ${english(`command.${keyOf(command)}`)}`, '');
    lines.push(...block(help(table, command, english)), ...block(help(table, command, chinese)));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function block(text: string): string[] {
  return ['```', text, '```', ''];
}
