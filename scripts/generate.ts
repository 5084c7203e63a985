/**
 * Writes the generated references. `npm run generate` writes; `test/generated.test.ts` compares. A generator is one entry of the list:
 * a path below the root and a function of the root that gives the whole text; add yours with its own file under scripts/generate/.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiReference } from './generate/api.ts';
import { assemblyPlanSchema, assemblyProblemSchema } from './generate/assembly-schemas.ts';
import { commandLineReference } from './generate/command-line.ts';
import { lectureCoverage } from './generate/lecture-coverage.ts';
import { rulesReference } from './generate/rules.ts';

/** One generated file. */
export interface Generator {
  readonly path: string;
  readonly render: (root: string) => string | Promise<string>;
}

/** Every generated file of the repository. */
export const GENERATORS: readonly Generator[] = [
  { path: 'docs/reference/cli.md', render: commandLineReference },
  { path: 'docs/reference/api.md', render: apiReference },
  { path: 'docs/reference/rules.md', render: rulesReference },
  { path: 'docs/reference/lecture-coverage.md', render: lectureCoverage },
  { path: 'docs/reference/assembly-problem.schema.json', render: assemblyProblemSchema },
  { path: 'docs/reference/assembly-plan.schema.json', render: assemblyPlanSchema },
];

/** Paths whose stored text differs from what is generated now. */
export async function staleFiles(root: string): Promise<string[]> {
  const stale: string[] = [];
  for (const { path, render } of GENERATORS) if (stored(join(root, path)) !== (await render(root))) stale.push(path);
  return stale;
}

function stored(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = resolve(import.meta.dirname, '..');
  for (const { path, render } of GENERATORS) {
    const text = await render(root);
    const file = join(root, path);
    if (stored(file) === text) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`${path}\n`);
  }
}
