import * as z from 'zod';
import { holding, signedIn } from './access.ts';
import { daySchema } from './page.ts';
import { defineRoute } from './route.ts';

/**
 * Words of kinds that the city may rename (lecture 82.3, 84.1: the terms are not settled). Each key names an attribute of the register
 * and the texts that show it; nothing but texts follows from a label.
 */
export const LABELS = {
  'tag-temporary': ['org:org.tag-temporary', 'rules:value.temporary'],
  'tag-joint': ['org:org.tag-joint', 'rules:value.joint'],
  'tag-functional': ['org:org.tag-functional', 'rules:value.functional'],
  'form-committee': ['org:org.form-committee', 'ui:form-committee', 'rules:value.committee'],
  'form-general-branch': ['org:org.form-general-branch', 'ui:form-general-branch', 'rules:value.general-branch'],
  'form-branch': ['org:org.form-branch', 'ui:form-branch', 'rules:value.branch'],
  'form-group': ['org:org.form-group', 'ui:form-group', 'rules:value.group'],
} as const satisfies Record<string, readonly `${string}:${string}`[]>;

/** One of the keys of {@link LABELS}. */
export type LabelKey = keyof typeof LABELS;

/** The keys in the order of the settings page. */
export const LABEL_KEYS = Object.keys(LABELS) as LabelKey[];

const keySchema = z.enum(LABEL_KEYS as [LabelKey, ...LabelKey[]]);
const wordSchema = z.string().trim().min(1).max(40).nullable();

/** A label of the city with the days on which it holds, `to` excluded. */
export const labelSchema = z
  .object({ key: keySchema, lang: z.enum(['zh-CN', 'en']), text: z.string(), from: daySchema, to: daySchema })
  .meta({ id: 'Label' });

export const labelList = defineRoute({
  id: 'label-list',
  method: 'GET',
  path: '/api/labels',
  summary: 'Renamed words of kinds, today’s and earlier ones with their days; what is missing has the standard word.',
  access: signedIn('the words of all pages'),
  response: z.object({ items: z.array(labelSchema), today: daySchema, may: z.object({ edit: z.boolean() }) }),
});

export const labelSet = defineRoute({
  id: 'label-set',
  method: 'PUT',
  path: '/api/labels/{key}',
  summary: 'Rename a word of a kind from today on, or go back to the standard word (null); for officers of the city committee.',
  access: holding('officer'),
  params: z.object({ key: keySchema }),
  body: z.object({ 'zh-CN': wordSchema, en: wordSchema }),
  response: 'empty',
  problems: ['outside-scope'],
});
