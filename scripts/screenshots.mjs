// Makes docs/screenshots again: runs the browser tests with pictures on, takes those that docs/screenshots/README.md names, 256 colours each.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const kept = join(root, 'docs/screenshots');
/** A folder of pictures of an earlier run, or none to run the tests now. */
const given = process.argv[2];
const made = given ?? mkdtempSync(join(tmpdir(), 'qunying-screenshots-'));
const LARGEST = 150 * 1024;
/** The end of a kept name says the look; pictures of the phone page are those of a phone. */
const LOOKS = [
  ['-en-large-phone', 'en-large-phone'],
  ['-en-phone', 'en-normal-phone'],
  ['-phone', 'zh-CN-normal-phone'],
  ['-large', 'zh-CN-large-desk'],
  ['-en', 'en-normal-desk'],
];

if (!given) {
  const env = { ...process.env, QUNYING_SCREENSHOTS: made };
  const run = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'browser'], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  // Pictures of pages that a test found wrong replace none.
  if (run.status !== 0) {
    console.log(`the browser tests failed; no picture was replaced. What they took is in ${made}`);
    process.exit(1);
  }
}
const named = [...readFileSync(join(kept, 'README.md'), 'utf8').matchAll(/\]\(([\w-]+)\.png\)/g)].map((match) => match[1]);
let lacking = 0;
for (const name of new Set(named)) {
  const field = name.startsWith('field-');
  const [end, look] = LOOKS.find(([one]) => name.endsWith(one)) ?? ['', field ? 'zh-CN-normal-phone' : 'zh-CN-normal-desk'];
  const stem = end ? name.slice(0, -end.length) : name;
  const from = join(
    made,
    `${stem}-${field && end === '-en' ? 'en-normal-phone' : field && end === '-large' ? 'zh-CN-large-phone' : look}.png`,
  );
  const to = join(kept, `${name}.png`);
  if (!existsSync(from)) {
    console.log(`no picture ${from}`);
    lacking++;
    continue;
  }
  const quantized = spawnSync('pngquant', ['--quality', '60-90', '--force', '--strip', '--output', to, from]);
  // Without pngquant the picture is kept as it is.
  if (quantized.status !== 0) copyFileSync(from, to);
  if (statSync(to).size > LARGEST) console.log(`${name}.png is ${statSync(to).size} bytes`);
}
if (!given) rmSync(made, { recursive: true, force: true });
process.exit(lacking > 0 ? 1 : 0);
