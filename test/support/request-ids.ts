import * as z from 'zod';
import { isFileShape, type RouteShape } from '#contract/route';

type Json = { [key: string]: unknown };

/** A place of a request where an id stands: `body.caps.*.unitId`; `*` is every entry of a list. */
export type IdPlace = `${'params' | 'query' | 'body'}.${string}`;

/** The JSON Schema with every reference replaced by what it names. */
function schemaOf(schema: z.ZodType): Json {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  const named = (whole.$defs ?? {}) as Record<string, Json>;
  const resolve = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(resolve);
    if (typeof node !== 'object' || node === null) return node;
    const ref = (node as Json).$ref;
    if (typeof ref === 'string') return resolve(named[ref.split('/').at(-1)!]);
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value)]));
  };
  return resolve(whole) as Json;
}

/** Every id that a request of this route can carry, found in its schemas. */
export function idPlaces(route: RouteShape): IdPlace[] {
  const found = new Set<IdPlace>();
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { format, properties, items, anyOf, oneOf } = node as Json;
    if (format === 'uuid') found.add(path as IdPlace);
    for (const [key, value] of Object.entries((properties ?? {}) as Json)) walk(value, `${path}.${key}`);
    walk(items, `${path}.*`);
    for (const one of [...((anyOf ?? []) as unknown[]), ...((oneOf ?? []) as unknown[])]) walk(one, path);
  };
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = route[part];
    if (schema && !isFileShape(schema)) walk(schemaOf(schema as z.ZodType), part);
  }
  return [...found];
}

/** The ids of a route that its access rule does not decide on by itself: the handler must. */
export function idsLeftToHandler(route: RouteShape): IdPlace[] {
  const decided = new Set<string>(route.access.kind === 'within' ? route.access.subjects.map((one) => one.from) : []);
  return idPlaces(route).filter((place) => !decided.has(place) && !decided.has(place.replace(/\.\*$/, '')));
}

/** The least body that the schema takes: null where it may be, only what is required, first choices, least lengths and numbers, empty lists. */
export function leastBody(schema: z.ZodType): unknown {
  const make = (node: Json): unknown => {
    if ('const' in node) return node.const;
    const choices = (node.anyOf ?? node.oneOf) as Json[] | undefined;
    const choice = choices?.find((one) => one.type === 'null') ?? choices?.[0];
    if (choice) return make(choice);
    if (node.enum) return (node.enum as unknown[])[0];
    switch (node.type) {
      case 'object': {
        const properties = (node.properties ?? {}) as Record<string, Json>;
        const needed = (node.required ?? []) as readonly string[];
        return Object.fromEntries(needed.map((key) => [key, make(properties[key]!)]));
      }
      case 'array':
        return [];
      case 'integer':
      case 'number':
        return Math.max(0, Number(node.minimum ?? 0));
      case 'boolean':
        return false;
      case 'null':
        return null;
      default:
        if (node.format === 'uuid') return 'ffffffff-ffff-7fff-bfff-ffffffffffff';
        if (node.format === 'date') return '2026-03-01';
        if (node.format === 'date-time') return '2099-01-01T00:00:00+08:00';
        return '字'.repeat(Math.max(2, Number(node.minLength ?? 0)));
    }
  };
  return make(schemaOf(schema));
}

/** The same value with `id` at a place; lists that are empty get one entry made from the schema. */
export function withId(value: unknown, path: readonly string[], id: string, schema: z.ZodType | undefined): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return id;
  if (key === '*') {
    const list = Array.isArray(value) && value.length > 0 ? value : [schema ? leastBody(elementOf(schema)) : undefined];
    return list.map((one, i) => (i === 0 ? withId(one, rest, id, schema && elementOf(schema)) : one));
  }
  const inner = schema instanceof z.ZodObject ? (schema.shape[key] as z.ZodType | undefined) : undefined;
  const object = (value ?? {}) as Json;
  return { ...object, [key]: withId(object[key], rest, id, inner) };
}

function elementOf(schema: z.ZodType): z.ZodType {
  let at: unknown = schema;
  while (!(at instanceof z.ZodArray)) at = (at as { unwrap?: () => unknown }).unwrap?.() ?? fail();
  return at.element as z.ZodType;
}

function fail(): never {
  throw new Error('the place names a list where the schema has none');
}
