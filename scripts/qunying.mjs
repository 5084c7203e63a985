// npm run qunying -- <command>: one command of the product; a fresh clone is installed and built first.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, install, isBuilt, isInstalled, root, step, texts } from './setup.mjs';

const say = texts();
if (!checkNode(say)) process.exit(3);
await step(say, 'setup.install', isInstalled, install);
await step(say, 'setup.build', isBuilt, build);
const { main } = await import(pathToFileURL(join(root, 'dist/cli/main.js')).href);
process.exitCode = await main(process.argv.slice(2));
