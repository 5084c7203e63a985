import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Issue, readJsonText } from '#kernel/lib';
import { type Pack, parsePack } from '#kernel/packs';

/** Reads every pack below `packs/` of the product; throws with all findings when one does not parse (`qunying pack check` tells them). */
export function loadPacks(root: string): ReadonlyMap<string, Pack> {
  const packs = new Map<string, Pack>();
  for (const entry of readdirSync(join(root, 'packs'), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const read = readPackFiles(join(root, 'packs', entry.name));
    if (read.issues.length > 0) throw new Error(`pack ${entry.name}: ${JSON.stringify(read.issues)}`);
    const parsed = parsePack(entry.name, read.files);
    if (!parsed.ok) throw new Error(`pack ${entry.name}: ${JSON.stringify(parsed.issues)}`);
    packs.set(entry.name, parsed.value);
  }
  return packs;
}

/** The JSON files of a pack folder, path with forward slashes -> content; those that are no JSON are left out and named. */
export function readPackFiles(folder: string): { files: Map<string, unknown>; issues: Issue[] } {
  const files = new Map<string, unknown>();
  const issues: Issue[] = [];
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!path.endsWith('.json')) continue;
    const name = path.replaceAll('\\', '/');
    const read = readJsonText(readFileSync(join(folder, path), 'utf8'), [name]);
    if (read.ok) files.set(name, read.value);
    else issues.push(...read.issues);
  }
  return { files, issues };
}

/** Texts of a scene that are written into tasks, posts and so into official documents: Chinese, whatever the officer reads. */
export function officialTexts(pack: Pack): Readonly<Record<string, string>> {
  return pack.texts['zh-CN']!;
}
