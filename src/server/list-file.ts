/**
 * A list of a page as a file. The rows are what the handler of the list answers, page after page, to the same person in the same role:
 * who sees what, which names are masked and which counts are hidden is decided there and nowhere else.
 */
import type { FileShape, ResponseOf, RouteShape } from '#contract/route';
import { type CellOut, listCsv, listWorkbook } from '#documents/lists';
import { FOREVER } from '#kernel/lib';
import { cityOf } from '#store/city';
import { noted } from './audit.ts';
import type { Language } from './content.ts';
import type { Act, Context } from './context.ts';
import type { Registrar } from './registrar.ts';
import { file, streamOf } from './reply.ts';

/** The last day of something that has none yet is left empty. */
export const until = (day: string): string | null => (day === FOREVER ? null : day);

/** A count, or the words for one that is too small to be told. */
export const few = (count: number | null, { text }: Words): number | string => count ?? text('ui:few');

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Rows asked of the list at a time: as many as it gives. */
const PAGE = 200;

/** How values become words of the reader's language. */
export interface Words {
  /** The text of `file:key`. */
  readonly text: (key: string, params?: Readonly<Record<string, unknown>>) => string;
  /** The word of a code, the text `file:<stem><code>`, or the code itself when it has none. */
  readonly word: (file: string, stem: string, code: string | null) => string | null;
  /** The text in the reader's language of something that has one in each. */
  readonly inLanguage: (both: Readonly<Record<Language, string>>) => string;
  /** A moment as the city's clock shows it: `2026-11-30 08:05:09`. */
  readonly moment: (iso: string) => string;
}

/** One column; its heading is the text `list-head-<head>`. */
export interface ListFileColumn<Item> {
  readonly head: string;
  readonly width: number;
  readonly cell: (item: Item, words: Words) => CellOut;
}

/** What stands in the file of a list. */
export interface ListFile<L extends RouteShape, Item> {
  /** Key in the texts `tables` of the name of the file and its sheet. */
  readonly name: string;
  readonly items: (answer: ResponseOf<L>) => readonly Item[];
  readonly columns: readonly ListFileColumn<Item>[];
  /** The act that is audited when the list is taken out, with the filters it was taken out by. */
  readonly audited?: Act;
}

type Given = Readonly<Record<string, unknown>> & { readonly format: 'xlsx' | 'csv' };

/** Gives the route of the file its handler; the list must have its own already. */
export function handleListFile<L extends RouteShape, Item>(
  routes: Registrar,
  route: RouteShape & { readonly response: FileShape },
  list: L,
  shape: ListFile<L, Item>,
): void {
  const handler = routes.all.get(list.id)?.handler;
  if (!handler) throw new Error(`route ${route.id}: ${list.id} has no handler yet`);
  const taken = async (ctx: Context<RouteShape>) => {
    // A list that is asked for with a body has a file that is asked for with one.
    const part = list.method === 'GET' ? 'query' : 'body';
    const { format, ...filter } = ctx[part] as Given;
    const read = async (cursor: string | undefined) => {
      const asked = { ...filter, limit: PAGE, cursor };
      // The same request but for what is asked: session, scope and language stay those of the caller.
      const { data } = await handler(Object.create(ctx, { [part]: { value: asked } }) as Context<RouteShape>);
      const { next } = data as { readonly next?: string | null };
      return { items: shape.items(data as ResponseOf<L>), next: next ?? undefined };
    };
    const words = await wordsFor(ctx);
    // Read before anything is answered, so that a refusal is one.
    const first = await read(undefined);
    const { audited } = shape;
    if (audited) await noted(ctx, { ...audited, detail: { format, ...filter } });
    async function* rows(): AsyncGenerator<readonly CellOut[]> {
      for (let page = first; ; page = await read(page.next)) {
        for (const item of page.items) yield shape.columns.map((column) => column.cell(item, words));
        if (page.next === undefined) return;
      }
    }
    const columns = shape.columns.map(({ head, width }) => ({ head: words.text(`tables:list-head-${head}`), width }));
    const out = { name: words.text(`tables:${shape.name}`), columns, rows: rows() };
    const failed = (error: unknown) => ctx.deps.log(`${ctx.requestId} ${route.id} ${String(error)}`);
    const name = `${out.name}-${ctx.today}.${format}`;
    return format === 'csv'
      ? file(streamOf(listCsv(out), failed), 'text/csv; charset=utf-8', name)
      : file(streamOf(listWorkbook(out), failed), WORKBOOK, name);
  };
  // Rows go on being read while the answer is under way: no transaction would last so long.
  routes.handle(route, taken, { transaction: false });
}

async function wordsFor(ctx: Context<RouteShape>): Promise<Words> {
  const text: Words['text'] = (key, params) => ctx.deps.content.text(ctx.language, key, params);
  const { timeZone } = await cityOf(ctx.db, ctx.cityId);
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return {
    text,
    word: (file, stem, code) => {
      if (code === null) return null;
      const key = `${file}:${stem}${code}`;
      const found = text(key);
      return found === key ? code : found;
    },
    inLanguage: (both) => both[ctx.language],
    moment: (iso) => clock.format(new Date(iso)),
  };
}
