// npm start: dependencies, build, database, demo city, server. Repeated starts skip what is done and go straight to the server.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, install, isBuilt, isInstalled, language, root, step, texts } from './setup.mjs';

const words = process.argv.slice(2);
const say = texts();

if (!checkNode(say)) process.exit(3);
const wantsHelp = words.includes('--help') || words.includes('-h');
if (wantsHelp && !(isInstalled() && isBuilt())) {
  printHelp();
  process.exit(0);
}
if (!wantsHelp) {
  await step(say, 'setup.install', isInstalled, install);
  await step(say, 'setup.build', isBuilt, build);
}
const { main } = await import(pathToFileURL(join(root, 'dist/cli/main.js')).href);
// npm that is ended from outside does not pass the request on: without it this process stops as if it had been asked itself.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
process.exitCode = await main(wantsHelp ? words : ['serve', ...words]);

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
