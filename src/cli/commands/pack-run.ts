import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Issue } from '#kernel/lib';
import { checkExamples, parsePack } from '#kernel/packs';
import { readPackFiles } from '#server/packs';
import { Failure } from '#store/failure';
import type { Call, ExitCode } from '../command.ts';
import { loadDocumentTexts } from '../document-texts.ts';
import { packageRoot } from '../texts.ts';

/** Checks one pack folder, or every pack of the product; all findings with file and key. 1 when there is any. */
export async function runPackCheck({ arguments: given, out, environment }: Call): Promise<ExitCode> {
  const texts = loadDocumentTexts(environment.language);
  const folders = given.folder === undefined ? shipped() : [resolve(given.folder)];
  const packs: { pack: string; issues: readonly Issue[] }[] = [];
  for (const folder of folders) {
    if (!existsSync(join(folder, 'pack.json'))) throw new Failure('pack-folder-missing', { folder });
    const { files, issues } = readPackFiles(folder);
    const parsed = parsePack(basename(folder), files);
    const found = parsed.ok ? checkExamples(parsed.value) : parsed.issues;
    // A file that is no JSON is named once; that it is then missing says nothing more.
    const broken = new Set(issues.map((issue) => issue.path[0]));
    packs.push({ pack: basename(folder), issues: [...issues, ...found.filter((issue) => !broken.has(issue.path[0]!))] });
  }
  for (const { pack, issues } of packs) {
    out.say(issues.length === 0 ? 'pack-fine' : 'pack-findings', { pack, count: issues.length });
    for (const issue of issues) out.line(`  ${issue.path.join(' / ')}: ${texts(issue.code, issue.params)}`);
  }
  out.result({ ok: packs.every((one) => one.issues.length === 0), packs });
  return packs.some((one) => one.issues.length > 0) ? 1 : 0;
}

function shipped(): string[] {
  const packs = join(packageRoot, 'packs');
  return readdirSync(packs, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(packs, entry.name)] : []));
}
