// npm test: set-up for the tests, then every check there is. The very last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, checkNode, install, root, run, texts } from './setup.mjs';

const say = texts();
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APT = ['chromium', 'fonts-noto-cjk'];
let passed = 0;
let failed = 0;

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  console.log(say('test.help'));
  process.exit(0);
}
if (!checkNode(say)) finish(1);

// What a developer has set for their own server must not reach the tests.
const env = { ...process.env, NODE_ENV: 'test', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' };
for (const name of ['PORT', 'HOST', 'DATABASE_URL', 'DATABASE_APP_URL']) delete env[name];
for (const name of Object.keys(env)) if (name.startsWith('QUNYING_')) delete env[name];

await check('test.install', install);
if (failed === 0) {
  await check('test.browser', provideBrowser);
  await check('test.build', build);
  await check('test.types', () => tool('typescript/bin/tsc', ['-p', 'tsconfig.check.json']));
  await check('test.lint', () => tool('@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '--diagnostic-level=warn', '.']));
  await suites();
}
finish(failed);

async function check(key, work) {
  const began = Date.now();
  console.log(`▸ ${say(key)}`);
  const result = await work();
  if (result.ok) passed++;
  else {
    failed++;
    console.log(result.output ?? '');
  }
  console.log(`  ${result.ok ? '✓' : '✗'} ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

async function tool(bin, args) {
  const { code, output } = await run(process.execPath, [join(root, 'node_modules', bin), ...args], { env });
  return { ok: code === 0, output };
}

/** Chromium and a Chinese font: as root on Debian they are installed, otherwise the command is printed. */
async function provideBrowser() {
  const lacking = () => [...(hasBrowser() ? [] : [APT[0]]), ...(hasFont() ? [] : [APT[1]])];
  let missing = lacking();
  if (missing.length === 0) return { ok: true };
  const words = ['install', '-y', '--no-install-recommends', ...missing];
  const isDebian = existsSync('/etc/debian_version');
  if (isDebian && process.getuid?.() === 0) {
    const apt = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update'], apt);
    const { output } = await run('apt-get', words, apt);
    missing = lacking();
    if (missing.length === 0) return { ok: true };
    return { ok: false, output: `${output}\n${say('test.browser-missing', { command: `apt-get ${words.join(' ')}` })}` };
  }
  const command = isDebian ? `sudo apt-get update && sudo apt-get ${words.join(' ')}` : missing.join(' + ');
  return { ok: false, output: say('test.browser-missing', { command }) };
}

function hasBrowser() {
  return BROWSERS.some((name) => spawnSync(name, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0);
}

function hasFont() {
  const listed = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  if (listed.status === 0) return listed.stdout.trim() !== '';
  return existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
}

/** All test projects; a suite that cannot be loaded, a skipped test and an error outside any test count as failures. */
async function suites() {
  console.log(`▸ ${say('test.suites')}`);
  const folder = mkdtempSync(join(tmpdir(), 'qunying-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters], {
    env,
    show: true,
  });
  let counted = { passed: 0, failed: 0 };
  if (existsSync(report)) counted = count(JSON.parse(readFileSync(report, 'utf8')));
  rmSync(folder, { recursive: true, force: true });
  passed += counted.passed;
  failed += counted.failed;
  if (code !== 0 && counted.failed === 0) failed++;
}

function count(report) {
  let good = 0;
  let bad = 0;
  for (const file of report.testResults) {
    for (const one of file.assertionResults) {
      if (one.status === 'passed') good++;
      else {
        bad++;
        if (one.status !== 'failed') console.log(say('test.skipped', { name: one.fullName }));
      }
    }
    if (file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed')) bad++;
  }
  return { passed: good, failed: bad };
}

function finish(bad) {
  if (bad > 0 && failed === 0) failed = bad;
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
