import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Pack, parsePack } from '#kernel/packs';

/** Reads every pack below `packs/` of the product; throws with all findings when one does not parse (`qunying pack check` tells them). */
export function loadPacks(root: string): ReadonlyMap<string, Pack> {
  const packs = new Map<string, Pack>();
  for (const entry of readdirSync(join(root, 'packs'), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const parsed = parsePack(entry.name, readPackFiles(join(root, 'packs', entry.name)));
    if (!parsed.ok) throw new Error(`pack ${entry.name}: ${JSON.stringify(parsed.issues)}`);
    packs.set(entry.name, parsed.value);
  }
  return packs;
}

/** The JSON files of a pack folder, path with forward slashes -> content. */
export function readPackFiles(folder: string): Map<string, unknown> {
  const files = new Map<string, unknown>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (path.endsWith('.json')) files.set(path.replaceAll('\\', '/'), JSON.parse(readFileSync(join(folder, path), 'utf8')));
  }
  return files;
}
