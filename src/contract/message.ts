import * as z from 'zod';

/**
 * A sentence for people that the reader's own language renders: `namespace:key` of texts/<lang>/ and its values. Days and instants
 * travel as ISO text and are written by the formatters `day`, `time`, `weekday`, `span` and `number` inside the text.
 */
export const messageSchema = z
  .object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
  .meta({ id: 'Message' });

/** A sentence for people as key and values. */
export type Message = z.infer<typeof messageSchema>;

/** A message without or with values: `message('today:plan-short', { count: 7 })`. */
export function message(key: string, params: Message['params'] = {}): Message {
  return { key, params };
}

/** The closed list of marks (interface: 缺 停 断 改 超 查 退 难 漏 静 挤 撞 存 等 ✓ 提 少 限); each is an entry of the glossary. */
export const MARKS = [
  'short',
  'stopped',
  'not-saved',
  'fix',
  'over',
  'check',
  'returned',
  'difficulty',
  'missed',
  'dormant',
  'same-day',
  'conflict',
  'saved',
  'waiting',
  'met',
  'note',
  'lacking',
  'limited',
] as const;

/** One of {@link MARKS}. */
export type MarkCode = (typeof MARKS)[number];
