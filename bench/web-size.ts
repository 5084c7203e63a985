import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The built pages. */
export const WEB = resolve(import.meta.dirname, '../dist/web');

/** What a page may weigh in bytes after gzip: the console's shell with Today, and the phone page. */
export const BUDGET = { console: 300 * 1024, field: 60 * 1024 } as const;

interface Entry {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}
type Manifest = Readonly<Record<string, Entry>>;

const text = (name: string) => `../../texts/zh-CN/${name}.json`;

/** What a first visit loads: the entry, and what it then asks for before Today stands there. */
const CONSOLE = ['index.html', 'features/today/page.tsx', ...['ui', 'time', 'shell', 'problems', 'today'].map(text)];
const FIELD = ['field.html', 'field/worker.ts', text('field')];

/** Sizes in bytes after gzip. */
export interface WebSizes {
  readonly console: number;
  readonly field: number;
  readonly files: { readonly console: number; readonly field: number };
}

/** Measures the built pages; undefined when nothing is built. */
export function webSizes(): WebSizes | undefined {
  const path = join(WEB, 'manifest.json');
  if (!existsSync(path)) return undefined;
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const shell = closure(manifest, CONSOLE);
  const field = closure(manifest, FIELD);
  return {
    console: weigh(shell) + page('index.html'),
    field: weigh(field) + page('field.html'),
    files: { console: shell.size + 1, field: field.size + 1 },
  };
}

function closure(manifest: Manifest, keys: readonly string[]): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    const entry = manifest[key];
    if (!entry) throw new Error(`${key} is not in the built pages: a page was renamed, bench/web-size.ts must follow`);
    files.add(entry.file);
    for (const sheet of entry.css ?? []) files.add(sheet);
    for (const other of entry.imports ?? []) visit(other);
  };
  for (const key of keys) visit(key);
  return files;
}

function weigh(files: ReadonlySet<string>): number {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(WEB, file))).length, 0);
}

function page(name: string): number {
  return gzipSync(readFileSync(join(WEB, name))).length;
}
