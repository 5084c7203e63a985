import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Issue, type Result, readJsonText } from '#kernel/lib';
import { type ContentFile, parseRulebooks, type RuleContent } from '#kernel/rules';

/** All files below a folder that end in .json, as paths with forward slashes relative to it, sorted; folders named `cases` are left out. */
function jsonFiles(root: string, below = ''): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = posix.join(below, entry.name);
    if (entry.isDirectory() && entry.name !== 'cases') found.push(...jsonFiles(root, path));
    else if (entry.isFile() && entry.name.endsWith('.json')) found.push(path);
  }
  return found.sort();
}

/**
 * Reads and checks all rulebooks below a folder, once at start. Every issue of every file comes back together; folders named `cases`
 * hold examples for tests and are not read.
 */
export function loadRuleContent(folder: string): Result<RuleContent> {
  const issues: Issue[] = [];
  const files: ContentFile[] = [];
  for (const path of jsonFiles(folder)) {
    const read = readJsonText(readFileSync(join(folder, path), 'utf8'), [path]);
    if (read.ok) files.push({ path, data: read.value });
    else issues.push(...read.issues);
  }
  const parsed = parseRulebooks(files);
  if (!parsed.ok) issues.push(...parsed.issues);
  return parsed.ok && issues.length === 0 ? parsed : { ok: false, issues };
}
