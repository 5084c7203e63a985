// npm start: dependencies, build, database, demo city, server. Repeated starts skip what is done and go straight to the server.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, install, isBuilt, isInstalled, language, root, texts } from './setup.mjs';

const words = process.argv.slice(2);
const say = texts();

if (!checkNode(say)) process.exit(3);
const wantsHelp = words.includes('--help') || words.includes('-h');
if (wantsHelp && !(isInstalled() && isBuilt())) {
  printHelp();
  process.exit(0);
}
if (!wantsHelp) {
  await step('setup.install', isInstalled, install);
  await step('setup.build', isBuilt, build);
}
const { main } = await import(pathToFileURL(join(root, 'dist/cli/main.js')).href);
process.exitCode = await main(wantsHelp ? words : ['serve', ...words]);

async function step(key, isDone, work) {
  if (isDone()) return;
  const began = Date.now();
  process.stderr.write(`${say(key)} …\n`);
  const result = await work();
  if (!result.ok) {
    console.error(result.output);
    console.error(say(`${key}-failed`));
    process.exit(3);
  }
  process.stderr.write(`${say('setup.done', { seconds: ((Date.now() - began) / 1000).toFixed(1) })}\n`);
}

/** Before the first build the command table cannot be loaded; the texts hold the same lines. */
function printHelp() {
  const table = JSON.parse(readFileSync(join(root, 'texts', language(), 'cli.json'), 'utf8'));
  const list = (prefix, show) =>
    Object.entries(table)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => `  ${show(key.slice(prefix.length)).padEnd(28)}${text}`);
  const lines = [
    ...[table['help.title'], '', table['help.start'], '', table['help.commands']],
    ...list('command.', (name) => name),
    ...['', table['help.environment']],
    ...list('environment.', (name) => name),
    ...['', table['help.exit']],
  ];
  console.log(lines.join('\n'));
}
