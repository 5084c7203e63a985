import type * as z from 'zod';
import { errorIssue, type Issue, type Result, shapeIssues } from '#kernel/lib';
import type { ChainLevel, ChainPattern } from '../formation/index.ts';
import type { Tier } from '../registry/index.ts';
import {
  type ChainFile,
  chainFileSchema,
  type ExampleFile,
  exampleFileSchema,
  type PackHead,
  type PlaceFile,
  type PostFile,
  packHeadSchema,
  placeFileSchema,
  postFileSchema,
  textFileSchema,
} from './schema.ts';

/** A pack after parsing: frozen, keyed by id; the pattern of its chain is ready for use. */
export interface Pack {
  readonly id: string;
  readonly head: PackHead;
  readonly chain: Readonly<Record<string, ChainFile>>;
  readonly places: Readonly<Record<string, PlaceFile>>;
  readonly posts: Readonly<Record<string, PostFile>>;
  readonly examples: Readonly<Record<string, ExampleFile>>;
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly pattern: ChainPattern;
}

/** The languages that every pack must carry. */
export const PACK_LANGUAGES = ['zh-CN', 'en'] as const;

const KINDS = { chain: chainFileSchema, places: placeFileSchema, posts: postFileSchema, examples: exampleFileSchema } as const;

/**
 * Reads a pack from its files (path without the pack folder -> parsed JSON) and checks it as a whole: shape, references, chain
 * as one tree, texts in both languages and none left over. All findings at once, each with the file and the key.
 */
export function parsePack(id: string, files: ReadonlyMap<string, unknown>): Result<Pack> {
  const issues: Issue[] = [];
  const head = readOne(packHeadSchema, 'pack.json', files.get('pack.json'), issues);
  const found: Record<keyof typeof KINDS, Record<string, unknown>> = { chain: {}, places: {}, posts: {}, examples: {} };
  const texts: Record<string, Record<string, string>> = {};
  for (const [path, content] of files) {
    if (path === 'pack.json') continue;
    const [folder, name] = path.replace(/\.json$/, '').split('/') as [string, string | undefined];
    if (folder === 'text' && name) {
      const text = readOne(textFileSchema, path, content, issues);
      if (text) texts[name] = text;
    } else if (folder in KINDS && name) {
      const one = readOne(KINDS[folder as keyof typeof KINDS] as z.ZodType, path, content, issues);
      if (one) found[folder as keyof typeof KINDS][name] = one;
    } else issues.push(errorIssue('pack-unknown-file', [path], { path }));
  }
  const chain = found.chain as Record<string, ChainFile>;
  const places = found.places as Record<string, PlaceFile>;
  const posts = found.posts as Record<string, PostFile>;
  const levels = readLevels(chain, places, issues);
  for (const [name, post] of Object.entries(posts)) checkWhere(post.at, ['posts', name, 'at'], places, issues);
  if (!head) return { ok: false, issues };
  checkTexts(textKeys(head, chain, places, posts), texts, issues);
  if (issues.length > 0) return { ok: false, issues };
  const pattern = { levels, tags: head.tags };
  return {
    ok: true,
    value: { id, head, chain, places, posts, examples: found.examples as Record<string, ExampleFile>, texts, pattern },
  };
}

function readOne<T>(schema: z.ZodType<T>, path: string, content: unknown, issues: Issue[]): T | undefined {
  if (content === undefined) {
    issues.push(errorIssue('pack-file-missing', [path], { path }));
    return undefined;
  }
  const parsed = schema.safeParse(content, { reportInput: true });
  if (parsed.success) return parsed.data;
  issues.push(...shapeIssues(parsed.error.issues, [path]));
  return undefined;
}

function readLevels(chain: Record<string, ChainFile>, places: Record<string, PlaceFile>, issues: Issue[]): ChainLevel[] {
  const levels: ChainLevel[] = [];
  for (const [id, file] of Object.entries(chain).toSorted(([, a], [, b]) => a.order - b.order)) {
    checkWhere(file.per, ['chain', id, 'per'], places, issues);
    const parent = file.parent === null ? null : chain[file.parent];
    if (parent === undefined) issues.push(errorIssue('pack-unknown-reference', ['chain', id, 'parent'], { id: file.parent }));
    else if (parent && parent.order >= file.order)
      issues.push(errorIssue('pack-chain-cycle', ['chain', id], { id, parent: file.parent }));
    const [kind, value] = file.per.split(':') as ['area' | 'place', string];
    levels.push({
      id,
      form: file.form,
      per: kind === 'area' ? { kind, tier: value as Tier } : { kind, type: value },
      parent: file.parent,
      offices: Object.entries(file.offices).map(([office, rule]) => ({
        office: office as ChainLevel['offices'][number]['office'],
        ...rule!,
      })),
    });
  }
  if (levels.length > 0 && levels.filter((level) => level.parent === null).length !== 1) {
    issues.push(errorIssue('pack-chain-roots', ['chain'], { roots: levels.filter((level) => level.parent === null).length }));
  }
  return levels;
}

const AREA_TIERS = new Set(['city', 'county', 'township', 'community']);

function checkWhere(where: string, path: Issue['path'], places: Record<string, PlaceFile>, issues: Issue[]): void {
  const [kind, value] = where.split(':') as [string, string];
  const known = kind === 'area' ? AREA_TIERS.has(value) : value in places;
  if (!known) issues.push(errorIssue('pack-unknown-reference', path, { id: where }));
}

function textKeys(
  head: PackHead,
  chain: Record<string, ChainFile>,
  places: Record<string, PlaceFile>,
  posts: Record<string, PostFile>,
): { readonly required: Set<string>; readonly allowed: Set<string> } {
  const required = new Set(['title', 'summary', 'charter']);
  const each = (folder: string, ids: Iterable<string>) => {
    for (const one of ids) required.add(`${folder}/${one}`);
  };
  each('chain', Object.keys(chain));
  each('places', Object.keys(places));
  each('sources', Object.keys(head.sources));
  each('suit', Object.keys(head.suit));
  each('plan', Object.keys(head.plan));
  each('shown', head.shown);
  for (const [name, post] of Object.entries(posts)) {
    each('posts', [name, `${name}/duty`]);
    each(`posts/${name}/shifts`, Object.keys(post.shifts));
  }
  const allowed = new Set([...required, ...Object.keys(chain).map((id) => `chain/${id}/part`)]);
  return { required, allowed };
}

function checkTexts(
  keys: { readonly required: Set<string>; readonly allowed: Set<string> },
  texts: Record<string, Record<string, string>>,
  issues: Issue[],
): void {
  for (const language of PACK_LANGUAGES) {
    const text = texts[language];
    if (!text) {
      issues.push(errorIssue('pack-file-missing', [`text/${language}.json`], { path: `text/${language}.json` }));
      continue;
    }
    for (const key of keys.required) {
      if (!(key in text)) issues.push(errorIssue('pack-text-missing', [`text/${language}.json`, key], { language, key }));
    }
    for (const key of Object.keys(text)) {
      if (!keys.allowed.has(key))
        issues.push(errorIssue('pack-text-left-over', [`text/${language}.json`, key], { language, key }));
    }
  }
}
