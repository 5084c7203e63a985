import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runToEnd } from '../../test/support/command-line.ts';

const shipped = resolve(import.meta.dirname, '../../packs/epidemic-control');

test('pack check: the shipped packs are fine; a planted error is told with file and value', async () => {
  const fine = await runToEnd(['pack', 'check', '--json']);
  expect(fine.code).toBe(0);
  const folder = join(mkdtempSync(join(tmpdir(), 'pack-')), 'broken');
  cpSync(shipped, folder, { recursive: true });
  writeFileSync(join(folder, 'places/gate.json'), JSON.stringify({ shape: 'circle', in: { tier: 'community', min: 1, max: 1 } }));
  const broken = await runToEnd(['pack', 'check', folder]);
  expect(broken.code).toBe(1);
  expect(broken.said).toContain('places/gate.json');
  writeFileSync(join(folder, 'places/gate.json'), '{"shape": ');
  const cut = await runToEnd(['pack', 'check', folder, '--lang', 'zh-CN']);
  expect(cut).toMatchObject({ code: 1, said: expect.stringContaining('places/gate.json: 不是完好的 JSON：没写完就断了') });
  rmSync(folder, { recursive: true });
});
