// Set-up shared by start and test: plain Node, nothing installed yet. Each step is skipped when a hash says that it is done.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

const LOCK_MARK = join(root, 'node_modules', '.qunying-lock');
const BUILD_MARK = join(root, 'dist', '.source');
const BUILT = ['dist/cli/main.js', 'dist/web/index.html'];
const SOURCES = ['src', 'tsconfig.base.json', 'tsconfig.json', 'vite.config.ts', 'package.json', 'package-lock.json'];

/** The language asked for on the command line or by the locale; the product's own reading is in src/cli/environment.ts. */
export function language(words = process.argv.slice(2), variables = process.env) {
  const at = words.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const asked = at < 0 ? undefined : words[at].includes('=') ? words[at].split('=')[1] : words[at + 1];
  return /^zh/i.test(asked ?? variables.LC_ALL ?? variables.LC_MESSAGES ?? variables.LANG ?? '') ? 'zh-CN' : 'en';
}

/** Texts of the set-up, with {{name}} places. */
export function texts(lang = language()) {
  const table = JSON.parse(readFileSync(join(root, 'texts', lang, 'cli.json'), 'utf8'));
  return (key, params = {}) => (table[key] ?? key).replace(/\{\{(\w+)\}\}/g, (place, name) => String(params[name] ?? place));
}

export function checkNode(say) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return true;
  console.error(say('setup.node', { found: process.versions.node }));
  return false;
}

/** Runs a step of the set-up that is not done yet and says how long it took; a failed one ends the process with 3. */
export async function step(say, key, isDone, work) {
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

/** Whether node_modules answers the lock file. */
export function isInstalled() {
  return readMark(LOCK_MARK) === lockHash() && existsSync(join(root, 'node_modules/typescript/package.json'));
}

/** Installs what the lock names; `npm ci` refuses locks written where foreign-platform packages are not to be had. */
export async function install() {
  if (isInstalled()) return { ok: true, done: false };
  const npm = process.env.npm_execpath;
  const words = ['install', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
  const before = lockText();
  const result = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...words])
    : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', words);
  // A registry that lacks other platforms' packages must not shorten the tracked lock.
  if (result.code === 0 && before !== lockText()) writeFileSync(join(root, 'package-lock.json'), before);
  if (result.code === 0) writeMark(LOCK_MARK, lockHash());
  return { ok: result.code === 0, done: true, output: result.output };
}

/** Whether dist was made from these very sources. */
export function isBuilt() {
  return BUILT.every((file) => existsSync(join(root, file))) && readMark(BUILD_MARK) === sourceHash();
}

/** Compiles server, command line and pages. */
export async function build() {
  if (isBuilt()) return { ok: true, done: false };
  const hash = sourceHash();
  const compiled = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']);
  if (compiled.code !== 0) return { ok: false, done: true, output: compiled.output };
  const bundled = await run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']);
  if (bundled.code === 0) writeMark(BUILD_MARK, hash);
  return { ok: bundled.code === 0, done: true, output: bundled.output };
}

/** Runs a program in the package's folder; output is collected, and shown while it comes with `show`. */
export function run(file, args, { show = false, env = process.env, input } = {}) {
  return new Promise((done) => {
    const child = spawn(file, args, { cwd: root, env, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk) => {
      output += chunk;
      if (show) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    if (input !== undefined) child.stdin.end(input);
    child.on('error', (error) => done({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

function lockText() {
  const file = join(root, 'package-lock.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function lockHash() {
  return createHash('sha256')
    .update(lockText())
    .update(readFileSync(join(root, 'package.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const name of SOURCES) {
    for (const file of filesOf(join(root, name))) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]));
  } catch {
    return [path];
  }
}

function readMark(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function writeMark(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
