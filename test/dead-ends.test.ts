import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { matchRoutes } from 'react-router';
import { describe, expect, test } from 'vitest';
import { PAGES } from '#contract/pages';
import { ROUTES } from '#contract/routes';
import { features } from '../src/web/app/features.ts';

const root = resolve(import.meta.dirname, '../src');
const pages = features.flatMap((feature) => [...feature.routes]);

/** Source files of a layer, without tests. */
const sources = (layer: string) =>
  readdirSync(join(root, layer), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: relative(root, path), text: readFileSync(path, 'utf8') };
    });
const web = sources('web');

/** What stands in quotes in a text and begins like a path; values put into it are left as they are written. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/(['"`])(\/(?:[\w$](?:(?!\1)[^\n])*)?)\1/g)].map((match) => match[2]!);

/** The page that an address leads to; a value in it counts as one part of the path, a step of a task or a tab of the rules as one of them. */
const pageOf = (address: string): string | undefined => {
  const path = address.replaceAll(/\$?\{[^{}]*\}/g, (value) =>
    /step\}$/.test(value) ? 'plan' : /tab\}$/.test(value) ? 'ask' : 'x',
  );
  return matchRoutes(pages, path.split('?')[0]!)?.at(-1)?.route.path;
};

/** Addresses that are no page of the console: routes of the server, the phone page and what it is made of. */
const ELSEWHERE = /^\/(?:api\/|assets\/|field(?:$|[-.])|index\.html$|icon\.svg$)/;

describe('addresses', () => {
  test('every address that a page or Today writes down is a page', () => {
    const found = [...web, ...sources('server').filter((file) => file.path.includes('today'))].flatMap(({ path, text }) =>
      pathsIn(text).map((address) => ({ path, address })),
    );
    expect(found.length).toBeGreaterThan(150);
    expect(found.filter(({ address }) => !ELSEWHERE.test(address) && pageOf(address) === undefined)).toEqual([]);
    for (const address of Object.values(PAGES)) expect(pageOf(address), address).toBeDefined();
  });

  test('an address that no page has is found', () => {
    const text = "<Button to={a ? '/nowhere' : `/tasks/{b}/plans`}> <Link to={`/tasks/{b}/plan?plan={c}`}>";
    expect(pathsIn(text).filter((address) => pageOf(address) === undefined)).toEqual(['/nowhere', '/tasks/{b}/plans']);
  });

  test('every page is led to: by an address, a word of the top bar or an entry of the menu', () => {
    const written = [...web, ...sources('server'), ...sources('contract')].flatMap(({ text }) => pathsIn(text));
    // The pages' own lines in the tables of the features lead nowhere.
    const reached = new Set(written.filter((address) => !address.includes('/:')).map(pageOf));
    const own = new Map<string, number>();
    for (const { text } of web.filter((file) => file.path.endsWith('/index.tsx')))
      for (const [, path] of text.matchAll(/path: '([^']+)'/g)) own.set(path!, (own.get(path!) ?? 0) + 1);
    const times = (path: string) => written.filter((address) => address.split('?')[0] === path).length;
    // Tabs of the rules and steps of a task are put together from a list of words.
    const listed = (path: string) => path.startsWith('/rules/') || path.startsWith('/tasks/:taskId/');
    const paths = pages.map((page) => page.path!);
    expect(
      paths.filter((path) => !listed(path) && !(path.includes(':') ? reached.has(path) : times(path) > own.get(path)!)),
    ).toEqual([]);
  });
});

/** What is given out for tests and for what comes later, and why. */
const GIVEN: Readonly<Record<string, string>> = {
  'store/queue.ts openQueue': 'for work that leaves the house (decision 8); migrate installs its tables',
};

test('what a file outside the kernel gives out is taken by another, or used in it', () => {
  const beside = ['../bench', '../scripts'].flatMap((folder) => sources(folder));
  const layers = ['contract', 'store', 'documents', 'jobs', 'demo', 'server', 'web', 'cli'];
  const files = layers.flatMap((layer) => sources(layer));
  const taken = new Map<string, number>();
  for (const { text } of [...files, ...beside])
    for (const word of text.match(/\b\w+\b/g) ?? []) taken.set(word, (taken.get(word) ?? 0) + 1);
  const unused = files.flatMap(({ path, text }) =>
    [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)]
      .filter(([, name]) => taken.get(name!) === 1)
      .map(([, name]) => `${path} ${name}`),
  );
  // Lazy pages give out one name each, and a schema change is called by its number.
  const called = /^store\/migrations\/| Component$/;
  expect(unused.filter((one) => !called.test(one))).toEqual(Object.keys(GIVEN));
});

/** Routes that no page and no command of ours asks for, and who does. */
const OUTSIDE: Readonly<Record<string, string>> = {
  'joint-proposal': 'other programs, by /api/docs; the page computes the same in its own worker, where the officer changes it',
  'external-finish': 'the browser, sent back by the provider of the sign-in',
};

test('every route is asked for by a page, the phone page or a command, or it is said by whom', () => {
  const constants = new Map(
    sources('contract').flatMap(({ text }) =>
      [...text.matchAll(/export const (\w+) = defineRoute\(\{\s*id: '([^']+)'/g)].map((match) => [match[2]!, match[1]!] as const),
    ),
  );
  expect(ROUTES.filter((route) => !constants.has(route.id)).map((route) => route.id)).toEqual([]);
  const callers = [...web, ...sources('cli')];
  const words = new Set(callers.flatMap(({ text }) => text.match(/\b\w+\b/g) ?? []));
  // The phone page has no client of its own making: it writes the paths out.
  const written = callers
    .filter(({ path }) => path.startsWith('web/field'))
    .flatMap(({ text }) => [...text.matchAll(/(['"`])(\/api\/(?:(?!\1).)*)\1/g)].map((match) => match[2]!.split('?')[0]!));
  const byPath = new Set(written.map((path) => path.replaceAll(/\$\{[^{}]*\}/g, '{}')));
  const unasked = ROUTES.filter(
    (route) => !words.has(constants.get(route.id)!) && !byPath.has(route.path.replaceAll(/\{\w+\}/g, '{}')),
  );
  expect(unasked.map((route) => route.id).sort()).toEqual(Object.keys(OUTSIDE).sort());
});
